"""เกณฑ์การให้คะแนน: an analytic rubric and the judgement of one piece of work. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lms.thai import held


@dataclass(frozen=True, slots=True)
class Level:
    """So many points, and what earns them."""

    points: int
    th: str
    en: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is looked at."""

    id: str
    title_th: str
    title_en: str
    levels: tuple[Level, ...]

    @property
    def best(self) -> int:
        """The most points it gives."""
        return max(level.points for level in self.levels)


@dataclass(frozen=True, slots=True)
class Rubric:
    """All criteria, and how many points pass."""

    pass_points: int
    criteria: tuple[Criterion, ...]

    @property
    def maximum(self) -> int:
        """The most points there are."""
        return sum(criterion.best for criterion in self.criteria)


class Flaw(StrEnum):
    """Why a judgement cannot stand."""

    UNJUDGED = "unjudged"  # a pass needs a level of every criterion
    TOO_FEW = "too_few"  # a pass needs the points
    NO_COMMENT = "no_comment"  # work is returned with words that help


def read_rubric(plain: Mapping[str, Any]) -> Rubric:
    """The rubric as an assignment keeps it."""
    criteria = tuple(
        Criterion(
            str(one["id"]),
            held(one["title_th"]),
            one["title_en"],
            tuple(Level(int(row["points"]), held(row["th"]), row["en"]) for row in one["levels"]),
        )
        for one in plain["criteria"]
    )
    return Rubric(int(plain["pass_points"]), criteria)


def read_levels(rubric: Rubric, given: Mapping[str, str]) -> dict[str, int]:
    """The levels chosen, by criterion; what the rubric does not have is left out."""
    chosen: dict[str, int] = {}
    for criterion in rubric.criteria:
        points = {str(level.points): level.points for level in criterion.levels}
        if given.get(criterion.id) in points:
            chosen[criterion.id] = points[given[criterion.id]]
    return chosen


def flaws(rubric: Rubric, levels: Mapping[str, int], comment: str, *, passing: bool) -> list[Flaw]:
    """What is still wrong with a judgement, in the order of the page."""
    if not passing:
        return [] if comment else [Flaw.NO_COMMENT]
    if len(levels) < len(rubric.criteria):
        return [Flaw.UNJUDGED]
    return [Flaw.TOO_FEW] if sum(levels.values()) < rubric.pass_points else []
