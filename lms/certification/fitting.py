"""Shrink, then wrap: the size at which a text of unknown length fits its slot.

Measured from the font's own advance widths (Thai marks have none), without layout, so that
a preview in a web process is cheap. Two per cent are left for kerning and rounding.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lms.certification.design import Slot

_POINTS_PER_MM = 72 / 25.4
_ROOM = 0.98
_RAGGED = 0.88  # how much of a line words of Thai fill on average when they wrap


@dataclass(frozen=True, slots=True)
class Fit:
    """Font size in points, and the lines; one line may still wrap when `wraps`."""

    size: float
    lines: tuple[str, ...]
    wraps: bool


def fit(slot: Slot, fonts: Path, *parts: str) -> Fit:
    """Fit parts that stand on one line if they can; then one line each; then wrapped.

    A name comes in two parts, what stands before the surname and the surname, so that a
    long name breaks between them and not inside.
    """
    parts = tuple(part for part in parts if part)
    font = fonts / slot.font
    whole = "\u00a0\u00a0".join(parts)
    size = _size_for(slot, width(whole, font))
    if size >= slot.smallest:
        return Fit(size, (whole,), wraps=False)
    size = _size_for(slot, max(width(part, font) for part in parts))
    if 1 < len(parts) <= slot.lines and size >= slot.smallest:
        return Fit(size, parts, wraps=False)
    size = _size_for(slot, width(whole, font) / (slot.lines * _RAGGED))
    return Fit(max(size, slot.smallest), parts, wraps=True)


def width(text: str, font: Path) -> float:
    """Width in em."""
    widths, fallback = _widths(font)
    return sum(widths.get(ord(character), fallback) for character in text)


def _size_for(slot: Slot, em: float) -> float:
    room = slot.width_mm * _POINTS_PER_MM * _ROOM
    return round(min(slot.largest, room / max(em, 0.01)), 1)


@lru_cache(maxsize=16)
def _widths(font: Path) -> tuple[dict[int, float], float]:
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as face:
        em, advances = face["head"].unitsPerEm, face["hmtx"].metrics
        widths = {code: advances[glyph][0] / em for code, glyph in face.getBestCmap().items()}
    return widths, widths[ord("ก")]
