"""Pictures of few colours are packed in a PDF, and look as they did."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageDraw

from lms import pdf, pdf_finish
from tests.support.paper import pixels


def drawn(colours: int, *, clear: bool) -> Image.Image:
    """Stripes of so many colours, fading to the right in four steps if asked."""
    image = Image.new("RGB", (301, 203), "white")
    for number in range(colours):
        colour = (number * 7 % 256, 255 - number * 3 % 256, number // 2)
        ImageDraw.Draw(image).rectangle((number, 0, 301, 203), fill=colour)
    if clear:
        shades = Image.new("L", image.size)
        for step in range(4):
            ImageDraw.Draw(shades).rectangle((75 * step, 0, 301, 203), fill=step * 85)
        image.putalpha(shades)
    return image


def printed(image: Image.Image, folder: Path, kind: str = "png") -> bytes:
    out = BytesIO()
    image.save(out, kind)
    address = f"data:image/{kind};base64,{b64encode(out.getvalue()).decode()}"
    style = "<style>img { image-rendering: crisp-edges; width: 100mm }</style>"
    return pdf.render(
        f"<html lang=th><title>ก</title>{style}<img alt=ข src='{address}'></html>", folder
    )


def depths(document: bytes) -> list[int]:
    with pikepdf.open(BytesIO(document)) as opened:
        found: list[Any] = [one for one in opened.objects if isinstance(one, pikepdf.Stream)]
        pictures = [one for one in found if one.get("/Subtype") == "/Image"]
        return sorted(int(one.BitsPerComponent) for one in pictures)


@pytest.mark.parametrize(
    ("colours", "clear", "wanted"),
    [
        (1, False, [1]),
        (2, True, [1, 2]),
        (4, False, [2]),
        (16, True, [2, 4]),
        (17, True, [2, 8]),
        (256, False, [8]),
        (300, True, [2, 8]),
    ],
)
def test_a_picture_looks_the_same_and_weighs_less(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, colours: int, clear: bool, wanted: list[int]
) -> None:
    image = drawn(colours, clear=clear)
    packed = printed(image, tmp_path)
    monkeypatch.setattr(pdf_finish, "pack_pictures", lambda _document: None)
    plain = printed(image, tmp_path)
    assert depths(packed) == wanted
    assert ImageChops.difference(pixels(packed), pixels(plain)).getbbox() is None
    assert colours > 16 or len(packed) <= len(plain)


def test_a_photograph_stays_as_it_is_packed(tmp_path: Path) -> None:
    image = Image.effect_noise((301, 203), 60).convert("RGB")
    document = printed(image, tmp_path, "jpeg")
    with pikepdf.open(BytesIO(document)) as opened:
        found: list[Any] = [one for one in opened.objects if isinstance(one, pikepdf.Stream)]
        (picture,) = [one for one in found if one.get("/Subtype") == "/Image"]
        assert picture.Filter == "/DCTDecode"
    assert len(pixels(document).getcolors(1 << 24) or ()) > 100
