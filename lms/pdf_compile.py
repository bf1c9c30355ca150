"""Compiling a page: taking a PDF apart into what is constant and what each document has for itself.

It knows how WeasyPrint writes text: a `/Span` of marked content for each run, one `BT … ET` in it.
"""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf

from lms import pdf_objects as objects
from lms.pdf import LaidOut, LaidOutText
from lms.pdf_form import BLANK, HEX_BLANK, SHARE, Form, FormFont, Line, Part, Place
from lms.pdf_glyphs import face

_RUN = re.compile(rb"/Span\n<</MCID (\d+)/ActualText [^\n]*>>\nBDC\n(.*?)\nEMC", re.DOTALL)
_DRAWN = re.compile(rb"(.*?)BT\n1 0 0 -1 (\S+) (\S+) Tm\n/(\w+) (\S+) Tf\n[^/]*ET", re.DOTALL)
# The path of `blank_code`, which no other picture draws.
_CODE = re.compile(rb"0\.03125 0\.0625 m\n.*?\nf\n", re.DOTALL)


class NotCompilable(Exception):
    """The page cannot be filled blank by blank; the message says why."""


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
                (spelt if HEX_BLANK.search(body) else others)[number] = body
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
