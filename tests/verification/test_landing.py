"""The page that a code opens, the register's word, once the code itself is judged."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from lms.certification.facts import CertificateFacts
from lms.certification.number import new_number
from lms.certification.qr_text import qr_text
from lms.certification.signers import prepare
from lms.config import current_settings
from lms.db import commit
from tests.support.browser import PATIENCE, PHONE
from tests.support.serving import served
from tests.verification import paper

pytestmark = pytest.mark.sqlite_only
WAITING = "กำลังตรวจลายเซ็นในคิวอาร์โค้ด…"

# Every headline that stands in the page when a picture of it is drawn.
WATCH = """() => {
    self.seen = [];
    const look = () => {
        const word = document.querySelector("h1");
        const drawn = word && getComputedStyle(word).visibility === "visible";
        if (drawn && !self.seen.includes(word.textContent)) self.seen.push(word.textContent);
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""


@pytest.fixture
def phone(app: Flask, browser: Browser) -> Iterator[BrowserContext]:
    with ThreadPoolExecutor(1) as beside:  # Playwright's event loop runs in this thread
        beside.submit(paper.document).result()
    prepare(current_settings())
    paper.in_register()
    commit()
    with served(app) as address:
        context = browser.new_context(
            base_url=address, viewport=PHONE, service_workers="block", locale="th-TH"
        )
        context.set_default_timeout(PATIENCE)
        yield context
        context.close()


def path_of(facts: CertificateFacts, *, stranger: bool = False) -> str:
    """The answer to the number that we issued, with the code of these facts behind it."""
    signer = paper.a_stranger() if stranger else paper.our_signer()
    signed = qr_text(facts, signer.credential_key).partition("#")[2]
    return f"/V/{paper.facts().number}#{signed}"


def spoilt(path: str) -> str:
    return path[:-5] + ("2" if path[-5] == "1" else "1") + path[-4:]


def drawn(page: Page, word: str) -> list[str]:
    """All the headlines that were seen, once this one was: words in a page are drawn later."""
    page.wait_for_function("word => self.seen.includes(word)", arg=word)
    seen: list[str] = page.evaluate("self.seen")
    return seen


def word(page: Page) -> str:
    expect(page.locator("[data-paper]")).to_be_visible()
    return page.get_by_role("heading", level=1).inner_text()


def waiting(phone: BrowserContext, path: str) -> tuple[Page, Route]:
    """The page while the keys are still on their way."""
    page = phone.new_page()
    page.add_init_script(f"({WATCH})()")
    held: list[Route] = []
    page.route("**/jwks.json", lambda route: held.append(route))  # noqa: PLW0108 - Playwright's wish
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text(WAITING)
    assert drawn(page, WAITING) == [WAITING]
    while not held:
        page.wait_for_timeout(20)
    return page, held[0]


def test_a_forged_code_never_shows_the_register_s_word_as_its_headline(
    phone: BrowserContext,
) -> None:
    page, keys = waiting(phone, spoilt(path_of(paper.facts())))
    assert "มีผล" not in page.title()
    expect(page.locator(".answer-undecided")).to_contain_text("สถานะของเลขที่ในทะเบียน มีผล")
    expect(page.locator("[data-print-answer]")).to_be_hidden()
    keys.continue_()
    assert word(page) == "คิวอาร์โค้ดนี้ไม่ใช่ของจริง"
    assert page.title().startswith("คิวอาร์โค้ดนี้ไม่ใช่ของจริง · DEMO-2569-")
    assert "มีผล" not in page.title()
    assert drawn(page, "คิวอาร์โค้ดนี้ไม่ใช่ของจริง") == [WAITING, "คิวอาร์โค้ดนี้ไม่ใช่ของจริง"]
    expect(page.locator("[data-print-answer]")).to_be_hidden()


def test_a_true_code_waits_too_and_then_gives_the_register_s_answer(phone: BrowserContext) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    page, keys = waiting(phone, path_of(paper.facts()))
    keys.continue_()
    assert word(page) == "มีผล"
    expect(page.locator("[data-proof=agrees]")).to_be_visible()
    secret = path_of(paper.facts()).partition("#")[2][:12]
    assert not [url for url in asked if secret in url.partition("#")[0]], "no server sees it"
    assert page.title().startswith("มีผล · DEMO-2569-")
    assert drawn(page, "มีผล") == [WAITING, "มีผล"]
    expect(page.locator(".answer-valid")).to_have_count(1)
    expect(page.locator("[data-print-answer]")).to_be_visible()


def test_a_code_that_cannot_be_judged_leaves_the_number_s_answer_and_says_so(
    phone: BrowserContext,
) -> None:
    page, keys = waiting(phone, path_of(paper.facts()))
    keys.abort()
    assert word(page) == "มีผล"
    expect(page.locator("[data-proof=no_check]")).to_be_visible()


def test_a_true_code_that_the_register_does_not_bear_out_is_contradicted(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    page.goto(path_of(replace(paper.facts(), holder="นายคนอื่น ในทะเบียน")))
    assert word(page) == "คิวอาร์โค้ดไม่ตรงกับทะเบียน"
    expect(page.locator("[data-proof=differs]")).to_be_visible()
    lost = replace(paper.facts(), number=str(new_number("DEMO", 2569, 4_001)))
    page.goto("about:blank")
    page.goto(path_of(lost).replace(paper.facts().number, lost.number))
    assert word(page) == "คิวอาร์โค้ดไม่ตรงกับทะเบียน"
    expect(page.locator("[data-proof=not_kept]")).to_be_visible()


def test_a_stranger_s_code_with_other_words_is_no_headline_of_ours(phone: BrowserContext) -> None:
    """By a key that nobody here knows: the words alone speak against it."""
    page = phone.new_page()
    page.goto(path_of(replace(paper.facts(), holder="นายปลอม แปลงสาร"), stranger=True))
    assert word(page) == "คิวอาร์โค้ดไม่ตรงกับทะเบียน"
    page.goto("about:blank")
    page.goto(path_of(paper.facts(), stranger=True))
    assert word(page) == "มีผล"
    expect(page.locator("[data-proof=unknown_key]")).to_be_visible()


def test_without_script_or_without_a_signed_code_the_register_answers_at_once(
    phone: BrowserContext, browser: Browser
) -> None:
    page = phone.new_page()
    page.add_init_script(f"({WATCH})()")
    page.goto(f"/V/{paper.facts().number}")
    expect(page.get_by_role("heading", level=1)).to_have_text("มีผล")
    assert drawn(page, "มีผล") == ["มีผล"]
    with browser.new_context(java_script_enabled=False) as plain:
        still = plain.new_page()
        still.goto(f"{page.url}#{path_of(paper.facts()).partition('#')[2]}")
        expect(still.get_by_role("heading", level=1)).to_have_text("มีผล")
