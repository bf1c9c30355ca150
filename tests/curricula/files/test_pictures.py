import io

import pytest
from PIL import Image

from lms.curricula.files.media_files import sides


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("lossless", [True, False])
def test_the_sides_of_a_picture_are_read_from_its_head(kind: str, lossless: bool) -> None:
    file = io.BytesIO()
    Image.new("RGB", (321, 123), "red").save(file, kind, lossless=lossless)
    assert sides(file.getvalue()) == (321, 123)


def test_the_sides_of_a_transparent_and_of_a_rotated_picture_are_read() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (300, 200), (1, 2, 3, 4)).save(file, "WEBP", exif=Image.Exif().tobytes())
    assert sides(file.getvalue()) == (300, 200)


@pytest.mark.parametrize(
    ("svg", "expected"),
    [
        ('<svg viewBox="0 0 640 360">', (640, 360)),
        ("<?xml version='1.0'?><svg width='1' viewBox='-5,-5, 10.4 20'>", (10, 20)),
        ("<svg>", None),
        ("", None),
        ("not a picture", None),
    ],
)
def test_the_sides_of_a_drawing_are_its_view_box(svg: str, expected: tuple[int, int]) -> None:
    assert sides(svg.encode()) == expected


@pytest.mark.parametrize("content", [b"\x89PNG", b"\xff\xd8\xff", b"RIFF0000WEBPVP8X"])
def test_a_broken_picture_has_no_sides(content: bytes) -> None:
    assert sides(content) is None
