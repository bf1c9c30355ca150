"""An emblem or a signature as a certificate carries it: a small, clean PNG of few colours."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from lms.images import ART_FORMATS, BadPicture, Fault, on_white, opened

if TYPE_CHECKING:
    from PIL.Image import Image

ART_PIXELS = 16_000_000
LEAST_ART = 100  # pixels of the longer side; less is a blur on paper
_ART_COLOURS = (16, 32)
_INKS = (2,)
_LEAST_SIDE = 40  # pixels; below it nothing is left to be seen
_GRAIN = 24  # of 255: how much paper that was photographed differs from itself
_WHITE = 245  # of 255: lighter than this is paper


def art(content: bytes, side: int, most: int, *, ink: bool = False) -> bytes:
    """An emblem as PNG of few colours: at most `side` pixels, and `most` bytes as a document packs
    it. What is clear stays clear, empty margins go; with `ink`, for a signature, paper goes too.

    Raises BadPicture, and nothing else.
    """
    made = _signature if ink else _drawing
    drawn = _near(opened(content, ART_FORMATS, dict.fromkeys(ART_FORMATS, ART_PIXELS), made), side)
    return _png(_largest(drawn, min(side, max(drawn.size)), most, _INKS if ink else _ART_COLOURS))


def _near(drawn: Image, side: int) -> Image:
    """Twice as large as it can become, at least: every size is drawn from this one."""
    factor = max(drawn.size) // (2 * side)
    return drawn.reduce(factor) if factor > 1 else drawn


def _largest(drawn: Image, side: int, most: int, palettes: Sequence[int]) -> Image:
    """In the largest of the sizes that is light enough, which halving finds, or in the smallest;
    with the most colours that are light enough there.
    """
    sizes = _sizes(side)
    first, last = 0, len(sizes) - 1
    best, found = _in_colours(_within(drawn, sizes[-1]), palettes[0])[0], last
    while first <= last:
        middle = first if first == 0 and last == len(sizes) - 1 else (first + last) // 2
        tried, weight = _in_colours(_within(drawn, sizes[middle]), palettes[0])
        if weight <= most:
            best, found, last = tried, middle, middle - 1
        else:
            first = middle + 1
    for colours in palettes[1:]:
        richer, weight = _in_colours(_within(drawn, sizes[found]), colours)
        best = richer if weight <= most else best
    return best


def _sizes(side: int) -> list[int]:
    """Each a tenth less than the one before."""
    sizes = [side]
    while sizes[-1] > _LEAST_SIDE:
        sizes.append(sizes[-1] * 9 // 10)
    return sizes


def _within(drawn: Image, side: int) -> Image:
    smaller = drawn.copy()
    smaller.thumbnail((side, side))
    return smaller


def _drawing(image: Image) -> Image:
    """With its clear parts, without its empty margins."""
    return _trimmed(_with_clearness(image))


def _signature(image: Image) -> Image:
    """The ink alone: the darker, the more of it is there; paper, be it grey, is clear."""
    drawn = _trimmed(_with_clearness(image))
    grey = on_white(drawn).convert("L")
    counts, whole = grey.histogram(), grey.width * grey.height
    ink, paper = _shade_at(counts, whole // 500), _shade_at(counts, whole * 9 // 10)
    light = paper - _GRAIN
    if light - ink < _GRAIN:
        raise BadPicture(Fault.BLANK)
    drawn.putalpha(grey.point([_there(shade, ink, light) for shade in range(256)]))
    return _trimmed(drawn)


def _shade_at(counts: list[int], place: int) -> int:
    """The shade of the pixel at this place, from the darkest on."""
    return bisect_right(list(accumulate(counts)), place)


def _there(shade: int, ink: int, paper: int) -> int:
    return round(min(max((paper - shade) / (paper - ink), 0), 1) * 255)


def _with_clearness(image: Image) -> Image:
    if image.mode.startswith("I"):  # sixteen bits of grey
        image = image.point(lambda value: value / 256).convert("L")
    return image.convert("RGBA")


def _trimmed(drawn: Image) -> Image:
    ink = on_white(drawn).convert("L").point(lambda grey: 0 if grey > _WHITE else 255)
    box = ink.getbbox()
    if box is None:
        raise BadPicture(Fault.BLANK)
    drawn = drawn.crop(box)
    if max(drawn.size) < LEAST_ART:
        raise BadPicture(Fault.TOO_SMALL)
    return drawn


def _in_colours(image: Image, colours: int) -> tuple[Image, int]:
    """In so few colours and four degrees of clearness; and what it weighs when it is packed."""
    from PIL import Image as Images

    alpha = image.getchannel("A").point([round(shade / 85) for shade in range(256)])
    seen = image.convert("RGB")
    seen.paste((255, 255, 255), mask=alpha.point(lambda degree: 0 if degree else 255))
    few = seen.quantize(colours, Images.Quantize.MEDIANCUT, dither=Images.Dither.NONE)
    weight = len(_png(few))
    if alpha.getextrema()[0] == 3:  # nothing is clear
        return few.convert("RGB"), weight
    shades = alpha.convert("P")
    shades.putpalette(bytes(12))
    weight += len(_png(shades))
    whole = few.convert("RGB")
    whole.putalpha(alpha.point(lambda degree: degree * 85))
    return whole, weight


def _png(image: Image) -> bytes:
    packed = io.BytesIO()
    image.save(packed, "PNG", optimize=True)
    return packed.getvalue()
