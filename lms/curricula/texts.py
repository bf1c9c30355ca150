"""The text of a lesson, kept in memory: it never changes once its edition is published."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import and_, select

from lms.curricula.media import address
from lms.curricula.memory import remembered
from lms.curricula.models import Lesson, MediaFile, Module
from lms.db import db
from lms.errors import NotFound


@dataclass(frozen=True, slots=True)
class Recording:
    """A lesson read aloud by a person."""

    url: str
    size: int


@dataclass(frozen=True, slots=True)
class LessonText:
    """What a lesson's page shows; the HTML was sanitised when its edition was loaded."""

    html: Markup
    summary_en: str
    has_summary: bool
    recording: Recording | None


@remembered(512)
def lesson_text(lesson_id: int) -> LessonText:
    """The text of a lesson of a published edition; from memory after the first time."""
    row = db.session.execute(
        select(
            Lesson.html,
            Lesson.summary_en,
            Lesson.summary_html,
            MediaFile.edition_id,
            MediaFile.path,
            MediaFile.size,
        )
        .join(Module, Module.id == Lesson.module_id)
        .outerjoin(
            MediaFile,
            and_(MediaFile.edition_id == Module.edition_id, MediaFile.path == Lesson.audio),
        )
        .where(Lesson.id == lesson_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return LessonText(
        Markup(row.html),  # noqa: S704  (sanitised)
        row.summary_en,
        bool(row.summary_html),
        Recording(address(row.edition_id, row.path), row.size) if row.path else None,
    )
