"""An emblem or signature comes out small, clean and sharp, or with the reason why not."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image, ImageDraw

from lms import artwork
from lms.artwork import art
from lms.images import BadPicture, Fault


def a_file(image: Image.Image, form: str = "PNG", **saving: object) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **saving)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def signed(paper: tuple[int, ...], mode: str = "RGB") -> Image.Image:
    """A stroke of blue ink across a sheet with wide margins."""
    sheet = Image.new(mode, (1000, 500), paper)
    points = [(300 + step * 4, 250 + (step * 37) % 120) for step in range(100)]
    ImageDraw.Draw(sheet).line(points, fill=(20, 30, 140), width=8)
    return sheet


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_taken(mode: str) -> None:
    black = Image.new("RGB", (300, 200)).convert("L" if mode == "I;16" else mode)
    made = opened(art(a_file(black.convert("I;16") if mode == "I;16" else black), 400, 6_000))
    assert (made.format, made.size) == ("PNG", (300, 200))


@pytest.mark.parametrize("ink", [False, True])
def test_the_hardest_picture_fits_its_limit(ink: bool) -> None:
    noise = Image.frombytes("RGBA", (900, 700), random.Random(4).randbytes(900 * 700 * 4))
    made = opened(art(a_file(noise), 400, 5_000, ink=ink))
    assert max(made.size) < 160
    assert abs(made.width / made.height - 9 / 7) < 0.1


def test_its_size_is_found_in_a_few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = []

    def counted(image: Image.Image, colours: int) -> tuple[Image.Image, int]:
        rounds.append(max(image.size))
        return usual(image, colours)

    usual = artwork._in_colours
    monkeypatch.setattr(artwork, "_in_colours", counted)
    noise = Image.frombytes("RGB", (400, 400), random.Random(5).randbytes(400 * 400 * 3))
    made = opened(art(a_file(noise), 400, 2_000))
    assert len(rounds) <= 14
    assert min(side for side in rounds if side > max(made.size)) < max(made.size) * 1.2


def test_a_plain_emblem_keeps_its_size_and_its_clear_parts() -> None:
    emblem = Image.new("RGBA", (800, 800), (0, 0, 0, 0))
    ImageDraw.Draw(emblem).rectangle((200, 200, 599, 599), fill=(120, 30, 90, 255))
    ImageDraw.Draw(emblem).rectangle((300, 300, 499, 499), fill=(0, 0, 0, 0))
    made = opened(art(a_file(emblem), 400, 6_000))
    assert made.size == (400, 400)  # its empty margins are gone
    assert made.getpixel((20, 20)) == (120, 30, 90, 255)
    assert made.getpixel((200, 200))[3] == 0


@pytest.mark.parametrize("paper", [(255, 255, 255), (203, 200, 192)])
def test_of_a_signature_on_paper_the_ink_is_kept(paper: tuple[int, int, int]) -> None:
    photograph = a_file(signed(paper), "JPEG", quality=80)
    made = opened(art(photograph, 500, 1_900, ink=True))
    assert made.width > 200
    shades = made.getchannel("A").histogram()
    assert shades[0] > made.width * made.height / 3  # paper is clear,
    assert shades[255] > 100  # ink is not,
    darkest = [
        made.getpixel((x, y))
        for x in range(made.width)
        for y in range(made.height)
        if made.getpixel((x, y))[3] == 255
    ]
    assert all(blue > red + 50 for red, _, blue, _ in darkest)  # and it is still blue


@pytest.mark.parametrize(
    ("content", "ink", "fault"),
    [
        (a_file(Image.new("RGBA", (300, 300), (0, 0, 0, 0))), False, Fault.BLANK),
        (a_file(Image.new("RGB", (300, 300), (252, 252, 252))), False, Fault.BLANK),
        (a_file(Image.new("RGB", (300, 300), (200, 200, 200))), True, Fault.BLANK),
        (a_file(Image.new("RGB", (99, 99), (0, 0, 0))), False, Fault.TOO_SMALL),
        (a_file(Image.new("1", (4001, 4001))), False, Fault.TOO_LARGE),
        (a_file(signed((255, 255, 255)), "WEBP"), False, Fault.UNKNOWN),
        (a_file(signed((255, 255, 255)), "TIFF"), False, Fault.UNKNOWN),
        (a_file(signed((255, 255, 255)))[:2000], False, Fault.BROKEN),
    ],
)
def test_what_cannot_be_printed_is_refused_with_the_reason(
    content: bytes, ink: bool, fault: Fault
) -> None:
    with pytest.raises(BadPicture) as refused:
        art(content, 400, 6_000, ink=ink)
    assert refused.value.fault is fault
