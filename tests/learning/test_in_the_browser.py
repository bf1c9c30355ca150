"""What a lesson does under a finger, with a keyboard, and without any script."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.support.accessibility import axe_violations

LESSON = "/curricula/opm-administrator/01-rules-and-structure/01-who-is-who"


def opened(page, live_server):
    steps.sign_in(page, live_server.accounts("central_officer")[0])
    page.goto(LESSON)
    return page


@pytest.fixture
def lesson(page, live_server):
    return opened(page, live_server)


@pytest.fixture
def lesson_without_script(page_without_script, live_server):
    return opened(page_without_script, live_server)


def test_an_option_opens_to_its_verdict_without_a_script_one_at_a_time(lesson_without_script):
    check = lesson_without_script.get_by_role("group", name="ตรวจสอบความเข้าใจ")
    options = check.locator("details")
    expect(check.locator(".check-answer:visible")).to_have_count(0)
    for number in range(options.count()):
        options.nth(number).locator("summary").tap()
        expect(check.locator(".check-answer:visible")).to_have_count(1)
        expect(options.nth(number).locator(".check-verdict")).to_be_visible()
    assert check.get_by_text("ถูกต้อง", exact=True).count() == 1


def test_an_option_opens_with_the_keyboard(lesson):
    option = lesson.locator(".check summary").first
    option.focus()
    lesson.keyboard.press("Enter")
    expect(lesson.locator(".check details").first).to_have_attribute("open", "")
    lesson.keyboard.press("Tab")
    expect(lesson.locator(".check summary").nth(1)).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_lesson_with_everything_open_is_accessible_at_320_px(lesson, scheme):
    lesson.emulate_media(color_scheme=scheme)
    lesson.set_viewport_size({"width": 320, "height": 640})
    for option in lesson.locator(".check details").all():
        option.evaluate("one => { one.removeAttribute('name'); one.open = true; }")
    assert lesson.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe_violations(lesson) == []


def test_a_word_leads_to_its_meaning_and_back(lesson_without_script):
    page = lesson_without_script
    word = page.locator("p a.term").first
    number = word.get_attribute("href").removeprefix("#term-")
    word.tap()
    expect(page.locator(f"#term-{number}")).to_be_in_viewport()
    page.locator(f"dd a[href='#used-{number}']").tap()
    expect(word).to_be_in_viewport()


def test_a_figure_opens_the_picture_itself(lesson):
    figure = lesson.locator("#lesson figure").first
    alt = figure.locator("img").get_attribute("alt")
    link = figure.get_by_role("link", name=f"{alt} เปิดดูภาพขยาย")
    link.focus()
    lesson.keyboard.press("Enter")
    expect(lesson).to_have_url(re.compile(r"/media/[0-9]+/.*\.svg$"))
    assert lesson.locator("svg").first.bounding_box()["width"] > 330
    lesson.go_back()
    expect(figure).to_be_visible()
