"""Pictures that people send: whatever a phone sends becomes a small, clean WebP.

Nothing of the file that was sent is kept: no EXIF, no place, no colour profile, no trailing bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
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
ART_FORMATS = ("PNG", "JPEG")
_QUALITIES = (80, 70, 58, 45)
_HEIF = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif"})


class Fault(StrEnum):
    """Why a file is no picture for us."""

    EMPTY = "empty"
    TOO_HEAVY = "too_heavy"
    HEIF = "heif"  # an iPhone's own format
    UNKNOWN = "unknown"  # none of FORMATS, whatever its name says
    TOO_LARGE = "too_large"  # in pixels
    TOO_SMALL = "too_small"
    BLANK = "blank"  # white or clear all over
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
    picture = opened(content, FORMATS, _MAX_PIXELS, _photograph)
    large, kept = _packed(picture, MAX_SIDE, MAX_KEPT)
    small, _ = _packed(kept, SMALL_SIDE, MAX_SMALL)
    return Picture(large, kept.width, kept.height, small)


def measure(content: bytes, formats: tuple[str, ...] = ART_FORMATS) -> tuple[str, int, int]:
    """Media type, width and height by the head alone: nothing is drawn. Raises BadPicture."""
    import warnings

    from PIL import Image, UnidentifiedImageError

    _refuse_file(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=formats)
    except UnidentifiedImageError:
        raise BadPicture(Fault.UNKNOWN) from None
    except Image.DecompressionBombError:
        raise BadPicture(Fault.TOO_LARGE) from None
    except Exception as error:
        raise BadPicture(Fault.BROKEN) from error
    return Image.MIME[image.format or ""], image.width, image.height


def opened(
    content: bytes,
    formats: tuple[str, ...],
    most: Mapping[str, int],
    made: Callable[[Image], Image],
) -> Image:
    """What is made of the picture, set upright; `most` pixels by format. Raises BadPicture."""
    import warnings

    from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

    _refuse_file(content)
    # WeasyPrint, where it is loaded too, lets all of Pillow take half a picture for a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=formats)
        if image.width * image.height > most[image.format or ""] or max(image.size) > _LONGEST_SIDE:
            raise BadPicture(Fault.TOO_LARGE)
        image.draft("RGB", (MAX_SIDE, MAX_SIDE))
        return made(ImageOps.exif_transpose(image))
    except BadPicture:
        raise
    except UnidentifiedImageError:
        raise BadPicture(Fault.UNKNOWN) from None
    except Image.DecompressionBombError:
        raise BadPicture(Fault.TOO_LARGE) from None
    except Exception as error:
        raise BadPicture(Fault.BROKEN) from error


def _refuse_file(content: bytes) -> None:
    if not content:
        raise BadPicture(Fault.EMPTY)
    if len(content) > MAX_BYTES:
        raise BadPicture(Fault.TOO_HEAVY)
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF:
        raise BadPicture(Fault.HEIF)


def _photograph(image: Image) -> Image:
    """In plain RGB on white, at most MAX_SIDE."""
    image.thumbnail((MAX_SIDE, MAX_SIDE))
    return on_white(image)


def on_white(image: Image) -> Image:
    """In plain RGB, white where it was clear."""
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
