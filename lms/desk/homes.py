"""What a volunteer finds at home: where to go on, what is missing, what is new, what is earned."""

from __future__ import annotations

from dataclasses import dataclass

from lms.access import Actor
from lms.certification.models import Certificate
from lms.certification.queries import of_person
from lms.curricula.outline import LessonOutline, ModuleOutline, Outline, outline, published
from lms.learning.models import Enrolment
from lms.learning.progress import Progress
from lms.learning.queries import own_enrolments, progress_of_all
from lms.learning.resume import next_place
from lms.notices.models import Notice
from lms.notices.services import unread


@dataclass(frozen=True, slots=True)
class Course:
    """One curriculum that somebody is in."""

    enrolment: Enrolment
    edition: Outline
    progress: Progress

    @property
    def next_lesson(self) -> LessonOutline | None:
        """The lesson that "เรียนต่อ" opens; None when another step is next."""
        return next_place(self.edition, self.progress, self.enrolment.last_lesson_id).lesson

    @property
    def next_module(self) -> ModuleOutline | None:
        """The module of that lesson."""
        lesson = self.next_lesson
        return self.edition.module(lesson.module_slug) if lesson else None

    @property
    def left(self) -> tuple[LessonOutline, ...]:
        """Lessons of that module that are not finished."""
        module = self.next_module
        return self.progress.left_of(module.lessons) if module else ()


@dataclass(frozen=True, slots=True)
class Home:
    """A volunteer's home; a newcomer has the catalogue on it."""

    courses: tuple[Course, ...]  # under way, the one last worked on first
    completed: tuple[Course, ...]
    notices: tuple[Notice, ...]
    certificates: tuple[Certificate, ...]
    catalogue: tuple[Outline, ...]

    def certificate_of(self, course: Course) -> Certificate | None:
        """The newest certificate of a completed course."""
        mine = (one for one in self.certificates if one.enrolment_id == course.enrolment.id)
        return max(mine, key=lambda one: one.generation, default=None)


def home_of(actor: Actor) -> Home:
    """Four queries at most, however much there is."""
    enrolments = own_enrolments(actor)
    progress = progress_of_all(enrolments)
    courses = [Course(one, outline(one.edition_id), progress[one.id]) for one in enrolments]
    completed = tuple(one for one in courses if one.enrolment.completed_at)
    return Home(
        courses=tuple(one for one in courses if not one.enrolment.completed_at),
        completed=completed,
        notices=tuple(unread(actor)),
        certificates=tuple(of_person(actor)) if completed else (),
        catalogue=() if courses else published(),
    )
