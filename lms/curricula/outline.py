"""An edition without its texts, kept in memory: a published edition never changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lms.curricula.memory import remembered
from lms.curricula.models import (
    Assignment,
    CertificateKind,
    Curriculum,
    Edition,
    EditionState,
    IssueRule,
    Lesson,
    Module,
    Quiz,
    QuizKind,
    ReviewRule,
)
from lms.db import db
from lms.errors import NotFound
from lms.thai import held


@dataclass(frozen=True, slots=True)
class LessonOutline:
    """A lesson's place and titles; `page_bytes` is what opening it costs."""

    id: int
    module_slug: str
    slug: str
    title_th: str
    title_en: str
    minutes: int
    page_bytes: int


@dataclass(frozen=True, slots=True)
class ModuleOutline:
    """A module, its lessons in order, and which modules' lessons come first."""

    id: int
    position: int
    slug: str
    code: str
    title_th: str
    title_en: str
    summary_th: str
    summary_en: str
    hours: int
    objectives: tuple[tuple[str, str, str], ...]  # (id, Thai, English)
    requires: tuple[str, ...]
    lessons: tuple[LessonOutline, ...]


@dataclass(frozen=True, slots=True)
class QuizOutline:
    """A test: how long it may take and how many questions a paper has."""

    id: int
    kind: QuizKind
    minutes: int | None
    question_count: int


@dataclass(frozen=True, slots=True)
class AssignmentOutline:
    """The practicum's place and title."""

    id: int
    module_id: int
    title_th: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Outline:
    """An edition as pages need it."""

    edition_id: int
    edition_number: int
    slug: str
    name_th: str
    name_en: str
    person_title_en: str
    summary_th: str
    summary_en: str
    hours: int
    law_as_of: date
    is_sample: bool
    prerequisites: tuple[str, ...]
    certificate_kind: CertificateKind
    issue_rule: IssueRule
    validity_months: int | None
    design: str
    pass_percent: int
    attempts_allowed: int
    review_rule: ReviewRule
    modules: tuple[ModuleOutline, ...]
    pre_test: QuizOutline | None
    post_test: QuizOutline | None
    assignment: AssignmentOutline | None

    @property
    def lessons(self) -> tuple[LessonOutline, ...]:
        """Every lesson in reading order."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    def module(self, slug: str) -> ModuleOutline:
        """A module by its slug; raises NotFound."""
        for module in self.modules:
            if module.slug == slug:
                return module
        raise NotFound

    def codes(self, slugs: Iterable[str]) -> str:
        """Codes of some modules, as a sentence names them: 1.1, 1.3."""
        return ", ".join(self.module(slug).code for slug in slugs)

    def lesson(self, module_slug: str, slug: str) -> LessonOutline:
        """A lesson by its slugs; raises NotFound."""
        for lesson in self.module(module_slug).lessons:
            if lesson.slug == slug:
                return lesson
        raise NotFound


def published() -> tuple[Outline, ...]:
    """The newest published edition of every curriculum, in their order."""
    rows = db.session.execute(
        select(Edition.id, Edition.curriculum_id)
        .join(Curriculum, Curriculum.id == Edition.curriculum_id)
        .where(Edition.state == EditionState.PUBLISHED)
        .order_by(Curriculum.position, Curriculum.id, Edition.number)
    )
    newest = {curriculum_id: edition_id for edition_id, curriculum_id in rows}
    return tuple(outline(edition_id) for edition_id in newest.values())


def published_of(slug: str) -> Outline:
    """The newest published edition of one curriculum; raises NotFound."""
    for one in published():
        if one.slug == slug:
            return one
    raise NotFound


@remembered(128)
def outline(edition_id: int) -> Outline:
    """The outline of an edition that was published; from memory after the first time."""
    edition = db.session.scalar(
        select(Edition)
        .options(
            joinedload(Edition.curriculum),
            selectinload(Edition.modules)
            .selectinload(Module.lessons)
            .defer(Lesson.html)
            .defer(Lesson.summary_html)
            .defer(Lesson.source),
            selectinload(Edition.quizzes),
            selectinload(Edition.assignments),
        )
        .where(Edition.id == edition_id)
    )
    if edition is None or edition.state == EditionState.DRAFT:
        raise NotFound
    quizzes = {quiz.kind: _quiz(quiz) for quiz in edition.quizzes}
    return Outline(
        edition_id=edition.id,
        edition_number=edition.number,
        slug=edition.curriculum.slug,
        name_th=edition.name_th,
        name_en=edition.name_en,
        person_title_en=edition.person_title_en,
        summary_th=held(edition.summary_th),
        summary_en=edition.summary_en,
        hours=edition.hours,
        law_as_of=edition.law_as_of,
        is_sample=edition.is_sample,
        prerequisites=tuple(edition.prerequisites),
        certificate_kind=CertificateKind(edition.certificate_kind),
        issue_rule=IssueRule(edition.issue_rule),
        validity_months=edition.validity_months,
        design=edition.design,
        pass_percent=edition.pass_percent,
        attempts_allowed=edition.attempts_allowed,
        review_rule=ReviewRule(edition.review_rule),
        modules=tuple(_module(module) for module in edition.modules),
        pre_test=quizzes.get(QuizKind.PRE),
        post_test=quizzes.get(QuizKind.POST),
        assignment=_assignment(edition.assignments[0]) if edition.assignments else None,
    )


def _module(module: Module) -> ModuleOutline:
    return ModuleOutline(
        id=module.id,
        position=module.position,
        slug=module.slug,
        code=module.code,
        title_th=held(module.title_th),
        title_en=module.title_en,
        summary_th=held(module.summary_th),
        summary_en=module.summary_en,
        hours=module.hours,
        objectives=tuple((o["id"], held(o["th"]), o["en"]) for o in module.objectives),
        requires=tuple(module.requires),
        lessons=tuple(
            LessonOutline(
                id=lesson.id,
                module_slug=module.slug,
                slug=lesson.slug,
                title_th=held(lesson.title_th),
                title_en=lesson.title_en,
                minutes=lesson.minutes,
                page_bytes=lesson.page_bytes,
            )
            for lesson in module.lessons
        ),
    )


def _quiz(quiz: Quiz) -> QuizOutline:
    count = sum(int(row["count"]) for row in quiz.blueprint)
    return QuizOutline(quiz.id, QuizKind(quiz.kind), quiz.minutes, count)


def _assignment(assignment: Assignment) -> AssignmentOutline:
    return AssignmentOutline(
        assignment.id, assignment.module_id, held(assignment.title_th), assignment.title_en
    )
