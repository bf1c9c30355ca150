"""The trainer's queue: only work of the curricula and places that a trainer's grants name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import aliased, contains_eager, joinedload

from lms.access import Actor, Permission, allows
from lms.assessment.models import Grading, Submission, Work, WorkState
from lms.clock import now
from lms.curricula.models import Curriculum, Edition
from lms.db import db, like_literal
from lms.errors import NotFound
from lms.learning.models import Enrolment
from lms.people.models import OrgUnit, Person
from lms.web import Page, paged

HOLD = timedelta(minutes=30)

_Holder = aliased(Person)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much work waits in one curriculum."""

    slug: str
    edition_id: int
    count: int


def may_grade(actor: Actor) -> ColumnElement[bool]:
    """The condition on OrgUnit and Curriculum that a trainer's grants amount to."""
    held = [grant for grant in actor.grants if allows(grant.role, Permission.GRADE)]
    return or_(
        False,
        *(
            and_(
                OrgUnit.path.like(f"{like_literal(grant.unit_path)}%", escape="\\"),
                Curriculum.slug == grant.curriculum if grant.curriculum else true(),
            )
            for grant in held
        ),
    )


def _joined(query: Any) -> Any:
    return (
        query.join(Work, Work.id == Submission.work_id)
        .join(Enrolment, Enrolment.id == Work.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(OrgUnit, OrgUnit.id == Person.unit_id)
        .join(Edition, Edition.id == Enrolment.edition_id)
        .join(Curriculum, Curriculum.id == Edition.curriculum_id)
    )


def _ungraded(actor: Actor) -> ColumnElement[bool]:
    graded = select(Grading.id).where(Grading.submission_id == Submission.id).exists()
    return and_(
        Work.state == WorkState.SUBMITTED,
        ~graded,
        Enrolment.person_id != actor.person_id,  # nobody judges their own work
        may_grade(actor),
    )


def waiting_work(actor: Actor) -> Select[Any]:
    """The submissions that wait for this trainer."""
    query: Select[Any] = _joined(select(Submission.id)).where(_ungraded(actor))
    return query


def waiting_by_curriculum(actor: Actor) -> list[Waiting]:
    """The same by curriculum, for the filter."""
    query = (
        _joined(select(Curriculum.slug, func.max(Edition.id), func.count(Submission.id)))
        .where(_ungraded(actor))
        .group_by(Curriculum.slug, Curriculum.position)
        .order_by(Curriculum.position, Curriculum.slug)
    )
    return [Waiting(*row) for row in db.session.execute(query)]


def _with_everything(query: Any) -> Any:
    work = contains_eager(Submission.work)
    enrolment = work.contains_eager(Work.enrolment)
    return (
        _joined(query)
        .outerjoin(_Holder, _Holder.id == Submission.claimed_by)
        .options(
            contains_eager(Submission.holder.of_type(_Holder)),
            enrolment.contains_eager(Enrolment.person).contains_eager(Person.unit),
            enrolment.contains_eager(Enrolment.edition).contains_eager(Edition.curriculum),
        )
    )


def queue(actor: Actor, slug: str | None) -> Page[Submission]:
    """Work that waits, oldest first."""
    query = _with_everything(select(Submission)).where(_ungraded(actor)).order_by(Submission.id)
    if slug:
        query = query.where(Curriculum.slug == slug)
    return paged(query, size=30)


def is_held(submission: Submission) -> bool:
    """Whether somebody's hold on it has not lapsed."""
    return submission.claimed_at is not None and submission.claimed_at > now() - HOLD


def gradable(actor: Actor, submission_id: int, *, to_write: bool = False) -> Submission:
    """A submission within the trainer's grants, graded or not; a stranger's is not found."""
    query = (
        _with_everything(select(Submission))
        .options(joinedload(Submission.grading).joinedload(Grading.trainer))
        .where(
            Submission.id == submission_id,
            Enrolment.person_id != actor.person_id,
            may_grade(actor),
        )
    )
    if to_write:
        query = query.with_for_update(of=Submission).execution_options(populate_existing=True)
    found: Submission | None = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def next_waiting(actor: Actor, after: int, slug: str | None) -> int | None:
    """The next submission that nobody else holds: after this one, else from the beginning."""
    free = or_(
        Submission.claimed_at.is_(None),
        Submission.claimed_at <= now() - HOLD,
        Submission.claimed_by == actor.person_id,
    )
    query = _joined(select(Submission.id)).where(_ungraded(actor), free, Submission.id != after)
    if slug:
        query = query.where(Curriculum.slug == slug)
    ordered = query.order_by(Submission.id < after, Submission.id).limit(1)
    found: int | None = db.session.scalar(ordered)
    return found


def earlier(submission: Submission) -> list[Submission]:
    """Earlier submissions of the same work, with what was said of them."""
    return list(
        db.session.scalars(
            select(Submission)
            .options(joinedload(Submission.grading))
            .where(Submission.work_id == submission.work_id, Submission.number < submission.number)
            .order_by(Submission.number.desc())
        )
    )
