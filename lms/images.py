"""The one file that knows pictures: whatever a phone sends becomes a small, clean WebP.

Nothing of the file that was sent is kept: no EXIF, no place, no colour profile, no trailing bytes.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 12 * 1000 * 1000  # of the file sent
MAX_SIDE = 1600
SMALL_SIDE = 480
MAX_KEPT = 300_000
MAX_SMALL = 38_000
# A JPEG is decoded small at once; the others stand in memory in full, four bytes a pixel.
_MAX_PIXELS = {"JPEG": 170_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
_LONGEST_SIDE = 20_000
_QUALITIES = (80, 70, 58, 45)
_HEIF = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif"})


class Fault(StrEnum):
    """Why a file is no picture for us."""

    EMPTY = "empty"
    TOO_HEAVY = "too_heavy"
    HEIF = "heif"  # an iPhone's own format
    UNKNOWN = "unknown"  # none of FORMATS, whatever its name says
    TOO_LARGE = "too_large"  # in pixels
    BROKEN = "broken"


class BadPicture(ValueError):
    """This file cannot be used; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as we keep it, and a small one for lists; both WebP."""

    content: bytes
    width: int
    height: int
    small: bytes


def clean(content: bytes) -> Picture:
    """The picture in a file that somebody sent; raises BadPicture, and nothing else."""
    if not content:
        raise BadPicture(Fault.EMPTY)
    if len(content) > MAX_BYTES:
        raise BadPicture(Fault.TOO_HEAVY)
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF:
        raise BadPicture(Fault.HEIF)
    picture = _decoded(content)
    large, kept = _packed(picture, MAX_SIDE, MAX_KEPT)
    small, _ = _packed(kept, SMALL_SIDE, MAX_SMALL)
    return Picture(large, kept.width, kept.height, small)


def _decoded(content: bytes) -> Image:
    """Upright, in plain RGB on white, at most MAX_SIDE."""
    import warnings

    from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

    # WeasyPrint, where it is loaded too, lets all of Pillow take half a picture for a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=FORMATS)
        _refuse_large(image)
        image.draft("RGB", (MAX_SIDE, MAX_SIDE))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((MAX_SIDE, MAX_SIDE))
        return _on_white(upright)
    except BadPicture:
        raise
    except UnidentifiedImageError:
        raise BadPicture(Fault.UNKNOWN) from None
    except Image.DecompressionBombError:
        raise BadPicture(Fault.TOO_LARGE) from None
    except Exception as error:
        raise BadPicture(Fault.BROKEN) from error


def _refuse_large(image: Image) -> None:
    most = _MAX_PIXELS.get(image.format or "", 0)
    if image.width * image.height > most or max(image.size) > _LONGEST_SIDE:
        raise BadPicture(Fault.TOO_LARGE)


def _on_white(image: Image) -> Image:
    from PIL import Image as Images

    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Images.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    if image.mode.startswith("I"):  # sixteen bits of grey
        image = image.point(lambda value: value / 256).convert("L")
    return image.convert("RGB")


def _packed(image: Image, side: int, most: int) -> tuple[bytes, Image]:
    """As WebP of at most `most` bytes: less quality first, then fewer pixels."""
    shrunk = image.copy()
    while True:
        shrunk.thumbnail((side, side))
        for quality in _QUALITIES:
            packed = io.BytesIO()
            shrunk.save(packed, "WEBP", quality=quality, method=3)
            if packed.tell() <= most:
                return packed.getvalue(), shrunk
        side = side * 3 // 4
