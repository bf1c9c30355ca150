"""What holds for every page that somebody signed in can reach, role by role."""

import pytest

from tests.journeys import steps
from tests.support.accessibility import axe_violations
from tests.support.walking import walk
from tests.support.weight import budgeted, weigh

LATER_PAGE = 12_000  # bytes over the wire
SLUG = "child-protection"
LANGUAGES = ("en", "th")  # Thai last: the choice is remembered, and the server is shared


@pytest.fixture
def volunteer(open_context, live_server):
    """Somebody in the middle of a curriculum: a test begun, a lesson read."""
    page = open_context().new_page()
    steps.sign_in(page, live_server.accounts("volunteer")[4])
    page.goto(f"/curricula/{SLUG}")
    enrol = page.locator(f"main form[action='/curricula/{SLUG}/enrol']").get_by_role("button")
    if enrol.count():
        enrol.click()
        page.goto(f"/curricula/{SLUG}/resume")
        page.get_by_role("button", name="อ่านจบแล้ว").click()
        page.goto(f"/curricula/{SLUG}/tests/pre")
        page.get_by_role("button", name="เริ่มทำแบบทดสอบ").click()
        page.wait_for_url("**/attempts/*")
    return page


def faults_of(page, paths):
    """What axe and a narrow screen find, by page."""
    found = {}
    for path in paths:
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        faults = axe_violations(page) + ([f"{wide} px too wide"] if wide > 0 else [])
        if faults:
            found[path] = faults
    return found


def in_language(page, language):
    """Choose the language as the menu does."""
    page.goto("/")
    other = page.locator(f"button[name=language][value={language}]")
    if other.count():
        with page.expect_navigation():
            other.first.dispatch_event("click")
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_volunteers_pages_are_whole_light_and_accessible(volunteer, language):
    in_language(volunteer, language)
    pages, broken = walk(volunteer, ("/", f"/curricula/{SLUG}", f"/curricula/{SLUG}/practicum"))
    assert broken == []
    assert len(pages) >= 10

    heavy = {
        path: weight for path in pages.values() if (weight := of(volunteer, path)) > LATER_PAGE
    }
    assert heavy == {}
    volunteer.set_viewport_size({"width": 320, "height": 640})
    assert faults_of(volunteer, pages.values()) == {}


def of(page, path):
    """What a page costs after the first."""
    return budgeted(weigh(page, path))


@pytest.mark.parametrize(
    "role", ["trainer", "provincial_officer", "central_officer", "auditor", "administrator"]
)
def test_an_officers_pages_are_whole_and_accessible(open_context, live_server, role):
    page = open_context().new_page()
    steps.sign_in(page, live_server.accounts(role)[0])
    for language in LANGUAGES:
        in_language(page, language)
        pages, broken = walk(page)
        assert broken == []
        assert len(pages) >= 5
        assert faults_of(page, pages.values()) == {}
