"""Grading practicum work: held by one trainer at a time, decided once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import or_, update

from lms import audit
from lms.access import Actor
from lms.assessment.models import Grading, Outcome, Submission, WorkState
from lms.assessment.queries.briefs import brief
from lms.assessment.queries.grading import HOLD, is_held
from lms.clock import now
from lms.db import db, insert_once
from lms.learning.models import ResultKind
from lms.learning.services import record_result
from lms.notices.services import tell


class AlreadyDecided(Exception):
    """Somebody has judged this submission."""


class HeldByOther(Exception):
    """Another trainer is at it, until their hold lapses."""


def claim(actor: Actor, submission: Submission) -> bool:
    """Hold a submission for this trainer; False when another one was first."""
    moment = now()
    won = db.session.execute(
        update(Submission)
        .where(
            Submission.id == submission.id,
            or_(
                Submission.claimed_by.is_(None),
                Submission.claimed_by == actor.person_id,
                Submission.claimed_at <= moment - HOLD,
            ),
        )
        .values(claimed_by=actor.person_id, claimed_at=moment)
    )
    return bool(won.rowcount)  # type: ignore[attr-defined]


def let_go(actor: Actor, submission: Submission) -> None:
    """Give one's hold up, so that others may take it."""
    if submission.claimed_by == actor.person_id:
        submission.claimed_by = submission.claimed_at = None


def held_until(submission: Submission) -> datetime | None:
    """When the present hold lapses; None when nobody holds it."""
    if submission.claimed_at is None or not is_held(submission):
        return None
    return submission.claimed_at + HOLD


def decide(
    actor: Actor,
    submission: Submission,
    outcome: Outcome,
    levels: Mapping[str, int],
    comment: str,
) -> None:
    """Judge a submission loaded `to_write`, tell its author, and count a pass.

    The rubric's own rules are the form's to check. Raises AlreadyDecided or HeldByOther; the same
    decision sent twice is no error.
    """
    if submission.grading is not None:
        raise AlreadyDecided
    if is_held(submission) and submission.claimed_by != actor.person_id:
        raise HeldByOther
    first = insert_once(
        Grading,
        submission_id=submission.id,
        trainer_id=actor.person_id,
        outcome=outcome,
        levels=dict(levels),
        points=sum(levels.values()),
        comment=comment,
        created_at=now(),
    )
    if not first:
        raise AlreadyDecided
    work = submission.work
    passed = outcome is Outcome.PASS
    work.state = WorkState.PASSED if passed else WorkState.RETURNED
    audit.record(
        actor, f"work_{work.state}", "submission", submission.id, points=sum(levels.values())
    )
    _tell(submission, passed)
    if passed:
        maximum = brief(work.assignment_id).rubric.maximum
        percent = round(sum(levels.values()) * 100 / maximum, 1) if maximum else None
        source = f"submission:{submission.id}"
        record_result(work.enrolment_id, ResultKind.PRACTICUM, source, percent, True)


def _tell(submission: Submission, passed: bool) -> None:
    work = submission.work
    slug = work.enrolment.edition.curriculum.slug
    tell(
        work.enrolment.person_id,
        "work_passed" if passed else "work_returned",
        once=f"submission:{submission.id}",
        path=f"/curricula/{slug}/practicum",
        title=brief(work.assignment_id).title_th,
    )
