"""A phone that loses its signal, closes its tab, and opens another: no answer is lost."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from playwright.sync_api import BrowserContext, Error, Locator, Page, Route, expect

from tests.journeys import steps
from tests.support.browser import Open
from tests.support.live import Server, wait_for
from tests.support.pressing import press

pytestmark = pytest.mark.sqlite_only


def shown(page: Page) -> Locator:
    return page.locator("fieldset.question:visible")


def answer(page: Page) -> None:
    """Give any answer to the question that is shown."""
    question = shown(page)
    if question.locator(".choices").count():
        question.locator(".choices label").first.click()
    elif question.locator("select").count():
        for one in question.locator("select").all():
            one.select_option(index=1)
    else:
        question.get_by_label("คำตอบของท่าน").fill("72")


def on(page: Page) -> None:
    page.get_by_role("button", name="บันทึกและไปข้อถัดไป").click()


def answered_on_the_server(context: BrowserContext, address: str) -> list[str]:
    """Numbers of the questions that a page without any script shows as answered."""
    text = context.request.get(address).text()
    return re.findall(r'data-goto="(\d+)" class="is-answered"', text)


def wait_until_answered(context: BrowserContext, address: str, wanted: list[str]) -> None:
    """Until the server has them; the page may still say that the answer before was saved."""
    wait_for(
        lambda: answered_on_the_server(context, address) == wanted,
        lambda: f"{answered_on_the_server(context, address)}, not {wanted}",
    )


def state(page: Page, wanted: str) -> None:
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", wanted)


def test_no_answer_is_lost_without_a_signal_or_with_two_tabs(
    open_context: Open, live_server: Server
) -> None:
    context = open_context()
    page = context.new_page()
    steps.sign_in(page, live_server.accounts("volunteer")[3])
    steps.enrol(page, "อพม. เชี่ยวชาญการคุ้มครองเด็กโดยชุมชน")
    page.goto("/curricula/child-protection/tests/pre")
    press(page.get_by_role("button", name="เริ่มทำแบบทดสอบ"))
    answer(page)
    state(page, "saved")
    address = page.url

    context.set_offline(True)
    on(page)
    answer(page)
    state(page, "waiting")
    on(page)
    expect(shown(page).locator("legend")).to_contain_text("ข้อ 3 จาก")
    answer(page)
    assert answered_on_the_server(context, address) == ["1"]  # asked beside the browser's network
    page.close(run_before_unload=False)
    context.set_offline(False)

    again = context.new_page()
    again.goto(address)
    wait_until_answered(context, address, ["1", "2", "3"])
    state(again, "saved")

    other = context.new_page()
    other.goto(f"{address}?q=5")
    again.locator('[data-goto="4"]').click()
    answer(again)
    answer(other)
    wait_until_answered(context, address, ["1", "2", "3", "4", "5"])
    state(again, "saved")
    state(other, "saved")

    press(again.get_by_role("button", name="ตรวจทานและส่งคำตอบ"))
    expect(again.get_by_role("main")).to_contain_text("ยังไม่ตอบ")
    press(again.get_by_role("button", name="ส่งคำตอบ"))
    expect(again).to_have_url(re.compile("/review"))
    on(other)
    # This tab does not know yet; it leaves at the first thing sent, which may have been already.
    with suppress(Error):
        other.evaluate(
            "document.querySelector('.question:not([hidden]) [name$=\"-flag\"]').click()"
        )
    expect(other).to_have_url(re.compile("/review"))


def test_on_a_shared_phone_nobody_finds_what_another_has_typed(
    open_context: Open, live_server: Server
) -> None:
    first, second = live_server.accounts("volunteer")[2:4]
    context = open_context()
    for account, typed in ((first, "ข้อความของคนแรก"), (second, "")):
        page = context.new_page()
        steps.sign_in(page, account)
        steps.enrol(page, "อพม. ผู้นำการเปลี่ยนแปลง")
        page.goto("/curricula/change-leader/practicum")
        expect(page.locator("textarea").first).to_have_value("")
        if typed:
            context.set_offline(True)
            page.locator("textarea").first.fill(typed)
            expect(page.locator(".saved")).to_have_attribute("data-state", "waiting")
            page.close(run_before_unload=False)
            context.set_offline(False)
            context.clear_cookies()


def test_what_is_typed_before_the_script_has_come_is_saved(
    open_context: Open, live_server: Server
) -> None:
    page = open_context().new_page()
    steps.sign_in(page, live_server.accounts("volunteer")[0])
    steps.enrol(page, "อพม. ผู้นำการเปลี่ยนแปลง")
    held: list[Route] = []
    page.route("**/practicum*.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright's wish
    page.goto("/curricula/change-leader/practicum", wait_until="commit")
    page.locator("textarea").first.fill("พิมพ์ก่อนที่สคริปต์จะมา")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    expect(page.locator(".saved")).to_have_attribute("data-state", "saved")
    page.unroute_all()
    page.reload()
    expect(page.locator("textarea").first).to_have_value("พิมพ์ก่อนที่สคริปต์จะมา")
