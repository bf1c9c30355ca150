"""Practicum work: kept as a draft, given photographs, handed in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms import audit, images
from lms.access import Actor
from lms.assessment.models import Photo, Submission, Work, WorkState
from lms.assessment.queries import practicum as queries
from lms.assessment.queries.practicum import Task
from lms.assessment.work_sheet import characters
from lms.clock import now
from lms.db import db, insert_once
from lms.storage import store

OPEN = frozenset({WorkState.DRAFT, WorkState.RETURNED})


class Lack(StrEnum):
    """Why work cannot be handed in yet."""

    TOO_SHORT = "too_short"
    TOO_FEW_PHOTOS = "too_few_photos"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sent: its name on their device, and the picture in it or the fault."""

    name: str
    picture: images.Picture | None
    fault: images.Fault | None = None


class MovedOn(Exception):
    """Another window has saved a text that this one has not seen."""


def read_uploads(files: Iterable[tuple[str, bytes]]) -> list[Upload]:
    """Make clean pictures of files; slow work, done before the database is touched."""
    uploads = []
    for name, content in files:
        try:
            uploads.append(Upload(name[:200], images.clean(content)))
        except images.BadPicture as bad:
            uploads.append(Upload(name[:200], None, bad.fault))
    return uploads


def open_work(actor: Actor, slug: str) -> tuple[Task, Work]:
    """The actor's work, begun if need be, and held until the request ends."""
    task = queries.own_task(actor, slug, to_write=True)
    if task.work is None:
        insert_once(
            Work,
            enrolment_id=task.enrolment.id,
            assignment_id=task.brief.id,
            state=WorkState.DRAFT,
            draft="",
            created_at=now(),
        )
        task = queries.own_task(actor, slug, to_write=True)
    assert task.work is not None
    return task, task.work


def version(work: Work | None) -> str:
    """Names the saved text, so that a page can say which one it was made from."""
    return f"{work.draft_saved_at:%y%m%d%H%M%S%f}" if work and work.draft_saved_at else ""


def save_draft(work: Work, text: str, seen: str) -> None:
    """Keep the text; raises MovedOn when it would cover another window's text unseen."""
    if text == work.draft:
        return
    if seen != version(work):
        raise MovedOn
    work.draft, work.draft_saved_at = text, now()


def add_photos(task: Task, work: Work, uploads: Sequence[Upload]) -> list[Upload]:
    """Keep photographs, as many as the brief allows; returns those there was no room for."""
    left_out = []
    for upload in uploads:
        if upload.picture is None:
            continue
        kept = [photo for photo in work.photos if photo.removed_at is None]
        digest = hashlib.sha256(upload.picture.content).hexdigest()
        if any(photo.sha256 == digest for photo in kept):
            continue
        if len(kept) >= task.brief.photos_max:
            left_out.append(upload)
            continue
        _keep(work, upload, upload.picture, digest)
    return left_out


def _keep(work: Work, upload: Upload, picture: images.Picture, digest: str) -> None:
    key = f"photos/{work.id}/{digest}.webp"
    store().put(key, picture.content)
    store().put(small_key(key), picture.small)
    before = next((photo for photo in work.photos if photo.sha256 == digest), None)
    if before is not None:  # taken away once, and chosen again
        before.removed_at = None
        return
    work.photos.append(
        Photo(
            sha256=digest,
            storage_key=key,
            width=picture.width,
            height=picture.height,
            size=len(picture.content),
            name=upload.name,
        )
    )
    db.session.flush()


def small_key(key: str) -> str:
    """Where the small picture lies."""
    return key.replace(".webp", "-small.webp")


def remove_photo(work: Work, photo_id: int) -> None:
    """Take a photograph out of the draft; what was handed in with it keeps it."""
    for photo in work.photos:
        if photo.id == photo_id and photo.removed_at is None:
            photo.removed_at = now()


def lacks(task: Task, work: Work) -> list[Lack]:
    """What is missing before work can be handed in, in the order of the page."""
    photos = sum(photo.removed_at is None for photo in work.photos)
    found = []
    if too_short(task, work):
        found.append(Lack.TOO_SHORT)
    if photos < task.brief.photos_min:
        found.append(Lack.TOO_FEW_PHOTOS)
    return found


def too_short(task: Task, work: Work) -> bool:
    """Whether the text, or one of its parts, says less than is asked for."""
    parts = task.brief.parts_of(work.draft)
    if parts:
        return any(part.too_short for part in parts)
    return characters(work.draft) < task.brief.min_characters


def hand_in(actor: Actor, work: Work) -> None:
    """Hand the draft in, frozen as it is; a second click finds it handed in."""
    if work.state not in OPEN:
        return
    number = len(work.submissions) + 1
    work.submissions.append(
        Submission(
            number=number,
            text=work.draft,
            photo_ids=[photo.id for photo in work.photos if photo.removed_at is None],
        )
    )
    work.state = WorkState.SUBMITTED
    audit.record(actor, "work_handed_in", "work", work.id, number=number)
