"""Enrolling, reading, and the results that count."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from lms import audit
from lms.access import Actor
from lms.clock import now
from lms.curricula.outline import Outline, outline, published_of
from lms.db import db, insert_once
from lms.errors import Invalid, NotFound
from lms.jobs import enqueue
from lms.learning.models import Enrolment, LessonProgress, Result, ResultKind
from lms.learning.queries import own_enrolments, progress_of

WAKE = "certification.issue_due"  # a name, not an import: certification lies above


def enrol(actor: Actor, slug: str) -> Enrolment:
    """Enrol in the newest published edition; enrolling twice is enrolling once."""
    edition = published_of(slug)
    if missing := unmet_prerequisites(actor, edition):
        raise Invalid(_("ต้องผ่านหลักสูตรนี้ก่อน: %(names)s", names=", ".join(missing)))
    insert_once(
        Enrolment, person_id=actor.person_id, edition_id=edition.edition_id, created_at=now()
    )
    found = db.session.scalars(
        select(Enrolment).filter_by(person_id=actor.person_id, edition_id=edition.edition_id)
    ).one()
    if found.withdrawn_at is not None:
        found.withdrawn_at = None
    audit.record(actor, "enrolled", "enrolment", found.id)
    return found


def unmet_prerequisites(actor: Actor, edition: Outline) -> list[str]:
    """Slugs of curricula that must be completed first."""
    if not edition.prerequisites:
        return []
    done = {outline(e.edition_id).slug for e in own_enrolments(actor) if e.completed_at}
    return [slug for slug in edition.prerequisites if slug not in done]


def open_lesson(enrolment: Enrolment, lesson_id: int, place: str | None = None) -> LessonProgress:
    """Note that a lesson is being read, and how far; this is where "เรียนต่อ" leads."""
    moment = now()
    insert_once(LessonProgress, enrolment_id=enrolment.id, lesson_id=lesson_id, created_at=moment)
    row = db.session.scalars(
        select(LessonProgress).filter_by(enrolment_id=enrolment.id, lesson_id=lesson_id)
    ).one()
    if place is not None:
        row.place = place
    enrolment.last_lesson_id, enrolment.last_at = lesson_id, moment
    return row


def finish_lesson(enrolment: Enrolment, lesson_id: int) -> None:
    """A lesson is finished when its reader says so; saying so twice changes nothing."""
    row = open_lesson(enrolment, lesson_id)
    if row.finished_at is None:
        row.finished_at = now()
        settle(enrolment)


def record_result(
    enrolment_id: int, kind: ResultKind, source: str, percent: float | None, passed: bool
) -> None:
    """Append a result once (`source` says of what), and see whether that completes it."""
    enrolment = db.session.get(Enrolment, enrolment_id)
    if enrolment is None:
        raise NotFound
    insert_once(
        Result,
        enrolment_id=enrolment_id,
        kind=kind,
        source=source,
        percent=percent,
        passed=passed,
        created_at=now(),
    )
    settle(enrolment)


def settle(enrolment: Enrolment) -> datetime | None:
    """Set `completed_at` once nothing is missing; it is never taken back."""
    db.session.flush()
    if enrolment.completed_at is None and progress_of(enrolment).complete:
        enrolment.completed_at = now()
        audit.record(None, "completed", "enrolment", enrolment.id)
        enqueue(WAKE)
    return enrolment.completed_at
