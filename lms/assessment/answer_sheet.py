"""กระดาษคำตอบ: an attempt's questions with the answers that count. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from lms.curricula.questions import (
    Question,
    Response,
    ShownQuestion,
    answered,
    parse_response,
    response_from_plain,
    response_to_plain,
    shown,
)


@dataclass(frozen=True, slots=True)
class SavedRow:
    """One saving of one answer, as the table keeps it."""

    id: int
    position: int
    response: dict[str, Any]
    flagged: bool
    created_at: datetime


@dataclass(frozen=True)
class Line:
    """One question of the paper and what counts as its answer."""

    position: int  # from 1
    question: Question
    seed: str
    response: Response | None = None
    flagged: bool = False
    saved_at: datetime | None = None

    @property
    def prefix(self) -> str:
        """What the names of its fields begin with."""
        return prefix_of(self.position)

    @cached_property
    def answered(self) -> Literal["no", "partly", "yes"]:
        """How far the answer is done."""
        return answered(self.question, self.response)

    @cached_property
    def shown(self) -> ShownQuestion:
        """What the browser may see, in this attempt's own order."""
        return shown(self.question, self.seed)


def prefix_of(position: int) -> str:
    """What the names of a position's fields begin with."""
    return f"q{position}-"


def newest(rows: Iterable[SavedRow], until: int | None = None) -> dict[int, SavedRow]:
    """The saving that counts for each position; `until` is the last id looked at."""
    found: dict[int, SavedRow] = {}
    for row in rows:
        seen = found.get(row.position)
        if (until is None or row.id <= until) and (seen is None or row.id > seen.id):
            found[row.position] = row
    return found


def sheet(
    questions: Sequence[tuple[int, Question]], seed: str, saved: Mapping[int, SavedRow]
) -> tuple[Line, ...]:
    """The whole sheet; `questions` are (id, question) in the order of the paper."""
    return tuple(
        _line(position, question, f"{seed}:{question_id}", saved.get(position))
        for position, (question_id, question) in enumerate(questions, start=1)
    )


def _line(position: int, question: Question, seed: str, row: SavedRow | None) -> Line:
    if row is None:
        return Line(position, question, seed)
    response = stored(question, row.response)
    return Line(position, question, seed, response, row.flagged, row.created_at)


def stored(question: Question, plain: dict[str, Any]) -> Response | None:
    """A response as the table keeps it; an empty one is an answer taken back."""
    return response_from_plain(question, plain) if plain else None


def to_store(response: Response | None) -> dict[str, Any]:
    """The form in which the table keeps a response."""
    return response_to_plain(response) if response is not None else {}


def given(
    question: Question, position: int, values: Mapping[str, Sequence[str]]
) -> tuple[Response | None, bool]:
    """Response and flag that a form holds for a position; BadResponse if our page sends no such."""
    prefix = prefix_of(position)
    return parse_response(question, values, prefix), f"{prefix}flag" in values
