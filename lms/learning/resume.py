"""Where "เรียนต่อ" leads. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.learning.progress import Progress, State, Step

if TYPE_CHECKING:
    from lms.curricula.outline import LessonOutline, Outline


@dataclass(frozen=True, slots=True)
class Target:
    """The next thing to do: a lesson, or another step; neither when everything is done."""

    lesson: LessonOutline | None = None
    step: Step | None = None


def next_place(edition: Outline, progress: Progress, last_lesson_id: int | None) -> Target:
    """The lesson left, else the next open one after it, else the next step that is missing."""
    lesson = next_lesson(edition, progress, last_lesson_id)
    if lesson is not None:
        return Target(lesson=lesson)
    left = [one.step for one in progress.missing if one.step is not Step.LESSONS]
    return Target(step=left[0] if left else None)


def next_lesson(
    edition: Outline, progress: Progress, last_lesson_id: int | None
) -> LessonOutline | None:
    """The lesson last read unless it is finished; else the first unfinished open one after it."""
    closed = {module.slug for module in progress.modules if module.state is State.LOCKED}
    lessons = edition.lessons
    last = next((n for n, one in enumerate(lessons) if one.id == last_lesson_id), 0)
    for one in (*lessons[last:], *lessons[:last]):
        if one.id not in progress.facts.finished_lessons and one.module_slug not in closed:
            return one
    return None
