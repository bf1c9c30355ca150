"""What holds for every page that somebody signed in can reach, role by role."""

import pytest

from tests.journeys import steps
from tests.support.accessibility import axe_violations
from tests.support.browser import PHONE
from tests.support.pressing import press
from tests.support.walking import walk
from tests.support.weight import budgeted, weigh

LATER_PAGE = 12_000  # bytes over the wire
SLUG = "child-protection"
LANGUAGES = ("en", "th")  # Thai last: the choice is remembered, and the server is shared
OFFICERS = ("trainer", "provincial_officer", "central_officer", "auditor", "administrator")


@pytest.fixture
def volunteer(open_context, live_server):
    """Somebody in the middle of a curriculum: a test begun, a lesson read."""
    page = open_context().new_page()
    steps.sign_in(page, live_server.accounts("volunteer")[4])
    page.goto(f"/curricula/{SLUG}")
    enrol = page.locator(f"main form[action='/curricula/{SLUG}/enrol']").get_by_role("button")
    if enrol.count():
        press(enrol)
        page.goto(f"/curricula/{SLUG}/resume")
        press(page.get_by_role("button", name="อ่านจบแล้ว"))
        page.goto(f"/curricula/{SLUG}/tests/pre")
        press(page.get_by_role("button", name="เริ่มทำแบบทดสอบ"))
    return page


def faults_of(page, path, with_axe=True):
    """What axe and a narrow screen find."""
    page.goto(path)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return (axe_violations(page) if with_axe else []) + (
        [f"{wide} px too wide"] if wide > 0 else []
    )


def faulty(page, paths):
    """The faults by page."""
    return {path: faults for path in paths if (faults := faults_of(page, path))}


def in_language(page, language):
    """Choose the language as the menu does."""
    page.goto("/")
    other = page.locator(f"button[name=language][value={language}]")
    if other.count():
        with page.expect_navigation():
            other.first.dispatch_event("click")
    assert page.locator("html").get_attribute("lang") == language


def test_a_volunteers_pages_are_whole_light_and_accessible(volunteer):
    """Thai letters are three bytes each: the heavier language is weighed."""
    for language in LANGUAGES:
        in_language(volunteer, language)
        pages, broken = walk(volunteer, ("/", f"/curricula/{SLUG}", f"/curricula/{SLUG}/practicum"))
        assert broken == []
        assert len(pages) >= 10
        if language == "th":
            weights = {path: budgeted(weigh(volunteer, path)) for path in pages.values()}
            assert {path: it for path, it in weights.items() if it > LATER_PAGE} == {}
        volunteer.set_viewport_size({"width": 320, "height": 640})
        assert faulty(volunteer, pages.values()) == {}
        volunteer.set_viewport_size(PHONE)


def signed_in(open_context, live_server, role):
    page = open_context().new_page()
    steps.sign_in(page, live_server.accounts(role)[0])
    return page


@pytest.mark.parametrize("role", OFFICERS)
def test_an_officers_pages_are_whole_and_accessible(open_context, live_server, role):
    page = signed_in(open_context, live_server, role)
    pages, broken = walk(page)
    assert broken == []
    assert len(pages) >= 5
    assert faulty(page, pages.values()) == {}


def test_in_english_no_officer_finds_a_page_that_is_broken_or_too_wide(open_context, live_server):
    """What is wrong depends on the page and hardly on who reads it: each is looked at once."""
    looked_at, faults = set(), {}
    for role in OFFICERS:
        page = signed_in(open_context, live_server, role)
        in_language(page, "en")
        pages, broken = walk(page)
        assert broken == []
        new = [path for kind, path in pages.items() if kind not in looked_at]
        faults |= faulty(page, new)
        looked_at |= set(pages)
        in_language(page, "th")  # the choice is remembered, and the server is shared
    assert faults == {}
