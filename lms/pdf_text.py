"""Copied text that equals the printed text, and the last touches PDF/UA asks for.

Thai does not survive copying from an ordinary PDF: a viewer maps each glyph back to letters,
but ำ is drawn as two glyphs shared with other letters, and marks have narrow and small forms.
So every run of text carries its own spelling (/ActualText), and the font's glyph map is
corrected for viewers that look only there.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf

from lms.pdf_pictures import pack_pictures

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

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


def spelling(text: str) -> str:
    """What is copied for a printed run of text.

    No-break spaces, which keep a name together on paper, become plain ones, and the two
    before a surname one: what is copied or searched for is what the register holds.
    """
    return re.sub(r"\s+", " ", text)


def correct_glyph_map(to_unicode: dict[int, str], font_file: bytes) -> None:
    """Make each glyph mean its own letter, whatever cluster it was first met in."""
    own = letters_of(font_file)
    for glyph in to_unicode:
        if glyph in own:
            to_unicode[glyph] = own[glyph]


@lru_cache(maxsize=16)
def letters_of(font_file: bytes) -> dict[int, str]:
    """Glyph number to letter, following single substitutions (narrow and small forms) back."""
    from fontTools.ttLib import TTFont

    with TTFont(BytesIO(font_file), lazy=True) as face:
        letters = {glyph: chr(code) for code, glyph in sorted(face.getBestCmap().items())}
        forms = list(_single_substitutions(face)) if "GSUB" in face else []
        for plain, form in forms * 2:  # a form may be made from another form
            if plain in letters:
                letters.setdefault(form, letters[plain])
        return {face.getGlyphID(glyph): letter for glyph, letter in letters.items()}


def _single_substitutions(face: "TTFont") -> Iterator[tuple[str, str]]:
    for lookup in face["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for plain, form in getattr(table, "mapping", {}).items():
                if isinstance(form, str):
                    yield plain, form


def finish(pdf: bytes) -> bytes:
    """Declare PDF/UA-1 beside PDF/A, compress, and give the file an identity from its content."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        metadata = document.Root.Metadata
        xmp = metadata.read_bytes().replace(b"</rdf:RDF>", _UA_IDENTIFIER + b"</rdf:RDF>")
        metadata.write(xmp)
        if "/AF" in document.Root:  # WeasyPrint 70 names every attached file twice
            files = {file.objgen: file for file in document.Root.AF}
            document.Root.AF = pikepdf.Array(files.values())
        pack_pictures(document)
        document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        document.save(
            out,
            compress_streams=True,
            recompress_flate=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return out.getvalue()
