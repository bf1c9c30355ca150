"""An officer with a messy Excel file of 2561 and its scans; then somebody with the paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.certification.earlier.offices import A_PDF, a_messy_xlsx, a_picture, a_zip
from tests.journeys import steps
from tests.support.accessibility import axe_violations
from tests.support.pressing import press

SOURCE = "ทะเบียนคุมวุฒิบัตร เล่ม 3 ปี 2561"
TO_CONFIRM = re.compile("^นำเข้า 3 รายการ$")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "ทะเบียน 2561.xlsx").write_bytes(a_messy_xlsx())
    scans = {"1-2561.jpg": a_picture(), "2-2561.pdf": A_PDF, "IMG_0001.jpg": a_picture()}
    (tmp_path / "สแกน.zip").write_bytes(a_zip(scans))
    return tmp_path


def send(page: Page, files: Path) -> None:
    """Step 1."""
    page.goto("/certificates/earlier/imports/new")
    page.get_by_label("ไฟล์ตาราง").set_input_files(files / "ทะเบียน 2561.xlsx")
    page.get_by_label("คัดจากทะเบียนใด").fill(SOURCE)
    press(page.get_by_role("button", name="ส่งไฟล์และดูทีละแถว"))


def faults(page: Page) -> list[Any]:
    """What axe finds, and whether it scrolls sideways on a small phone."""
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*axe_violations(page), *([f"{wide} px too wide"] if wide > 0 else [])]


def test_from_the_messy_file_to_the_answer_and_undone_again(
    open_context: Any, live_server: Any, page_without_script: Page, files: Path
) -> None:
    page = open_context(viewport={"width": 1280, "height": 800}).new_page()
    steps.sign_in(page, live_server.accounts("provincial_officer")[0])
    send(page, files)
    expect(page.get_by_text("ไม่มีเลขที่ กรอกเลขที่ตามกระดาษ").first).to_be_visible()
    page.get_by_text("คอลัมน์ที่ใช้").click()
    page.get_by_label("เซลล์ว่างของหลักสูตร").check()
    press(page.get_by_role("button", name="ตรวจใหม่ตามคอลัมน์นี้"))
    expect(page.get_by_role("button", name=TO_CONFIRM)).to_be_visible()
    assert faults(page) == []

    page.get_by_label("เทียบกับทะเบียนต้นฉบับแล้ว").check()
    press(page.get_by_role("button", name=TO_CONFIRM))
    page.get_by_label("ไฟล์ซิปของภาพสแกน").set_input_files(files / "สแกน.zip")
    press(page.get_by_role("button", name="ส่งภาพสแกน"))
    expect(page.locator("[data-watch]")).to_have_count(0)  # till then it may be asked for again
    expect(page.get_by_text("จับคู่ได้ 2 จาก 3 ไฟล์")).to_be_visible()
    imported = page.url.partition("#")[0]
    assert faults(page) == []
    press(page.get_by_role("link", name="เปิดทะเบียนเดิม"))
    press(page.get_by_role("link", name="๑/๒๕๖๑"))
    expect(page.get_by_role("link", name=re.compile("1-2561.jpg"))).to_be_visible()
    assert faults(page) == []

    public = page_without_script
    public.goto("/verify")
    public.get_by_label("เลขที่วุฒิบัตร").first.fill("อพม. ๑/๒๕๖๑")
    press(public.get_by_role("button", name="ตรวจสอบ").first)
    public.get_by_label("นามสกุล หรือชื่อและนามสกุล").fill("ใจดี")
    press(public.get_by_role("button", name="ค้นในทะเบียนเดิม"))
    expect(public.get_by_role("heading", level=1)).to_have_text("พบในทะเบียนเดิม")
    expect(public.get_by_text(SOURCE)).to_be_visible()
    expect(public.get_by_text("มีผล", exact=True)).to_have_count(0)

    page.goto(imported)
    page.get_by_text("เลิกทำการนำเข้าทั้งครั้งนี้").click()
    page.get_by_label("เหตุผล").fill("ผิดเล่ม")
    press(page.get_by_role("button", name="เลิกทำ 3 รายการ"))
    expect(page.get_by_text("เลิกทำแล้วเมื่อ")).to_be_visible()
    public.goto("/verify/earlier")
    public.get_by_label("เลขที่บนกระดาษ").fill("1/2561")
    public.get_by_label("นามสกุล หรือชื่อและนามสกุล").fill("ใจดี")
    press(public.get_by_role("button", name="ค้นในทะเบียนเดิม"))
    expect(public.get_by_role("heading", level=1)).to_have_text("ไม่พบข้อมูล")


def test_two_windows_of_one_import(open_context: Any, live_server: Any, files: Path) -> None:
    context = open_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    steps.sign_in(page, live_server.accounts("provincial_officer")[0])
    send(page, files)
    expect(page.get_by_text("ขั้นที่ 3")).to_be_visible()
    other = context.new_page()
    other.goto(page.url)
    other.get_by_text("คอลัมน์ที่ใช้").click()
    other.get_by_label("เซลล์ว่างของหลักสูตร").check()
    press(other.get_by_role("button", name="ตรวจใหม่ตามคอลัมน์นี้"))
    expect(other.get_by_role("button", name=TO_CONFIRM)).to_be_visible()

    page.get_by_label("เทียบกับทะเบียนต้นฉบับแล้ว").check()
    press(page.get_by_role("button", name=re.compile("^นำเข้า 1 รายการ$")))
    expect(page.get_by_text("มีการเลือกคอลัมน์ใหม่จากอีกหน้าต่างหนึ่ง")).to_be_visible()

    press(other.get_by_role("button", name="ไม่นำเข้า ลบที่อ่านไว้"))
    expect(other.get_by_text("ไม่ได้นำเข้า ข้อมูลที่อ่านจากไฟล์ลบแล้ว")).to_be_visible()
