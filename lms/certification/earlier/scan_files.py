"""What a scan may be: looked at from outside only. Nothing here opens a PDF or draws a picture."""

from __future__ import annotations

import io
import struct
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from lms.certification.earlier.scan_names import is_of_the_system, readable_name
from lms.images import BadPicture, Fault, measure

LARGEST = 12 * 10**6  # bytes of one scan
MOST_FILES = 20_000
PDF = "application/pdf"
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", PDF: "pdf"}

_MOST_PIXELS = 80_000_000  # A3 at 600 dots an inch
_DIRECTORY = 16 * 2**20  # bytes of a zip's list of files
_SWELLS = 20  # scans are packed already: a zip that grows so much is none of scans
_END = b"PK\x05\x06"
_LAST = {"image/jpeg": b"\xff\xd9", "image/png": b"IEND", PDF: b"%%EOF"}


class BadScan(ValueError):
    """Not taken; `why` is a key of scan_words.WHY."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def media_type(content: bytes) -> str:
    """What the bytes are, whatever their name says; raises BadScan."""
    if not content:
        raise BadScan("empty")
    if len(content) > LARGEST:
        raise BadScan("large")
    kind = PDF if b"%PDF-" in content[:1024] else _picture(content)
    if _LAST.get(kind, b"") not in content[-65_536:]:
        raise BadScan("broken")  # half a copy
    return kind


def _picture(content: bytes) -> str:
    try:
        kind, width, height = measure(content)
    except BadPicture as fault:
        known = {Fault.HEIF: "heif", Fault.TOO_LARGE: "pixels", Fault.BROKEN: "broken"}
        raise BadScan(known.get(fault.fault, "unknown")) from fault
    if width * height > _MOST_PIXELS:
        raise BadScan("pixels")
    return kind


def opened(file: BinaryIO) -> ZipFile:
    """A zip whose list of files is no bomb itself; raises BadScan."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) < place + 22:
        raise BadScan("no_zip")
    count, directory = struct.unpack("<HI", tail[place + 10 : place + 16])
    if count > MOST_FILES or directory > _DIRECTORY:
        raise BadScan("many")
    file.seek(0)
    try:
        archive = ZipFile(file)
    except (BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise BadScan("no_zip") from fault
    if sum(part.file_size for part in archive.infolist()) > _SWELLS * (size + LARGEST):
        raise BadScan("heavy")
    return archive


def names(archive: ZipFile) -> list[tuple[ZipInfo, str]]:
    """The files that somebody put in, in the zip's order, with readable names."""
    found = [
        (part, readable_name(part.filename, is_utf8=bool(part.flag_bits & 0x800)))
        for part in archive.infolist()
        if not part.is_dir()
    ]
    return [(part, name) for part, name in found if not is_of_the_system(name)]


def content_of(archive: ZipFile, part: ZipInfo) -> bytes:
    """One file's bytes; raises BadScan for what cannot or must not be unpacked."""
    if part.flag_bits & 0x1:
        raise BadScan("encrypted")
    if part.file_size > LARGEST:
        raise BadScan("large")
    try:
        with archive.open(part) as file:
            return file.read(LARGEST + 1)
    except Exception as fault:  # zlib and lzma have errors of their own
        raise BadScan("broken") from fault
