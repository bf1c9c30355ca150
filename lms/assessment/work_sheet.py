"""ใบงาน: the parts of a practicum's work, joined into the one text that is saved and handed in.

Each part stands below its Thai label as a heading, so that the text reads well by itself. A line
that somebody typed and that looks like one of the headings gets a backslash before it, so that
`split(parts, join(parts, texts))` gives the texts back, whatever was typed. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.thai import held, normalise

_HEADING = "## "
_ESCAPE = "\\"


@dataclass(frozen=True, slots=True)
class Part:
    """A field of the work sheet; its Thai words are ready to be shown."""

    id: str
    label_th: str
    label_en: str
    hint_th: str
    hint_en: str
    min_characters: int

    @property
    def field(self) -> str:
        """The name and id of its field; headings of the page are `part-1` and so on."""
        return f"work-{self.id}"

    @property
    def heading(self) -> str:
        """The line that begins it in the joined text, in the letters that people type."""
        return f"{_HEADING}{normalise(self.label_th)}"


@dataclass(frozen=True, slots=True)
class Written:
    """A part and what stands in it."""

    part: Part
    text: str

    @property
    def count(self) -> int:
        """How much it says."""
        return characters(self.text)

    @property
    def too_short(self) -> bool:
        return self.count < self.part.min_characters


def read_parts(plain: Iterable[Mapping[str, Any]]) -> tuple[Part, ...]:
    """The parts as an assignment keeps them."""
    return tuple(
        Part(**{**one, "label_th": held(one["label_th"]), "hint_th": held(one["hint_th"])})
        for one in plain
    )


def characters(text: str) -> int:
    """Characters that say something: white space is not counted."""
    return len("".join(text.split()))


def join(parts: Sequence[Part], texts: Mapping[str, str]) -> str:
    """The one text of the texts by part id; nothing at all when nothing is written."""
    if not any(texts.get(part.id) for part in parts):
        return ""
    headings = {part.heading for part in parts}
    return "\n\n".join(
        f"{part.heading}\n{_escaped(texts.get(part.id, ''), headings)}".rstrip("\n")
        for part in parts
    )


def split(parts: Sequence[Part], text: str) -> tuple[Written, ...]:
    """What stands in each part. What comes before the first heading belongs to the first part, so
    that a text which was never joined is still there to be seen."""
    headings = {part.heading: place for place, part in enumerate(parts)}
    lines: list[list[str]] = [[] for _ in parts]
    here, first = 0, True
    for line in text.split("\n"):
        place = headings.get(line)
        if place is not None and (place > here or (first and place == here)):
            here, first = place, False
        else:
            lines[here].append(_unescaped(line, headings))
    return tuple(
        Written(part, "\n".join(found).strip("\n"))
        for part, found in zip(parts, lines, strict=True)
    )


def _escaped(text: str, headings: Iterable[str]) -> str:
    return "\n".join(
        _ESCAPE + line if line.lstrip(_ESCAPE) in headings else line for line in text.split("\n")
    )


def _unescaped(line: str, headings: Iterable[str]) -> str:
    bare = line.lstrip(_ESCAPE)
    return line[len(_ESCAPE) :] if bare != line and bare in headings else line
