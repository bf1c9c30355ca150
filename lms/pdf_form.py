"""A page compiled once and filled many times: a PDF with holes for text and for one QR code.

WeasyPrint lays the page out once, with *blanks* in the places that differ from one document to
another. A blank is a name between ฃ and ฅ, two letters that Thai has not used for a century, so
that no other text holds one. What is constant is kept as bytes; filling writes the texts that
hold a blank, shaped by HarfBuzz, with fonts of just their glyphs.

A form cannot know whether filling it gives what WeasyPrint would: whoever compiles one compares a
filled one with a page that was laid out in full (see `same_page`).
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from xml.sax.saxutils import escape

from lms import pdf_objects as objects
from lms.pdf import Attachment
from lms.pdf_glyphs import Face, glyph_map, show, widths_array
from lms.pdf_text import spelling

BLANK = re.compile("ฃ([a-z0-9_]+)ฅ")


Code: TypeAlias = Sequence[tuple[int, int, int]]  # dark rectangles: x, y, width


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with blanks. `x` is where it begins, ends or has its middle, as `align` says;
    sizes and places in the page's own units."""

    words: str
    mark: bytes  # the number of the marked content
    colour: bytes  # operators before the text
    x: float
    y: bytes
    align: str
    size: float
    font: int  # place in the form's fonts


@dataclass(frozen=True, slots=True)
class FormFont:
    """A font of the lines: the objects it is written as, and what its descriptor says."""

    face: Face
    numbers: tuple[int, ...]  # font, descendant, descriptor, file, map
    descriptor: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where the code goes."""


Part: TypeAlias = bytes | Line | Place


@dataclass(frozen=True, slots=True)
class Form:
    """A compiled page. `spelt` are objects with blanks in their texts, by number."""

    head: objects.Head
    parts: tuple[Part, ...]
    content: int
    fonts: tuple[FormFont, ...]
    spelt: Mapping[int, bytes]
    metadata: tuple[int, bytes]
    attached: Mapping[str, tuple[int, bytes]]  # by name: number, and entries but for its size
    trailer: bytes
    signature: int | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(part for part in self.parts if isinstance(part, Line))

    def knows(self, values: Mapping[str, str]) -> bool:
        """Whether its fonts have a glyph for every letter; another font would take their place."""
        return all(
            self.fonts[line.font].face.knows(filled(line.words, values)) for line in self.lines
        )

    def fill(
        self,
        values: Mapping[str, str],
        code: Code = (),
        attachments: Sequence[Attachment] = (),
        signature: bytes = b"",
    ) -> tuple[bytes, dict[int, int]]:
        """A document, and where its own objects stand. `values` are the texts of the blanks, `code`
        the dark parts of the QR code in modules, `signature` the signature's object."""
        drawn, used = _draw(self, values, code)
        own = {self.content: objects.stream(b"", drawn)}
        for font, glyphs in zip(self.fonts, used, strict=True):
            own |= _font_objects(font, glyphs)
        own |= {number: _spell_hex(body, values) for number, body in self.spelt.items()}
        number, xmp = self.metadata
        xmp = _spell_xml(xmp, values)
        own[number] = objects.packed_stream(b"/Type/Metadata/Subtype/XML", xmp)
        for attachment in attachments:
            number, about = self.attached[attachment.name]
            own[number] = _attached(about, attachment.content)
        if self.signature is not None:
            own[self.signature] = signature
        identity = hashlib.sha256(drawn + xmp).hexdigest()[:32].encode("ascii")
        return objects.file(self.head, own, self.trailer + b"/ID[<%b><%b>]" % (identity, identity))


def blank(name: str) -> str:
    """The text that stands for `name` while a page is compiled."""
    return f"ฃ{name}ฅ"


def blank_code(size: int) -> bytes:
    """An SVG that stands for a QR code of `size` modules a side, margin included."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        '<path d="M.03125 .0625H1V1z"/></svg>'
    ).encode("ascii")


def filled(words: str, values: Mapping[str, str]) -> str:
    """`words` with every blank filled."""
    return BLANK.sub(lambda match: values[match[1]], words)


def _draw(form: Form, values: Mapping[str, str], code: Code) -> tuple[bytes, list[dict[int, int]]]:
    """The page's content, and the glyphs of each font with their own widths."""
    used: list[dict[int, int]] = [{} for _ in form.fonts]
    drawn = []
    for part in form.parts:
        match part:
            case Line():
                drawn.append(_line(part, filled(part.words, values), form, used[part.font]))
            case Place():
                drawn.append(code_path(code))
            case _:
                drawn.append(part)
    return b"".join(drawn), used


def _line(line: Line, words: str, form: Form, used: dict[int, int]) -> bytes:
    own = form.fonts[line.font].face
    shaped = own.shape(words)
    used |= {glyph.number: own.width_of(glyph.number) for glyph in shaped.glyphs}
    x = line.x - SHARE[line.align] * shaped.width * line.size
    name = form.fonts[line.font].numbers[0]
    spelt = objects.text(spelling(words))
    marked = b"/Span\n<</MCID %b/ActualText %b>>\nBDC\n%b" % (line.mark, spelt, line.colour)
    placed = b"BT\n1 0 0 -1 %.5f %b Tm\n/F%d %.6f Tf\n" % (x, line.y, name, line.size)
    return marked + placed + show(shaped, line.size, used) + b"\nET\nEMC"


SHARE = {"left": 0.0, "center": 0.5, "right": 1.0}


def code_path(rectangles: Code) -> bytes:
    """A QR code's dark modules, filled."""
    lines = (f"{x} {y} {width} 1 re" for x, y, width in rectangles)
    return "\n".join([*lines, "f\n"]).encode("ascii")


def _font_objects(font: FormFont, glyphs: Mapping[int, int]) -> dict[int, bytes]:
    number, descendant, descriptor, file, letters = font.numbers
    tag = hashlib.sha256(repr(sorted(glyphs)).encode()).digest()[:6]
    name = bytes(65 + byte % 26 for byte in tag) + b"+" + font.face.name.encode("ascii")
    program = font.face.subset(glyphs)
    return {
        number: b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H"
        b"/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>" % (name, descendant, letters),
        descendant: b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDToGIDMap/Identity"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor %d 0 R/W %b>>" % (name, descriptor, widths_array(dict(glyphs))),
        descriptor: b"<<%b/FontName/%b/FontFile2 %d 0 R>>" % (font.descriptor, name, file),
        file: objects.stream(b"/Length1 %d" % len(program), program),
        letters: objects.packed_stream(b"/Filter/FlateDecode", glyph_map(font.face, glyphs)),
    }


def _attached(about: bytes, content: bytes) -> bytes:
    checksum = hashlib.md5(content, usedforsecurity=False).hexdigest().encode("ascii")
    params = b"/Params<</Size %d/CheckSum<%b>>>" % (len(content), checksum)
    return objects.stream(about + params, content)


HEX_BLANK = re.compile(rb"0e03((?:00[0-9a-f]{2})+?)0e05")
_XML_BLANK = re.compile("ฃ([a-z0-9_]+)ฅ".encode())


def _spell_hex(body: bytes, values: Mapping[str, str]) -> bytes:
    def spelt(match: re.Match[bytes]) -> bytes:
        name = bytes.fromhex(match[1].decode("ascii")).decode("utf-16-be")
        return spelling(values[name]).encode("utf-16-be").hex().encode("ascii")

    return HEX_BLANK.sub(spelt, body)


def _spell_xml(body: bytes, values: Mapping[str, str]) -> bytes:
    return _XML_BLANK.sub(lambda match: escape(spelling(values[match[1].decode()])).encode(), body)
