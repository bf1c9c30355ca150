"""Writing a PDF: objects as bytes, and the table that says where each of them stands.

A file is a head that never changes, then what each document has for itself, then a cross-reference
stream (ISO 32000-2, 7.5.7 and 7.5.8). Head and own part are made alike: streams one after another,
then all other objects packed into one object stream.
"""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import pikepdf

_EACH_LEVEL = 6  # of 9, for what is packed for every document
_ONCE_LEVEL = 9  # for what is packed once for many
_MARK = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_UNUSED = b"\x00\x00\x00\x00\x00\xff\xff"


@dataclass(frozen=True, slots=True)
class Head:
    """The constant beginning of many files: its bytes, and the table's row for each object."""

    content: bytes
    rows: Mapping[int, bytes]
    following: int  # the first number that is free


def head(streams: Mapping[int, bytes], others: Mapping[int, bytes], following: int) -> Head:
    """The head of a file. The values are objects as `stream` and `plain` write them; `following` is
    the first number that no object of the file has."""
    content = bytearray(_MARK)
    rows = _standing(content, streams)
    rows |= _packed(content, others, following, _ONCE_LEVEL)
    return Head(bytes(content), rows, following + 1)


def file(
    beginning: Head, streams: Mapping[int, bytes], others: Mapping[int, bytes], trailer: bytes
) -> tuple[bytes, dict[int, int]]:
    """A whole file, and where its own streams stand. `streams` may hold other objects that have to
    stand by themselves, as a signature has to; `trailer` has /Root, /Info and /ID."""
    content = bytearray(beginning.content)
    own = _standing(content, streams)
    rows = {**beginning.rows, **own}
    rows |= _packed(content, others, beginning.following, _EACH_LEVEL)
    here, number = len(content), beginning.following + 1
    rows[number] = _row(1, here)
    table = b"".join(rows.get(one, _UNUSED) for one in range(number + 1))
    about = b"/Type/XRef/Size %d/W[1 4 2]" % (number + 1)
    content += numbered(number, stream(about + trailer, table))
    content += b"startxref\n%d\n%%%%EOF\n" % here
    return bytes(content), {each: int.from_bytes(row[1:5]) for each, row in own.items()}


def _standing(content: bytearray, objects: Mapping[int, bytes]) -> dict[int, bytes]:
    """Write objects one after another; their rows."""
    rows = {}
    for number, body in objects.items():
        rows[number] = _row(1, len(content))
        content += numbered(number, body)
    return rows


def _packed(
    content: bytearray, objects: Mapping[int, bytes], number: int, level: int
) -> dict[int, bytes]:
    """Write objects into one object stream of this number; their rows and its own."""
    table, bodies = [], bytearray()
    for each, body in objects.items():
        table.append(f"{each} {len(bodies)}")
        bodies += body + b"\n"
    first = " ".join(table).encode("ascii") + b"\n"
    about = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(first))
    rows = _standing(content, {number: stream(about, bytes(first + bodies), level)})
    return rows | {each: _row(2, number, place) for place, each in enumerate(objects)}


def _row(kind: int, where: int, which: int = 0) -> bytes:
    return kind.to_bytes(1) + where.to_bytes(4) + which.to_bytes(2)


def numbered(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%b\nendobj\n" % (number, body)


def stream(about: bytes, content: bytes, level: int = _EACH_LEVEL) -> bytes:
    """A stream, packed; `about` are the entries of its dictionary."""
    packed = zlib.compress(content, level)
    return packed_stream(about + b"/Filter/FlateDecode", packed)


def stream_for_many(about: bytes, content: bytes) -> bytes:
    """The same, packed as small as can be: once, for many documents."""
    return stream(about, content, _ONCE_LEVEL)


def packed_stream(about: bytes, content: bytes) -> bytes:
    """A stream of bytes that stay as they are."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (about, len(content), content)


def text(words: str) -> bytes:
    """A text string."""
    if words.isascii() and words.isprintable():
        return b"(" + re.sub(rb"([\\()])", rb"\\\1", words.encode("ascii")) + b")"
    return b"<FEFF" + words.encode("utf-16-be").hex().encode("ascii") + b">"


def plain(found: object) -> bytes:
    """An object of pikepdf as bytes: a reference, where it stands by itself in its file."""
    if isinstance(found, pikepdf.Object) and found.is_indirect:
        return b"%d 0 R" % found.objgen[0]
    return direct(found)


def direct(found: object) -> bytes:
    """The object itself, where `plain` would write a reference to it. No stream: see `stream`."""
    match found:
        case pikepdf.Dictionary():
            written = b"<<" + entries(found) + b">>"
        case pikepdf.Array():
            written = b"[" + b" ".join(plain(item) for item in found) + b"]"
        case pikepdf.String():
            written = _string(found)
        case pikepdf.Name():
            written = found.unparse()
        case bool() | None:
            written = {True: b"true", False: b"false", None: b"null"}[found]
        case int():
            written = b"%d" % found
        case Decimal() | float():
            written = f"{found:f}".encode("ascii")
        case _:
            raise TypeError(f"cannot be written: {type(found).__name__}")
    return written


def entries(found: pikepdf.Object) -> bytes:
    """What stands between << and >>."""
    rows = found.items()
    return b"".join(pikepdf.Name(key).unparse() + b" " + plain(one) for key, one in rows)


def _string(found: pikepdf.String) -> bytes:
    raw = bytes(found)
    if raw.startswith(b"\xfe\xff"):
        return text(raw[2:].decode("utf-16-be"))
    return b"<" + raw.hex().encode("ascii") + b">"
