"""An officer sets who issues, looks at the samples, publishes; the next certificate shows it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.certification.issuers import BLUE, RED, drawn
from tests.journeys import steps
from tests.journeys.holding import certified
from tests.support.browser import Open
from tests.support.live import Server
from tests.support.paper import pixels, poppler_text, validate
from tests.support.pressing import press

NAME = "กรมทดสอบการเผยแพร่"


def picture(content: bytes) -> Any:
    return {"name": "รูป.png", "mimeType": "image/png", "buffer": content}


def fill_in(page: Page) -> None:
    page.get_by_label("ชื่อหน่วยงาน", exact=True).fill(NAME)
    page.locator("#logo").set_input_files(picture(drawn(RED)))
    page.locator("#signatory_name").fill("นางสาวปิ่นฎาภรณ์  ฐิติญาณวิโรจน์")
    page.locator("#signatory_positions").fill("รองอธิบดี รักษาราชการแทน\nอธิบดีกรมทดสอบ")
    page.locator("#signature").set_input_files(picture(drawn(BLUE)))
    page.locator("#signatory_until").fill("๓๐ ก.ย. ๒๖๐๐")


def publish(page: Page) -> None:
    """The story of the draft, script or not."""
    page.goto("/")
    press(page.get_by_role("link", name="ผู้ออกวุฒิบัตร").first)
    press(page.get_by_role("link", name="เริ่มร่างใหม่"))
    fill_in(page)
    page.locator("#signatory_since").fill("เมื่อวานซืน")
    press(page.get_by_role("button", name="บันทึกร่างแล้วดูตัวอย่าง"))
    expect(page.get_by_role("alert")).to_contain_text("กรอกวันที่ให้ครบ")
    expect(page.locator("#signatory_name")).to_have_value("นางสาวปิ่นฎาภรณ์  ฐิติญาณวิโรจน์")
    expect(page.locator("img.issuer-art")).to_have_count(2)  # what was sent is kept
    page.locator("#signatory_since").fill("1 ต.ค. 2560")
    press(page.get_by_role("button", name="บันทึกร่างแล้วดูตัวอย่าง"))
    expect(page.get_by_role("main")).to_contain_text("ร่างที่ยังไม่เผยแพร่")
    for design, who in (("แบบมาตรฐาน", 0), ("แบบร่วมสมัย", 6)):
        page.get_by_label("แบบ", exact=True).select_option(design)
        page.get_by_label("ชื่อผู้รับ").select_option(str(who))
        press(page.get_by_role("button", name="แสดงตัวอย่าง"))
        sample = page.locator("figure.certificate img")
        expect(sample).to_be_visible()
        assert (
            sample.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 1400
        )
    press(page.get_by_role("link", name="ไปหน้ายืนยันการเผยแพร่"))
    expect(page.get_by_role("main")).to_contain_text("ถึง 30 กันยายน 2600")
    press(page.get_by_role("button", name=re.compile("^ยืนยัน เผยแพร่ฉบับที่")))
    expect(page.get_by_role("main")).to_contain_text(NAME)


def saved_twice(page: Page) -> None:
    """Whoever presses again sends nothing more, and reads that it is being saved."""
    page.goto("/certificates/issuer/draft")
    page.evaluate(
        "() => { window.sent = 0; window.addEventListener('submit', event => {"
        " window.sent += !event.defaultPrevented; event.preventDefault(); }); }"
    )
    button = page.get_by_role("button", name="บันทึกร่างแล้วดูตัวอย่าง")
    button.dblclick()
    expect(page.get_by_role("button", name="กำลังบันทึกและย่อรูป")).to_be_visible()
    assert page.evaluate("() => window.sent") == 1


def test_what_was_published_stands_on_the_next_certificate(
    page: Page, open_context: Open, live_server: Server, tmp_path: Path
) -> None:
    officer = open_context(viewport={"width": 1280, "height": 900}).new_page()
    steps.sign_in(officer, live_server.accounts("central_officer")[0])
    publish(officer)
    saved_twice(officer)

    slug, holder = "child-protection", live_server.accounts("volunteer")[4]
    certified(live_server, holder["username"], slug)
    steps.sign_in(page, holder)
    steps.wait_for_certificate(page, slug)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("ดาวน์โหลด")).first.click()
    file = tmp_path / "certificate.pdf"
    download.value.save_as(file)

    text = poppler_text(file.read_bytes())
    for words in (NAME, "นางสาวปิ่นฎาภรณ์ ฐิติญาณวิโรจน์", "รองอธิบดี รักษาราชการแทน", "ตัวอย่าง"):
        assert words in text
    seen = {colour for _, colour in pixels(file.read_bytes(), 80).getcolors(1 << 24)}
    assert any(red > 180 and green < 60 for red, green, _ in seen)  # the emblem
    assert any(blue > 150 and red < 60 for red, _, blue in seen)  # the signature
    assert validate("3a,ua1", file) == ""


def test_without_script_it_goes_as_well(page_without_script: Page, live_server: Server) -> None:
    steps.sign_in(page_without_script, live_server.accounts("administrator")[0])
    publish(page_without_script)
