"""Text shaped by HarfBuzz, as the operators that draw it and the font that they need.

Pango, which lays our pages out, shapes with HarfBuzz too: the same text in the same font comes
out as the same glyphs at the same places.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz as harfbuzz

from lms.pdf_text import letters_of

_THOUSAND = 1000  # units of an em in PDF
_FARTHER = 1.024  # WeasyPrint 70 moves marks by so much more: it takes 1,024 parts for 1,000
_SPARE_TABLES = {
    int.from_bytes(name, "big")
    for name in (b"GSUB", b"GPOS", b"GDEF", b"name", b"post", b"STAT", b"cmap", b"OS/2", b"gasp")
}


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph and how it is moved from where the text stands, in thousandths of an em."""

    number: int
    advance: float
    right: float
    up: float


@dataclass(frozen=True, slots=True)
class Shaped:
    """A line of text as glyphs; `width` in em."""

    text: str
    glyphs: tuple[Glyph, ...]

    @property
    def width(self) -> float:
        return sum(glyph.advance for glyph in self.glyphs) / _THOUSAND


class Face:
    """A font file, parsed once. `name` is what a PDF calls it."""

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        self._face = harfbuzz.Face(content)
        self._font = harfbuzz.Font(self._face)
        self._scale: float = _THOUSAND / self._face.upem
        self._letters = letters_of(content)

    @lru_cache(maxsize=128)  # noqa: B019 - faces are few and stay
    def shape(self, text: str) -> Shaped:
        """The glyphs of a line; asked for again while it is drawn."""
        buffer = harfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        harfbuzz.shape(self._font, buffer)
        scale = self._scale
        places = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        return Shaped(
            text,
            tuple(
                Glyph(
                    info.codepoint,
                    place.x_advance * scale,
                    place.x_offset * scale * _FARTHER,
                    place.y_offset * scale * _FARTHER,
                )
                for info, place in places
            ),
        )

    def knows(self, text: str) -> bool:
        """Whether there is a glyph for every letter."""
        return all(glyph.number for glyph in self.shape(text).glyphs)

    def width_of(self, glyph: int) -> int:
        """The glyph's own advance, as the font's table of widths gives it."""
        advance: int = self._font.get_glyph_h_advance(glyph)
        return round(advance * self._scale)

    def letter_of(self, glyph: int) -> str:
        """What a viewer copies for the glyph where it knows nothing better."""
        return self._letters.get(glyph, "")

    def subset(self, glyphs: Iterable[int]) -> bytes:
        """The font with these glyphs alone, under their own numbers."""
        return _subset(self._face, glyphs)


def part_of(font_file: bytes, glyphs: Iterable[int] | None = None) -> bytes:
    """The font with these glyphs alone, or all, and without what nobody reads who knows each glyph
    by its number: names, the map of letters, rules of shaping (PDF 1.7, 9.9)."""
    whole = harfbuzz.Face(font_file)
    return _subset(whole, range(whole.glyph_count) if glyphs is None else glyphs)


def _subset(whole: harfbuzz.Face, glyphs: Iterable[int]) -> bytes:
    wanted = harfbuzz.SubsetInput()
    wanted.sets(harfbuzz.SubsetInputSets.GLYPH_INDEX).update(glyphs)
    wanted.sets(harfbuzz.SubsetInputSets.DROP_TABLE_TAG).update(_SPARE_TABLES)
    wanted.flags = (
        harfbuzz.SubsetFlags.RETAIN_GIDS
        | harfbuzz.SubsetFlags.NO_HINTING
        | harfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    )
    return bytes(harfbuzz.subset(whole, wanted).blob.data)


@lru_cache(maxsize=16)
def face(content: bytes, name: str) -> Face:
    """The face of a font file."""
    return Face(content, name)


def show(shaped: Shaped, size: float, own_width: Mapping[int, int]) -> bytes:
    """The operators that show a line at the current place, `size` units high.

    `own_width` has the width that the font says for each glyph: what shaping moved beyond it is
    written as a distance. All is written in the very order in which WeasyPrint writes glyphs,
    distances and empty strings (`<>`), for to PDFium they are not the same.
    """
    parts: list[str] = []
    line = "<"
    for glyph in shaped.glyphs:
        if glyph.up:
            parts += [_shown(line), f"{glyph.up * size / _THOUSAND:.4f} Ts"]
            moved = f"{-glyph.right:g}" if glyph.right else ""
            parts += [f"[{moved}<{glyph.number:04x}>] TJ", "0 Ts"]
            line = "<"
        else:
            line += f">{-glyph.right:g}<" if glyph.right else ""
            line += f"{glyph.number:04x}"
        if beyond := int(own_width[glyph.number] + glyph.right - glyph.advance):
            line += f">{beyond}<"
    return "\n".join(filter(None, [*parts, _shown(line)])).encode("ascii")


def _shown(line: str) -> str:
    """The operator for a line that is open at its end."""
    line = line[:-1] if line.endswith("<") else f"{line}>"
    return f"[{line}] TJ" if line else ""
