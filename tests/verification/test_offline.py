"""A phone that opened verification once, and then has no network: in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import Error as PlaywrightError

from lms.certification.facts import CertificateFacts
from lms.certification.models import NumberSeries
from lms.certification.number import new_number
from lms.certification.qr_payload import encode, hint_of, payload_of
from lms.certification.signers import prepare
from lms.certification.signing import Signer
from lms.config import current_settings
from lms.db import commit, db
from tests.support.accessibility import axe_violations
from tests.support.browser import PATIENCE, PHONE
from tests.support.codes import read_codes
from tests.support.paper import pixels
from tests.support.photographs import Conditions, photograph
from tests.support.serving import Site, site_of
from tests.verification import paper

pytestmark = pytest.mark.sqlite_only

KEPT_LIST = """async () => {
    const kept = await (await caches.open("offline-lists")).match("/status/DEMO-2569-0");
    const claims = (await kept.text()).split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
    return JSON.parse(atob(claims)).credentialSubject.encodedList;
}"""


def digits(facts: CertificateFacts, signer: Signer | None = None) -> str:
    """What stands behind the # on the paper of these facts."""
    key = (signer or paper.our_signer()).credential_key
    return encode(payload_of(facts), hint_of(key.certificate.public_key()), key.sign)  # type: ignore[arg-type]


def path_of(facts: CertificateFacts, number: str | None = None) -> str:
    return f"/V/{number or facts.number}#{digits(facts)}"


@pytest.fixture
def site(app: Flask) -> Iterator[Site]:
    with ThreadPoolExecutor(1) as beside:  # Playwright's event loop runs in this thread
        beside.submit(paper.document).result()
    app.extensions.pop("revocation_lists", None)  # of another test's rows, under the same numbers
    prepare(current_settings())
    paper.in_register()
    db.session.add(NumberSeries(prefix="DEMO", year_be=2569, last=5_000))
    commit()
    with site_of(app) as site:
        yield site


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=site.address, viewport=PHONE, locale="th-TH", timezone_id="Asia/Bangkok"
    )
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@dataclass(frozen=True)
class Signal:
    """What a phone has or has not."""

    phone: BrowserContext
    site: Site

    def lose(self) -> None:
        """The browser alone may still let a service worker through that it has just woken."""
        self.phone.set_offline(True)
        self.site.vanish()

    def find(self) -> None:
        self.site.appear()
        self.phone.set_offline(False)


@pytest.fixture
def signal(phone: BrowserContext, site: Site) -> Signal:
    return Signal(phone, site)


def opened_once(phone: BrowserContext, path: str = "/verify") -> Page:
    """The page, opened with a network, and given the time to keep what it wants to keep."""
    page = phone.new_page()
    page.goto(path)
    page.evaluate("navigator.serviceWorker.ready")
    until(
        page,
        """async () => {
            const kept = await (await caches.open("offline-lists")).keys();
            const workers = await navigator.serviceWorker.getRegistrations();
            return kept.some((one) => one.url.includes("jwks")) && workers.length === 2
                && workers.every((one) => one.active && one.active.state === "activated");
        }""",
    )
    return page


def until(page: Page, holds: str, given: Any = None) -> None:
    """Playwright's own waiting takes the promise of an answer for the answer."""
    ends = monotonic() + PATIENCE / 1000
    while not page.evaluate(holds, given):
        assert monotonic() < ends, holds
        page.wait_for_timeout(50)


def go(page: Page, path: str) -> None:
    """Open a page of the phone's own; Chromium on a busy machine may need a second push."""
    for _ in range(3):
        try:
            page.goto(path)
        except PlaywrightError:
            page.wait_for_timeout(500)
        else:
            return
    page.goto(path)


def go_online(page: Page, path: str) -> None:
    """Until the page comes from the site: the phone may take a while to see that it is back."""
    ends = monotonic() + PATIENCE / 1000
    go(page, path)
    while page.locator("[data-retry]").count():
        assert monotonic() < ends, "the phone does not find the site again"
        page.wait_for_timeout(500)
        go(page, path)


def answer(page: Page) -> Any:
    return page.locator("[data-answer]")


