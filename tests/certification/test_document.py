"""A certificate's facts and its page, before any PDF."""

import json
import re
from dataclasses import FrozenInstanceError, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError

from lms.certification.design import DesignError, load_design
from lms.certification.document import CertificateFacts, CertificateKind, document_html
from lms.certification.fitting import fit, unprintable, width
from lms.certification.specimens import LONG_TITLE
from lms.certification.wording import (
    site_in_words,
    training_period,
    training_period_en,
    words_of,
)
from tests.support.paper import sample_facts

DESIGN = load_design("standard")


def words(**changes: object) -> str:
    """The page's text as a reader sees it, no-break spaces made plain."""
    html = document_html(sample_facts(**changes), DESIGN)  # type: ignore[arg-type]
    body = html.partition("<body>")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body).replace("&nbsp;", " "))


@given(
    first=st.text(min_size=1, max_size=40),
    last=st.none() | st.text(min_size=1, max_size=40),
    hours=st.integers(1, 500),
    expires=st.none() | st.dates(),
    sample=st.booleans(),
)
def test_facts_come_back_from_json_as_they_were(first, last, hours, expires, sample) -> None:
    facts = sample_facts(first=first, last=last, hours=hours, expires_on=expires, sample=sample)
    assert CertificateFacts.from_json(facts.to_json()) == facts


def test_stored_facts_keep_iso_dates_ascii_digits_and_thai_letters() -> None:
    stored = sample_facts().to_json()
    assert '"issued_on":"2026-11-22"' in stored
    assert "สมหญิง" in stored
    assert not re.search("[๐-๙]", stored)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"number": 1}', sample_facts().to_json()[:-1] + ',"id":1}']
)
def test_anything_else_is_not_facts(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        CertificateFacts.from_json(text)


def test_facts_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        sample_facts().first = "อื่น"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("kind", "words_on_paper"),
    [
        (CertificateKind.WUTTHIBAT, ("วุฒิบัตร", "ขอมอบวุฒิบัตรฉบับนี้", "ได้ผ่านการฝึกอบรม")),
        (CertificateKind.KIATTIBAT, ("เกียรติบัตร", "ขอมอบเกียรติบัตรฉบับนี้", "ได้เข้าร่วม")),
        (CertificateKind.PRAKATSANIYABAT, ("ประกาศนียบัตร", "เลขที่ประกาศนียบัตร", "ได้สำเร็จ")),
    ],
)
def test_each_kind_has_its_own_words(kind, words_on_paper) -> None:
    page = words(kind=kind)
    for wanted in words_on_paper:
        assert wanted in page


def test_the_page_writes_thai_digits_and_buddhist_years() -> None:
    page = words()
    assert "ระหว่างวันที่ ๑๖ – ๒๐ พฤศจิกายน พ.ศ. ๒๕๖๙ รวม ๓๐ ชั่วโมง" in page
    assert "ให้ไว้ ณ วันที่ ๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙" in page
    assert "รุ่นที่ ๒" in page
    assert "DEMO-๒๕๖๙-๐๐๐๑๒๓๔-๗QK๔-M" in page
    assert "DEMO-2569-0001234-7QK4-M" in page


def test_the_title_joins_the_name_and_the_surname_stands_apart() -> None:
    html = document_html(sample_facts("นางสาว", "สมหญิง", "ใจดี"), DESIGN)
    assert "นางสาวสมหญิง\u00a0\u00a0ใจดี" in html


def test_somebody_without_a_surname_has_no_gap_after_the_name() -> None:
    html = document_html(sample_facts("พระ", "ปัญญา", None), DESIGN)
    assert ">พระปัญญา</p>" in html


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        ({"sample": True}, "ตัวอย่าง"),
        ({"test_key": True}, "กุญแจทดสอบ"),
        ({"sample_curriculum": True}, "หลักสูตรตัวอย่าง ยังไม่ใช่หลักสูตรทางการ"),
        ({"sample_curriculum": True}, "Sample curriculum, not yet official"),
        ({"replaces": "DEMO-2569-0000999-A2B3-C"}, "แทนเลขที่ DEMO-๒๕๖๙-๐๐๐๐๙๙๙-A๒B๓-C"),
        ({"expires_on": date(2029, 11, 21)}, "ใช้ได้ถึงวันที่ ๒๑ พฤศจิกายน พ.ศ. ๒๕๗๒"),
        ({"signatory_note": "คำสั่งที่ ๑/๒๕๖๙"}, "คำสั่งที่ ๑/๒๕๖๙"),
        ({"latin_name": "Somying Jaidee"}, "Somying Jaidee"),
    ],
)
def test_what_is_said_only_when_it_is_so(changes, mark) -> None:
    agency = {"issuer_th": "กรมทดลอง", "signatory_name": "ก ข", "signatory_positions": ("อธิบดี",)}
    plain = {"sample": False, "test_key": False, **agency}
    assert mark in words(**(plain | changes))
    assert mark not in words(**plain)


