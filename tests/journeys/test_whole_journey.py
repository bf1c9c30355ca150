"""Enrol → learn → be assessed → hold a signed certificate → have it verified, in a real browser."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from playwright.sync_api import Page, expect

from lms.root import ROOT
from tests.journeys import steps
from tests.support.browser import Open
from tests.support.live import WITHOUT_SURROUNDINGS, Server
from tests.support.pressing import press


def trainer_of(server: Server, slug: str) -> dict[str, Any]:
    return next(one for one in server.accounts("trainer") if one["curriculum"] == slug)


def verified(server: Server, pdf: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lms", "verify", str(pdf)],
        env={**WITHOUT_SURROUNDINGS, "PYTHONPATH": str(ROOT), "LMS_DATA": str(server.data)},
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_volunteer_earns_a_certificate_by_itself_and_an_officer_verifies_it(
    page: Page, open_context: Open, live_server: Server, tmp_path: Path
) -> None:
    slug, name = "change-leader", "อพม. ผู้นำการเปลี่ยนแปลง"
    volunteer = live_server.accounts("volunteer")[0]
    steps.sign_in(page, volunteer)
    steps.enrol(page, name)
    steps.take_test(page, slug, "pre")
    assert steps.read_every_lesson(page, slug) >= 14
    steps.take_test(page, slug, "post")
    expect(page.get_by_role("main")).to_contain_text("ผ่าน")
    steps.hand_in_work(page, slug)

    trainer = open_context(viewport={"width": 1280, "height": 900}).new_page()
    steps.sign_in(trainer, trainer_of(live_server, slug))
    steps.grade_next(trainer)

    assert (
        steps.confirm_name(page, slug).replace("\u00a0", " ").split() == volunteer["name"].split()
    )
    steps.wait_for_certificate(page, slug)
    expect(page.locator("figure.certificate img")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^ดาวน์โหลดวุฒิบัตร")).click()
    file = tmp_path / "certificate.pdf"
    download.value.save_as(file)
    number = page.locator(".number").first.inner_text()

    stranger = open_context().new_page()
    stranger.goto("/verify")
    stranger.get_by_label("เลขที่วุฒิบัตร").fill(number.lower().replace("-", " "))
    press(stranger.get_by_role("button", name="ตรวจสอบ", exact=True))
    expect(stranger.get_by_role("heading", level=1)).to_have_text("มีผล")
    expect(stranger.get_by_role("main")).to_contain_text(volunteer["name"])
    expect(stranger.get_by_role("main")).to_contain_text("เอกสารทดสอบ ไม่มีผลทางราชการ")

    officer = open_context(viewport={"width": 1280, "height": 900}).new_page()
    steps.sign_in(officer, live_server.accounts("provincial_officer")[0])
    officer.goto("/verify")
    officer.locator("input[type=file]").set_input_files(file)
    press(officer.get_by_role("button", name="ตรวจไฟล์"))
    expect(officer.get_by_role("heading", level=1)).to_have_text("มีผล")

    asked = Request(
        f"{live_server.address}/verify/{number}", headers={"Accept": "application/json"}
    )
    with urlopen(asked, timeout=10) as answer:
        told = json.load(answer)
    assert told["status"] == "valid"
    assert told["number"] == number
    assert verified(live_server, file).returncode == 0
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(file.read_bytes() + b"\n")
    assert verified(live_server, altered).returncode == 1


def test_without_script_and_with_approval_the_story_is_the_same(
    page_without_script: Page, open_context: Open, live_server: Server
) -> None:
    page, slug, name = page_without_script, "opm-administrator", "นักบริหารงาน อพม."
    steps.sign_in(page, live_server.accounts("volunteer")[1])
    steps.enrol(page, name)
    assert steps.read_every_lesson(page, slug) >= 14
    steps.take_test(page, slug, "post", script=False)
    steps.hand_in_work(page, slug)
    trainer = open_context(java_script_enabled=False).new_page()
    steps.sign_in(trainer, trainer_of(live_server, slug))
    steps.grade_next(trainer)
    steps.confirm_name(page, slug)
    expect(page.get_by_role("main")).to_contain_text("รออนุมัติ")

    central = open_context(java_script_enabled=False).new_page()
    steps.sign_in(central, live_server.accounts("central_officer")[0])
    central.goto("/approvals")
    press(central.get_by_role("button", name="อนุมัติรายชื่อที่เลือก"))
    expect(central.get_by_role("main")).to_contain_text("อนุมัติแล้ว 1 ฉบับ")
    steps.wait_for_certificate(page, slug)
    number = page.locator(".number").first.inner_text()

    central.goto("/certificates")
    press(central.get_by_role("link", name=number))
    press(central.get_by_role("link", name="เสนอเพิกถอน"))
    central.get_by_label("ออกโดยผิดพลาด").check()
    central.get_by_label("ข้อเท็จจริงและเหตุผล").fill("ทดสอบการเพิกถอน")
    press(central.get_by_role("button", name="เสนอเพิกถอน"))
    expect(central.get_by_role("main")).to_contain_text("ท่านเป็นผู้เสนอเรื่องนี้")
    second = open_context(java_script_enabled=False).new_page()
    steps.sign_in(second, live_server.accounts("central_officer")[1])
    second.goto(urlsplit(central.url).path)
    second.get_by_label("เหตุผลของคำสั่ง").fill("ออกผิดฉบับจริง")
    press(second.get_by_role("button", name="เพิกถอนวุฒิบัตรฉบับนี้"))
    expect(second.get_by_role("main")).to_contain_text("ตัดสินให้เพิกถอน")
    stranger = open_context(java_script_enabled=False).new_page()
    stranger.goto(f"/V/{number}")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("ถูกเพิกถอน")
    expect(stranger.get_by_role("main")).not_to_contain_text("ทดสอบการเพิกถอน")
