"""The checker in one file, opened from a disk by a real browser: no server, no network."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lms.certification.credential import credential_jwt
from lms.certification.key_register import retire
from lms.certification.models import NumberSeries
from lms.certification.qr_text import qr_text
from lms.certification.signers import prepare
from lms.certification.vc_jwt import thumbprint
from lms.config import current_settings
from lms.db import db
from lms.verification import checker as checking
from lms.verification.checker import checker
from lms.verification.checker_commands import checker as checker_command
from tests.support.accessibility import axe_violations
from tests.support.browser import PATIENCE, PHONE
from tests.verification import paper

pytestmark = pytest.mark.sqlite_only
NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
WITHOUT_SUBTLE = "Object.defineProperty(Crypto.prototype, 'subtle', {get: () => undefined})"


@pytest.fixture
def register(app: Flask) -> Flask:
    with ThreadPoolExecutor(1) as beside:  # Playwright's event loop runs in this thread
        beside.submit(lambda: (paper.document(), paper.forged(), paper.stamped())).result()
    prepare(current_settings())
    paper.in_register()
    db.session.add(NumberSeries(prefix="DEMO", year_be=2569, last=5_000))
    db.session.flush()
    return app


@pytest.fixture
def file(register: Flask, tmp_path: Path) -> Path:
    out = tmp_path / "checker.html"
    out.write_text(checker(NOW), "utf-8")
    return out


def opened(context: BrowserContext, file: Path) -> Page:
    """The file in a browser that must not ask anything of any network."""
    asked: list[str] = []
    complaints: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(file.as_uri())
    page.asked, page.complaints = asked, complaints  # type: ignore[attr-defined]
    return page


def stays_silent(page: Page) -> bool:
    asked = [url for url in page.asked if not url.startswith(("file:", "data:", "blob:"))]  # type: ignore[attr-defined]
    return not asked and not page.complaints  # type: ignore[attr-defined]


@pytest.fixture(params=["webcrypto", "plain JavaScript"])
def page(request: pytest.FixtureRequest, browser: Browser, file: Path) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, locale="th-TH", offline=True)
    context.set_default_timeout(PATIENCE)
    if request.param != "webcrypto":
        context.add_init_script(WITHOUT_SUBTLE)
    page = opened(context, file)
    yield page
    assert stays_silent(page), (page.asked, page.complaints)  # type: ignore[attr-defined]
    context.close()


def paste(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.locator("[data-text] button").click()


def give(page: Page, name: str, content: bytes) -> None:
    page.locator("#file").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": content}
    )


def says(page: Page, state: str, word: str) -> None:
    expect(page.locator(f"[data-answer={state}]")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(word)


def test_a_pasted_code_is_proved_with_the_age_of_the_list(page: Page) -> None:
    facts = paper.facts()
    text = qr_text(facts, paper.our_signer().credential_key)
    paste(page, text)
    says(page, "proven", "ลายเซ็นถูกต้อง")
    expect(page.locator(".answer-about")).to_contain_text("รายการเพิกถอน ณ วันที่")
    expect(page.locator(".answer-heading")).to_have_text("เอกสารทดสอบ ไม่มีผลทางราชการ")
    expect(page.locator(".name-shown")).to_have_text(facts.holder)
    expect(page.locator("[data-age]")).to_contain_text("23 พฤศจิกายน 2569 เวลา 09.30 น.")
    paste(page, text[:-3] + ("111" if text[-3:] != "111" else "222"))
    says(page, "forged", "คิวอาร์โค้ดนี้ไม่ใช่ของจริง")
    paste(page, text.partition("#")[0])
    says(page, "absent", "ยังตรวจไม่ได้")


def test_our_pdf_is_proved_byte_by_byte(page: Page) -> None:
    give(page, "certificate.pdf", paper.document())
    says(page, "file_proven", "ลายเซ็นถูกต้อง")
    expect(page.locator(".name-shown")).to_have_text(paper.facts().holder)
    expect(page.locator(".answer-about")).to_contain_text("ไฟล์ไม่ถูกแก้ไข")
    give(page, "stamped.pdf", paper.stamped())
    says(page, "file_stamped", "ลายเซ็นถูกต้อง")
    expect(page.locator(".name-shown")).to_have_text(paper.facts().holder)
    expect(page.locator(".answer-about")).to_contain_text("ตราประทับเวลา")


def test_an_altered_page_under_a_true_credential_does_not_pass(page: Page) -> None:
    whole = paper.document()
    place = whole.index(b"stream", len(whole) // 4) + 40
    altered = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
    give(page, "altered.pdf", altered)
    says(page, "file_altered", "ไฟล์นี้ไม่ตรงกับต้นฉบับ")
    give(page, "longer.pdf", whole + b"\n% more")
    says(page, "file_longer", "ยังตรวจไม่ได้")
    give(page, "short.pdf", whole[:-5])
    says(page, "file_altered", "ไฟล์นี้ไม่ตรงกับต้นฉบับ")


def test_a_strangers_twin_with_whatever_credential_is_named(page: Page) -> None:
    give(page, "twin.pdf", paper.forged())
    says(page, "file_foreign", "ไฟล์นี้ไม่ตรงกับต้นฉบับ")


def test_a_credential_is_judged_and_an_altered_one_refused(page: Page) -> None:
    token = credential_jwt(paper.facts(), paper.our_signer().credential_key)
    give(page, "credential.jwt", token.encode())
    says(page, "proven", "ลายเซ็นถูกต้อง")
    head, claims, signature = token.split(".")
    give(page, "credential.jwt", f"{head}.{claims[:-8]}AAAAAAAA.{signature}".encode())
    expect(page.locator(".answer-proven")).to_have_count(0)
    other = replace(paper.facts(), holder="นายคนอื่น")
    stolen = credential_jwt(other, paper.a_stranger().credential_key).split(".")
    give(page, "credential.jwt", f"{head}.{stolen[1]}.{signature}".encode())
    says(page, "file_forged", "ไฟล์นี้ไม่ตรงกับต้นฉบับ")
    give(page, "credential.jwt", ".".join(stolen).encode())
    says(page, "unknown_key", "ยังตรวจไม่ได้")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n",
        b"%PDF-1.7 /ByteRange [0 1 2 3]",
        b"\x00" * 2_000,
        b"a.b.c",
        b"%PDF-1.7 " * 99,
    ],
    ids=["empty", "head", "range", "zeros", "dots", "heads"],
)
def test_what_is_no_certificate_is_never_proved(page: Page, content: bytes) -> None:
    give(page, "thing.pdf", content)
    expect(page.locator("[data-answer]")).to_be_visible()
    expect(page.locator(".answer-proven")).to_have_count(0)


def test_the_answer_to_an_older_question_does_not_cover_a_newer_one(page: Page) -> None:
    page.evaluate("() => { opmProof.file = () => new Promise((done) => { self.late = done; }); }")
    give(page, "certificate.pdf", paper.document())
    while not page.evaluate("Boolean(self.late)"):
        page.wait_for_timeout(20)
    paste(page, qr_text(paper.facts(), paper.our_signer().credential_key))
    says(page, "proven", "ลายเซ็นถูกต้อง")
    page.evaluate("self.late({state: 'file_unknown'})")
    assert page.locator("[data-answer]").get_attribute("data-answer") == "proven"


def test_english_readers_switch_the_language(page: Page) -> None:
    paste(page, qr_text(paper.facts(), paper.our_signer().credential_key))
    says(page, "proven", "ลายเซ็นถูกต้อง")
    page.locator("[data-language]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Signature is right")
    expect(page.locator(".answer-about")).to_contain_text("23 November 2026")


def test_the_file_is_for_everybody(page: Page) -> None:
    paste(page, qr_text(paper.facts(), paper.our_signer().credential_key))
    says(page, "proven", "ลายเซ็นถูกต้อง")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert axe_violations(page) == []


def test_the_command_writes_one_file_that_asks_for_nothing_else(
    register: Flask, tmp_path: Path
) -> None:
    out = tmp_path / "usb" / "checker.html"
    done = CliRunner().invoke(checker_command, ["export", str(out)])
    assert done.exit_code == 1  # the folder is not there: a message, no traceback
    assert "Traceback" not in done.output
    out.parent.mkdir()
    assert CliRunner().invoke(checker_command, ["export", str(out)]).exit_code == 0
    page = out.read_text("utf-8")
    assert len(page) < 1_000_000
    assert not re.search(r"""(?:src|href)=["'](?!data:,|#)""", page.split("<script")[0])
    assert "connect-src &#39;none&#39;" in page
    kit = json.loads(html.unescape(page.partition('id="kit">')[2].partition("</div>")[0]))
    assert [set(key) & {"d", "p", "q", "dp", "dq", "qi"} for key in kit["keys"]] == [set(), set()]


def test_a_file_without_a_key_is_not_made(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "published_certificates", list)
    done = CliRunner().invoke(checker_command, ["export", str(tmp_path / "checker.html")])
    assert (done.exit_code, "there is no key" in done.output) == (1, True)
    assert not (tmp_path / "checker.html").exists()


def test_keys_in_strange_hands_are_not_in_the_file(register: Flask) -> None:
    own = paper.our_signer().credential_key
    hint = thumbprint(own.certificate.public_key())  # type: ignore[arg-type]
    assert hint in checker(NOW)
    retire(own.key_id, date(2026, 11, 23), compromised_since=date(2026, 11, 1))
    assert hint not in checker(NOW)
