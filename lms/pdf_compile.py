"""Compiling a page: taking a PDF apart into what is constant and what each document has for itself.

It knows how WeasyPrint writes text: a `/Span` of marked content for each run, one `BT … ET` in it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from types import MappingProxyType

import pikepdf

from lms import pdf_objects as objects
from lms.pdf import LaidOut, LaidOutText
from lms.pdf_code import around_code
from lms.pdf_finish import set_font_file
from lms.pdf_fonts import FormFont, glyph_map, widths
from lms.pdf_form import BLANK, HEX_BLANK, SHARE, Form, Line, Part, Place, filled
from lms.pdf_glyphs import Face, face, part_of

_RUN = re.compile(rb"/Span\n<</MCID (\d+)/ActualText [^\n]*>>\nBDC\n(.*?)\nEMC", re.DOTALL)
_DRAWN = re.compile(rb"(.*?)BT\n1 0 0 -1 (\S+) (\S+) Tm\n/(\w+) (\S+) Tf\n[^/]*ET", re.DOTALL)
NO_TEXTS: Mapping[str, Sequence[str]] = MappingProxyType({})
_FONT_OR_TEXT = re.compile(rb"^/(\w+) \S+ Tf$|^\[(.*)\] TJ$", re.MULTILINE)
_GLYPHS = re.compile(rb"<([0-9a-f]+)>")


class NotCompilable(Exception):
    """The page cannot be filled blank by blank; the message says why."""


def compile_form(
    page: LaidOut, *, sign: bool = False, expected: Mapping[str, Sequence[str]] = NO_TEXTS
) -> Form:
    """The form of a page that was laid out with blanks; raises NotCompilable.

    With `sign` it has a field for a signature, whose object is given when it is filled. `expected`
    are texts by blank whose glyphs the page's own fonts are to have: documents with such texts
    are smaller and sooner made.
    """
    with pikepdf.open(BytesIO(page.pdf)) as document:
        if len(document.pages) != 1:
            raise NotCompilable("more than one page")
        return _Compiler(document, page, expected).form(sign)


class _Compiler:
    """Takes a document apart into what is constant and what is not."""

    def __init__(
        self, document: pikepdf.Pdf, laid_out: LaidOut, expected: Mapping[str, Sequence[str]]
    ) -> None:
        self.document = document
        self.expected = expected
        self.page = document.pages[0].obj
        self.laid_out = laid_out
        self.fonts: dict[str, FormFont] = {}
        self.own: set[int] = set()  # objects that each document has for itself

    def form(self, sign: bool) -> Form:
        root, info = self.document.Root, self.document.trailer.Info
        parts = tuple(self._parts(self.page.Contents.read_bytes()))
        if not any(isinstance(part, Place) for part in parts):
            raise NotCompilable("no QR code that is a picture of its own")
        self._cut_fonts(parts)
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
            if run and BLANK.search(run.text):
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
        middle = float(x) + SHARE[run.align] * width
        place = list(self.fonts.values()).index(font)
        return Line(run.text, match[1], colour, middle, y, run.align, float(size), place)

    def _font(self, name: str) -> FormFont:
        """The typeface of the font that the page calls `name`, with room for a second one."""
        if name not in self.fonts:
            found = self._on_page(name)
            about = dict(found.DescendantFonts[0].FontDescriptor.items())
            del about["/FontName"], about["/FontFile2"]
            own = [self._reserve() for _ in range(5)]
            self.page.Resources.Font[f"/F{_number(own[0])}"] = own[0]
            self.fonts[name] = FormFont(
                face(self.laid_out.fonts[name], str(found.BaseFont).partition("+")[2]),
                name.encode("ascii"),
                objects.entries(pikepdf.Dictionary(about)),
                tuple(_number(one) for one in own),
            )
        return self.fonts[name]

    def _on_page(self, name: str) -> pikepdf.Object:
        return self.page.Resources.Font[f"/{name}"]

    def _cut_fonts(self, parts: Sequence[Part]) -> None:
        """Give the page's fonts what it shows without its blanks, and what is expected in these."""
        drawn = [part for part in parts if isinstance(part, bytes)]
        drawn += [one.read_bytes() for one in self.document.objects if _is_group(one)]
        shown: defaultdict[str, set[int]] = defaultdict(set)
        for name, glyphs in _shown(b"\n".join(drawn)):
            shown[name] |= glyphs
        for name in self.laid_out.fonts:
            font = self._on_page(name)
            if "/DescendantFonts" not in font:  # a font of pictures, which stays as it is
                continue
            about = font.DescendantFonts[0].FontDescriptor
            if name in self.fonts:
                own = self.fonts[name].face
                shown[name] |= self._expected(parts, own)
                self.fonts[name] = replace(self.fonts[name], there=frozenset(shown[name]))
                font.DescendantFonts[0].W = pikepdf.Object.parse(widths(own, sorted(shown[name])))
                font.ToUnicode.write(glyph_map(own, shown[name]))
                set_font_file(about, own.subset(shown[name]))
            elif "/FontFile2" in about:
                set_font_file(about, part_of(about.FontFile2.read_bytes(), shown[name]))

    def _expected(self, parts: Sequence[Part], own: Face) -> set[int]:
        """The glyphs of what is expected to stand on the lines of a typeface."""
        glyphs: set[int] = set()
        fonts = list(self.fonts.values())
        for line in parts:
            if isinstance(line, Line) and fonts[line.font].face is own:
                names = BLANK.findall(line.words)
                for texts in zip(*(self.expected.get(name, ()) for name in names), strict=False):
                    words = filled(line.words, dict(zip(names, texts, strict=True)))
                    glyphs |= {glyph.number for glyph in own.shape(words).glyphs}
        return glyphs

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
                streams[number] = _constant_stream(found)
            else:
                body = objects.direct(found)
                (spelt if HEX_BLANK.search(body) else others)[number] = body
        return streams, others, spelt


def _number(found: pikepdf.Object) -> int:
    number: int = found.objgen[0]
    return number


def _kind(found: pikepdf.Object) -> str:
    is_dictionary = isinstance(found, pikepdf.Dictionary | pikepdf.Stream)
    return str(found.get("/Type", "")) if is_dictionary else ""


def _constant_stream(found: pikepdf.Stream) -> bytes:
    """A stream, packed anew unless it is packed in a way of its own, as a photograph is."""
    ordinary = found.get("/Filter") in (None, "/FlateDecode") and "/DecodeParms" not in found
    left_out = {"/Length", "/Filter"} if ordinary else {"/Length"}
    about = {key: value for key, value in found.items() if key not in left_out}
    entries = objects.entries(pikepdf.Dictionary(about))
    if ordinary:
        return objects.stream_for_many(entries, found.read_bytes())
    return objects.packed_stream(entries, found.read_raw_bytes())


def _is_group(found: pikepdf.Object) -> bool:
    """Whether it draws something by itself, as what is half clear does."""
    return isinstance(found, pikepdf.Stream) and found.get("/Subtype") == "/Form"


def _shown(content: bytes) -> Iterator[tuple[str, set[int]]]:
    """The glyphs that are shown, and what the page calls their font."""
    font = ""
    for match in _FONT_OR_TEXT.finditer(content):
        if match[1]:
            font = match[1].decode("ascii")
        else:
            glyphs = b"".join(_GLYPHS.findall(match[2]))
            yield font, {int(glyphs[at : at + 4], 16) for at in range(0, len(glyphs), 4)}


def _with_code(part: bytes) -> list[Part]:
    """`part` with the blank code taken out."""
    before, *behind = around_code(part)
    return [before, Place(), *behind] if behind else [before]
