"""The QR as it is printed: read from paper, by readers that are not ours, and proving itself."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from lms.certification.facts import CertificateFacts
from lms.certification.number import new_number
from lms.certification.press import Press
from lms.certification.qr_payload import Proof, judge, payload_of
from lms.certification.qr_text import qr_text
from lms.certification.signing import Signer, make_test_key
from lms.certification.specimens import AWKWARD, LATIN, SITE, crowded, specimen
from lms.qr import signed_rows, verify_address
from tests.support.codes import read_codes
from tests.support.paper import pixels, signed_document

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DESIGNS = ("standard", "modern", "english")
NUMBER = str(new_number("DEMO", 2569, 1234))
OWN: dict[str, Any] = {"number": NUMBER, "verify_url": verify_address(SITE, NUMBER)}
PAPER = 36.0  # mm of the code with its margin, on every design


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    folder = tmp_path_factory.mktemp("key")
    make_test_key(folder)
    return Signer(folder)


@pytest.fixture(scope="module")
def press(signer: Signer) -> Press:
    return Press(signer)


@cache
def facts_of(design: str, which: str) -> CertificateFacts:
    if which == "crowded":
        changes = {name: getattr(crowded(), name) for name in ("holder", "curriculum_th")}
        return specimen(design=design, latin_name=LATIN, **OWN | changes)
    name = {"ordinary": ("นางสาว", "สมหญิง", "ใจดี"), "long": AWKWARD[5]}[which]
    return specimen(*name, design=design, latin_name=LATIN, expires_on=date(2031, 1, 9), **OWN)


def zbar(picture: Image.Image, folder: Path) -> str:
    """What zbar reads on a whole page: ornaments must not look like the corners of a code."""
    file = folder / "page.png"
    picture.save(file)
    done = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(file)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout.strip()


@pytest.mark.parametrize("which", ["ordinary", "long", "crowded"])
@pytest.mark.parametrize("design", DESIGNS)
def test_an_office_scan_of_the_paper_is_read_by_two_readers_and_proves_itself(
    press: Press, signer: Signer, design: str, which: str, tmp_path: Path
) -> None:
    facts = facts_of(design, which)
    page = pixels(press.document(facts, NOW).pdf, 150)
    (found,) = read_codes(page)
    assert zbar(page, tmp_path) == found.text
    judgement = judge(found.text, [signer.credential_key.pem])
    assert judgement.proof is Proof.GENUINE
    assert judgement.payload == payload_of(facts)
    assert judgement.payload.is_test


def test_the_page_laid_out_in_full_carries_the_same_words(signer: Signer) -> None:
    facts = facts_of("standard", "ordinary")
    page = pixels(signed_document(facts, signer), 150)
    (found,) = read_codes(page)
    assert judge(found.text, [signer.credential_key.pem]).payload == payload_of(facts)


def test_modules_are_as_large_as_phones_need(signer: Signer) -> None:
    """0.49 mm for ordinary names and titles, never under 0.42 mm."""

    def size(facts: CertificateFacts) -> float:
        return PAPER / len(signed_rows(qr_text(facts, signer.credential_key)))

    assert size(facts_of("standard", "ordinary")) >= 0.49
    for letters in range(1, 400, 7):
        facts = specimen(**OWN, curriculum_th="ก" * letters)
        assert size(facts) >= 0.42


def test_names_beyond_what_paper_bears_leave_the_address_alone(signer: Signer) -> None:
    facts = replace(crowded(), **OWN)
    assert qr_text(facts, signer.credential_key) == facts.verify_url
    page = pixels(Press(signer).document(facts, NOW).pdf, 150)
    assert [code.text for code in read_codes(page)] == [facts.verify_url]
    assert qr_text(facts_of("standard", "ordinary"), None) == facts.verify_url


@pytest.mark.parametrize("which", ["ordinary", "long", "crowded"])
@pytest.mark.parametrize("design", DESIGNS)
def test_the_document_stays_small_both_ways(
    press: Press, signer: Signer, design: str, which: str
) -> None:
    facts = facts_of(design, which)
    assert len(press.document(facts, NOW).pdf) <= 70_000
    assert len(signed_document(facts, signer)) <= 70_000
