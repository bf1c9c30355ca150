"""Incremental updates of our own document: every byte of it stays, and a revision follows.

Among them the shadow attacks: what was signed is hidden, replaced, or both.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from tests.verification import paper


def appended(change: Callable[[Any], None]) -> bytes:
    """An incremental update: every byte of the original stays, and a revision follows."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(paper.document()))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _page(writer: Any) -> Any:
    return writer.root["/Pages"]["/Kids"][0].get_object()


def _touch(writer: Any, thing: Any) -> None:
    writer.update_container(thing)


def new_content_appended() -> bytes:
    """Shadow, replace: the page's content is another object in a later revision."""
    from pyhanko.pdf_utils.generic import NameObject, StreamObject

    def change(writer: Any) -> None:
        page = _page(writer)
        stream = StreamObject(stream_data=b"0 0 1 rg 0 0 400 400 re f")
        page[NameObject("/Contents")] = writer.add_object(stream)
        _touch(writer, page)

    return appended(change)


def overlay_appended(subtype: str) -> Callable[[], bytes]:
    """Shadow, hide: an annotation of this kind covers what was signed."""

    def change(writer: Any) -> None:
        from pyhanko.pdf_utils.generic import ArrayObject, NameObject

        page = _page(writer)
        notes = page["/Annots"] if "/Annots" in page else []  # noqa: SIM401 - get() follows nothing
        page[NameObject("/Annots")] = ArrayObject([*notes, _note(writer, subtype)])
        _touch(writer, page)

    return lambda: appended(change)


def overlay_in_the_list(writer: Any) -> None:
    """The same, and the page stays as it is: the list is longer that it names."""
    notes = _page(writer)["/Annots"]
    notes.append(_note(writer, "/Widget"))
    _touch(writer, notes)


def _note(writer: Any, subtype: str) -> Any:
    from pyhanko.pdf_utils import generic as g

    form = g.StreamObject(
        dict_data={
            g.NameObject("/Type"): g.NameObject("/XObject"),
            g.NameObject("/Subtype"): g.NameObject("/Form"),
            g.NameObject("/BBox"): g.ArrayObject(map(g.NumberObject, (0, 0, 500, 60))),
        },
        stream_data=b"1 g 0 0 500 60 re f",
    )
    note = g.DictionaryObject(
        {
            g.NameObject("/Type"): g.NameObject("/Annot"),
            g.NameObject("/Subtype"): g.NameObject(subtype),
            g.NameObject("/F"): g.NumberObject(4),
            g.NameObject("/Rect"): g.ArrayObject(map(g.NumberObject, (150, 280, 650, 340))),
            g.NameObject("/Contents"): g.pdf_string("Mr Forged"),
            g.NameObject("/AP"): g.DictionaryObject({g.NameObject("/N"): writer.add_object(form)}),
        }
    )
    if subtype == "/Widget":
        note[g.NameObject("/FT")] = g.NameObject("/Tx")
        note[g.NameObject("/T")] = g.pdf_string("name")
        note[g.NameObject("/V")] = g.pdf_string("Mr Forged")
    return writer.add_object(note)


def another_tree_of_pages() -> bytes:
    """Shadow, hide and replace: the catalogue of a later revision names other pages."""
    from pyhanko.pdf_utils import generic as g

    def change(writer: Any) -> None:
        page = g.DictionaryObject(
            {
                g.NameObject("/Type"): g.NameObject("/Page"),
                g.NameObject("/MediaBox"): g.ArrayObject(map(g.NumberObject, (0, 0, 842, 595))),
                g.NameObject("/Contents"): writer.add_object(
                    g.StreamObject(stream_data=b"1 0 0 rg 9 9 99 99 re f")
                ),
            }
        )
        pages = g.DictionaryObject(
            {
                g.NameObject("/Type"): g.NameObject("/Pages"),
                g.NameObject("/Count"): g.NumberObject(1),
                g.NameObject("/Kids"): g.ArrayObject([writer.add_object(page)]),
            }
        )
        writer.root[g.NameObject("/Pages")] = writer.add_object(pages)
        writer.update_root()

    return appended(change)


def another_font() -> bytes:
    """Shadow, replace: the glyphs stay, their letters are others."""

    def change(writer: Any) -> None:
        from pyhanko.pdf_utils.generic import NameObject

        fonts = _page(writer)["/Resources"]["/Font"]
        for name in list(fonts):
            font = fonts[name].get_object()
            font[NameObject("/ToUnicode")] = NameObject("/Identity-H")
            _touch(writer, font)

    return appended(change)


def metadata_appended() -> bytes:
    def change(writer: Any) -> None:
        from pyhanko.pdf_utils import generic as g

        info = g.DictionaryObject({g.NameObject("/Title"): g.pdf_string("Mr Forged")})
        writer.set_info(writer.add_object(info))

    return appended(change)
