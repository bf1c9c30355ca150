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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TypeAlias
from xml.sax.saxutils import escape

import pikepdf

from lms import pdf_objects as objects
from lms.pdf import Attachment, LaidOut, LaidOutText
from lms.pdf_glyphs import Face, face, glyph_map, show, widths_array
from lms.pdf_text import spelling

_BLANK = re.compile("ฃ([a-z0-9_]+)ฅ")
_RUN = re.compile(rb"/Span\n<</MCID (\d+)/ActualText [^\n]*>>\nBDC\n(.*?)\nEMC", re.DOTALL)
_DRAWN = re.compile(rb"(.*?)BT\n1 0 0 -1 (\S+) (\S+) Tm\n/(\w+) (\S+) Tf\n[^/]*ET", re.DOTALL)
# The path of `blank_code`, which no other picture draws.
_CODE = re.compile(rb"0\.03125 0\.0625 m\n.*?\nf\n", re.DOTALL)


Code: TypeAlias = Sequence[tuple[int, int, int]]  # dark rectangles: x, y, width


class NotCompilable(Exception):
    """The page cannot be filled blank by blank; the message says why."""


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
    return _BLANK.sub(lambda match: values[match[1]], words)


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
    x = line.x - _SHARE[line.align] * shaped.width * line.size
    name = form.fonts[line.font].numbers[0]
    spelt = objects.text(spelling(words))
    marked = b"/Span\n<</MCID %b/ActualText %b>>\nBDC\n%b" % (line.mark, spelt, line.colour)
    placed = b"BT\n1 0 0 -1 %.5f %b Tm\n/F%d %.6f Tf\n" % (x, line.y, name, line.size)
    return marked + placed + show(shaped, line.size, used) + b"\nET\nEMC"


_SHARE = {"left": 0.0, "center": 0.5, "right": 1.0}


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


_HEX_BLANK = re.compile(rb"0e03((?:00[0-9a-f]{2})+?)0e05")
_XML_BLANK = re.compile("ฃ([a-z0-9_]+)ฅ".encode())


def _spell_hex(body: bytes, values: Mapping[str, str]) -> bytes:
    def spelt(match: re.Match[bytes]) -> bytes:
        name = bytes.fromhex(match[1].decode("ascii")).decode("utf-16-be")
        return spelling(values[name]).encode("utf-16-be").hex().encode("ascii")

    return _HEX_BLANK.sub(spelt, body)


def _spell_xml(body: bytes, values: Mapping[str, str]) -> bytes:
    return _XML_BLANK.sub(lambda match: escape(spelling(values[match[1].decode()])).encode(), body)


def compile_form(page: LaidOut, *, sign: bool = False) -> Form:
    """The form of a page that was laid out with blanks; raises NotCompilable.

    With `sign` it has a field for a signature, whose object is given when it is filled.
    """
    with pikepdf.open(BytesIO(page.pdf)) as document:
        if len(document.pages) != 1:
            raise NotCompilable("more than one page")
        return _Compiler(document, page).form(sign)


