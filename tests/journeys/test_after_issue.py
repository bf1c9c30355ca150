"""What happens to a certificate after its issue, as people live it: on a phone, in Thai."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.holding import certified, wait_for_file
from tests.support.accessibility import axe_violations
from tests.support.browser import Open
from tests.support.live import Server
from tests.support.pressing import press


def opened(open_context: Open, server: Server, role: str, place: int = 0) -> Page:
    """Somebody of a role, signed in on a phone of their own."""
    page = open_context().new_page()
    steps.sign_in(page, server.accounts(role)[place])
    return page


def account(server: Server, username: str) -> dict[str, str]:
    return next(one for one in server.accounts("volunteer") if one["username"] == username)


def main(page: Page):
    """What the page is about."""
    return page.get_by_role("main")


def looked_at(page: Page) -> None:
    """No barrier, and no scrolling sideways on a phone."""
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def the_certificate(page: Page, number: str) -> None:
    """An officer finds it in their list."""
    page.goto(f"/certificates?q={number}")
    press(page.get_by_role("link", name=number))


def open_notice(page: Page, words: str) -> None:
    """The message, and where it leads."""
    page.goto("/notices")
    found = page.get_by_role("listitem").filter(has_text=words)
    press(found.get_by_role("button", name="เปิดดู"))


def public_word(open_context: Open, number: str) -> Page:
    """What a stranger with the paper in hand reads."""
    stranger = open_context().new_page()
    stranger.goto(f"/V/{number}")
    return stranger


def test_taken_back_for_cause_after_its_holder_was_heard(
    page: Page, open_context: Open, live_server: Server
) -> None:
    number = certified(live_server, "DEMO1002", "change-leader")
    first = opened(open_context, live_server, "central_officer")
    the_certificate(first, number)
    press(first.get_by_role("link", name="เสนอเพิกถอน"))
    first.get_by_label("มีเหตุอันสมควรเพิกถอน").check()
    first.get_by_label("ข้อเท็จจริงและเหตุผล").fill("ใช้วุฒิบัตรเรี่ยไรเงินที่ตลาด")
    looked_at(first)
    press(first.get_by_role("button", name="เสนอเพิกถอน"))
    expect(main(first)).to_contain_text("ท่านเป็นผู้เสนอเรื่องนี้")
    looked_at(first)
    press(first.get_by_role("button", name="แจ้งผู้ถือวุฒิบัตร"))
    expect(main(first)).to_contain_text("รอคำตอบของผู้ถือ")

    steps.sign_in(page, account(live_server, "DEMO1002"))
    open_notice(page, "มีข้อเสนอให้เพิกถอน")
    expect(main(page)).to_contain_text("ใช้วุฒิบัตรเรี่ยไรเงินที่ตลาด")
    looked_at(page)
    page.get_by_label("คำชี้แจงและพยานหลักฐานของท่าน").fill("วันนั้นอยู่ที่โรงพยาบาล มีใบนัด")
    press(page.get_by_role("button", name="ส่งคำชี้แจง"))
    expect(main(page)).to_contain_text("ผู้ถือตอบในระบบ")
    expect(public_word(open_context, number).get_by_role("heading", level=1)).to_have_text("มีผล")

    second = opened(open_context, live_server, "central_officer", 1)
    press(second.get_by_role("link", name=re.compile("เพิกถอน แก้ไข ต่ออายุ")).first)
    press(second.get_by_role("link", name=number))
    expect(main(second)).to_contain_text("วันนั้นอยู่ที่โรงพยาบาล")
    second.get_by_label("เหตุผลของคำสั่ง").fill("ใบนัดเป็นของวันอื่น")
    looked_at(second)
    press(second.get_by_role("button", name="เพิกถอนวุฒิบัตรฉบับนี้"))
    expect(main(second)).to_contain_text("ตัดสินให้เพิกถอน")

    stranger = public_word(open_context, number)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("ถูกเพิกถอน")
    expect(main(stranger)).to_contain_text("มีเหตุอันสมควรเพิกถอน")
    expect(main(stranger)).not_to_contain_text("เรี่ยไรเงิน")
    page.reload()
    expect(main(page)).to_contain_text("อุทธรณ์")
    looked_at(page)


def test_a_corrected_copy_and_what_the_old_qr_says(
    page: Page, open_context: Open, live_server: Server, tmp_path: Path
) -> None:
    number = certified(live_server, "DEMO1003", "change-leader")
    steps.sign_in(page, account(live_server, "DEMO1003"))
    page.goto("/profile/name")
    page.get_by_label("นามสกุล").fill("ฝั้นปีใหม่")
    press(page.get_by_role("button", name=re.compile("ส่งคำขอ")))
    officer = opened(open_context, live_server, "provincial_officer")
    officer.goto("/people/names")
    press(main(officer).get_by_role("link").last)
    press(officer.get_by_role("button", name="แก้ไขชื่อตามที่ขอ"))

    page.goto("/")
    press(main(page).get_by_role("link", name=re.compile("ผู้นำการเปลี่ยนแปลง")))
    press(page.get_by_role("link", name="ขอฉบับแก้ไข"))
    expect(page.locator(".name-shown")).to_contain_text("ฝั้นปีใหม่")
    looked_at(page)
    press(page.get_by_role("button", name="ถูกต้อง ขอฉบับใหม่"))
    expect(main(page)).to_contain_text("กำลังรอเจ้าหน้าที่ส่วนกลาง")

    central = opened(open_context, live_server, "central_officer")
    central.goto("/certificates/cases")
    looked_at(central)
    press(central.get_by_role("link", name=number))
    expect(main(central)).to_contain_text("ฝั้นปีใหม่")
    looked_at(central)
    press(central.get_by_role("button", name="ออกวุฒิบัตรฉบับใหม่"))
    new = main(central).get_by_role("heading", level=1).inner_text()
    assert new != number
    wait_for_file(live_server, new)

    stranger = public_word(open_context, number)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("ถูกเพิกถอน")
    expect(main(stranger)).to_contain_text("ยกเลิกเพราะออกฉบับแก้ไขแล้ว")
    looked_at(stranger)
    press(stranger.get_by_role("link", name=new))
    expect(stranger.get_by_role("heading", level=1)).to_have_text("มีผล")
    expect(main(stranger)).to_contain_text("ฝั้นปีใหม่")
    open_notice(page, "ออกฉบับแก้ไขแล้ว")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^ดาวน์โหลดวุฒิบัตร")).click()
    download.value.save_as(tmp_path / "new.pdf")
    assert (tmp_path / "new.pdf").read_bytes().startswith(b"%PDF-")


def test_a_certificate_that_ends_soon_is_renewed(
    page: Page, open_context: Open, live_server: Server
) -> None:
    number = certified(live_server, "DEMO1001", "child-protection", days_ago=1800)
    steps.sign_in(page, account(live_server, "DEMO1001"))
    press(main(page).get_by_role("link", name=re.compile("เด็ก")))
    expect(main(page)).to_contain_text("ต่ออายุได้สองทาง")
    looked_at(page)
    officer = opened(open_context, live_server, "provincial_officer")
    officer.goto("/certificates/expiring")
    looked_at(officer)
    press(officer.get_by_role("link", name=number))
    looked_at(officer)
    press(officer.get_by_role("link", name="เสนอต่ออายุ"))
    officer.get_by_label("เหตุผลที่ต่ออายุโดยไม่เรียนใหม่").fill("ทำงานต่อเนื่องห้าปี")
    looked_at(officer)
    press(officer.get_by_role("button", name="เสนอต่ออายุ"))
    central = opened(open_context, live_server, "central_officer")
    central.goto("/certificates/cases")
    press(central.get_by_role("link", name=number))
    press(central.get_by_role("button", name="ออกวุฒิบัตรฉบับใหม่"))
    new = main(central).get_by_role("heading", level=1).inner_text()
    press(central.get_by_role("link", name=re.compile("^ประวัติ")))
    expect(main(central)).to_contain_text("ต่ออายุจากเลขที่")
    looked_at(central)

    stranger = public_word(open_context, number)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("มีผล")
    expect(main(stranger)).to_contain_text(new)


def test_a_lost_paper_is_the_same_file_again(open_context: Open, live_server: Server) -> None:
    number = certified(live_server, "DEMO1001", "change-leader")
    officer = opened(open_context, live_server, "provincial_officer")
    the_certificate(officer, number)
    press(officer.get_by_role("link", name=re.compile("ให้ใบแทน")))
    officer.get_by_label("ผู้ขอ").fill("เจ้าของเอง")
    officer.get_by_label("ฉบับเดิมหาย").check()
    looked_at(officer)
    press(officer.get_by_role("button", name="บันทึกและรับไฟล์"))
    expect(main(officer)).to_contain_text(number)
    looked_at(officer)
    with officer.expect_download() as download:
        officer.get_by_role("link", name=re.compile("ดาวน์โหลดไฟล์ต้นฉบับ")).click()
    assert number in download.value.suggested_filename
