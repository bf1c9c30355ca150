"""Beginning a test and handing it in."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import contains_eager

from lms.assessment.marking import mark, mark_paper
from lms.assessment.models import Attempt, Mark
from lms.assessment.queries import attempts as queries
from lms.assessment.quiz_rules import Opening, attempts_allowed, opening
from lms.assessment.timing import GRACE, is_over
from lms.clock import now
from lms.curricula.bank import bank
from lms.curricula.drawing import draw
from lms.curricula.models import QuizKind
from lms.curricula.outline import outline
from lms.db import db, insert_once
from lms.errors import Invalid
from lms.learning.models import Enrolment, ResultKind
from lms.learning.services import record_result

BATCH = 50  # attempts closed in one transaction, so that nobody waits long for the database


def start(enrolment: Enrolment, kind: QuizKind) -> tuple[Attempt, Opening]:
    """Begin an attempt, or come back to the one under way; a second click begins no second one.

    Raises Invalid, with the reason, when there is nothing to begin.
    """
    edition = outline(enrolment.edition_id)
    quiz = queries.quiz_of(edition, kind)
    done = _without_expired(queries.tried(enrolment.id, quiz.id))
    allowed = attempts_allowed(kind, edition.attempts_allowed)
    state = opening(kind, allowed, queries.standing(enrolment, kind, done))
    if state is Opening.UNDER_WAY:
        return done[-1].attempt, state
    if state is not Opening.OPEN:
        raise Invalid(_("ขณะนี้ยังเริ่มแบบทดสอบนี้ไม่ได้ โปรดดูเหตุผลในหน้าแบบทดสอบ"))
    begin = {"enrolment_id": enrolment.id, "quiz_id": quiz.id, "number": len(done) + 1}
    insert_once(Attempt, **begin, **_paper(enrolment, quiz.id, quiz.minutes))
    return db.session.scalars(select(Attempt).filter_by(**begin)).one(), state


def _without_expired(done: list[queries.Tried]) -> list[queries.Tried]:
    """The same attempts, those whose time is over handed in."""
    return [
        queries.Tried(one.attempt, hand_in_expired(one.attempt))
        if one.attempt.submitted_at is None and is_over(one.attempt.deadline_at, now())
        else one
        for one in done
    ]


def _paper(enrolment: Enrolment, quiz_id: int, minutes: int | None) -> dict[str, object]:
    """A paper by the blueprint, of questions that the person has not met yet as far as they go."""
    seed = secrets.token_hex(8)
    items = [question.as_item() for question in bank(enrolment.edition_id).values()]
    met = queries.questions_met(enrolment.id)
    paper = list(draw(queries.blueprint_of(quiz_id), items, seed, met).keys)
    if not paper:
        raise Invalid(_("แบบทดสอบนี้ยังไม่มีคำถาม โปรดแจ้งเจ้าหน้าที่"))
    moment = now()
    return {
        "paper": paper,
        "seed": secrets.token_hex(8),  # another one: the order says nothing of the draw
        "created_at": moment,
        "deadline_at": moment + timedelta(minutes=minutes) if minutes else None,
    }


def hand_in(attempt: Attempt) -> Mark:
    """Hand an attempt in and mark it; the first of many hands it in, the others get its mark.

    After the deadline it counts as handed in at the deadline, with what was saved by then.
    """
    if is_over(attempt.deadline_at, now()):
        return hand_in_expired(attempt)
    return _close(attempt, now(), timed_out=False)


def hand_in_expired(attempt: Attempt) -> Mark:
    """Hand in what was saved before the time was over."""
    return _close(attempt, attempt.deadline_at or now(), timed_out=True)


def _close(attempt: Attempt, moment: datetime, *, timed_out: bool) -> Mark:
    closed = db.session.execute(
        update(Attempt)
        .where(Attempt.id == attempt.id, Attempt.submitted_at.is_(None))
        .values(submitted_at=moment, timed_out=timed_out)
    )
    if not closed.rowcount:  # type: ignore[attr-defined]
        return queries.mark_of(attempt.id)
    return _mark(attempt)


def _mark(attempt: Attempt) -> Mark:
    edition = outline(attempt.enrolment.edition_id)
    marks = [mark(line.question, line.response) for line in queries.answer_sheet(attempt)]
    total = mark_paper(marks)
    row = Mark(
        attempt_id=attempt.id,
        points=float(total.points_shown),
        maximum=total.maximum,
        percent=float(total.percent_shown),
        passed=total.passes(edition.pass_percent),
        detail=[[one.earned, one.parts] for one in marks],
    )
    db.session.add(row)
    db.session.flush()
    kind = queries.kind_of(attempt, edition)
    result = ResultKind.PRE_TEST if kind is QuizKind.PRE else ResultKind.POST_TEST
    record_result(attempt.enrolment_id, result, f"attempt:{attempt.id}", row.percent, row.passed)
    return row


def close_expired() -> int:
    """Hand in attempts whose time is over and whose owners went away; returns how many."""
    overdue = db.session.scalars(
        select(Attempt)
        .join(Attempt.enrolment)
        .options(contains_eager(Attempt.enrolment))
        .where(Attempt.submitted_at.is_(None), Attempt.deadline_at < now() - GRACE)
        .order_by(Attempt.id)
        .limit(BATCH)
        .with_for_update(of=Attempt, skip_locked=True)
    ).all()
    for attempt in overdue:
        hand_in_expired(attempt)
    return len(overdue)
