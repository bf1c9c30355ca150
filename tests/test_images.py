"""Whatever a phone sends becomes a small clean picture, or a reason why not."""

from __future__ import annotations

import io
import os
import struct
import zlib

import pytest
from PIL import Image

from lms import images
from lms.images import BadPicture, Fault


def a_file(image: Image.Image, form: str = "PNG", **saving: object) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **saving)
    return file.getvalue()


def noise(width: int, height: int) -> Image.Image:
    """The hardest picture to make small."""
    return Image.frombytes("RGB", (width, height), os.urandom(width * height * 3))


@pytest.mark.parametrize("size", [(2400, 1800), (1800, 2400), (1600, 100), (40, 30)])
def test_a_picture_fits_its_limits_whatever_it_shows(size: tuple[int, int]) -> None:
    picture = images.clean(a_file(noise(*size), "JPEG", quality=90))
    assert max(picture.width, picture.height) <= min(1600, max(size))
    assert len(picture.content) <= 300_000
    assert len(picture.small) <= 40_000
    assert abs(picture.width / picture.height - size[0] / size[1]) < 0.1 * size[0] / size[1]


MODES = {
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "JPEG": ("L", "RGB", "CMYK"),
    "WEBP": ("RGB", "RGBA"),
}


@pytest.mark.parametrize(
    ("form", "mode"), [(f, mode) for f, modes in MODES.items() for mode in modes]
)
def test_every_kind_of_picture_is_kept_in_plain_colours(form: str, mode: str) -> None:
    picture = images.clean(a_file(Image.new(mode, (300, 200)), form))
    with Image.open(io.BytesIO(picture.content)) as kept:
        assert (kept.format, kept.mode, kept.size) == ("WEBP", "RGB", (300, 200))


def test_what_was_transparent_is_white() -> None:
    picture = images.clean(a_file(Image.new("RGBA", (60, 60), (0, 0, 0, 0))))
    with Image.open(io.BytesIO(picture.content)) as kept:
        assert kept.getpixel((30, 30)) == (255, 255, 255)


def test_profile_comment_and_exif_are_gone() -> None:
    exif = Image.Exif()
    exif[0x9286] = "SECRET"
    content = a_file(Image.new("RGB", (90, 60)), "JPEG", exif=exif, comment=b"SECRET")
    assert b"SECRET" in content
    picture = images.clean(content)
    for kept in (picture.content, picture.small):
        assert b"SECRET" not in kept
        assert b"EXIF" not in kept
        assert b"ICCP" not in kept


def _png(width: int, height: int, data: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


REFUSED = {
    "nothing": (b"", Fault.EMPTY),
    "too heavy": (b"\xff\xd8" + b"0" * 12_000_001, Fault.TOO_HEAVY),
    "an iPhone's": (b"\0\0\0\x18ftypheic" + b"\0" * 99, Fault.HEIF),
    "text": ("ข้อความ".encode() * 99, Fault.UNKNOWN),
    "gif": (a_file(Image.new("P", (9, 9)), "GIF"), Fault.UNKNOWN),
    "tiff": (a_file(Image.new("RGB", (9, 9)), "TIFF"), Fault.UNKNOWN),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Fault.UNKNOWN),
    "a bomb": (_png(60_000, 60_000, zlib.compress(b"\0" * 9_999)), Fault.TOO_LARGE),
    "a long strip": (_png(30_000, 2, zlib.compress(b"\0" * 9_999)), Fault.TOO_LARGE),
    "a broken one": (_png(300, 300, b"not compressed"), Fault.BROKEN),
    "half of one": (a_file(noise(300, 300), "JPEG")[:5_000], Fault.BROKEN),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used_is_refused_with_the_reason(name: str) -> None:
    content, fault = REFUSED[name]
    with pytest.raises(BadPicture) as refused:
        images.clean(content)
    assert refused.value.fault is fault


def test_half_a_picture_is_refused_also_where_another_library_lets_pillow_take_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(BadPicture):
        images.clean(REFUSED["half of one"][0])
