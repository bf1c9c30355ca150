"""Somebody with a paper in hand asks whether it was really issued when it says."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.holding import certified, wait_for_file
from tests.support.accessibility import axe_violations
from tests.support.browser import Open
from tests.support.live import Server
from tests.support.pressing import press


def test_from_the_number_to_its_proof_in_the_log(open_context: Open, live_server: Server) -> None:
    number = certified(live_server, "DEMO1006", "change-leader")
    wait_for_file(live_server, number)
    page = open_context().new_page()
    page.goto(f"/V/{number}")
    expect(page.get_by_role("main")).to_contain_text("การออกเลขที่นี้ลงบันทึกถาวรเมื่อ")
    press(page.get_by_role("link", name="ดูหลักฐาน"))
    expect(page.get_by_role("heading", level=1)).to_have_text("หลักฐานในบันทึกถาวร")
    said = page.get_by_role("main").get_by_role("listitem")
    expect(said.first).to_contain_text("อยู่ใต้หัวบันทึกที่ลงลายมือชื่อแล้ว")
    expect(said.nth(1)).to_contain_text("ลงลายมือชื่อในไฟล์")
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    press(page.get_by_role("link", name=re.compile("JSON")))
    expect(page.locator("body")).to_contain_text('"checkpoint"')