def test_without_a_network_the_phone_proves_the_paper_and_says_how_old_its_list_is(
    phone: BrowserContext,
    signal: Signal,
) -> None:
    page = opened_once(phone)
    signal.lose()
    go(page, path_of(paper.facts()))
    expect(page.get_by_role("heading", level=1)).to_have_text("ลายเซ็นถูกต้อง")
    about = page.locator(".answer-about")
    expect(about).to_contain_text("รายการเพิกถอน ณ วันที่")
    expect(about).to_contain_text("โปรดตรวจซ้ำเมื่อมีสัญญาณ")
    expect(page.locator(".answer-heading")).to_have_text("เอกสารทดสอบ ไม่มีผลทางราชการ")
    expect(page.locator(".name-shown")).to_have_text(paper.facts().holder)
    assert "มีผล" not in page.get_by_role("main").inner_text().replace("ไม่มีผลทางราชการ", "")


def test_a_code_that_was_altered_is_named_without_a_network_too(
    phone: BrowserContext, signal: Signal
) -> None:
    page = opened_once(phone)
    signal.lose()
    good = path_of(paper.facts())
    swapped = {"1": "2"}
    forged = good[:-5] + swapped.get(good[-5], "1") + good[-4:]
    go(page, forged)
    expect(page.get_by_role("heading", level=1)).to_have_text("คิวอาร์โค้ดนี้ไม่ใช่ของจริง")
    other = str(new_number("DEMO", 2569, 4_000))
    page.goto("about:blank")
    go(page, path_of(paper.facts(), other))
    expect(page.get_by_role("heading", level=1)).to_have_text("คิวอาร์โค้ดเป็นของฉบับอื่น")
    expect(page.locator(".answer-about")).to_contain_text(paper.facts().number)
    page.goto("about:blank")
    go(page, f"/V/{paper.facts().number}")
    expect(page.get_by_role("heading", level=1)).to_have_text("ยังตรวจไม่ได้")
    page.goto("about:blank")
    go(page, f"/V/{paper.facts().number}#123")
    expect(page.get_by_role("heading", level=1)).to_have_text("ยังตรวจไม่ได้")


def test_what_was_taken_back_expired_or_signed_by_a_stranger_is_said(
    phone: BrowserContext,
    signal: Signal,
) -> None:
    revoked = paper.another(sequence=1_300)
    paper.revoke(revoked)
    commit()
    page = opened_once(phone)
    signal.lose()
    taken = replace(paper.facts(), number=revoked.number)
    go(page, path_of(taken))
    expect(page.get_by_role("heading", level=1)).to_have_text("ถูกเพิกถอน")
    expect(page.locator(".answer-about")).to_contain_text("ตามรายการเพิกถอน ณ วันที่")
    old = replace(
        paper.facts(), number=str(new_number("DEMO", 2569, 1_301)), expires_on=date(2026, 1, 1)
    )
    page.goto("about:blank")
    go(page, path_of(old))
    expect(page.get_by_role("heading", level=1)).to_have_text("หมดอายุ")
    page.goto("about:blank")
    go(page, f"/V/{paper.facts().number}#{digits(paper.facts(), paper.a_stranger())}")
    expect(page.get_by_role("heading", level=1)).to_have_text("ยังตรวจไม่ได้")
    expect(page.locator(".answer-about")).to_contain_text("กุญแจที่ที่นี่ไม่รู้จัก")
    elsewhere = replace(paper.facts(), number=str(new_number("DEMO", 2570, 7)))
    page.goto("about:blank")
    go(page, path_of(elsewhere))
    expect(page.locator(".answer-about")).to_contain_text("ไม่มีรายการเพิกถอนของเลขที่นี้")


def test_english_readers_are_answered_in_english(
    phone: BrowserContext, signal: Signal, site: Site
) -> None:
    phone.add_cookies([{"name": "lang", "value": "en", "url": site.address}])
    page = opened_once(phone)
    signal.lose()
    go(page, path_of(paper.facts()))
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Signature is right")
    page.locator("[data-language]").click()
    expect(heading).to_have_text("ลายเซ็นถูกต้อง")


def test_the_offline_page_is_for_everybody(phone: BrowserContext, signal: Signal) -> None:
    """Within the screen, by keyboard, and without what axe finds."""
    page = opened_once(phone)
    signal.lose()
    go(page, path_of(paper.facts()))
    expect(answer(page)).to_be_visible()
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('[data-language]')")


