"""Shrink, then wrap: the size at which a text of unknown length fits its slot.

Measured from the font's own advance widths (Thai marks have none), without layout, so that
a preview in a web process is cheap. Two per cent are left for kerning and rounding.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from math import floor
from pathlib import Path

from lms.certification.design import Slot

_POINTS_PER_MM = 72 / 25.4
_ROOM = 0.98
_SEVERAL_LINES = 0.8  # of the largest size: two lines of it would take the page's room
_RAGGED = 0.88  # how much of a line words of Thai fill on average when they wrap


@dataclass(frozen=True, slots=True)
class Fit:
    """Font size in points, and the lines. `measure` (em) is how wide wrapped text may run so
    that its lines come out alike; None where no line needs to wrap."""

    size: float
    lines: tuple[str, ...]
    measure: float | None = None

    @property
    def several_lines(self) -> bool:
        return len(self.lines) > 1 or self.measure is not None


def fit(slot: Slot, fonts: Path, *parts: str) -> Fit:
    """Fit parts that stand on one line if they can; then one line each; then wrapped, at
    whatever size keeps them within the slot's lines.

    A name comes in two parts, what stands before the surname and the surname, so that a
    long name breaks between them and not inside; a title breaks at its spaces while it can.
    """
    parts = tuple(part for part in parts if part)
    font = fonts / slot.font
    whole = "\u00a0\u00a0".join(parts)
    size = _size_for(slot, width(whole, font))
    if size >= slot.smallest:
        return Fit(size, (whole,))
    tall = slot.largest * _SEVERAL_LINES
    for lines in [parts] if len(parts) > 1 else _broken(whole, slot.lines, font):
        size = min(tall, _size_for(slot, max(width(line, font) for line in lines)))
        if len(lines) <= slot.lines and size >= slot.smallest:
            return Fit(size, lines)
    each = width(whole, font) / slot.lines
    return Fit(min(tall, _size_for(slot, each / _RAGGED)), parts, measure=round(each + 4, 1))


def _broken(text: str, most: int, font: Path) -> Iterator[tuple[str, ...]]:
    """The text over two lines, three … `most`, each time broken at the spaces that keep its
    longest line shortest."""
    words = text.split(" ")
    for count in range(2, min(most, len(words)) + 1):
        ways = combinations(range(1, len(words)), count - 1)
        splits = (_joined(words, (0, *places, len(words))) for places in ways)
        yield min(splits, key=lambda lines: max(width(line, font) for line in lines))


def _joined(words: Sequence[str], places: Sequence[int]) -> tuple[str, ...]:
    return tuple(" ".join(words[start:end]) for start, end in pairwise(places))


def width(text: str, font: Path) -> float:
    """Width in em."""
    widths, fallback = _widths(font)
    return sum(widths.get(ord(character), fallback) for character in text)


def overflow(beside: Sequence[tuple[Slot, str]], fonts: Path) -> float:
    """By how many points texts that stand on one line, each at its largest, run over it."""
    taken = sum(width(text, fonts / slot.font) * slot.largest for slot, text in beside)
    return taken - min(slot.width_mm for slot, _ in beside) * _POINTS_PER_MM * _ROOM


def _size_for(slot: Slot, em: float) -> float:
    """The size, by half points: texts of nearly one length come out in one size."""
    room = slot.width_mm * _POINTS_PER_MM * _ROOM
    return min(slot.largest, floor(room / max(em, 0.01) * 2) / 2)


@lru_cache(maxsize=16)
def _widths(font: Path) -> tuple[dict[int, float], float]:
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as face:
        em, advances = face["head"].unitsPerEm, face["hmtx"].metrics
        widths = {code: advances[glyph][0] / em for code, glyph in face.getBestCmap().items()}
    return widths, widths[ord("ก")]


def unprintable(text: str, font: Path) -> str:
    """The characters of `text` that this font cannot print, each once, in order of appearance."""
    known, _ = _widths(font)
    return "".join(dict.fromkeys(each for each in text if ord(each) not in known))
