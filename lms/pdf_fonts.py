"""Fonts as a PDF has them: glyphs, their widths, and what each of them means when it is copied.

A typeface is on a compiled page twice. The constant text has a font with its glyphs, the same for
all documents, and a document's own line is shown with it too if it has all that the line needs.
Other lines are shown with a second font, of their glyphs alone.
"""

import hashlib
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from lms import pdf_objects as objects
from lms.pdf_glyphs import Face


@dataclass(frozen=True, slots=True)
class FormFont:
    """A typeface on a compiled page. `constant` names the font of the constant text, which has the
    glyphs `there`; `descriptor` is what is said of either font."""

    face: Face
    constant: bytes
    descriptor: bytes
    numbers: tuple[int, ...]  # of the second's objects: font, descendant, descriptor, file, map
    there: frozenset[int] = frozenset()

    def has(self, glyphs: AbstractSet[int]) -> bool:
        """Whether the constant font has all of these, so that it can show a line of them."""
        return glyphs <= self.there

    @property
    def second(self) -> bytes:
        """What the page calls the second font."""
        return b"F%d" % self.numbers[0]

    def own(self, shown: AbstractSet[int]) -> tuple[dict[int, bytes], dict[int, bytes]]:
        """The second font for what a document shows: its streams, and its other objects."""
        font, descendant, descriptor, file, letters = self.numbers
        glyphs = sorted(shown)
        name = _named(self.face, glyphs)
        program = self.face.subset(glyphs)
        streams = {
            file: objects.stream(b"/Length1 %d" % len(program), program),
            letters: objects.stream(b"", glyph_map(self.face, glyphs)),
        }
        others = {
            font: b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H"
            b"/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>" % (name, descendant, letters),
            descendant: b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDToGIDMap/Identity"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            b"/FontDescriptor %d 0 R/W %b>>" % (name, descriptor, widths(self.face, glyphs)),
            descriptor: b"<<%b/FontName/%b/FontFile2 %d 0 R>>" % (self.descriptor, name, file),
        }
        return streams, others


def _named(face: Face, glyphs: list[int]) -> bytes:
    """A part of a font is called otherwise than every other part of it."""
    tag = hashlib.sha256(repr(glyphs).encode()).digest()[:6]
    return bytes(65 + byte % 26 for byte in tag) + b"+" + face.name.encode("ascii")


def widths(face: Face, glyphs: Iterable[int]) -> bytes:
    """The /W array: `number [width]` for each glyph."""
    cells = (f"{glyph} [{face.width_of(glyph)}]" for glyph in glyphs)
    return f"[{' '.join(cells)}]".encode("ascii")


def glyph_map(face: Face, glyphs: Iterable[int]) -> bytes:
    """The /ToUnicode map."""
    rows = [
        f"<{glyph:04x}> <{letter.encode('utf-16-be').hex()}>"
        for glyph in sorted(glyphs)
        if (letter := face.letter_of(glyph))
    ]
    blocks = (rows[start : start + 100] for start in range(0, len(rows), 100))
    body = "\n".join(f"{len(one)} beginbfchar\n" + "\n".join(one) + "\nendbfchar" for one in blocks)
    return _MAP.format(body=body).encode("ascii")


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
