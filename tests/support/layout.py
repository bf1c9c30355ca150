"""Where things stand on a printed page."""

from __future__ import annotations

import ctypes
from io import BytesIO

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image
from pypdfium2 import raw

Box = tuple[float, float, float, float]


def line_boxes(document: bytes) -> list[Box]:
    """The ink of each printed run of text and each picture, in points from the lower left."""
    runs: dict[int, Box] = {}
    with pypdfium2.PdfDocument(document) as opened:
        for part in opened[0].get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE]):
            left, bottom, right, top = part.get_bounds()
            run = marked_content(part)
            before = runs.get(run, (left, bottom, right, top))
            runs[run] = (
                *(min(before[0], left), min(before[1], bottom)),
                *(max(before[2], right), max(before[3], top)),
            )
    return list(runs.values())


def marked_content(part: pypdfium2.PdfObject) -> int:
    """The number (MCID) of the run that a piece of text belongs to."""
    found = ctypes.c_int(-1)
    for place in range(raw.FPDFPageObj_CountMarks(part.raw)):
        mark = raw.FPDFPageObj_GetMark(part.raw, place)
        raw.FPDFPageObjMark_GetParamIntValue(mark, b"MCID", found)
    return found.value


def overlap(one: Box, other: Box) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > 1 and high > 1.5  # points; boxes of marks may touch where their ink does not


def square(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (200, 200), colour).save(out, "PNG")
    return out.getvalue()
