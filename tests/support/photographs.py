"""A piece of paper as a telephone photographs it: from the side, unsharp, badly lit, with noise."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops, ImageFilter

_TABLE = 225  # how light what lies around is


@dataclass(frozen=True, slots=True)
class Conditions:
    """`fill` is the code's part of the picture's shorter side; `tilt` how far its corners stray."""

    fill: float = 0.8
    tilt: float = 0.06
    blur: float = 0.8  # px
    light: float = 0.8
    noise: int = 6
    turn: float = 7  # degrees


def photograph(
    paper: Image.Image, how: Conditions, *, size: tuple[int, int] = (1280, 960), seed: int = 1
) -> Image.Image:
    """The paper under these conditions, as JPEG keeps it; the same for the same seed."""
    chance = random.Random(seed)
    seen = paper.convert("L").transform(
        size,
        Image.Transform.PERSPECTIVE,
        _towards(paper.size, _corners(how, size, chance)),
        Image.Resampling.BICUBIC,
        fillcolor=_TABLE,
    )
    seen = seen.filter(ImageFilter.GaussianBlur(how.blur))
    shade = Image.linear_gradient("L").rotate(chance.uniform(0, 360)).resize(size)
    seen = ImageChops.multiply(seen, shade.point(lambda v: 255 * how.light * (0.6 + 0.4 * v / 255)))
    if how.noise:
        seen = ImageChops.add(seen, Image.effect_noise(size, how.noise), 1, -128)
    kept = BytesIO()
    seen.convert("RGB").save(kept, "JPEG", quality=82)
    return Image.open(kept).convert("RGB")


def _corners(
    how: Conditions, size: tuple[int, int], chance: random.Random
) -> list[tuple[float, float]]:
    half, angle = min(size) * how.fill / 2, math.radians(chance.uniform(-how.turn, how.turn))
    found = []
    for right, down in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        reach = half * (1 + how.tilt * chance.uniform(-1, 1))
        x = (right * math.cos(angle) - down * math.sin(angle)) * reach
        y = (right * math.sin(angle) + down * math.cos(angle)) * reach
        found.append((size[0] / 2 + x, size[1] / 2 + y))
    return found


def _towards(size: tuple[int, int], corners: list[tuple[float, float]]) -> list[float]:
    """The eight numbers of the perspective that puts the paper's corners there."""
    width, height = size
    own = ((0, 0), (width, 0), (width, height), (0, height))
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(corners, own, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for place in range(8):
        best = max(range(place, 8), key=lambda row: abs(rows[row][place]))
        rows[place], rows[best] = rows[best], rows[place]
        rows[place] = [value / rows[place][place] for value in rows[place]]
        for other in range(8):
            if other != place:
                share = rows[other][place]
                pairs = zip(rows[other], rows[place], strict=True)
                rows[other] = [a - share * b for a, b in pairs]
    return [row[8] for row in rows]