def test_a_curriculum_that_is_no_official_one_is_named_so_in_english_only_beside_english() -> None:
    page = words(sample_curriculum=True, curriculum_en=None)
    assert "หลักสูตรตัวอย่าง ยังไม่ใช่หลักสูตรทางการ" in page
    assert "not yet official" not in page


def test_certificates_issued_before_the_notice_print_as_they_did() -> None:
    stored = json.loads(sample_facts().to_json())
    del stored["sample_curriculum"]
    facts = CertificateFacts.from_json(json.dumps(stored))
    assert facts == sample_facts()
    html = document_html(facts, DESIGN)
    assert "ยังไม่ใช่หลักสูตรทางการ" not in html
    assert "unofficial" not in html
    assert "ขอให้มีความสุขความเจริญสืบไป" in html


def test_certificates_issued_before_there_were_two_signatories_still_read() -> None:
    stored = json.loads(sample_facts().to_json())
    for name in ("name", "positions", "note"):
        del stored[f"signatory2_{name}"]
    assert CertificateFacts.from_json(json.dumps(stored)) == sample_facts()


def test_a_second_signatory_comes_back_from_json_and_stands_beside_the_first() -> None:
    second = {"signatory2_name": "นายร่วม ลงนาม", "signatory2_positions": ("รองอธิบดี", "อธิบดี")}
    facts = sample_facts(**second, signatory2_note="คำสั่งที่ ๒/๒๕๖๙")
    assert CertificateFacts.from_json(facts.to_json()) == facts
    page = words(**second, signatory2_note="คำสั่งที่ ๒/๒๕๖๙")
    for said in ("(นางสาวสมมุติ ตัวอย่าง)", "(นายร่วม ลงนาม) รองอธิบดี อธิบดี คำสั่งที่ ๒/๒๕๖๙"):
        assert said in page
    assert "ร่วม" not in words()


def test_two_who_sign_are_set_in_one_size() -> None:
    facts = sample_facts(
        signatory2_name="หม่อมราชวงศ์สมมุติวงศ์ ผู้ร่วมลงนามกิตติคุณานุกูล",
        signatory2_positions=("ผู้อำนวยการสำนักงานส่งเสริมและสนับสนุนวิชาการ ๑๒",),
    )
    first, second = words_of(facts, DESIGN)["signatories"]
    assert first["name"]["size"] == second["name"]["size"]
    assert first["positions"][0]["size"] == second["positions"][0]["size"]
    assert second["name"]["lines"] == ("(หม่อมราชวงศ์สมมุติวงศ์", "ผู้ร่วมลงนามกิตติคุณานุกูล)")


def test_acting_signatories_keep_their_lines() -> None:
    lines = ("รองอธิบดี รักษาราชการแทน", "อธิบดีกรมตัวอย่าง")
    assert " ".join(lines) in words(signatory_positions=lines)


def test_the_paper_names_the_only_place_of_verification() -> None:
    assert "ตรวจสอบที่เว็บไซต์นี้เท่านั้น: opm.example.go.th" in words()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://opm.example.go.th/", "opm.example.go.th"),
        ("http://127.0.0.1:8000", "127.0.0.1:8000"),
        ("https://a.go.th/lms", "a.go.th/lms"),
        ("opm.example.go.th", "opm.example.go.th"),
    ],
)
def test_an_address_is_written_as_one_types_it(address, said) -> None:
    assert site_in_words(address) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 16), date(2026, 11, 16), "เมื่อวันที่ ๑๖ พฤศจิกายน พ.ศ. ๒๕๖๙"),
        (date(2026, 11, 16), date(2026, 11, 20), "ระหว่างวันที่ ๑๖ – ๒๐ พฤศจิกายน พ.ศ. ๒๕๖๙"),
        (date(2026, 10, 30), date(2026, 11, 2), "ระหว่างวันที่ ๓๐ ตุลาคม – ๒ พฤศจิกายน พ.ศ. ๒๕๖๙"),
        (
            date(2026, 12, 30),
            date(2027, 1, 2),
            "ระหว่างวันที่ ๓๐ ธันวาคม พ.ศ. ๒๕๖๙ – ๒ มกราคม พ.ศ. ๒๕๗๐",
        ),
    ],
)
def test_a_period_names_month_and_year_once_where_they_agree(first, last, said) -> None:
    assert training_period(first, last).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 16), date(2026, 11, 16), "on 16 November 2026"),
        (date(2026, 11, 16), date(2026, 11, 20), "from 16 to 20 November 2026"),
        (date(2026, 10, 30), date(2026, 11, 2), "from 30 October to 2 November 2026"),
        (date(2026, 12, 30), date(2027, 1, 2), "from 30 December 2026 to 2 January 2027"),
    ],
)
def test_a_period_in_english_does_so_too(first, last, said) -> None:
    assert training_period_en(first, last).replace("\u00a0", " ") == said


