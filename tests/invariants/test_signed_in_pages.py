"""What holds for the pages behind the sign-in, as each role meets them on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys import steps
from tests.support.accessibility import axe_violations
from tests.support.browser import Open
from tests.support.live import Server
from tests.support.weight import budgeted, weigh

FIRST_VISIT = 60_000  # bytes over the wire
LATER_PAGE = 12_000
SLUG, NAME = "child-protection", "อพม. เชี่ยวชาญการคุ้มครองเด็กโดยชุมชน"

VOLUNTEER = (
    "/",
    "/curricula",
    f"/curricula/{SLUG}",
    f"/curricula/{SLUG}/resume",
    f"/curricula/{SLUG}/tests/pre",
    f"/curricula/{SLUG}/tests/post",
    f"/curricula/{SLUG}/practicum",
    f"/curricula/{SLUG}/certificate",
    "/attempts/open",
    "/profile",
    "/profile/name",
)
STAFF = (
    ("trainer", "/"),
    ("trainer", "/grading"),
    ("provincial_officer", "/"),
    ("provincial_officer", "/people"),
    ("provincial_officer", "/people/new"),
    ("provincial_officer", "/people/joins"),
    ("provincial_officer", "/learners"),
    ("provincial_officer", "/names"),
    ("provincial_officer", "/certificates"),
    ("provincial_officer", "/verify"),
    ("central_officer", "/approvals"),
    ("auditor", "/audit"),
    ("administrator", "/"),
)


@pytest.fixture(scope="module")
def signed_in(browser: object, live_server: Server) -> dict[str, dict[str, object]]:
    """Cookies of one person of each role; the volunteer is enrolled, with a test under way."""
    states: dict[str, dict[str, object]] = {}
    for role in (
        "volunteer",
        "trainer",
        "provincial_officer",
        "central_officer",
        "auditor",
        "administrator",
    ):
        context: BrowserContext = browser.new_context(  # type: ignore[attr-defined]
            base_url=live_server.address, viewport={"width": 360, "height": 740}
        )
        page = context.new_page()
        account = live_server.accounts(role)[2 if role == "volunteer" else 0]
        steps.sign_in(page, account)
        if role == "volunteer":
            steps.enrol(page, NAME)
            page.goto(f"/curricula/{SLUG}/tests/pre")
            page.get_by_role("button", name="เริ่มทำแบบทดสอบ").click()
            page.wait_for_url("**/attempts/*")
            states["attempt"] = {"address": page.url}
        states[role] = dict(context.storage_state())
        context.close()
    return states


def path_of(path: str, states: dict[str, dict[str, object]]) -> str:
    return str(states["attempt"]["address"]) if path == "/attempts/open" else path


@pytest.mark.parametrize("path", VOLUNTEER)
def test_a_volunteers_page_keeps_to_the_budget(
    open_context: Open, signed_in: dict[str, dict[str, object]], path: str
) -> None:
    page: Page = open_context(storage_state=signed_in["volunteer"]).new_page()
    address = path_of(path, signed_in)
    first = weigh(page, address)
    later = weigh(page, address)
    assert budgeted(first) <= FIRST_VISIT, dict(first)
    assert budgeted(later) <= LATER_PAGE, dict(later)


ALL = [*(("volunteer", path) for path in VOLUNTEER), *STAFF]


@pytest.mark.parametrize(("role", "path"), ALL)
@pytest.mark.parametrize("language", ["th", "en"])
def test_axe_finds_nothing_and_320_px_are_enough(
    open_context: Open, signed_in: dict[str, dict[str, object]], role: str, path: str, language: str
) -> None:
    context = open_context(
        storage_state=signed_in[role],
        viewport={"width": 320, "height": 640},
        color_scheme="dark" if language == "en" else "light",
    )
    page = context.new_page()
    page.goto("/")
    switch = page.locator(
        f'form[action="/preferences"] button[name=language][value={language}]'
    ).first
    if switch.count() and page.locator("html").get_attribute("lang") != language:
        with page.expect_navigation():
            page.evaluate("button => button.click()", switch.element_handle())
    page.goto(path_of(path, signed_in))
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
