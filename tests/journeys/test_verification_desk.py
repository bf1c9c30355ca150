"""An officer's errands at the desk, on a phone and in Thai: a table, files, paper for the file."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from lms import sheets
from lms.app import create_app
from lms.config import Settings
from lms.db import db
from tests.journeys import steps
from tests.support.accessibility import axe_violations
from tests.support.live import Server
from tests.support.pressing import press
from tests.verification import paper

pytestmark = pytest.mark.sqlite_only


FORGED = {"title": "นาย", "first": "ปลอม", "last": "แปลงสาร", "holder": "นายปลอม แปลงสาร"}


@dataclass(frozen=True)
class Brought:
    """What stands in the register of the running system, and files that people bring."""

    numbers: list[str]  # one printed, one revoked, one plain
    ours: bytes
    forged: bytes


@pytest.fixture(scope="module")
def brought(live_server: Server) -> Brought:
    """Made without the browser's event loop, which would not let documents be signed."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        app = create_app(Settings.from_env({"LMS_DATA": str(live_server.data)}))
        with app.app_context():
            known = [paper.in_register(), paper.another(sequence=880_001)]
            paper.revoke(known[1])
            known.append(paper.another(sequence=880_002))
            numbers = [certificate.number for certificate in known]
            db.session.commit()
            db.session.remove()
            db.engine.dispose()
        return Brought(numbers, paper.document(), paper.forged(**FORGED))
    finally:
        asyncio._set_running_loop(loop)


@pytest.fixture
def numbers(brought: Brought) -> list[str]:
    return brought.numbers


def fits(page: Page) -> None:
    """Nothing runs out of the screen, and axe finds no fault."""
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0
    assert axe_violations(page) == []


def test_a_spreadsheet_is_answered_on_a_phone_and_taken_home(
    page: Page, live_server: Server, numbers: list[str], tmp_path: Path
) -> None:
    wrong = numbers[0][:-1] + ("3" if numbers[0][-1] != "3" else "4")
    rows = [
        ["1", numbers[0], "กัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์"],
        ["2", numbers[1], "กัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์"],
        ["3", numbers[2], "นายปลอม แปลงสาร"],
        ["4", wrong, "กัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์"],
    ]
    sheet = tmp_path / "รายชื่อผู้สมัคร.xlsx"
    sheet.write_bytes(sheets.write_xlsx(["ที่", "เลขที่วุฒิบัตร", "ชื่อ-สกุล"], rows))
    page.goto("/verify")
    fits(page)
    page.get_by_label("ลากไฟล์มาวางที่นี่ หรือเลือกไฟล์").set_input_files(sheet)
    press(page.get_by_role("button", name="ตรวจไฟล์"))
    expect(page.get_by_role("heading", level=1)).to_have_text("ตรวจแล้ว 4 แถว")
    main = page.get_by_role("main")
    for words in ("ถูกเพิกถอน", "ชื่อไม่ตรงกับทะเบียน", "อักขระตรวจสอบตัวท้ายไม่ตรง", numbers[0]):
        expect(main).to_contain_text(words)
    expect(main).to_contain_text("ไม่ใช่บัตรประจำตัวหรือหลักฐานการมอบอำนาจ")
    fits(page)
    press(page.get_by_role("button", name=re.compile("ต้องดู 3")))
    expect(page.get_by_role("row")).to_have_count(4)
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel (.xlsx)").click()
    home = tmp_path / "answers.xlsx"
    download.value.save_as(home)
    read = CalamineWorkbook.from_path(home).get_sheet_by_index(0).to_python()
    assert read[0][:3] == ["ที่", "เลขที่วุฒิบัตร", "ชื่อ-สกุล"]
    assert [row[5] for row in read[1:]] == ["มีผล", "ถูกเพิกถอน", "มีผล", "ไม่พบข้อมูล"]


def test_files_that_came_by_line_are_told_apart(
    page: Page, brought: Brought, tmp_path: Path
) -> None:
    good, bad = tmp_path / "วุฒิบัตร.pdf", tmp_path / "วุฒิบัตร (1).pdf"
    good.write_bytes(brought.ours)
    bad.write_bytes(brought.forged)
    page.goto("/verify")
    page.locator("input[type=file]").set_input_files([good, bad])
    press(page.get_by_role("button", name="ตรวจไฟล์"))
    expect(page.get_by_role("heading", level=1)).to_have_text("ตรวจแล้ว 2 ไฟล์")
    expect(page.get_by_role("article").nth(0)).to_contain_text("มีผล")
    forged = page.get_by_role("article").nth(1)
    expect(forged).to_contain_text("ไฟล์นี้ไม่ตรงกับต้นฉบับ")
    expect(forged).to_contain_text("ชื่อในเอกสารไม่ตรงกับทะเบียน")
    fits(page)
    page.goto("/verify")
    page.locator("input[type=file]").set_input_files(bad)
    press(page.get_by_role("button", name="ตรวจไฟล์"))
    expect(page.get_by_role("heading", level=1)).to_have_text("ไฟล์นี้ไม่ตรงกับต้นฉบับ")
    expect(page.get_by_role("main")).to_contain_text("นายปลอม แปลงสาร")
    fits(page)


def test_a_mistyped_number_leads_to_the_right_one(page: Page, numbers: list[str]) -> None:
    typed = numbers[0][:-1] + ("3" if numbers[0][-1] != "3" else "4")
    page.goto("/verify")
    box = page.get_by_label("เลขที่วุฒิบัตร")
    box.fill(typed.lower())
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("ไม่พบข้อมูล")
    expect(page.get_by_role("main")).to_contain_text("เลขที่นี้น่าจะพิมพ์หรืออ่านผิด")
    fits(page)


def test_the_paper_for_the_file_fits_one_sheet(
    page: Page, live_server: Server, brought: Brought, tmp_path: Path
) -> None:
    import pypdfium2  # type: ignore[import-untyped]

    steps.sign_in(page, live_server.accounts("provincial_officer")[0])
    page.goto("/verify")
    ours = tmp_path / "วุฒิบัตร.pdf"
    ours.write_bytes(brought.ours)
    page.locator("input[type=file]").set_input_files(ours)
    press(page.get_by_role("button", name="ตรวจไฟล์"))
    expect(page.get_by_role("heading", level=1)).to_have_text("มีผล")
    for _address in (None, f"/verify/{brought.numbers[0]}/print"):
        if _address:
            page.goto(_address)
        expect(page.get_by_role("main")).to_contain_text("ตรวจเมื่อ")
        expect(page.get_by_role("button", name="พิมพ์หน้านี้")).to_be_visible()
        with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as printed:
            assert len(printed) == 1
            text = printed[0].get_textpage().get_text_bounded()
        assert brought.numbers[0] in text
        assert "/verify" in text


def test_without_script_the_desk_answers_too(page_without_script: Page, numbers: list[str]) -> None:
    page = page_without_script
    page.goto("/verify")
    page.get_by_label("เลขที่วุฒิบัตร").fill(f"{numbers[0]}\n{numbers[1]}")
    press(page.get_by_role("button", name="ตรวจสอบ", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("ตรวจแล้ว 2 แถว")
    press(page.get_by_role("button", name=re.compile("ถูกเพิกถอน 1")))
    expect(page.get_by_role("row")).to_have_count(2)
