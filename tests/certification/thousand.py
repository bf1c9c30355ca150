"""A larger round than the suite's: `python -m tests.certification.thousand [HOW_MANY]`.

So many generated holders, in every design, kind and wording, printed and signed as the press does.
Each is read by poppler and PDFium, checked by qpdf, validated by veraPDF as PDF/A-3a and PDF/UA-1,
its signature by pyHanko, its QR by zbar from a page of 150 dots an inch. Ends with 1 on any fault.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lms.certification import specimens
from lms.certification.facts import CertificateFacts, CertificateKind
from lms.certification.number import new_number
from lms.certification.press import Press
from lms.certification.signing import Signer, inspect, make_test_key
from lms.qr import verify_address
from lms.thai import display_name
from tests.support.paper import pdfium_text, pixels, poppler_text, validate

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LARGEST = 70_000  # bytes
TOGETHER = 100  # files that one Java validates
TITLES = ("นาย", "นาง", "นางสาว", "ดร.", "ว่าที่ร้อยตรี", "หม่อมหลวง", "พระ", None)
BEFORE = ("", "", "", "เ", "แ", "โ", "ใ", "ไ")
CONSONANTS = "กขคฆงจฉชซญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
VOWELS = ("", "", "ิ", "ี", "ึ", "ื", "ุ", "ู", "ั")
TONES = ("", "", "่", "้", "๊", "๋", "์")
AFTER = ("", "", "า", "น", "ง", "ญ", "ฐ", "ม")
LATIN = "abcdefghijklmnopqrstuvwxyz"


def word(chance: random.Random, most: int) -> str:
    """Syllables as Thai spells them, with marks stacked more often than people are called."""
    parts = []
    for _ in range(chance.randint(1, most)):
        vowel = chance.choice(VOWELS)
        after = "ำ" if not vowel and chance.random() < 0.1 else chance.choice(AFTER)
        consonant, tone = chance.choice(CONSONANTS), chance.choice(TONES)
        parts.append(chance.choice(BEFORE) + consonant + vowel + tone + after)
    return "".join(parts)


def latin(chance: random.Random) -> str:
    """First and last name in Latin letters."""
    lengths = chance.randint(3, 14), chance.randint(4, 22)
    return " ".join("".join(chance.choices(LATIN, k=length)) for length in lengths).upper()


def holders(many: int, chance: random.Random) -> Iterator[CertificateFacts]:
    """People who do not exist; every fourth is one of the awkward names."""
    designs = ("standard", "modern", "english")
    for place in range(many):
        name: tuple[str | None, str, str | None] = (
            chance.choice(TITLES),
            word(chance, 6),
            word(chance, 8) if chance.random() < 0.95 else None,
        )
        if place % 4 == 0:
            name = specimens.AWKWARD[place // 4 % len(specimens.AWKWARD)]
        number = str(new_number("DEMO", 2569, place + 1))
        design = designs[place % 3]
        yield replace(
            specimens.specimen(*name, design=design, **wording(chance)),
            number=number,
            holder=display_name(name[0], name[1], None, name[2]),
            verify_url=verify_address(specimens.SITE, number),
            latin_name=latin(chance) if design == "english" or chance.random() < 0.2 else "",
        )


def wording(chance: random.Random) -> dict[str, Any]:
    """Kind, รุ่น, hours, and one or two signatories with or without a deputy's lines."""
    said: dict[str, Any] = {
        "kind": chance.choice(tuple(CertificateKind)),
        "edition_label": chance.choice(("", "รุ่นที่ 2", "รุ่นที่ 118")),
        "hours": chance.choice((6, 18, 30)),
    }
    for more in (specimens.ACTING, specimens.SECOND):
        if chance.random() < 0.3:
            said |= more
    if chance.random() < 0.1:
        said["curriculum_th"] = specimens.LONG_TITLE
    return said


def faults(facts: CertificateFacts, file: Path, key: str) -> Iterator[str]:
    """What an independent reader finds wrong with one file."""
    pdf = file.read_bytes()
    if len(pdf) > LARGEST:
        yield f"{len(pdf)} bytes"
    for reader, text in (("poppler", poppler_text(pdf)), ("PDFium", pdfium_text(pdf))):
        for words in (facts.holder, facts.number):
            if words not in text:
                yield f"{reader} does not read {words!r}"
    checked = subprocess.run(("qpdf", "--check", file), capture_output=True, text=True, check=False)
    if checked.returncode:
        yield f"qpdf: {checked.stdout} {checked.stderr}"
    if not inspect(pdf, [key]).ours:
        yield "the signature does not hold"
    if codes(pdf).casefold() != facts.verify_url.casefold():
        yield "zbar does not read the code"


def codes(pdf: bytes) -> str:
    """What zbar reads on the page at 150 dots an inch, without what is behind the #."""
    with tempfile.NamedTemporaryFile(suffix=".png") as picture:
        pixels(pdf, 150).save(picture.name)
        command = ("zbarimg", "-q", "--raw", picture.name)
        read = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return read.partition("#")[0].strip()


def run(many: int, folder: Path) -> int:
    """How many faults; each is printed."""
    make_test_key(folder)
    signer = Signer(folder)
    press, found, ways, largest = Press(signer), 0, Counter[str](), 0
    waiting: list[Path] = []
    for place, facts in enumerate(holders(many, random.Random(4)), 1):
        printed = press.document(facts, NOW)
        file = folder / f"{facts.number}.pdf"
        file.write_bytes(printed.pdf)
        ways[printed.way] += 1
        largest = max(largest, len(printed.pdf))
        for fault in faults(facts, file, signer.key.pem):
            found += 1
            print(f"{facts.number} {facts.design} {facts.holder}: {fault}")
        waiting.append(file)
        if len(waiting) == TOGETHER or place == many:
            if said := validate("3a,ua1", *waiting):
                found += 1
                print(said)
            for done in waiting:
                done.unlink()
            waiting = []
            print(f"{place} of {many}, {found} faults, largest {largest} bytes", flush=True)
    print(f"{many} documents {dict(ways)}, largest {largest} bytes, {found} faults")
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place_for_files:
        wanted = int(sys.argv[1]) if sys.argv[1:] else 1000
        sys.exit(bool(run(wanted, Path(place_for_files))))
