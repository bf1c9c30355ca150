"""Enrolments and progress, found through the right."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from lms.access import Actor, Permission
from lms.curricula.models import Curriculum, Edition
from lms.curricula.outline import Outline, outline
from lms.db import db
from lms.errors import NotFound
from lms.learning.models import Enrolment, LessonProgress, Result, ResultKind
from lms.learning.progress import Facts, ModuleRule, Progress, Rules, progress
from lms.people import units
from lms.people.models import Person


def _of(actor: Actor) -> Select[Enrolment]:
    return (
        select(Enrolment)
        .where(Enrolment.person_id == actor.person_id, Enrolment.withdrawn_at.is_(None))
        .order_by(Enrolment.last_at.desc().nulls_last(), Enrolment.id.desc())
    )


def own_enrolments(actor: Actor) -> list[Enrolment]:
    """The actor's enrolments, the one last worked on first."""
    return list(db.session.scalars(_of(actor)))


def own_enrolment(actor: Actor, slug: str) -> Enrolment:
    """The actor's enrolment in a curriculum (in whichever edition they began)."""
    found = db.session.scalar(
        _of(actor)
        .join(Edition, Edition.id == Enrolment.edition_id)
        .join(Curriculum, Curriculum.id == Edition.curriculum_id)
        .where(Curriculum.slug == slug)
        .limit(1)
    )
    if found is None:
        raise NotFound
    return found


def enrolment_in_area(actor: Actor, permission: Permission, enrolment_id: int) -> Enrolment:
    """Somebody's enrolment, for an officer of their area; a stranger's is not found."""
    found = db.session.scalar(
        select(Enrolment)
        .join(Enrolment.person)
        .join(Person.unit)
        .options(contains_eager(Enrolment.person).contains_eager(Person.unit))
        .where(Enrolment.id == enrolment_id, units.below(actor, permission))
    )
    if found is None:
        raise NotFound
    return found


def progress_of(enrolment: Enrolment) -> Progress:
    """How far one enrolment is; two queries."""
    return progress_of_all([enrolment])[enrolment.id]


def progress_of_all(enrolments: Iterable[Enrolment]) -> dict[int, Progress]:
    """How far several enrolments are, by their ids; two queries however many they are."""
    wanted = {enrolment.id: enrolment.edition_id for enrolment in enrolments}
    finished: dict[int, set[int]] = {one: set() for one in wanted}
    opened: dict[int, set[int]] = {one: set() for one in wanted}
    for row in db.session.execute(
        select(LessonProgress.enrolment_id, LessonProgress.lesson_id, LessonProgress.finished_at)
        .where(LessonProgress.enrolment_id.in_(wanted))
        .order_by(LessonProgress.id)
    ):
        opened[row.enrolment_id].add(row.lesson_id)
        if row.finished_at is not None:
            finished[row.enrolment_id].add(row.lesson_id)
    results: dict[int, list[Result]] = {one: [] for one in wanted}
    for result in db.session.scalars(
        select(Result).where(Result.enrolment_id.in_(wanted)).order_by(Result.id)
    ):
        results[result.enrolment_id].append(result)
    return {
        one: progress(rules_of(outline(edition)), _facts(finished[one], opened[one], results[one]))
        for one, edition in wanted.items()
    }


def rules_of(edition: Outline) -> Rules:
    """What progress asks of an edition."""
    return Rules(
        modules=tuple(
            ModuleRule(m.slug, tuple(lesson.id for lesson in m.lessons), m.requires)
            for m in edition.modules
        ),
        has_post_test=edition.post_test is not None,
        has_practicum=edition.assignment is not None,
    )


def _facts(finished: set[int], opened: set[int], results: list[Result]) -> Facts:
    post = [r for r in results if r.kind == ResultKind.POST_TEST]
    return Facts(
        finished_lessons=finished,
        opened_lessons=opened,
        pre_test=_best(r for r in results if r.kind == ResultKind.PRE_TEST),
        post_test=_best(post),
        post_test_passed=any(r.passed for r in post),
        practicum_passed=any(r.passed for r in results if r.kind == ResultKind.PRACTICUM),
    )


def _best(results: Iterable[Result]) -> float | None:
    return max((r.percent for r in results if r.percent is not None), default=None)
