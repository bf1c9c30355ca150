"""The steps of the story, as people take them: by what the page says, not by its addresses."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.answers import answer_shown
from tests.support.live import wait_for
from tests.support.pressing import press

WORK = "ลงพื้นที่สำรวจชุมชนสมมุติกับทีมงานสองคน พบผู้สูงอายุที่อยู่ลำพังและต้องการความช่วยเหลือ " * 12
# No answer is left in the browser, where each is kept until the server has it.
RECEIVED = "() => !Object.keys(localStorage).some((name) => name.startsWith('answers:'))"


def sign_in(page: Page, account: dict[str, Any]) -> None:
    """เข้าสู่ระบบ with what the demo file says."""
    page.goto("/sign-in")
    page.get_by_label("เลขประจำตัวอาสาสมัคร เบอร์โทรศัพท์ หรืออีเมล").fill(account["username"])
    page.get_by_label("PIN 6 หลัก หรือรหัสผ่าน").fill(account["password"])
    press(page.get_by_role("main").get_by_role("button", name="เข้าสู่ระบบ"))
    expect(page).to_have_url(re.compile(r"/$"))


def enrol(page: Page, curriculum: str) -> None:
    """From the home page into a curriculum."""
    page.goto("/curricula")
    press(page.get_by_role("link", name=curriculum, exact=True))
    press(page.get_by_role("button", name="ลงทะเบียนอบรม"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(curriculum)


def read_every_lesson(page: Page, slug: str) -> int:
    """เรียนต่อ, and "อ่านจบแล้ว" until no lesson is left; how many were read."""
    page.goto(f"/curricula/{slug}/resume")
    read = 0
    while page.get_by_role("button", name="อ่านจบแล้ว").count():
        press(page.get_by_role("button", name="อ่านจบแล้ว"))
        read += 1
        assert read < 60, "the lessons do not end"
    return read


def take_test(page: Page, slug: str, kind: str, *, script: bool = True) -> None:
    """Begin, answer every question right, look it over, hand it in."""
    page.goto(f"/curricula/{slug}/tests/{kind}")
    press(page.get_by_role("button", name="เริ่มทำแบบทดสอบ"))
    whole = page.locator("ol.numbers li").count()
    for number in range(1, whole + 1):
        expect(page.locator("fieldset.question:visible legend")).to_contain_text(f"ข้อ {number} จาก")
        answer_shown(page, slug)
        if script:
            page.wait_for_function(RECEIVED)  # what the page says may be of the answer before
            expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
        last = number == whole
        name = "บันทึกและตรวจทานก่อนส่ง" if last else "บันทึกและไปข้อถัดไป"
        on = page.get_by_role("button", name=name)
        if script and not last:  # the next question is in the page already
            on.click()
        else:
            press(on)
    expect(page.get_by_role("main")).to_contain_text("ตอบครบทุกข้อแล้ว")
    press(page.get_by_role("button", name="ส่งคำตอบ"))
    expect(page).to_have_url(re.compile("/review"))


def hand_in_work(page: Page, slug: str) -> None:
    """The practicum: text and a photograph of a phone."""
    page.goto(f"/curricula/{slug}/practicum")
    for part in page.locator("#work textarea").all():
        part.fill(WORK)
    page.locator("input[type=file]").set_input_files(
        {"name": "ภาพกิจกรรม.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    )
    press(page.get_by_role("button", name="ส่งงาน"))
    expect(page.get_by_role("main")).to_contain_text("รอตรวจ")


def grade_next(page: Page) -> None:
    """A trainer takes the oldest work and lets it pass with the best levels."""
    page.goto("/grading")
    press(page.get_by_role("button", name=re.compile("ตรวจ")).first)
    for criterion in page.locator(".rubric fieldset").all():
        criterion.locator("label.choice").first.click()
    press(page.get_by_role("button", name="ให้ผ่าน"))


def confirm_name(page: Page, slug: str) -> str:
    """The name as it will print: ถูกต้อง."""
    page.goto(f"/curricula/{slug}/certificate")
    name = page.locator(".name-shown").inner_text()
    press(page.get_by_role("button", name="ถูกต้อง"))
    expect(page.get_by_role("main")).to_contain_text("ยืนยันชื่อแล้ว")
    return name


def wait_for_certificate(page: Page, slug: str) -> None:
    """Until the dated line says ดาวน์โหลดได้; opens the certificate."""
    link = page.get_by_role("main").get_by_role("link", name=re.compile("^เปิด"))

    def ready() -> bool:
        page.goto(f"/curricula/{slug}/certificate")
        return bool(link.count())

    wait_for(ready, lambda: "no certificate was made")
    press(link)


def photograph() -> bytes:
    """A JPEG such as a phone makes."""
    out = BytesIO()
    Image.effect_noise((1600, 1200), 40).convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()
