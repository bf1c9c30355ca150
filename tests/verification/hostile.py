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


def bomb(size: int = 2**30) -> bytes:
    """A page whose contents unpack to a gigabyte."""
    squeeze = zlib.compressobj(9)
    chunk = b"q " * 2**19
    packed = b"".join(squeeze.compress(chunk) for _ in range(size // len(chunk)))
    return _one_page(packed + squeeze.flush(), b"/Filter /FlateDecode")


def nested_bomb() -> bytes:
    """The same, packed twice."""
    content = zlib.compress(zlib.compress(b"\0" * 2**28, 9), 9)
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
