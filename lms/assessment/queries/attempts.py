"""Attempts and their answers; everybody's own only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import aliased, contains_eager

from lms.access import Actor
from lms.assessment.answer_sheet import Line, SavedRow, newest, sheet
from lms.assessment.models import Attempt, Mark, SavedAnswer
from lms.assessment.quiz_rules import Standing
from lms.curricula.bank import bank, blueprint
from lms.curricula.drawing import BlueprintRow
from lms.curricula.memory import remembered
from lms.curricula.models import Quiz, QuizKind
from lms.curricula.outline import Outline, QuizOutline
from lms.db import db
from lms.errors import NotFound
from lms.learning.models import Enrolment
from lms.learning.queries import progress_of


@dataclass(frozen=True, slots=True)
class Tried:
    """An attempt and its newest mark, None while it is under way."""

    attempt: Attempt
    mark: Mark | None


def quiz_of(edition: Outline, kind: QuizKind) -> QuizOutline:
    """The edition's test of that kind; raises NotFound."""
    found = edition.pre_test if kind is QuizKind.PRE else edition.post_test
    if found is None:
        raise NotFound
    return found


def kind_of(attempt: Attempt, edition: Outline) -> QuizKind:
    """Which of the edition's two tests an attempt is of."""
    pre = edition.pre_test
    return QuizKind.PRE if pre is not None and pre.id == attempt.quiz_id else QuizKind.POST


# Statements of the pages that a hall full of people asks for at once are made once.
_OWN = (
    select(Attempt)
    .join(Attempt.enrolment)
    .options(contains_eager(Attempt.enrolment))
    .where(Attempt.id == bindparam("attempt"), Enrolment.person_id == bindparam("person"))
)
_OWN_TO_WRITE = _OWN.with_for_update(of=Attempt).execution_options(populate_existing=True)


def own_attempt(actor: Actor, attempt_id: int, *, to_write: bool = False) -> Attempt:
    """The actor's attempt with its enrolment; `to_write` keeps other writers of it waiting."""
    query = _OWN_TO_WRITE if to_write else _OWN
    found = db.session.scalar(query, {"attempt": attempt_id, "person": actor.person_id})
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt as keeping one answer needs it: plain values."""

    id: int
    edition_id: int
    paper: list[int]
    submitted_at: datetime | None
    deadline_at: datetime | None


_SITTING = (
    select(
        Attempt.id,
        Enrolment.edition_id,
        Attempt.paper,
        Attempt.submitted_at,
        Attempt.deadline_at,
    )
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .where(Attempt.id == bindparam("attempt"), Enrolment.person_id == bindparam("person"))
    .with_for_update(of=Attempt)
)


def own_sitting(actor: Actor, attempt_id: int) -> Sitting:
    """The actor's attempt, other writers of it kept waiting; a stranger's is not found."""
    row = db.session.execute(
        _SITTING, {"attempt": attempt_id, "person": actor.person_id}
    ).one_or_none()
    if row is None:
        raise NotFound
    return Sitting(*row)


_later = aliased(Mark)
_NEWEST_MARK = select(func.max(_later.id)).where(_later.attempt_id == Attempt.id).scalar_subquery()
_TRIED = (
    select(Attempt, Mark)
    .outerjoin(Mark, and_(Mark.attempt_id == Attempt.id, Mark.id == _NEWEST_MARK))
    .where(Attempt.enrolment_id == bindparam("enrolment"), Attempt.quiz_id == bindparam("quiz"))
    .order_by(Attempt.number)
)


def tried(enrolment_id: int, quiz_id: int) -> list[Tried]:
    """Every attempt at a test, first to last, with its newest mark."""
    rows = db.session.execute(_TRIED, {"enrolment": enrolment_id, "quiz": quiz_id})
    return [Tried(attempt, mark) for attempt, mark in rows]


def questions_met(enrolment_id: int) -> set[int]:
    """Every question that stood in a paper of this enrolment, of either test."""
    papers = db.session.scalars(select(Attempt.paper).where(Attempt.enrolment_id == enrolment_id))
    return {question for paper in papers for question in paper}


def standing(enrolment: Enrolment, kind: QuizKind, done: list[Tried]) -> Standing:
    """What opens or closes a test for somebody."""
    left = 0
    if kind is QuizKind.POST:
        progress = progress_of(enrolment)
        left = progress.lessons_total - progress.lessons_done
    return Standing(
        attempts=len(done),
        under_way=any(one.attempt.submitted_at is None for one in done),
        passed=any(one.mark is not None and one.mark.passed for one in done),
        lessons_left=left,
    )


_SAVED = (
    select(
        SavedAnswer.id,
        SavedAnswer.position,
        SavedAnswer.response,
        SavedAnswer.flagged,
        SavedAnswer.created_at,
    )
    .where(SavedAnswer.attempt_id == bindparam("attempt"))
    .order_by(SavedAnswer.id)
)


def saved_answers(attempt_id: int) -> list[SavedRow]:
    """Every saving of an attempt, in order."""
    return [SavedRow(*row) for row in db.session.execute(_SAVED, {"attempt": attempt_id})]


def answer_sheet(attempt: Attempt) -> tuple[Line, ...]:
    """The attempt's questions with the answers that count; one query."""
    return sheet_of(attempt, saved_answers(attempt.id))


def sheet_of(attempt: Attempt, rows: list[SavedRow], until: int | None = None) -> tuple[Line, ...]:
    """The sheet as it stood when the saving `until` was the newest (None: as it stands)."""
    questions = bank(attempt.enrolment.edition_id)
    paper = [(question_id, questions[question_id].question) for question_id in attempt.paper]
    return sheet(paper, attempt.seed, newest(rows, until))


def mark_of(attempt_id: int) -> Mark:
    """The newest mark of an attempt handed in."""
    return db.session.scalars(
        select(Mark).where(Mark.attempt_id == attempt_id).order_by(Mark.id.desc()).limit(1)
    ).one()


def ever_passed(attempt: Attempt) -> bool:
    """Whether any attempt of the enrolment was passed."""
    found = db.session.scalar(
        select(Mark.id)
        .join(Attempt, Attempt.id == Mark.attempt_id)
        .where(Attempt.enrolment_id == attempt.enrolment_id, Mark.passed.is_(True))
        .limit(1)
    )
    return found is not None


@remembered(256)
def blueprint_of(quiz_id: int) -> tuple[BlueprintRow, ...]:
    """A test's blueprint; from memory after the first time, for its edition never changes."""
    quiz = db.session.get(Quiz, quiz_id)
    if quiz is None:
        raise NotFound
    return blueprint(quiz)
