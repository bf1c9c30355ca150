"""PDFs of others: of several programs, written in several ways, with our numbers and without."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import product
from pathlib import Path

import pikepdf
from PIL import Image

from lms.certification.number import new_number
from tests.verification import paper

Make = Callable[[], bytes]

_HTML = """<!doctype html><html lang="th"><meta charset="utf-8"><title>{title}</title>
<style>@page {{ size: {size}; }} body {{ font-family: Sarabun; columns: {columns}; }}</style>
<h1>{title}</h1>{body}"""
_BODIES = {
    "letter": "<p>เรียน ผู้เกี่ยวข้อง ขอแจ้งผลการอบรม</p>",
    "table": "<table>" + "<tr><td>๑</td><td>นายก ข</td></tr>" * 60 + "</table>",
    "unknown number": f"<p>เลขที่ {new_number('DEMO', 2569, 7_700_000)}</p>",
    "our number": "<p>เลขที่ {number} นายปลอม แปลงสาร</p>",
    "many pages": "<p style='break-after: page'>หน้า</p>" * 12,
}
_WRITINGS: dict[str, dict[str, object]] = {
    "plain": {},
    "object streams": {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
    "for the web": {"linearize": True},
    "as text": {"qdf": True},
    "version 1.3": {"force_version": "1.3"},
    "unpacked": {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.all},
    "owner's password": {"encryption": pikepdf.Encryption(user="", owner="o")},
    "old password": {
        "encryption": pikepdf.Encryption(user="", owner="o", R=3, aes=False, metadata=False)
    },
    "user's password": {"encryption": pikepdf.Encryption(user="u", owner="o")},
}


def files(wanted: int) -> Iterator[tuple[str, bytes]]:
    """So many, each with what it is, the same ones every time."""
    made: dict[str, bytes] = {}
    ways = [*product(_bases(), _WRITINGS)]
    random.Random(353).shuffle(ways)
    for (name, make), writing in ways[:wanted]:
        if name not in made:
            made[name] = make()
        yield f"{name}, {writing}", _written(made[name], _WRITINGS[writing])


def _bases() -> list[tuple[str, Make]]:
    variants = (None, "pdf/a-1b", "pdf/a-2u", "pdf/a-3a", "pdf/a-3b", "pdf/ua-1")
    shapes = [
        (f"weasyprint {body}, {variant or 'plain'}", _weasy(body, variant))
        for body, variant in product(_BODIES, variants)
    ]
    pictures = [(f"pillow {kind} {pages}", _picture(kind, pages)) for kind, pages in _PICTURES]
    printed = [(f"chromium {body}", _printed(body)) for body in _BODIES]
    blank = [(f"pikepdf {size}", _blank(size)) for size in (10, 595, 14_000)]
    return [*shapes, *pictures, *(printed if shutil.which("chromium") else []), *blank]


def _page(body: str) -> str:
    text = _BODIES[body].replace("{number}", paper.facts().number)
    return _HTML.format(title="เอกสารของหน่วยงานอื่น", size="A4", columns=1, body=text)


def _weasy(body: str, variant: str | None) -> Make:
    def make() -> bytes:
        from weasyprint import HTML

        return bytes(HTML(string=_page(body)).write_pdf(pdf_variant=variant))

    return make


_PICTURES = [("RGB", 1), ("L", 3), ("1", 1), ("CMYK", 1)]


def _picture(kind: str, pages: int) -> Make:
    def make() -> bytes:
        sheets = [Image.effect_noise((400, 500), 90).convert(kind) for _ in range(pages)]
        out = BytesIO()
        sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:])
        return out.getvalue()

    return make


def _printed(body: str) -> Make:
    def make() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            page, pdf = Path(folder) / "a.html", Path(folder) / "a.pdf"
            page.write_text(_page(body), "utf-8")
            command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu"]
            run = [*command, f"--user-data-dir={folder}/p", f"--print-to-pdf={pdf}", str(page)]
            subprocess.run(run, check=True, capture_output=True, timeout=120)
            return pdf.read_bytes()

    return make


def _blank(size: int) -> Make:
    def make() -> bytes:
        with pikepdf.new() as pdf:
            pdf.add_blank_page(page_size=(size, size))
            out = BytesIO()
            pdf.save(out)
        return out.getvalue()

    return make


def _written(content: bytes, how: dict[str, object]) -> bytes:
    with pikepdf.open(BytesIO(content)) as pdf:
        out = BytesIO()
        pdf.save(out, **how)  # type: ignore[arg-type]
    return out.getvalue()
