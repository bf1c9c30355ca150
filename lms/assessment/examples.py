"""Fictional pieces of work with the judgement that they would get. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from lms.assessment.rubric import Criterion, Rubric
from lms.thai import held


@dataclass(frozen=True, slots=True)
class Judged:
    """What was earned on one criterion, and why."""

    criterion: Criterion
    points: int
    why_th: str
    why_en: str


@dataclass(frozen=True, slots=True)
class Example:
    """`html` was sanitised when its edition was loaded."""

    good: bool
    title_th: str
    title_en: str
    html: Markup
    summary_en: str
    judged: tuple[Judged, ...]

    @property
    def points(self) -> int:
        """What it would earn."""
        return sum(one.points for one in self.judged)


def read_examples(plain: Iterable[Mapping[str, Any]], rubric: Rubric) -> tuple[Example, ...]:
    """The examples as an assignment keeps them, judged in the order of the rubric."""
    return tuple(
        Example(
            good=one["kind"] == "good",
            title_th=held(one["title_th"]),
            title_en=one["title_en"],
            html=Markup(one["html"]),  # noqa: S704  (sanitised)
            summary_en=one["summary_en"],
            judged=_judged(one["levels"], rubric),
        )
        for one in plain
    )


def _judged(levels: Iterable[Mapping[str, Any]], rubric: Rubric) -> tuple[Judged, ...]:
    by_criterion = {level["criterion"]: level for level in levels}
    return tuple(
        Judged(
            criterion,
            int(by_criterion[criterion.id]["points"]),
            held(by_criterion[criterion.id]["why_th"]),
            by_criterion[criterion.id]["why_en"],
        )
        for criterion in rubric.criteria
        if criterion.id in by_criterion
    )
