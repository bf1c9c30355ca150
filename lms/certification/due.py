"""Who is due a certificate, and what each one still waits for: queries, not events."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, exists, or_, select, true
from sqlalchemy.orm import contains_eager

from lms.access import Actor, Permission
from lms.certification.design import designs_that_need
from lms.certification.models import Approval, Certificate, IssueRun, NameConfirmation
from lms.curricula.models import Edition, IssueRule
from lms.db import db
from lms.learning.models import CohortPlace, Enrolment
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
    return _uncertified().where(name_is_confirmed())


def name_is_confirmed() -> ColumnElement[bool]:
    """The name as it stands in the register was confirmed; a corrected one is asked again."""
    return exists().where(NameConfirmation.enrolment_id == Enrolment.id, *stands())


def stands() -> tuple[ColumnElement[bool], ...]:
    """What was confirmed is what would be printed now; for queries that join person and edition.

    The Latin name counts where the edition's design cannot do without: nothing is issued there
    to somebody who has none.
    """
    without = Edition.design.not_in(designs_that_need("latin_name"))
    return (
        NameConfirmation.name == Person.full_name,
        without | (NameConfirmation.latin_name == Person.latin_name),
    )


def may_be_issued() -> ColumnElement[bool]:
    """The edition is automatic, or this one was approved."""
    approved = exists().where(Approval.enrolment_id == Enrolment.id)
    return or_(Edition.issue_rule == IssueRule.AUTOMATIC, approved)


def ready(
    most: int, after: int = 0, curriculum_id: int | None = None, cohort_id: int | None = None
) -> list[int]:
    """Ids, above `after`, of enrolments that may be issued.

    Of one curriculum, of one รุ่น of it, or of all but those whose bulk issue an officer has in
    hand.
    """
    query = _confirmed().where(Enrolment.id > after, may_be_issued())
    if curriculum_id is None:
        in_hand = select(IssueRun.curriculum_id).where(IssueRun.finished_at.is_(None))
        query = query.where(Edition.curriculum_id.not_in(in_hand))
    else:
        query = query.where(Edition.curriculum_id == curriculum_id, in_cohort(cohort_id))
    ids = query.order_by(None).order_by(Enrolment.id).with_only_columns(Enrolment.id)
    return list(db.session.scalars(ids.limit(most)))


def in_cohort(cohort_id: int | None) -> ColumnElement[bool]:
    """The enrolment is in that รุ่น; None asks for no รุ่น."""
    if cohort_id is None:
        return true()
    place = CohortPlace.enrolment_id == Enrolment.id, CohortPlace.cohort_id == cohort_id
    return exists().where(*place)


def ready_among(enrolment_ids: Sequence[int]) -> list[Enrolment]:
    """Those of the list that may be issued now, with their persons; in the order of their ids."""
    query = _confirmed().options(contains_eager(Enrolment.person)).order_by(None)
    return list(
        db.session.scalars(
            query.where(Enrolment.id.in_(enrolment_ids), may_be_issued()).order_by(Enrolment.id),
            execution_options={"populate_existing": True},
        )
    )


def waiting_for_approval(actor: Actor) -> Select[Enrolment]:
    """Enrolments that an approver of their area may approve, the longest waiting first.

    One's own is somebody else's to approve.
    """
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
            Enrolment.person_id != actor.person_id,
        )
    )


def waiting_for_name(actor: Actor) -> Select[Enrolment]:
    """Complete, but the name is not confirmed as it stands; for officers of the area."""
    return (
        _uncertified()
        .options(
            contains_eager(Enrolment.person).contains_eager(Person.unit),
            contains_eager(Enrolment.edition),
        )
        .where(
            ~name_is_confirmed(),
            units.below(actor, Permission.CONFIRM_NAMES),
        )
    )


def confirmation_of(enrolment_id: int) -> NameConfirmation | None:
    """The newest confirmation of the name as it stands, for one enrolment."""
    return confirmations_of([enrolment_id]).get(enrolment_id)


def confirmations_of(enrolment_ids: list[int]) -> dict[int, NameConfirmation]:
    """The newest confirmation of the name as it stands, of each of several enrolments."""
    rows = db.session.scalars(
        select(NameConfirmation)
        .join(Enrolment, Enrolment.id == NameConfirmation.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Enrolment.edition)
        .where(NameConfirmation.enrolment_id.in_(enrolment_ids), *stands())
        .order_by(NameConfirmation.id)
    )
    return {row.enrolment_id: row for row in rows}
