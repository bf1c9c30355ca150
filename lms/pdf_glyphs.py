"""Text shaped by HarfBuzz, as the operators that draw it and the font that they need.

Pango, which lays our pages out, shapes with HarfBuzz too: the same text in the same font comes
out as the same glyphs at the same places.
"""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz as harfbuzz

from lms.pdf_text import letters_of

_THOUSAND = 1000  # units of an em in PDF


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
                    place.x_offset * scale,
                    place.y_offset * scale,
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
        wanted = harfbuzz.SubsetInput()
        wanted.sets(harfbuzz.SubsetInputSets.GLYPH_INDEX).update(glyphs)
        drop = wanted.sets(harfbuzz.SubsetInputSets.DROP_TABLE_TAG)
        drop.update(_tag(name) for name in ("GSUB", "GPOS", "GDEF", "name", "post", "STAT"))
        wanted.flags = (
            harfbuzz.SubsetFlags.RETAIN_GIDS
            | harfbuzz.SubsetFlags.NO_HINTING
            | harfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
        )
        return bytes(harfbuzz.subset(self._face, wanted).blob.data)


def _tag(name: str) -> int:
    return int.from_bytes(name.encode("ascii"), "big")


@lru_cache(maxsize=16)
def face(content: bytes, name: str) -> Face:
    """The face of a font file."""
    return Face(content, name)


def show(shaped: Shaped, size: float, own_width: dict[int, int]) -> bytes:
    """The operators that show a line at the current place, `size` units high.

    `own_width` has the width that the font says for each glyph: what shaping moved beyond it is
    written as a distance. A distance that follows no glyph follows an empty string, as WeasyPrint
    writes it: PDFium places the glyph after it otherwise by a hair.
    """
    parts: list[str] = []
    line: list[str] = []
    for glyph in shaped.glyphs:
        drawn = [f"<>{-glyph.right:g}"] if glyph.right else []
        drawn.append(f"<{glyph.number:04x}>")
        if glyph.up:
            rise = glyph.up * size / _THOUSAND
            parts += [_shown(line), f"{rise:.4f} Ts", _shown(drawn), "0 Ts"]
            line = []
        else:
            line += drawn
        beyond = int(own_width[glyph.number] + glyph.right - glyph.advance)  # as WeasyPrint does
        if beyond:
            line.append(f"{beyond}" if line else f"<>{beyond}")
    return "\n".join(filter(None, [*parts, _shown(line)])).encode("ascii")


def _shown(line: list[str]) -> str:
    return f"[{''.join(line)}] TJ" if line else ""


def widths_array(own_width: dict[int, int]) -> bytes:
    """The /W array: `number [width]` for each glyph."""
    cells = (f"{glyph} [{width}]" for glyph, width in sorted(own_width.items()))
    return f"[{' '.join(cells)}]".encode("ascii")


def glyph_map(own: Face, glyphs: Iterable[int]) -> bytes:
    """The /ToUnicode map, packed."""
    rows = [
        f"<{glyph:04x}> <{letter.encode('utf-16-be').hex()}>"
        for glyph in sorted(glyphs)
        if (letter := own.letter_of(glyph))
    ]
    blocks = (rows[start : start + 100] for start in range(0, len(rows), 100))
    body = "\n".join(f"{len(one)} beginbfchar\n" + "\n".join(one) + "\nendbfchar" for one in blocks)
    return zlib.compress(_MAP.format(body=body).encode("ascii"))


_MAP = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{body}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
