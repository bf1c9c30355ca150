"""A page that follows work going on takes nothing from whoever is doing something in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from lms.root import ROOT
from tests.support.browser import PATIENCE

HERE = "http://watched.example/"
SCRIPT = (ROOT / "lms" / "static" / "js" / "watch.js").read_text("utf-8")
PAGE = """<!doctype html><title>watched</title><div id="work"{watch}>{words}</div>
<form method="post" action="/sent"><input name="why" aria-label="why"><button>send</button></form>
<script type="module">{script}</script>"""
GOING = PAGE.format(watch=' data-watch="50"', words="going on", script=SCRIPT)
OVER = PAGE.format(watch="", words="over", script=SCRIPT)


@pytest.fixture
def watched(browser: Browser) -> Iterator[tuple[Page, list[Route]]]:
    """The page while work goes on, and the questions that it has asked since and waits for."""
    with browser.new_context() as context:
        context.set_default_timeout(PATIENCE)
        page, asked = context.new_page(), list[Route]()

        def answer(route: Route) -> None:
            if asked or route.request.resource_type == "fetch":
                asked.append(route)
            else:
                route.fulfill(body=GOING, content_type="text/html")

        page.route("**/*", answer)
        page.goto(HERE)
        until_asked(page, asked, 1)
        yield page, asked


def until_asked(page: Page, asked: list[Route], count: int) -> Route:
    while len(asked) < count:
        page.wait_for_timeout(10)
    return asked[count - 1]


def test_when_the_work_is_over_the_whole_page_is_asked_for(
    watched: tuple[Page, list[Route]],
) -> None:
    page, asked = watched
    asked[0].fulfill(body=OVER, content_type="text/html")
    again = until_asked(page, asked, 2)
    assert again.request.is_navigation_request()
    again.fulfill(body=OVER, content_type="text/html")
    expect(page.locator("#work")).to_have_text("over")


def test_what_was_filled_in_stays_when_the_work_is_over(watched: tuple[Page, list[Route]]) -> None:
    page, asked = watched
    page.get_by_label("why").fill("a reason")
    asked[0].fulfill(body=OVER, content_type="text/html")
    expect(page.locator("#work")).to_have_text("over")
    expect(page.get_by_label("why")).to_have_value("a reason")


def test_what_is_being_sent_is_not_taken_back(watched: tuple[Page, list[Route]]) -> None:
    page, asked = watched
    page.get_by_role("button").click(no_wait_after=True)
    sent = until_asked(page, asked, 2)
    assert sent.request.method == "POST"
    asked[0].fulfill(body=OVER, content_type="text/html")
    page.wait_for_timeout(200)  # time enough to ask for the page again
    sent.fulfill(body="<title>sent</title>", content_type="text/html")
    expect(page).to_have_title("sent")
    assert len(asked) == 2
