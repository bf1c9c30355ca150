"""The last touches to a document that WeasyPrint laid out: what PDF/UA asks for, and few bytes."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import pikepdf

from lms.pdf_code import around_code, code_path
from lms.pdf_glyphs import part_of
from lms.pdf_pictures import pack_pictures
from lms.qr import Rectangles

_SMALLEST: Literal[9] = 9  # how hard to pack
_SHOWN = re.compile(rb"^\[<.*\] TJ$", re.MULTILINE)
_DIGITS = re.compile(rb"(\.\d\d\d)\d+")
_SRGB = Path(__file__).with_name("srgb.icc")  # as Little CMS makes it; WeasyPrint's has 3 kB

_UA_IDENTIFIER = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description></rdf:li>
</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


class NoPlaceForCode(Exception):
    """The page does not draw its QR code as a picture of its own."""


def finish(pdf: bytes, code: Rectangles = ()) -> bytes:
    """Declare PDF/UA-1 beside PDF/A, pack, and give the file an identity from its content.

    `code` is put where the page has a blank one; raises NoPlaceForCode.
    """
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        if code:
            _put_code(document, code)
        _declare(document)
        _lighten(document)
        pikepdf.settings.set_flate_compression_level(_SMALLEST)
        document.save(
            out,
            compress_streams=True,
            recompress_flate=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return out.getvalue()


def _declare(document: pikepdf.Pdf) -> None:
    """Say what the document is, and mend what WeasyPrint says of it."""
    metadata = document.Root.Metadata
    metadata.write(metadata.read_bytes().replace(b"</rdf:RDF>", _UA_IDENTIFIER + b"</rdf:RDF>"))
    document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    if "/AF" in document.Root:  # WeasyPrint 70 names every attached file twice
        files = {file.objgen: file for file in document.Root.AF}
        document.Root.AF = pikepdf.Array(files.values())


def _lighten(document: pikepdf.Pdf) -> None:
    """The same document of fewer bytes."""
    document.Root.OutputIntents[0].DestOutputProfile.write(_srgb())
    for page in document.pages:
        page.Contents.write(_SHOWN.sub(_tight, page.Contents.read_bytes()))
    for one in document.objects:
        if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one:
            set_font_file(one, part_of(one.FontFile2.read_bytes()))
    pack_pictures(document)
    _share(document)


def _put_code(document: pikepdf.Pdf, code: Rectangles) -> None:
    for page in document.pages:
        around = around_code(page.Contents.read_bytes())
        if len(around) == 2:
            page.Contents.write(code_path(code).join(around))
            return
    raise NoPlaceForCode


def _share(document: pikepdf.Pdf) -> None:
    """One drawing for those that are the same, as the corners of a frame: WeasyPrint writes each
    again, with a list of its own of what it uses."""
    known: dict[bytes, pikepdf.Object] = {}
    drawings = [one for one in document.objects if isinstance(one, pikepdf.Stream)]
    for one in drawings:
        if "/Resources" in one:
            one.Resources = known.setdefault(_entries(one.Resources), one.Resources)
    for one in drawings:
        uses: Any = one.get("/Resources", pikepdf.Dictionary()).get("/XObject")
        for name, drawing in uses.items() if uses is not None else ():
            uses[name] = known.setdefault(drawing.read_raw_bytes() + _entries(drawing), drawing)


def _entries(found: pikepdf.Object) -> bytes:
    return pikepdf.Dictionary(dict(found.items())).unparse()


def _tight(shown: re.Match[bytes]) -> bytes:
    """A line of glyphs without distances of nothing, and with no more digits than a printer has
    use for: thousandths of a letter's height."""
    return _DIGITS.sub(rb"\1", shown[0].replace(b">0<", b""))


def set_font_file(descriptor: pikepdf.Object, program: bytes) -> None:
    """Give a font another file, in TrueType."""
    descriptor.FontFile2.write(program)
    descriptor.FontFile2.Length1 = len(program)


@cache
def _srgb() -> bytes:
    return _SRGB.read_bytes()
