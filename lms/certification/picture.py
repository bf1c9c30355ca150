"""A certificate's picture for sharing: light enough for a phone, and saying what it is not."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MARK = "ภาพสำหรับแบ่งปัน ใช้ตรวจสอบไม่ได้โดยลำพัง"
HEAVIEST = 150_000  # bytes
_QUALITIES = (85, 75, 65, 50, 35, 20)
_MARK_FILE = Path(__file__).with_name("mark.png")  # `MARK` in letters; a test knows how

_pdfium = Lock()  # PDFium serves one thread at a time


def picture(pdf: bytes, width: int = 1200) -> bytes:
    """The first page as WebP of at most `HEAVIEST` bytes, with `MARK` in a strip beneath it."""
    from PIL import Image

    page, strip = _drawn(pdf, width), _strip(width)
    whole = Image.new("RGB", (width, page.height + strip.height), "white")
    whole.paste(page, (0, 0))
    whole.paste(strip, (0, page.height))
    for quality in _QUALITIES:
        out = BytesIO()
        whole.save(out, "WEBP", quality=quality, method=4)
        if out.tell() <= HEAVIEST:
            return out.getvalue()
    return picture(pdf, width * 3 // 4)


def page_png(pdf: bytes, width: int = 1400) -> bytes:
    """The first page alone as PNG, for whoever sets out what it looks like."""
    out = BytesIO()
    _drawn(pdf, width).quantize(256).save(out, "PNG", optimize=True)
    return out.getvalue()


@lru_cache(maxsize=4)
def _strip(width: int) -> "Image":
    """The mark as pixels, ready made: Pillow cannot shape Thai; web pages need no WeasyPrint."""
    from PIL import Image

    with Image.open(_MARK_FILE) as mark:
        return mark.convert("RGB").resize((width, round(mark.height * width / mark.width)))


def _drawn(pdf: bytes, width: int) -> "Image":
    import pypdfium2  # type: ignore[import-untyped]

    with _pdfium, pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        bitmap = page.render(scale=width / page.get_width())
        image: Image = bitmap.to_pil().convert("RGB")
    return image if image.width == width else image.resize((width, image.height))
