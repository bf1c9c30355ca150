"""A module's media folder: pictures with their sides, downloads, sound and film."""

import re
import struct
from collections.abc import Mapping
from pathlib import Path

from lms.curricula.files.problems import Problems
from lms.curricula.files.shapes import MediaFile
from lms.curricula.markdown.checking import PICTURES

_HEAVIEST = 40_000  # bytes of one picture: the page budget
_VIEW_BOX = re.compile(
    r"<svg\b[^>]*?\bviewBox=[\"']\s*[\d.-]+[\s,]+[\d.-]+[\s,]+([\d.]+)[\s,]+([\d.]+)"
)
_UNSAFE_SVG = re.compile(
    r"<\s*(script|foreignObject|iframe|!ENTITY)|\son\w+\s*=|javascript:"
    r"|(href|src)\s*=\s*[\"'](?!#|data:image/)|url\(\s*[\"']?(?!#)",
    re.IGNORECASE,
)


def read_media(module: Path, edition: Path, problems: Problems) -> Mapping[str, MediaFile]:
    """Every file below `module`/media, by the path that lessons write ("media/map.svg")."""
    found = {}
    for file in visible_files(module / "media"):
        path = file.relative_to(module).as_posix()
        found[path] = _media_file(file, file.relative_to(edition).as_posix(), problems)
    return found


def visible_files(folder: Path) -> list[Path]:
    """The files below a folder in a steady order, without what editors and systems leave behind."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return sorted(file for file in files if not _is_leftover(file.relative_to(folder)))


def _is_leftover(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return hidden or path.name.endswith(("~", ".swp", ".bak")) or path.name == "Thumbs.db"


def _media_file(file: Path, path: str, problems: Problems) -> MediaFile:
    size = file.stat().st_size
    if file.suffix.lower() not in PICTURES:
        return MediaFile(path, file, size)
    content = file.read_bytes()
    if size > _HEAVIEST:
        most = _HEAVIEST // 1000
        problems.note(file, 1, "heavy_picture", value=file.name, size=round(size / 1000), most=most)
    if file.suffix.lower() == ".svg" and _UNSAFE_SVG.search(_text(content)):
        problems.note(file, 1, "unsafe_svg")
    width, height = sides(content) or (None, None)
    return MediaFile(path, file, size, width, height)


def sides(content: bytes) -> tuple[int, int] | None:
    """Width and height of an SVG, PNG, JPEG or WebP picture, so that a page keeps room for it."""
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith(b"\xff\xd8"):
        return _jpeg_sides(content)
    if content[8:12] == b"WEBP":
        return _webp_sides(content)
    match = _VIEW_BOX.search(_text(content))
    return (round(float(match[1])), round(float(match[2]))) if match else None


def _jpeg_sides(content: bytes) -> tuple[int, int] | None:
    place = 2
    while place + 9 < len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker in range(0xC0, 0xD0) and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + int.from_bytes(content[place + 2 : place + 4])
    return None


def _webp_sides(content: bytes) -> tuple[int, int] | None:
    kind, body = content[12:16], content[20:30]
    if len(body) < 10:
        return None
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", body[6:10])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")