class _Compiler:
    """Takes a document apart into what is constant and what is not."""

    def __init__(self, document: pikepdf.Pdf, laid_out: LaidOut) -> None:
        self.document = document
        self.page = document.pages[0].obj
        self.laid_out = laid_out
        self.fonts: dict[str, FormFont] = {}
        self.own: set[int] = set()  # objects that each document has for itself

    def form(self, sign: bool) -> Form:
        root, info = self.document.Root, self.document.trailer.Info
        parts = tuple(self._parts(self.page.Contents.read_bytes()))
        content, metadata = _number(self.page.Contents), _number(root.Metadata)
        attached = {str(name): found for name, found in self._attached()}
        self.own |= {content, metadata, *(number for number, _ in attached.values())}
        signature = self._signature() if sign else None
        streams, others, spelt = self._sorted()
        return Form(
            head=objects.head(streams, others, max(self.own | streams.keys() | others.keys()) + 1),
            parts=parts,
            content=content,
            fonts=tuple(self.fonts.values()),
            spelt=spelt,
            metadata=(metadata, root.Metadata.read_bytes()),
            attached=attached,
            trailer=b"/Root %d 0 R/Info %d 0 R" % (_number(root), _number(info)),
            signature=signature,
        )

    def _reserve(self) -> pikepdf.Object:
        """An object that is written when the form is filled."""
        found = self.document.make_indirect(pikepdf.Dictionary())
        self.own.add(_number(found))
        return found

    def _parts(self, content: bytes) -> list[Part]:
        parts: list[Part] = []
        end = 0
        for match in _RUN.finditer(content):
            run = self.laid_out.runs.get(int(match[1]))
            if run and _BLANK.search(run.text):
                parts += _with_code(content[end : match.start()])
                parts.append(self._line(match, run))
                end = match.end()
        return [*parts, *_with_code(content[end:])]

    def _line(self, match: re.Match[bytes], run: LaidOutText) -> Line:
        drawn = _DRAWN.fullmatch(match[2])
        if drawn is None:
            raise NotCompilable(f"“{run.text}” is drawn in several pieces")
        colour, x, y, name, size = drawn.groups()
        font = self._font(name.decode("ascii"))
        width = font.face.shape(run.text).width * float(size)
        middle = float(x) + _SHARE[run.align] * width
        place = list(self.fonts.values()).index(font)
        return Line(run.text, match[1], colour, middle, y, run.align, float(size), place)

    def _font(self, name: str) -> FormFont:
        """A font of our own beside the one that the page calls `name`."""
        if name not in self.fonts:
            found = self.page.Resources.Font[f"/{name}"]
            about = dict(found.DescendantFonts[0].FontDescriptor.items())
            del about["/FontName"], about["/FontFile2"]
            own = [self._reserve() for _ in range(5)]
            self.page.Resources.Font[f"/F{_number(own[0])}"] = own[0]
            self.fonts[name] = FormFont(
                face(self.laid_out.fonts[name], str(found.BaseFont).partition("+")[2]),
                tuple(_number(one) for one in own),
                objects.entries(pikepdf.Dictionary(about)),
            )
        return self.fonts[name]

    def _attached(self) -> Iterator[tuple[str, tuple[int, bytes]]]:
        for found in self.document.objects:
            if _kind(found) == "/Filespec":
                file = found.EF.F
                about = b"/Type/EmbeddedFile/Subtype" + file.Subtype.unparse()
                yield str(found.UF), (_number(file), about)

    def _signature(self) -> int:
        """A field without a look, as pyHanko makes it; returns the signature's number."""
        value = self._reserve()
        field = self.document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                T="Signature",
                F=132,  # printed, and locked
                Rect=[0, 0, 0, 0],
                P=self.page,
                V=value,
            )
        )
        self.page.Annots = self.document.make_indirect(pikepdf.Array([field]))
        self.document.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)
        return _number(value)

    def _sorted(self) -> tuple[dict[int, bytes], dict[int, bytes], dict[int, bytes]]:
        """Constant streams, other constant objects, and those with blanks in their texts."""
        streams: dict[int, bytes] = {}
        others: dict[int, bytes] = {}
        spelt: dict[int, bytes] = {}
        for found in self.document.objects:
            number = _number(found)
            if number in self.own or _kind(found) in {"/ObjStm", "/XRef"}:
                continue
            if isinstance(found, pikepdf.Stream):
                about = {key: value for key, value in found.items() if key != "/Length"}
                entries = objects.entries(pikepdf.Dictionary(about))
                streams[number] = objects.packed_stream(entries, found.read_raw_bytes())
            else:
                body = objects.direct(found)
                (spelt if _HEX_BLANK.search(body) else others)[number] = body
        return streams, others, spelt


def _number(found: pikepdf.Object) -> int:
    number: int = found.objgen[0]
    return number


def _kind(found: pikepdf.Object) -> str:
    is_dictionary = isinstance(found, pikepdf.Dictionary | pikepdf.Stream)
    return str(found.get("/Type", "")) if is_dictionary else ""


def _with_code(part: bytes) -> list[Part]:
    """`part` with the blank code taken out."""
    match = _CODE.search(part)
    if match is None:
        return [part]
    return [part[: match.start()], Place(), part[match.end() :]]
