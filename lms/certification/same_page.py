"""Whether two PDFs of one page look alike and read alike."""

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_DOTS = 110  # an inch
_GREY = 96  # of 255: what the edge of a letter may differ by when it stands a hair beside itself
_FEW = 40  # pixels of a page that may differ by more


def same_page(one: bytes, other: bytes) -> bool:
    """Whether somebody who looks at both, or copies their text, finds no difference."""
    from PIL import ImageChops

    picture, text = _seen(one)
    other_picture, other_text = _seen(other)
    if picture.size != other_picture.size or text != other_text:
        return False
    beyond = ImageChops.difference(picture, other_picture).histogram()[_GREY:]
    return sum(beyond) <= _FEW


def _seen(pdf: bytes) -> tuple["Image", str]:
    import pypdfium2  # type: ignore[import-untyped]

    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        page = document[0]
        picture = page.render(scale=_DOTS / 72).to_pil().convert("L")
        return picture, page.get_textpage().get_text_range()
