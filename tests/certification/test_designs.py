"""Every design, with the names and titles that are hardest to set."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops

from lms.certification import press as pressing
from lms.certification.design import designs_that_need, load_design
from lms.certification.facts import CertificateFacts
from lms.certification.press import Press, Way
from lms.certification.printing import page_pdf
from lms.certification.same_page import same_page
from lms.certification.signing import Signer, make_test_key
from lms.certification.specimens import specimens
from lms.certification.wording import words_of
from tests.support.codes import read_codes
from tests.support.layout import line_boxes, overlap, square
from tests.support.paper import pdfium_text, pixels, poppler_text, signed_document, validate
from tests.tools.golden import DESIGNS, golden, small

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
UPRIGHT = {"modern"}
ORDINARY, TWO, STACKED, LONG, CROWDED, CROWDED_TWO = 0, 1, 2, 7, 10, 11
HARD = (ORDINARY, TWO, STACKED, LONG, CROWDED, CROWDED_TWO)
ART = {"logo": square("#c00"), "signature": square("#00c"), "signature2": square("#060")}
paper = lru_cache(page_pdf)  # drawing takes longest here


def of(design: str, place: int) -> CertificateFacts:
    return list(specimens(design))[place]


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    folder = tmp_path_factory.mktemp("key")
    make_test_key(folder)
    return Signer(folder)


@pytest.mark.parametrize("read", [poppler_text, pdfium_text])
@pytest.mark.parametrize("place", HARD)
@pytest.mark.parametrize("design", DESIGNS)
def test_copied_text_is_the_printed_text(design: str, place: int, read) -> None:
    facts = of(design, place)
    text = read(paper(facts))
    for wanted in (facts.holder, facts.latin_name, facts.number, facts.curriculum_th):
        assert wanted in text
    for signatory in (facts.signatory_name, facts.signatory2_name):
        for part in (signatory or "").split():  # columns may be read across
            assert part in text
    for line in (*facts.signatory_positions, *facts.signatory2_positions, facts.signatory_note):
        assert (line or "") in text
    assert "ให้ไว้ ณ วันที่ ๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙" in text


@pytest.mark.parametrize(
    ("place", "with_art"),
    [*((place, False) for place in HARD), *((place, True) for place in (TWO, LONG, CROWDED_TWO))],
)
@pytest.mark.parametrize("design", DESIGNS)
def test_nothing_runs_into_another_or_off_the_page(design: str, place: int, with_art: bool) -> None:
    facts = of(design, place)
    document = page_pdf(facts, pictures=ART) if with_art else paper(facts)
    with pikepdf.open(BytesIO(document)) as opened:
        assert len(opened.pages) == 1
        width, height = (round(float(side)) for side in opened.pages[0].MediaBox[2:])
    assert (width, height) == ((595, 842) if design in UPRIGHT else (842, 595))
    boxes = line_boxes(document)
    assert len(boxes) > 15
    for left, bottom, right, top in boxes:
        assert 30 < left < right < width - 30
        assert 30 < bottom < top < height - 30
    for one, other in combinations(boxes, 2):
        assert not overlap(one, other), (one, other)


@pytest.mark.parametrize("place", HARD)
@pytest.mark.parametrize("design", DESIGNS)
def test_the_compiled_page_is_the_one_laid_out_in_full(design: str, place: int) -> None:
    facts = of(design, place)
    printed = Press(None).document(facts, NOW)
    assert printed.way is Way.COMPILED
    assert same_page(printed.pdf, paper(facts))


@pytest.mark.parametrize("design", DESIGNS)
def test_one_compiled_page_serves_other_names(design: str) -> None:
    press = Press(None)
    for place in (ORDINARY, 4, 5, 6, 8, 9):
        facts = replace(of(design, place), sample=False, test_key=False, expires_on=None)
        printed = press.document(facts, NOW)
        assert printed.way is Way.COMPILED
        assert same_page(printed.pdf, paper(facts))


@pytest.mark.parametrize("place", [ORDINARY, CROWDED_TWO])
@pytest.mark.parametrize("design", DESIGNS)
def test_the_page_looks_as_it_did(design: str, place: int) -> None:
    """When a design is changed on purpose: `python -m tests.tools.golden`, and look."""
    kept = Image.open(golden(design, place)).convert("L")
    seen = small(paper(of(design, place)))
    assert seen.size == kept.size
    beyond = ImageChops.difference(seen, kept).histogram()[64:]
    assert sum(beyond) < seen.width * seen.height / 500


@pytest.mark.parametrize("design", DESIGNS)
def test_a_signed_document_is_small_both_ways(design: str, signer: Signer) -> None:
    facts = of(design, CROWDED_TWO)
    assert len(signed_document(facts, signer)) <= 70_000
    assert len(Press(signer).document(facts, NOW).pdf) <= 70_000


def test_verapdf_takes_them_for_pdf_a_and_pdf_ua(
    signer: Signer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = []
    for design in DESIGNS:
        plain, full = of(design, ORDINARY), of(design, CROWDED_TWO)
        with monkeypatch.context() as wrapping:
            wrapping.setattr(pressing, "_wraps", lambda _words: True)
            in_full = Press(signer, ART).document(full, NOW)
        assert in_full.way is Way.FULL
        for name, content in (
            (f"{design}-pressed.pdf", Press(signer).document(plain, NOW).pdf),
            (f"{design}-full.pdf", in_full.pdf),
        ):
            files.append(tmp_path / name)
            files[-1].write_bytes(content)
    files.append(tmp_path / "alone.pdf")
    files[-1].write_bytes(signed_document(full, signer, ART))
    assert validate("3a,ua1", *files) == ""


@pytest.mark.parametrize("design", DESIGNS)
def test_the_qr_is_read_from_the_paper(design: str) -> None:
    facts = of(design, CROWDED)
    found = read_codes(pixels(paper(facts), 100))
    assert [code.text for code in found] == [facts.verify_url]
    corners = found[0].position
    assert (corners.top_right.x - corners.top_left.x) / 100 * 25.4 > 27.5


def test_the_english_design_prints_the_latin_name_large_above_the_thai_one() -> None:
    facts = of("english", LONG)
    words = words_of(facts, load_design("english"))
    assert words["latin"]["size"] > words["name"]["size"]
    text = pdfium_text(paper(facts))
    assert text.index(facts.latin_name or "?") < text.index(facts.holder)


def test_the_english_design_writes_both_calendars() -> None:
    text = pdfium_text(paper(of("english", ORDINARY)))
    for wanted in (
        "from 16 to 20 November 2026, 30 hours in total",
        "ระหว่างวันที่ ๑๖ – ๒๐ พฤศจิกายน พ.ศ. ๒๕๖๙ รวม ๓๐ ชั่วโมง",
        "Given on 22 November 2026 ให้ไว้ ณ วันที่ ๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙",
    ):
        assert wanted in text


@pytest.mark.parametrize("design", DESIGNS)
def test_a_sample_says_so_on_the_page(design: str) -> None:
    assert "เลขที่วุฒิบัตรตัวอย่าง" in pdfium_text(paper(of(design, CROWDED)))
    real = replace(of(design, ORDINARY), issuer_th="กรม", signatory_name="ก ข")
    assert "ตัวอย่าง" not in pdfium_text(paper(real)).replace("อธิบดีกรมตัวอย่าง", "")
    sample, paper_of_it = pixels(paper(replace(real, sample=True)), 50), pixels(paper(real), 50)
    left, top, right, bottom = ImageChops.difference(sample, paper_of_it).getbbox()
    assert right - left > sample.width * 0.4, "the word goes across the page"
    assert bottom - top > sample.height * 0.2


def test_only_the_english_design_needs_the_latin_name() -> None:
    assert designs_that_need("latin_name") == {"english"}
