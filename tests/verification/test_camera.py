"""The camera page in a real browser whose camera sees a printed code."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import segno
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from lms.certification.number import new_number
from tests.support.browser import PATIENCE, PHONE
from tests.support.serving import served

pytestmark = pytest.mark.sqlite_only
Seeing = tuple[Browser, Path]
CAMERA = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
NUMBER = str(new_number("DEMO", 2569, 1234))


def film(path: Path, code: str) -> None:
    """What a camera held over the paper would send: the same picture again and again."""
    drawn = io.BytesIO()
    segno.make(code, micro=False).save(drawn, kind="png", scale=9, border=4)
    square = Image.open(drawn).convert("RGB")
    picture = Image.new("RGB", (640, 480), "white")
    picture.paste(square, ((640 - square.width) // 2, (480 - square.height) // 2))
    frame = io.BytesIO()
    picture.save(frame, "JPEG", quality=92)
    path.write_bytes(frame.getvalue() * 30)


@pytest.fixture
def seeing(browser: Browser, tmp_path: Path) -> Iterator[Seeing]:
    """A browser with a film of its own: another's camera may be open still, and reading."""
    path = tmp_path / "camera.mjpeg"
    root = ["--no-sandbox"] if os.getuid() == 0 else []
    launched = browser.browser_type.launch(
        executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
        args=[*root, *CAMERA, f"--use-file-for-fake-video-capture={path}"],
    )
    yield launched, path
    launched.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.fixture
def scanned(seeing: Seeing, address: str) -> Iterator[Callable[[str], Page]]:
    """Opens the camera page before a code and presses its button."""
    launched, path = seeing
    context = launched.new_context(base_url=address, viewport=PHONE)
    context.set_default_timeout(PATIENCE)

    def scan(code: str) -> Page:
        film(path, code)
        page = context.new_page()
        page.goto("/verify/scan")
        page.click("[data-scanner-start]")
        return page

    yield scan
    context.close()


@pytest.mark.parametrize("code", ["{address}/V/{number}#123", "{number}"])
def test_our_code_opens_the_answer(scanned: Callable[[str], Page], address: str, code: str) -> None:
    page = scanned(code.format(address=address.upper(), number=NUMBER))
    page.wait_for_url(f"**/verify/{NUMBER}*")
    expect(page.locator("#answer-word")).to_be_visible()


@pytest.mark.parametrize(
    "code", [f"https://forged.example/V/{NUMBER}", "javascript:alert(1)"], ids=["address", "script"]
)
def test_a_forged_paper_s_code_is_not_followed(scanned: Callable[[str], Page], code: str) -> None:
    page = scanned(code)
    expect(page.locator("[data-scanner-says]")).to_contain_text("ไม่ใช่ของเว็บไซต์นี้")
    assert page.url.endswith("/verify/scan")
