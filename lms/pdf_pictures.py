"""Pictures of few colours as a PDF writes them smallest: each pixel the number of its colour.

An emblem in 16 colours takes half a byte a pixel in place of three, and what is clear of it a
quarter of one.
"""

from collections.abc import Sequence

import pikepdf

_MOST_PIXELS = 1_000_000  # of more it would take a while, and nobody puts those on a certificate
_DEPTHS = (1, 2, 4, 8)  # bits
_PHOTOGRAPHS = ("/DCTDecode", "/JPXDecode")  # JPEG, which has its own way of being small


def pack_pictures(document: pikepdf.Pdf) -> None:
    """Rewrite whatever picture in the document has few colours; it looks the same."""
    for one in document.objects:
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image":
            if one.get("/Filter") in _PHOTOGRAPHS:
                continue
            width, height = int(one.Width), int(one.Height)
            if one.get("/BitsPerComponent") == 8 and width * height <= _MOST_PIXELS:
                _pack(one, width, height)


def _pack(picture: pikepdf.Stream, width: int, height: int) -> None:
    space, pixels = picture.get("/ColorSpace"), picture.read_bytes()
    if space == "/DeviceRGB" and len(pixels) == width * height * 3:
        _pack_colours(picture, pixels, width)
    elif space == "/DeviceGray" and len(pixels) == width * height:
        _pack_shades(picture, pixels, width)


def _pack_colours(picture: pikepdf.Stream, pixels: bytes, width: int) -> None:
    colours = list(zip(pixels[::3], pixels[1::3], pixels[2::3], strict=True))
    numbers = {colour: number for number, colour in enumerate(sorted(set(colours)))}
    if len(numbers) > 256:
        return
    depth = _depth(len(numbers))
    palette = bytes(value for colour in numbers for value in colour)
    picture.write(_rows([numbers[colour] for colour in colours], width, depth))
    picture.ColorSpace = pikepdf.Array(
        [pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, len(numbers) - 1, pikepdf.String(palette)]
    )
    picture.BitsPerComponent = depth


def _pack_shades(picture: pikepdf.Stream, pixels: bytes, width: int) -> None:
    """Shades of grey that stand at even steps, as clearness does."""
    for depth in _DEPTHS[:-1]:
        step = 255 // (2**depth - 1)
        if not any(shade % step for shade in set(pixels)):
            picture.write(_rows([shade // step for shade in pixels], width, depth))
            picture.BitsPerComponent = depth
            return


def _depth(count: int) -> int:
    return next(depth for depth in _DEPTHS if count <= 2**depth)


def _rows(numbers: Sequence[int], width: int, depth: int) -> bytes:
    """The numbers in so few bits; each row begins with a byte of its own."""
    each = 8 // depth
    packed = bytearray()
    for start in range(0, len(numbers), width):
        row = [*numbers[start : start + width], *([0] * (-width % each))]
        for place in range(0, len(row), each):
            byte = 0
            for number in row[place : place + each]:
                byte = byte << depth | number
            packed.append(byte)
    return bytes(packed)
