"""A page compiled once and filled many times: a PDF with holes for text and for one QR code.

WeasyPrint lays the page out once, with *blanks* in the places that differ from one document to
another. A blank is a name between ฃ and ฅ, two letters that Thai has not used for a century, so
that no other text holds one. What is constant is kept as bytes; filling writes the texts that
hold a blank, shaped by HarfBuzz, with fonts of just their glyphs. A map of the files around this
one is in docs/adr/0021-compiled-certificates.md.

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
from lms.pdf_code import code_path
from lms.pdf_fonts import FormFont
from lms.pdf_glyphs import show
from lms.pdf_text import spelling
from lms.qr import Rectangles

BLANK = re.compile("ฃ([a-z0-9_]+)ฅ")
SHARE = {"left": 0.0, "center": 0.5, "right": 1.0}  # of its width, that a line begins before `x`


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
        code: Rectangles = (),
        attachments: Sequence[Attachment] = (),
        signature: bytes = b"",
    ) -> tuple[bytes, int]:
        """A document, and where its signature stands. `values` are the texts of the blanks, `code`
        the dark parts of the QR code in modules, `signature` the signature's object."""
        drawn, shown = _draw(self, values, code)
        streams = {self.content: objects.stream(b"", drawn)}
        others = {number: _spell_hex(body, values) for number, body in self.spelt.items()}
        for font, glyphs in zip(self.fonts, shown, strict=True):
            own_streams, own_others = font.own(glyphs)
            streams |= own_streams
            others |= own_others
        number, xmp = self.metadata
        xmp = _spell_xml(xmp, values)
        streams[number] = objects.packed_stream(b"/Type/Metadata/Subtype/XML", xmp)
        for attachment in attachments:
            number, about = self.attached[attachment.name]
            streams[number] = _attached(about, attachment.content)
        if self.signature is not None:
            streams[self.signature] = signature
        identity = hashlib.sha256(drawn + xmp).hexdigest()[:32].encode("ascii")
        trailer = self.trailer + b"/ID[<%b><%b>]" % (identity, identity)
        content, places = objects.file(self.head, streams, others, trailer)
        return content, places[self.signature] if self.signature is not None else 0


def blank(name: str) -> str:
    """The text that stands for `name` while a page is compiled."""
    return f"ฃ{name}ฅ"


def filled(words: str, values: Mapping[str, str]) -> str:
    """`words` with every blank filled."""
    return BLANK.sub(lambda match: values[match[1]], words)


def _draw(form: Form, values: Mapping[str, str], code: Rectangles) -> tuple[bytes, list[set[int]]]:
    """The page's content, and the glyphs that it shows with the second font of each typeface."""
    shown: list[set[int]] = [set() for _ in form.fonts]
    drawn = []
    for part in form.parts:
        match part:
            case Line():
                words = filled(part.words, values)
                drawn.append(_line(part, words, form.fonts[part.font], shown[part.font]))
            case Place():
                drawn.append(code_path(code))
            case _:
                drawn.append(part)
    return b"".join(drawn), shown


def _line(line: Line, words: str, font: FormFont, shown: set[int]) -> bytes:
    shaped = font.face.shape(words)
    widths = {glyph.number: font.face.width_of(glyph.number) for glyph in shaped.glyphs}
    name = font.constant
    if not font.has(widths.keys()):
        name = font.second
        shown.update(widths)
    x = line.x - SHARE[line.align] * shaped.width * line.size
    spelt = objects.text(spelling(words))
    marked = b"/Span\n<</MCID %b/ActualText %b>>\nBDC\n%b" % (line.mark, spelt, line.colour)
    placed = b"BT\n1 0 0 -1 %.5f %b Tm\n/%b %.6f Tf\n" % (x, line.y, name, line.size)
    return marked + placed + show(shaped, line.size, widths) + b"\nET\nEMC"


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
