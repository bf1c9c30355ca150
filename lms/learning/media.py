"""Files of a lesson, for whoever may read it."""

from __future__ import annotations

from sqlalchemy import or_, select, true

from lms.access import Actor
from lms.curricula.models import Curriculum, Edition, MediaFile
from lms.db import db
from lms.errors import NotFound
from lms.learning.models import Enrolment
from lms.learning.readings import readable_slugs


def media_file(actor: Actor, edition_id: int, path: str) -> MediaFile:
    """A file of an edition that the actor learns or may see; one query."""
    enrolled = (
        select(Enrolment.id)
        .where(
            Enrolment.edition_id == edition_id,
            Enrolment.person_id == actor.person_id,
            Enrolment.withdrawn_at.is_(None),
        )
        .exists()
    )
    slugs = readable_slugs(actor)
    found = db.session.scalar(
        select(MediaFile)
        .join(Edition, Edition.id == MediaFile.edition_id)
        .join(Curriculum, Curriculum.id == Edition.curriculum_id)
        .where(
            MediaFile.edition_id == edition_id,
            MediaFile.path == path,
            or_(enrolled, true() if slugs is None else Curriculum.slug.in_(slugs)),
        )
    )
    if found is None:
        raise NotFound
    return found
