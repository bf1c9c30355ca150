"""How far somebody is, and what is still missing for the certificate. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar


class _Lesson(Protocol):
    @property
    def id(self) -> int: ...


L = TypeVar("L", bound=_Lesson)


class Step(StrEnum):
    """A kind of thing that can be missing."""

    LESSONS = "lessons"
    POST_TEST = "post_test"
    PRACTICUM = "practicum"


class State(StrEnum):
    """เสร็จสิ้น · กำลังเรียน · ยังไม่เริ่ม, and closed with a reason."""

    DONE = "done"
    ACTIVE = "active"
    NOT_STARTED = "todo"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class ModuleRule:
    """What progress needs to know of a module."""

    slug: str
    lesson_ids: tuple[int, ...]
    requires: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What an edition asks for before a certificate is due."""

    modules: tuple[ModuleRule, ...]
    has_post_test: bool
    has_practicum: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What somebody has done so far."""

    finished_lessons: Collection[int]
    opened_lessons: Collection[int]
    pre_test: float | None = None  # best percent
    post_test: float | None = None
    post_test_passed: bool = False
    practicum_passed: bool = False


@dataclass(frozen=True, slots=True)
class ModuleProgress:
    """One module: its state, how many lessons are done, and what closes it."""

    slug: str
    state: State
    done: int
    total: int
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing still missing; `count` is of lessons."""

    step: Step
    count: int = 1


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything a page says about how far somebody is."""

    modules: tuple[ModuleProgress, ...]
    facts: Facts
    missing: tuple[Missing, ...]
    steps_done: int
    steps_total: int

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def percent(self) -> int:
        """Whole percent, never 100 while anything is missing."""
        if not self.steps_total:
            return 100
        return self.steps_done * 100 // self.steps_total

    @property
    def lessons_done(self) -> int:
        """Lessons finished."""
        return sum(module.done for module in self.modules)

    @property
    def lessons_total(self) -> int:
        """Lessons there are."""
        return sum(module.total for module in self.modules)

    @property
    def post_test_open(self) -> bool:
        """The post-test opens when every lesson is finished."""
        return self.lessons_done == self.lessons_total

    def left_of(self, lessons: Iterable[L]) -> tuple[L, ...]:
        """Those of some lessons that are not finished."""
        return tuple(one for one in lessons if one.id not in self.facts.finished_lessons)

    def module(self, slug: str) -> ModuleProgress:
        """One module's progress."""
        return next(module for module in self.modules if module.slug == slug)


def progress(rules: Rules, facts: Facts) -> Progress:
    """Judge the facts by the rules."""
    modules = _modules(rules.modules, facts)
    lessons_left = sum(module.total - module.done for module in modules)
    missing = []
    if lessons_left:
        missing.append(Missing(Step.LESSONS, lessons_left))
    if rules.has_post_test and not facts.post_test_passed:
        missing.append(Missing(Step.POST_TEST))
    if rules.has_practicum and not facts.practicum_passed:
        missing.append(Missing(Step.PRACTICUM))
    total = sum(module.total for module in modules) + rules.has_post_test + rules.has_practicum
    left = sum(one.count for one in missing)
    return Progress(modules, facts, tuple(missing), total - left, total)


def _modules(rules: tuple[ModuleRule, ...], facts: Facts) -> tuple[ModuleProgress, ...]:
    finished = {
        rule.slug: all(lesson in facts.finished_lessons for lesson in rule.lesson_ids)
        for rule in rules
    }
    return tuple(_module(rule, finished, facts) for rule in rules)


def _module(rule: ModuleRule, finished: dict[str, bool], facts: Facts) -> ModuleProgress:
    done = sum(lesson in facts.finished_lessons for lesson in rule.lesson_ids)
    waits = tuple(slug for slug in rule.requires if not finished.get(slug, True))
    begun = any(lesson in facts.opened_lessons for lesson in rule.lesson_ids)
    if done == len(rule.lesson_ids):
        state = State.DONE
    elif waits:
        state = State.LOCKED
    else:
        state = State.ACTIVE if begun or done else State.NOT_STARTED
    return ModuleProgress(rule.slug, state, done, len(rule.lesson_ids), waits)