def test_facts_are_text_and_never_markup_or_code() -> None:
    html = document_html(
        sample_facts(first='<script src="x">{{ 7*7 }}', curriculum_th="{% raw %}<img src=y>"),
        DESIGN,
    )
    assert "<script" not in html
    assert "<img src=y" not in html
    assert "{{ 7*7 }}" in html


def test_a_template_cannot_reach_python(tmp_path: Path) -> None:
    (tmp_path / "fonts").symlink_to(DESIGN.fonts)
    folder = tmp_path / "hostile"
    folder.mkdir()
    (folder / "certificate.html").write_text("{{ ''.__class__.__mro__[1].__subclasses__() }}")
    with pytest.raises(SecurityError):
        document_html(sample_facts(), replace(DESIGN, folder=folder))


def test_only_raster_pictures_are_let_in() -> None:
    with pytest.raises(ValueError, match="PNG or JPEG"):
        document_html(sample_facts(), DESIGN, {"logo": b"<svg onload='x'/>"})


@pytest.mark.parametrize("name", ["../standard", "", "nothing-here", "Standard", "a/b"])
def test_a_design_is_a_folder_of_ours(name: str) -> None:
    with pytest.raises(DesignError):
        load_design(name)


def test_a_broken_design_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "design.toml").write_text("[slots.holder]\nlargest = 1.0\n")
    with pytest.raises(DesignError, match=r"mine/design\.toml"):
        load_design("mine", tmp_path)


COMPLETE = (DESIGN.folder / "design.toml").read_text()


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("[slots.site]", "[slots.sight]", r"no \[slots\.site\]"),
        ("[wording.kiattibat]", "[wording.other]", r"no \[wording\.kiattibat\]"),
        ('page = "A4', 'needs = ["shoe_size"]\npage = "A4', "needs shoe_size"),
    ],
)
def test_what_a_design_lacks_is_named(before: str, after: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "design.toml").write_text(COMPLETE.replace(before, after))
    with pytest.raises(DesignError, match=fault):
        load_design("mine", tmp_path)


HOLDER = DESIGN.slots["holder"]
BOLD = DESIGN.fonts / HOLDER.font


def test_a_short_name_is_printed_large_on_one_line() -> None:
    fitted = fit(HOLDER, DESIGN.fonts, "นายสมชาย", "ใจดี")
    assert (fitted.size, fitted.lines) == (HOLDER.largest, ("นายสมชาย\u00a0\u00a0ใจดี",))


def test_a_longer_name_shrinks_before_it_breaks() -> None:
    fitted = fit(HOLDER, DESIGN.fonts, "นางสาวกมลชนกนันท์ธิดา", "วงศ์สุวรรณพิพัฒน์กุล")
    assert HOLDER.smallest <= fitted.size < HOLDER.largest
    assert len(fitted.lines) == 1


def test_a_very_long_name_breaks_before_the_surname() -> None:
    parts = ("นางสาวกมลชนกนันท์ธิดารัตน์เพ็ญนภา", "วงศ์สุวรรณพิพัฒน์กุลธนานันท์")
    fitted = fit(HOLDER, DESIGN.fonts, *parts)
    assert fitted.lines == parts
    assert fitted.size >= HOLDER.smallest


def test_a_title_of_three_lines_breaks_at_spaces_alone() -> None:
    slot = replace(DESIGN.slots["curriculum"], width_mm=156.0, smallest=15.0, lines=3)
    fitted = fit(slot, DESIGN.fonts, LONG_TITLE)
    assert " ".join(fitted.lines) == LONG_TITLE
    assert len(fitted.lines) == 3
    assert fitted.measure is None


def test_a_long_title_breaks_at_the_space_nearest_its_middle() -> None:
    slot = DESIGN.slots["curriculum"]
    halves = (
        "การคุ้มครองคนไร้ที่พึ่งและการควบคุมการขอทานในชุมชน",
        "และการจัดทำแผนชุมชนเพื่อการจัดการตนเองอย่างยั่งยืน",
    )
    assert fit(slot, DESIGN.fonts, " ".join(halves)).lines == halves


@given(st.text("กขฃงจญฐฎำิีุู่้๊์ AWil.", min_size=1, max_size=400))
def test_no_text_is_too_long_for_its_slot(text: str) -> None:
    fitted = fit(HOLDER, DESIGN.fonts, text)
    room = HOLDER.width_mm * 72 / 25.4
    lines = 1 if len(fitted.lines) == HOLDER.lines else HOLDER.lines
    assert max(width(line, BOLD) for line in fitted.lines) * fitted.size <= room * lines


@pytest.mark.parametrize(
    ("name", "left_out"),
    [("นายสมชาย  ใจดี", ""), ("Jörg Łukasz Nguyễn", ""), ("李小龍 🙂 Ан", "李小龍🙂Ан")],
)
def test_letters_without_a_glyph_are_named_before_anything_is_printed(name, left_out) -> None:
    assert unprintable(name, BOLD) == left_out
