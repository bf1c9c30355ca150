"""The text of a lesson, kept in memory: it never changes once its edition is published."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select

from lms.curricula.memory import remembered
from lms.curricula.models import Lesson
from lms.db import db
from lms.errors import NotFound


@dataclass(frozen=True, slots=True)
class LessonText:
    """What a lesson's page shows; the HTML was sanitised when its edition was loaded."""

    html: Markup
    summary_en: str


@remembered(512)
def lesson_text(lesson_id: int) -> LessonText:
    """The text of a lesson of a published edition; from memory after the first time."""
    row = db.session.execute(
        select(Lesson.html, Lesson.summary_en).where(Lesson.id == lesson_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return LessonText(Markup(row.html), row.summary_en)  # noqa: S704  (sanitised)
