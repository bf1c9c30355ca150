"""Files that nobody sends by accident."""

from __future__ import annotations

import zlib
from io import BytesIO

import pikepdf

from tests.verification import paper


def encrypted() -> bytes:
    """The certificate behind a password."""
    with pikepdf.open(BytesIO(paper.document())) as document:
        out = BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def inflating(chunk: bytes, times: int) -> bytes:
    """What unpacks to a chunk, so many times over, made as quickly as it is small."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = squeeze.compress(chunk) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + block * times + squeeze.flush() + bytes(4)


def bomb() -> bytes:
    """A page whose contents unpack to a gigabyte."""
    return _one_page(inflating(b"q " * 2**19, 1024), b"/Filter /FlateDecode")


def nested_bomb() -> bytes:
    """The same, packed twice."""
    content = zlib.compress(inflating(bytes(2**20), 256), 9)
    return _one_page(content, b"/Filter [/FlateDecode /FlateDecode]")


def many_pages(count: int = 200_000) -> bytes:
    """One page, two hundred thousand times."""
    kids = b"3 0 R " * count
    return _whole(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        ]
    )


def endless_pages() -> bytes:
    """A tree of pages that is its own child."""
    return _whole(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 2147483647 /Kids [2 0 R] >>",
        ]
    )


def deep() -> bytes:
    """Arrays in arrays, a hundred thousand deep."""
    nest = b"[" * 100_000 + b"]" * 100_000
    return _whole([b"<< /Type /Catalog /Pages 2 0 R /X " + nest + b" >>", b"<< /Type /Pages >>"])


def bomb_of_objects() -> bytes:
    """An object stream that unpacks to half a gigabyte, and claims to hold a million objects."""
    packed = inflating(b"0 " * 2**19, 512)
    stream = b"<< /Type /ObjStm /N 1000000 /First 99 /Filter /FlateDecode /Length %d >>" % len(
        packed
    )
    return _whole(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [9 0 R] >>",
            stream + b"\nstream\n" + packed + b"\nendstream",
        ]
    )


def bomb_of_references() -> bytes:
    """A cross-reference stream of a thousand million entries."""
    packed = inflating(bytes(2**20), 256)
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /XRef /Size 1000000000 /W [1 8 1] /Root 2 0 R"
    head += b" /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    return head + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


def references_in_a_ring() -> bytes:
    """A table whose previous one is itself."""
    return _page_with(b"").replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 9")


def vast_picture() -> bytes:
    """Sixty thousand by sixty thousand points, in four kilobytes."""
    packed = inflating(bytes(2**20), 400)
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8"
        b" /ColorSpace /DeviceGray /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    )
    return _page_with(b"99 0 0 99 0 0 cm /X Do", picture + packed + b"\nendstream")


def picture_that_calls_itself() -> bytes:
    form = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 99 99]"
        b" /Resources << /XObject << /X 5 0 R >> >> /Length 11 >>\nstream\n/X Do /X Do\nendstream"
    )
    return _page_with(b"/X Do /X Do", form)


def vast_page() -> bytes:
    return _page_with(b"").replace(b"[0 0 99 99]", b"[0 0 999999999 999999999]")


def thin_page() -> bytes:
    return _page_with(b"").replace(b"[0 0 99 99]", b"[0 0 20000 0.0001]")


def endless_pattern() -> bytes:
    """A tile a ten-thousandth of a point wide, over the whole page."""
    tile = (
        b"<< /Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.0001"
        b" /YStep 0.0001 /Resources << >> /Length 12 >>\nstream\n0 0 1 1 re f\nendstream"
    )
    page = _page_with(b"/Pattern cs /X scn 0 0 99 99 re f", tile)
    return page.replace(b"/XObject << /X 5 0 R >>", b"/Pattern << /X 5 0 R >>")


def slow_to_draw() -> bytes:
    """Ten million crossing lines, in a few kilobytes; nothing to read."""
    content = inflating(b"0 0 m 99 99 l 0 99 l 99 0 l S\n" * 20_000, 250)
    return _one_page(content, b"/Filter /FlateDecode")


def slow_to_draw_but_ours() -> bytes:
    """The number is found at once; the drawing never ends."""
    with pikepdf.open(BytesIO(paper.document())) as document:
        page = document.pages[0]
        lines = inflating(b"0 0 m 800 500 l 0 500 l 800 0 l S\n" * 20_000, 15)
        page.contents_add(pikepdf.Stream(document, lines, Filter=pikepdf.Name.FlateDecode))
        out = BytesIO()
        document.save(out)
    return out.getvalue()


def many_attachments() -> bytes:
    """Fifty thousand names of the one file."""
    names = b"(a) 5 0 R " * 50_000
    page = _page_with(b"", b"<< /Type /Filespec /F (a) /EF << /F 4 0 R >> >>")
    tree = b"/Names << /EmbeddedFiles << /Names [%s] >> >>" % names
    return page.replace(b"/Pages 2 0 R >>", b"/Pages 2 0 R " + tree + b" >>")


def deep_pages() -> bytes:
    """A tree of pages, one in another, five thousand times."""
    tree = [
        b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (number + 1) for number in range(2, 5_002)
    ]
    catalogue = b"<< /Type /Catalog /Pages 2 0 R >>"
    return _whole([catalogue, *tree, b"<< /Type /Page /MediaBox [0 0 99 99] >>"])


def layers_of_filters() -> bytes:
    """Sixty-four unpackings of the same bytes."""
    return _one_page(zlib.compress(b"q Q"), b"/Filter [" + b"/FlateDecode " * 64 + b"]")


BOMBS = (
    *(bomb, nested_bomb, many_pages, endless_pages, deep, bomb_of_objects, bomb_of_references),
    *(references_in_a_ring, vast_picture, picture_that_calls_itself, vast_page, thin_page),
    *(endless_pattern, slow_to_draw, slow_to_draw_but_ours, many_attachments, deep_pages),
    layers_of_filters,
)


def _page_with(content: bytes, thing: bytes = b"null") -> bytes:
    """A page that may draw the object beside it, /X."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R"
    return _whole(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            page + b" /Resources << /XObject << /X 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            thing,
        ]
    )


def _one_page(content: bytes, how: bytes) -> bytes:
    stream = b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), how, content)
    return _whole(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R >>",
            stream,
        ]
    )


def _whole(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)
