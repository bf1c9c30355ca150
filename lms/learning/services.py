"""Enrolling, reading, and the results that count."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select, update

from lms import audit
from lms.access import Actor
from lms.clock import now
from lms.curricula.outline import Outline, outline, published_of
from lms.curricula.places import PLACE
from lms.db import db, insert_once, release, write_in_this_request
from lms.errors import Invalid, NotFound
from lms.jobs import enqueue
from lms.learning.models import Enrolment, LessonProgress, Result, ResultKind
from lms.learning.queries import enrolment_of, progress_of, unmet_by
from lms.learning.readings import Reading
from lms.notices.services import tell

# A lock that rows which point to the enrolment do not stand in the way of (PostgreSQL).
_ALONE = {"key_share": True}
WAKE = "certification.issue_due"  # a name, not an import: certification lies above


def enrol(actor: Actor, slug: str) -> Enrolment:
    """Enrol in the newest published edition; enrolling twice is enrolling once."""
    held = enrolment_of(actor.person_id, slug)
    return held or _enrolled(actor, actor.person_id, published_of(slug))


def enrol_for(officer: Actor, person_id: int, edition: Outline) -> Enrolment:
    """Enrol somebody of the officer's area; who is in the curriculum already stays as they are."""
    held = enrolment_of(person_id, edition.slug)
    return held or _enrolled(officer, person_id, edition)


def enrol_again(actor: Actor, slug: str) -> Enrolment:
    """Begin the newest edition after completing an older one; doing so twice is doing so once."""
    held, newest = enrolment_of(actor.person_id, slug), published_of(slug)
    if held is not None and held.edition_id == newest.edition_id:
        if held.completed_at is None:
            return held
        raise Invalid(_("ยังไม่มีหลักสูตรฉบับใหม่กว่าที่ท่านเรียนครบแล้ว โปรดติดต่อเจ้าหน้าที่"))
    if held is None or held.completed_at is None:
        raise Invalid(_("เรียนหลักสูตรนี้ให้ครบก่อน"))
    begun = _enrolled(actor, actor.person_id, newest)
    begun.last_at = now()  # it is this one that one goes on with
    return begun


def _enrolled(actor: Actor, person_id: int, edition: Outline) -> Enrolment:
    if missing := unmet_by(person_id, edition):
        names = ", ".join(one.name_th for one in missing)
        raise Invalid(_("ต้องผ่านหลักสูตรนี้ก่อน: %(names)s", names=names))
    key = {"person_id": person_id, "edition_id": edition.edition_id}
    new = insert_once(Enrolment, **key, created_at=now())
    found = db.session.scalars(select(Enrolment).filter_by(**key)).one()
    if new or found.withdrawn_at is not None:
        found.withdrawn_at = None
        audit.record(actor, "enrolled", "enrolment", found.id)
    return found


def visit(reading: Reading) -> None:
    """Note, once a lesson, that it was opened: "เรียนต่อ" leads there even without a script.

    Writes in a GET, so it begins a transaction of its own; loaded rows expire.
    """
    if reading.enrolment is None or reading.opened:
        return
    enrolment_id, lesson_id = reading.enrolment.id, reading.lesson.id
    release()
    write_in_this_request()
    _here(enrolment_id, lesson_id)


def keep_place(enrolment: Enrolment, lesson_id: int, place: str) -> None:
    """Remember which block of a lesson is on the screen; a place that cannot be is ignored."""
    _here(enrolment.id, lesson_id)
    if PLACE.fullmatch(place):
        db.session.execute(
            update(LessonProgress)
            .where(
                LessonProgress.enrolment_id == enrolment.id,
                LessonProgress.lesson_id == lesson_id,
            )
            .values(place=place)
        )


def _here(enrolment_id: int, lesson_id: int) -> None:
    moment = now()
    insert_once(LessonProgress, enrolment_id=enrolment_id, lesson_id=lesson_id, created_at=moment)
    db.session.execute(
        update(Enrolment)
        .where(Enrolment.id == enrolment_id)
        .values(last_lesson_id=lesson_id, last_at=moment)
    )


def finish_lesson(enrolment: Enrolment, lesson_id: int) -> None:
    """A lesson is finished when its reader says so; saying so twice changes nothing."""
    _here(enrolment.id, lesson_id)
    db.session.execute(
        update(LessonProgress)
        .where(
            LessonProgress.enrolment_id == enrolment.id,
            LessonProgress.lesson_id == lesson_id,
            LessonProgress.finished_at.is_(None),
        )
        .values(finished_at=now())
    )
    settle(enrolment)


def record_result(
    enrolment_id: int, kind: ResultKind, source: str, percent: float | None, passed: bool
) -> None:
    """Append a result once (`source` says of what), and see whether that completes it."""
    enrolment = db.session.get(Enrolment, enrolment_id, with_for_update=_ALONE)
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
    db.session.refresh(enrolment, with_for_update=_ALONE)  # of two last steps one must see both
    if enrolment.completed_at is None and progress_of(enrolment).complete:
        enrolment.completed_at = now()
        edition = outline(enrolment.edition_id)
        audit.record(None, "completed", "enrolment", enrolment.id)
        tell(
            enrolment.person_id,
            "completed",
            once=f"completed:{enrolment.id}",
            path=f"/curricula/{edition.slug}",
            curriculum=edition.name_th,
        )
        enqueue(WAKE)
    return enrolment.completed_at
