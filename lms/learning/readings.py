"""A lesson as one reader has it before them: where it stands and whether it is open."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from lms.access import Actor, Permission
from lms.curricula.outline import LessonOutline, ModuleOutline, Outline, outline, published_of
from lms.errors import NotFound, Refused
from lms.learning.models import Enrolment
from lms.learning.progress import Progress, State
from lms.learning.queries import found_enrolment, own_enrolment, progress_of


@dataclass(frozen=True, slots=True)
class Reading:
    """One lesson of one edition; staff read without an enrolment, and leave no trace."""

    edition: Outline
    module: ModuleOutline
    lesson: LessonOutline
    enrolment: Enrolment | None
    progress: Progress | None

    @property
    def waits_for(self) -> tuple[ModuleOutline, ...]:
        """Modules whose lessons come first; empty when the lesson is open."""
        return _waits_for(self.edition, self.module, self.progress)

    @property
    def opened(self) -> bool:
        """Whether it was opened before this."""
        return self.progress is None or self.lesson.id in self.progress.facts.opened_lessons

    @property
    def finished(self) -> bool:
        """Whether its reader has said that it is finished."""
        return self.progress is not None and self.lesson.id in self.progress.facts.finished_lessons

    @property
    def number(self) -> int:
        """Its place among the lessons of the edition, from 1."""
        return self.edition.lessons.index(self.lesson) + 1

    @property
    def previous(self) -> LessonOutline | None:
        """The lesson before it."""
        return self.edition.lessons[self.number - 2] if self.number > 1 else None

    @property
    def next(self) -> LessonOutline | None:
        """The lesson after it."""
        rest = self.edition.lessons[self.number :]
        return rest[0] if rest else None

    @property
    def left(self) -> tuple[LessonOutline, ...]:
        """Lessons not finished yet, this one among them; for staff: from here to the end."""
        if self.progress is None:
            return self.edition.lessons[self.number - 1 :]
        return self.progress.left_of(self.edition.lessons)


@dataclass(frozen=True, slots=True)
class OwnReading(Reading):
    """A learner's: there is an enrolment, and the lesson is open."""

    enrolment: Enrolment


def reading(actor: Actor, slug: str, module: str, lesson: str) -> Reading | None:
    """A lesson for its learner, or for staff who may see content; None: enrol first."""
    enrolment = found_enrolment(actor, slug)
    edition = outline(enrolment.edition_id) if enrolment else published_of(slug)
    progress = progress_of(enrolment) if enrolment else None
    found = Reading(
        edition, edition.module(module), edition.lesson(module, lesson), enrolment, progress
    )
    return found if enrolment or may_read(actor, slug) else None


def open_module(actor: Actor, slug: str, module: str) -> tuple[Outline, ModuleOutline]:
    """A module whose lessons the actor may open; one that is still closed is refused."""
    enrolment = found_enrolment(actor, slug)
    if enrolment is None and not may_read(actor, slug):
        raise NotFound
    edition = outline(enrolment.edition_id) if enrolment else published_of(slug)
    found = edition.module(module)
    _refuse_closed(
        edition, _waits_for(edition, found, progress_of(enrolment) if enrolment else None)
    )
    return edition, found


def may_read(actor: Actor | None, slug: str) -> bool:
    """Whether staff may open a curriculum's content without enrolling."""
    if actor is None:
        return False
    slugs = readable_slugs(actor)
    return slugs is None or slug in slugs


def readable_slugs(actor: Actor) -> frozenset[str] | None:
    """Curricula whose content staff may open; None means every one."""
    if not actor.may(Permission.SEE_CONTENT):
        return frozenset()
    return actor.curricula(Permission.SEE_CONTENT)


def own_reading(actor: Actor, slug: str, module: str, lesson: str) -> OwnReading:
    """A lesson that its learner acts upon; one that is still closed is refused."""
    enrolment = own_enrolment(actor, slug)
    edition = outline(enrolment.edition_id)
    found = OwnReading(
        edition,
        edition.module(module),
        edition.lesson(module, lesson),
        enrolment,
        progress_of(enrolment),
    )
    _refuse_closed(edition, found.waits_for)
    return found


def _waits_for(
    edition: Outline, module: ModuleOutline, progress: Progress | None
) -> tuple[ModuleOutline, ...]:
    here = progress.module(module.slug) if progress else None
    if here is None or here.state is not State.LOCKED:
        return ()
    return tuple(edition.module(slug) for slug in here.waits_for)


def _refuse_closed(edition: Outline, waits_for: tuple[ModuleOutline, ...]) -> None:
    if waits_for:
        names = edition.codes(one.slug for one in waits_for)
        raise Refused(_("บทเรียนนี้ยังไม่เปิด โปรดเรียนหน่วย %(names)s ให้จบก่อน", names=names))
