"""The six types of question. What is right is part of them: never send one to a browser as it is
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
    kind: ClassVar[Kind] = Kind.TRUE_FALSE
    answer: bool


@dataclass(frozen=True, slots=True)
class Pair:
    left: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(Common):
    """Each left has its right; two lefts may share one, and `extra` are rights that fit none."""

    kind: ClassVar[Kind] = Kind.MATCHING
    pairs: tuple[Pair, ...]
    extra: tuple[str, ...] = ()


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


Question: TypeAlias = Single | Multiple | TrueFalse | Matching | Ordering | Short