def photograph_of_the_paper(folder: Path) -> Path:
    """The code of the really printed page, as a telephone photographs it."""
    with ThreadPoolExecutor(1) as beside:
        page = beside.submit(pixels, paper.document(), 200).result()
    (code,) = read_codes(page)
    start, end = code.position.top_left, code.position.bottom_right
    piece = page.crop((start.x - 50, start.y - 50, end.x + 50, end.y + 50))
    photograph(piece, Conditions(tilt=0.05, light=0.6)).save(folder / "photo.jpg", quality=88)
    return folder / "photo.jpg"


def test_the_camera_page_opens_offline_and_reads_a_photograph(
    phone: BrowserContext, signal: Signal, tmp_path: Path
) -> None:
    page = opened_once(phone, "/verify/scan")
    signal.lose()
    go(page, "/verify/scan")
    expect(page.get_by_role("heading", level=1)).to_have_text("ตรวจสอบวุฒิบัตรโดยไม่มีสัญญาณ")
    page.locator("[data-scanner-photo]").set_input_files(photograph_of_the_paper(tmp_path))
    expect(answer(page)).to_have_attribute("data-answer", "proven")
    expect(page.locator(".name-shown")).to_have_text(paper.facts().holder)


def test_a_photograph_of_our_code_opens_the_register_s_answer(
    phone: BrowserContext, site: Site, tmp_path: Path
) -> None:
    page = phone.new_page()
    page.goto("/verify/scan")
    # codes carry the public address; this test's site stands in for it
    page.evaluate(
        "document.querySelector('[data-scanner]').dataset.address = 'https://opm.example.go.th'"
    )
    page.locator("[data-scanner-photo]").set_input_files(photograph_of_the_paper(tmp_path))
    page.wait_for_url(f"**/verify/{paper.facts().number}#*")
    expect(page.get_by_role("heading", level=1)).to_have_text("มีผล")
    expect(page.locator("[data-proof=agrees]")).to_be_visible()


def test_the_worker_minds_verification_and_no_other_page(
    phone: BrowserContext, signal: Signal, site: Site
) -> None:
    page = opened_once(phone)
    scopes = page.evaluate(
        "async () => (await navigator.serviceWorker.getRegistrations()).map((one) => one.scope)"
    )
    assert sorted(scopes) == [f"{site.address}/V/", f"{site.address}/verify"]
    page.goto("/")
    assert page.evaluate("navigator.serviceWorker.controller") is None
    signal.lose()
    with pytest.raises(PlaywrightError, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/sign-in")


def test_an_older_list_is_kept_until_a_newer_one_comes(
    phone: BrowserContext, signal: Signal
) -> None:
    """Revoked while the phone was away: unknown to it without a network, known after one."""
    certificate = paper.another(sequence=1_400)
    commit()
    page = opened_once(phone)
    facts = replace(paper.facts(), number=certificate.number)
    signal.lose()
    go(page, path_of(facts))
    expect(answer(page)).to_have_attribute("data-answer", "proven")
    paper.revoke(certificate)
    commit()
    signal.find()
    before = page.evaluate(KEPT_LIST)
    go_online(page, "/verify")
    until(page, f"async (before) => (await ({KEPT_LIST})()) !== before", before)
    signal.lose()
    go(page, path_of(facts))
    expect(answer(page)).to_have_attribute("data-answer", "revoked")


def test_an_address_without_https_has_no_webcrypto_and_does_without(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.add_init_script(
        "Object.defineProperty(Crypto.prototype, 'subtle', {get: () => undefined})"
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path_of(paper.facts()))
    expect(page.locator("[data-proof=agrees]")).to_be_visible()
    assert [url for url in asked if "jsrsasign" in url]
    page.goto("about:blank")
    good = path_of(paper.facts())
    page.goto(good[:-1] + ("1" if good[-1] == "2" else "2"))
    expect(page.locator("[data-proof=forged]")).to_be_visible()


def test_nothing_but_the_one_page_keys_and_lists_is_kept(phone: BrowserContext) -> None:
    page = opened_once(phone)
    page.goto(path_of(paper.facts()))
    kept = page.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys())
                for (const one of await (await caches.open(name)).keys())
                    found.push(new URL(one.url).pathname);
            return found;
        }"""
    )
    others = [path for path in kept if not path.startswith("/assets/")]
    assert sorted(set(others)) == [
        "/.well-known/jwks.json",
        "/status",
        "/status/DEMO-2569-0",
        "/verify/offline",
    ]
