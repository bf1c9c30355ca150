"""A volunteer's practicum work and its photographs."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from lms.access import Actor, Permission
from lms.assessment.models import Photo, Submission, Work
from lms.assessment.queries.briefs import Brief, brief
from lms.assessment.queries.grading import may_grade
from lms.curricula.models import Curriculum, Edition
from lms.curricula.outline import outline
from lms.db import db
from lms.errors import NotFound
from lms.learning.models import Enrolment
from lms.learning.queries import own_enrolment
from lms.people import units
from lms.people.models import OrgUnit, Person


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody is to do, and their work at it so far (None: not begun)."""

    enrolment: Enrolment
    brief: Brief
    work: Work | None

    @property
    def photos(self) -> list[Photo]:
        """The photographs that belong to the draft."""
        return [p for p in self.work.photos if p.removed_at is None] if self.work else []

    @property
    def submissions(self) -> list[Submission]:
        """Every handing-in, first to last."""
        return self.work.submissions if self.work else []


def own_task(actor: Actor, slug: str, *, to_write: bool = False) -> Task:
    """The actor's practicum in a curriculum; NotFound where the edition has none."""
    enrolment = own_enrolment(actor, slug)
    assignment = outline(enrolment.edition_id).assignment
    if assignment is None:
        raise NotFound
    return Task(enrolment, brief(assignment.id), _work(enrolment.id, assignment.id, to_write))


def _work(enrolment_id: int, assignment_id: int, to_write: bool) -> Work | None:
    query = (
        select(Work)
        .options(
            selectinload(Work.photos),
            selectinload(Work.submissions).joinedload(Submission.grading),
        )
        .where(Work.enrolment_id == enrolment_id, Work.assignment_id == assignment_id)
    )
    if to_write:
        query = query.with_for_update(of=Work).execution_options(populate_existing=True)
    return db.session.scalar(query)


def photos_of(submission: Submission) -> list[Photo]:
    """The photographs as they were handed in."""
    return list(
        db.session.scalars(
            select(Photo).where(Photo.id.in_(submission.photo_ids)).order_by(Photo.id)
        )
    )


def visible_photo(actor: Actor, photo_id: int) -> Photo:
    """A photograph of one's own, of work one grades, or of a person of one's area."""
    officer = units.below(actor, Permission.SEE_CERTIFICATES)
    handed_in = select(Submission.id).where(Submission.work_id == Photo.work_id).exists()
    found = db.session.scalar(
        select(Photo)
        .join(Work, Work.id == Photo.work_id)
        .join(Enrolment, Enrolment.id == Work.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(OrgUnit, OrgUnit.id == Person.unit_id)
        .join(Edition, Edition.id == Enrolment.edition_id)
        .join(Curriculum, Curriculum.id == Edition.curriculum_id)
        .where(
            Photo.id == photo_id,
            or_(
                Enrolment.person_id == actor.person_id,
                and_(handed_in, or_(may_grade(actor), officer)),
            ),
        )
    )
    if found is None:
        raise NotFound
    return found
