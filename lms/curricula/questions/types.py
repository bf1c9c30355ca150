"""The seven types of question. What is right is part of them: never send one to a browser as it is
(see `shown`)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, TypeAlias


class Kind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "truefalse"
    MATCHING = "matching"
    ORDERING = "ordering"
    SHORT = "short"
    SITUATIONAL = "situational"


class Difficulty(StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What every question has. `id` is unique in its module and never used again."""

    id: str
    objective: str
    difficulty: Difficulty
    prompt: str
    sources: tuple[str, ...] = ()
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    text: str
    correct: bool = False
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Single(Common):
    """Exactly one option is correct."""

    kind: ClassVar[Kind] = Kind.SINGLE
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple(Common):
    """One option or more is correct, and one or more is not."""

    kind: ClassVar[Kind] = Kind.MULTIPLE
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(Common):
    """`if_true` and `if_false` are said to whoever chose it; older editions have one `feedback`."""

    kind: ClassVar[Kind] = Kind.TRUE_FALSE
    answer: bool
    if_true: str = ""
    if_false: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """`feedback` says why the two belong together."""

    left: str
    right: str
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Decoy:
    """A right that fits no left; `feedback` says why."""

    text: str
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(Common):
    """Each left has its right; two lefts may share one, and `extra` are rights that fit none."""

    kind: ClassVar[Kind] = Kind.MATCHING
    pairs: tuple[Pair, ...]
    extra: tuple[Decoy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering(Common):
    """`items` stand in their right order."""

    kind: ClassVar[Kind] = Kind.ORDERING
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Short(Common):
    """Any of `accept` is right, however its digits, spaces and capitals are typed."""

    kind: ClassVar[Kind] = Kind.SHORT
    accept: tuple[str, ...]


class Judgement(StrEnum):
    """How good a course of action is."""

    BEST = "best"
    ACCEPTABLE = "acceptable"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Action:
    """A course of action that a situation leaves open."""

    text: str
    judgement: Judgement
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situational(Common):
    """What to do in `situation`: exactly one option is best, others may be acceptable."""

    kind: ClassVar[Kind] = Kind.SITUATIONAL
    situation: str
    options: tuple[Action, ...]


Question: TypeAlias = Single | Multiple | TrueFalse | Matching | Ordering | Short | Situational
