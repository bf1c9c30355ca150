"""Small pictures of each design, to see when one changes; run as a program, it draws them anew."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image

from lms.certification.printing import page_pdf
from lms.certification.specimens import specimens

DESIGNS = ("standard", "modern", "english")
PLACES = (0, 11)  # of the specimens: the ordinary one, and the one with everything
_FOLDER = Path(__file__).parents[1] / "certification" / "golden"


def golden(design: str, place: int) -> Path:
    """The picture that is kept."""
    return _FOLDER / f"{design}-{place}.png"


def small(pdf: bytes) -> Image.Image:
    """The page in grey, large enough to see a name."""
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        picture: Image.Image = document[0].render(scale=0.75).to_pil().convert("L")
        return picture


if __name__ == "__main__":
    for design in DESIGNS:
        facts = list(specimens(design))
        for place in PLACES:
            picture = small(page_pdf(facts[place])).quantize(16).convert("L")
            picture.quantize(16).save(golden(design, place), optimize=True)
