"""The finished certificate: seen, copied, scanned, validated and signed, with awkward names."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image, ImageChops

from lms import pdf
from lms.certification import picture as picture_module
from lms.certification.design import designs_folder
from lms.certification.facts import CertificateFacts, CertificateKind
from lms.certification.picture import HEAVIEST, MARK, picture
from lms.certification.printing import page_pdf
from lms.certification.signing import Signer, inspect, make_test_key
from lms.certification.specimens import crowded
from tests.support.codes import read_codes
from tests.support.layout import line_boxes, overlap, square
from tests.support.paper import (
    AWKWARD,
    pdfium_text,
    pixels,
    poppler_text,
    run,
    sample_facts,
    signed_document,
    validate,
)

CROWDED = crowded()
ACTING = sample_facts(
    *("นาง", "ฝั้นปี๋", "น้ำญู"),
    latin_name="Fanpi Namyu",
    signatory_positions=("รองอธิบดี รักษาราชการแทน", "อธิบดีกรมตัวอย่าง"),
    signatory_note="คำสั่งกรมตัวอย่าง ที่ ๑๒๓/๒๕๖๙",
)
EVERYBODY = [*(sample_facts(*name) for name in AWKWARD), ACTING, CROWDED]
UNOFFICIAL = [
    sample_facts(
        first=first,
        last=last,
        holder=f"{first} {last} (ตัวอย่าง)",
        latin_name="Somying Jaidee",
        expires_on=date(2029, 11, 21),
        replaces="DEMO-2569-0000999-A2B3-C",
        sample_curriculum=True,
    )
    for first, last in (("สมหญิง", "ใจดี"), AWKWARD[5][1:])
]
UNOFFICIAL += [
    replace(CROWDED, sample_curriculum=True, holder="แน่นมาก"),
    replace(CROWDED, sample_curriculum=True, holder="ไม่มีอังกฤษ", curriculum_en=None),
]
paper = lru_cache(page_pdf)  # drawing takes longest here


@pytest.fixture(scope="module")
def signer(tmp_path_factory) -> Signer:
    folder = tmp_path_factory.mktemp("key")
    make_test_key(folder)
    return Signer(folder)


@pytest.mark.parametrize("read", [poppler_text, pdfium_text])
@pytest.mark.parametrize("facts", EVERYBODY, ids=lambda facts: facts.holder)
def test_copied_text_is_the_printed_text(read, facts: CertificateFacts) -> None:
    text = read(paper(facts))
    assert facts.holder in text
    assert facts.curriculum_th in text
    assert facts.number in text
    assert "ให้ไว้ ณ วันที่ ๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙" in text


@pytest.mark.parametrize("read", [poppler_text, pdfium_text])
@pytest.mark.parametrize("facts", UNOFFICIAL, ids=lambda facts: facts.holder)
def test_a_curriculum_that_is_no_official_one_is_printed_as_such(read, facts) -> None:
    text = read(paper(facts))
    assert "หลักสูตรตัวอย่าง ยังไม่ใช่หลักสูตรทางการ" in text
    assert ("Sample curriculum, not yet official" in text) is (facts.curriculum_en is not None)
    assert facts.curriculum_th in text


@pytest.mark.parametrize("kind", CertificateKind)
@pytest.mark.parametrize("sample", [True, False])
def test_every_kind_prints_on_one_page(kind, sample) -> None:
    document = page_pdf(sample_facts(kind=kind, sample=sample))
    with pikepdf.open(BytesIO(document)) as opened:
        assert len(opened.pages) == 1
        width, height = opened.pages[0].MediaBox[2:]
    assert (round(float(width)), round(float(height))) == (842, 595)  # A4, landscape


@pytest.mark.parametrize("facts", EVERYBODY, ids=lambda facts: facts.holder)
def test_the_name_is_seen(facts: CertificateFacts) -> None:
    nobody = sample_facts("\u00a0", "\u00a0", None, holder="-")
    difference = ImageChops.difference(pixels(paper(facts)), pixels(paper(nobody)))
    ink = difference.convert("L").point(lambda value: 255 if value > 96 else 0)
    left, top, right, bottom = ink.getbbox() or (0, 0, 0, 0)
    assert right - left > 80
    assert bottom - top > 15
    assert ink.histogram()[255] > 800


@pytest.mark.parametrize("with_art", [False, True])
@pytest.mark.parametrize("facts", EVERYBODY + UNOFFICIAL, ids=lambda facts: facts.holder)
def test_nothing_runs_into_another_or_off_the_page(facts, with_art) -> None:
    plain = replace(facts, sample=False)  # the mark of a sample lies under the text
    art = {"logo": square("#c00"), "signature": square("#00c")} if with_art else {}
    boxes = line_boxes(page_pdf(plain, pictures=art))
    assert len(boxes) > 12
    for left, bottom, right, top in boxes:
        assert 60 < left < right < 782
        assert 50 < bottom < top < 545
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            assert not overlap(one, other), (one, other)


@pytest.mark.parametrize("facts", [EVERYBODY[0], CROWDED], ids=lambda facts: facts.holder)
def test_the_qr_is_read_from_the_paper(facts: CertificateFacts) -> None:
    for dpi in (300, 100):
        found = read_codes(pixels(paper(facts), dpi))
        assert [code.text for code in found] == [facts.verify_url]
        corners = found[0].position
        size = (corners.top_right.x - corners.top_left.x) / dpi * 25.4
        assert size > 27.5


def test_a_logo_and_a_signature_find_their_places() -> None:
    art = {"logo": square("#c00"), "signature": square("#00c")}
    page = pixels(page_pdf(sample_facts(), pictures=art))
    for colour, low, high in (((204, 0, 0), 0, 0.3), ((0, 0, 204), 0.7, 1)):
        blank = Image.new("RGB", page.size, colour)
        near = (
            ImageChops.difference(page, blank).convert("L").point(lambda value: 255 * (value < 12))
        )
        left, top, right, bottom = near.getbbox() or (0, 0, 0, 0)
        assert right - left > 30
        assert low * page.height < top < bottom < high * page.height


def test_the_signed_document_is_ours_small_and_carries_its_credential(signer) -> None:
    document = signed_document(CROWDED, signer)
    assert inspect(document, [signer.key.pem]).ours
    assert not inspect(document, []).ours
    assert not inspect(document + b"\n", [signer.key.pem]).ours
    assert len(document) <= 70_000
    with pikepdf.open(BytesIO(document)) as opened:
        token = opened.attachments["credential.jwt"].get_file().read_bytes()
        assert opened.docinfo.Title
    assert token.count(b".") == 2


def test_qpdf_finds_no_fault(signer, tmp_path: Path) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed_document(CROWDED, signer))
    assert b"No syntax or stream encoding errors" in run("qpdf", "--check", str(file))


def test_verapdf_takes_the_signed_document_for_pdf_a_and_pdf_ua(signer, tmp_path: Path) -> None:
    files = []
    art = {"logo": square("#c00"), "signature": square("#00c")}
    for place, facts in enumerate([EVERYBODY[0], CROWDED, *UNOFFICIAL[1:3]]):
        files.append(tmp_path / f"{place}.pdf")
        files[-1].write_bytes(signed_document(facts, signer, art if place else {}))
    assert validate("3a,ua1", *files) == ""


@pytest.mark.parametrize("width", [480, 1200, 2000])
def test_the_picture_is_light_and_marked(width) -> None:
    content = picture(page_pdf(sample_facts()), width)
    shown = Image.open(BytesIO(content))
    assert shown.format == "WEBP"
    assert len(content) <= HEAVIEST
    strip = shown.convert("RGB").crop((0, int(shown.height * 0.95), shown.width, shown.height))
    ink = strip.convert("L").point(lambda value: 255 if value > 200 else 0)
    left, top, right, bottom = ink.getbbox() or (0, 0, 0, 0)
    assert (right - left) / shown.width > 0.3  # the mark, white on blue
    assert 0 < top < bottom < strip.height


MARK_PAGE = f"""<!doctype html><html lang="th"><head><meta charset="utf-8"><title>{MARK}</title>
<style>
@font-face {{ font-family: OfTheMark; src: url("Sarabun-SemiBold.ttf"); }}
@page {{ size: 297mm 13mm; margin: 0; background: #1f2f5c; }}
body {{ margin: 0; }}
p {{ margin: 0; font: 18pt/13mm OfTheMark; color: #fff; text-align: center; }}
</style></head><body><p>{MARK}</p></body></html>"""


def test_the_mark_of_a_picture_is_what_its_words_say() -> None:
    """To make mark.png anew: draw this page 2000 pixels wide and reduce it to 16 colours."""
    page = pdf.render(MARK_PAGE, designs_folder() / "fonts")
    with pypdfium2.PdfDocument(page) as opened:
        drawn = opened[0].render(scale=2000 / opened[0].get_width()).to_pil().convert("L")
    kept = Image.open(picture_module.__file__.replace("picture.py", "mark.png")).convert("L")
    assert kept.size == drawn.size
    boxes = [each.point(lambda value: 255 * (value > 128)).getbbox() for each in (kept, drawn)]
    inks = [sum(each.histogram()[128:]) for each in (kept, drawn)]
    assert boxes[0] == pytest.approx(boxes[1], abs=4)
    assert inks[0] == pytest.approx(inks[1], rel=0.05)
