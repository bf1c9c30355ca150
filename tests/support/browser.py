"""Debian's Chromium as a volunteer's phone."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.live import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

PHONE = {"width": 360, "height": 740}
PATIENCE = 60_000  # milliseconds; a busy machine is no failure
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)

Open = Callable[..., "BrowserContext"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Playwright leaves its event loop running in this thread for the whole session; a test
    without a browser, and what is set up for it, may then not start one of its own, as signing
    a document does."""
    if "browser" in getattr(item, "fixturenames", ()):
        return (yield)
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return (yield)
    finally:
        asyncio._set_running_loop(loop)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session; each test gets contexts of its own."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    root = ("--no-sandbox",) if os.getuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*QUIET, *root])
        yield browser
        browser.close()


def new_context(browser: Browser, server: Server, **options: Any) -> BrowserContext:
    """A phone of its own on that server; the caller closes it."""
    settings: dict[str, Any] = {
        "base_url": server.address,
        "viewport": PHONE,
        "has_touch": True,
        "is_mobile": True,
        "locale": "th-TH",
        "timezone_id": "Asia/Bangkok",
        **options,
    }
    context = browser.new_context(**settings)
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture
def open_context(browser: Browser, live_server: Server) -> Iterator[Open]:
    """Makes separate browsers (another person, no script, a wide screen) on the live server."""
    opened: list[BrowserContext] = []

    def open_one(**options: Any) -> BrowserContext:
        opened.append(new_context(browser, live_server, **options))
        return opened[-1]

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def page(open_context: Open) -> Iterator[Page]:
    """A phone's browser; fails the test when the page complains to its console."""
    yield from _uncomplaining(open_context().new_page())


@pytest.fixture
def page_without_script(open_context: Open) -> Iterator[Page]:
    """The same phone with JavaScript switched off."""
    yield from _uncomplaining(open_context(java_script_enabled=False).new_page())


def _uncomplaining(page: Page) -> Iterator[Page]:
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # A 4xx that a test provokes is reported by the browser itself; the test asserts on it.
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert not complaints, f"the browser complained: {complaints}"
