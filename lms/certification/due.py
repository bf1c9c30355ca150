"""Who is due a certificate, and what each one still waits for: queries, not events."""

from __future__ import annotations

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased, contains_eager

from lms.access import Actor, Permission
from lms.certification.models import Approval, Certificate, NameConfirmation
from lms.curricula.models import Edition, IssueRule
from lms.db import db
from lms.learning.models import Enrolment
from lms.people import units
from lms.people.models import Person


def _uncertified() -> Select[Enrolment]:
    """Complete, and no certificate yet."""
    return (
        select(Enrolment)
        .join(Enrolment.person)
        .join(Person.unit)
        .join(Enrolment.edition)
        .where(
            Enrolment.completed_at.is_not(None),
            ~exists().where(Certificate.enrolment_id == Enrolment.id),
        )
        .order_by(Enrolment.completed_at, Enrolment.id)
    )


def _confirmed() -> Select[Enrolment]:
    """Of those, with the name confirmed; a later correction of the name asks again."""
    return _uncertified().where(exists().where(NameConfirmation.enrolment_id == Enrolment.id))


def ready(most: int, after: int = 0) -> list[int]:
    """Ids, above `after`, of enrolments that may be issued: automatic ones, and approved ones."""
    query = _confirmed().where(
        Enrolment.id > after,
        (Edition.issue_rule == IssueRule.AUTOMATIC)
        | exists().where(Approval.enrolment_id == Enrolment.id),
    )
    ids = query.order_by(None).order_by(Enrolment.id).with_only_columns(Enrolment.id)
    return list(db.session.scalars(ids.limit(most)))


def waiting_for_approval(actor: Actor) -> Select[Enrolment]:
    """Enrolments that an approver of their area may approve, the longest waiting first."""
    return (
        _confirmed()
        .options(
            contains_eager(Enrolment.person).contains_eager(Person.unit),
            contains_eager(Enrolment.edition),
        )
        .where(
            Edition.issue_rule == IssueRule.APPROVED,
            ~exists().where(Approval.enrolment_id == Enrolment.id),
            units.below(actor, Permission.APPROVE),
        )
    )


def waiting_for_name(actor: Actor) -> Select[Enrolment]:
    """Complete, but the holder has not confirmed the name yet; for officers of the area."""
    return (
        _uncertified()
        .options(
            contains_eager(Enrolment.person).contains_eager(Person.unit),
            contains_eager(Enrolment.edition),
        )
        .where(
            ~exists().where(NameConfirmation.enrolment_id == Enrolment.id),
            units.below(actor, Permission.CONFIRM_NAMES),
        )
    )


def waiting_count(actor: Actor) -> int:
    """How many wait for this actor's approval."""
    if not actor.may(Permission.APPROVE):
        return 0
    query = waiting_for_approval(actor).order_by(None).with_only_columns(func.count())
    return db.session.scalar(query) or 0


def confirmation_of(enrolment_id: int) -> NameConfirmation | None:
    """The newest confirmation of the name for one enrolment."""
    return db.session.scalar(
        select(NameConfirmation)
        .where(NameConfirmation.enrolment_id == enrolment_id)
        .order_by(NameConfirmation.id.desc())
        .limit(1)
    )


def newest_confirmations(enrolment_ids: list[int]) -> dict[int, NameConfirmation]:
    """The newest confirmation of each of several enrolments."""
    later = aliased(NameConfirmation)
    rows = db.session.scalars(
        select(NameConfirmation)
        .where(
            NameConfirmation.enrolment_id.in_(enrolment_ids),
            ~exists().where(
                later.enrolment_id == NameConfirmation.enrolment_id, later.id > NameConfirmation.id
            ),
        )
        .order_by(NameConfirmation.id)
    )
    return {row.enrolment_id: row for row in rows}
