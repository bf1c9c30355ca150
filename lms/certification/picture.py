"""A certificate's picture for sharing: light enough for a phone, and saying what it is not."""

from functools import lru_cache
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING

from lms.certification.design import designs_folder

if TYPE_CHECKING:
    from PIL.Image import Image

MARK = "ภาพสำหรับแบ่งปัน ใช้ตรวจสอบไม่ได้โดยลำพัง"
HEAVIEST = 150_000  # bytes
_QUALITIES = (85, 75, 65, 50, 35, 20)
_STRIP = """<!doctype html><html lang="th"><head><meta charset="utf-8"><title>{mark}</title><style>
@font-face {{ font-family: Sarabun; src: url("Sarabun-SemiBold.ttf"); }}
@page {{ size: 297mm 13mm; margin: 0; background: #1f2f5c; }}
body {{ margin: 0; }}
p {{ margin: 0; font: 18pt/13mm Sarabun; color: #fff; text-align: center; }}
</style></head><body><p>{mark}</p></body></html>"""

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


@lru_cache(maxsize=4)
def _strip(width: int) -> "Image":
    """The mark as pixels, drawn by the same engine as the page: Pillow cannot shape Thai alone."""
    from lms import pdf

    return _drawn(pdf.render(_STRIP.format(mark=MARK), designs_folder() / "fonts"), width)


def _drawn(pdf: bytes, width: int) -> "Image":
    import pypdfium2  # type: ignore[import-untyped]

    with _pdfium, pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        bitmap = page.render(scale=width / page.get_width())
        image: Image = bitmap.to_pil().convert("RGB")
    return image if image.width == width else image.resize((width, image.height))
