"""Whatever is done to a document, or sent instead of one: never มีผล, never a fault, never for long.

A larger round over hundreds of foreign files: `python -m tests.verification.corpus`.
"""

from __future__ import annotations

import resource
import time
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.verification import examining
from tests.verification import hostile, paper, tampering

pytestmark = pytest.mark.sqlite_only  # what is done to files has nothing to do with the database

_LONGEST = 30  # seconds on a machine that others share; 10 on one of our own


@pytest.fixture(autouse=True)
def a_patient_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others use it too; the processor's time is limited all the same."""
    monkeypatch.setattr(examining, "SECONDS", 15)


def sent(client: FlaskClient, content: bytes) -> str:
    """The page for a file; everything that never may happen is looked at here."""
    began = time.monotonic()
    response = client.post("/verify/file", data={"file": (BytesIO(content), "a.pdf")})
    assert time.monotonic() - began < _LONGEST
    assert response.status_code in {200, 413}
    assert ">มีผล</h1>" not in response.text
    assert "ตรงกับต้นฉบับในทะเบียนทุกประการ" not in response.text
    return response.text


# What is said of some of them, beside that they are not ours.
SAID = {
    "text painted over": "หน้ากระดาษที่มองเห็นต่างจากต้นฉบับ",
    "text left out": "ในเอกสารไม่ตรงกับทะเบียน",
    "revision with another content": "หน้ากระดาษที่มองเห็นต่างจากต้นฉบับ",
    "revision with a stamp": "วางทับบนหน้ากระดาษ",
    "revision with a note": "ไฟล์ถูกแก้ไขหลังลงลายมือชื่อ",
    "signature removed": "ลายมือชื่อดิจิทัล: ไม่มีในไฟล์นี้",
    "signed again by a stranger": "เป็นของผู้อื่น ไม่ใช่ของหน่วยงานผู้ออก",
    "attachment removed": "วุฒิบัตรอิเล็กทรอนิกส์ที่แนบมากับต้นฉบับถูกเอาออก",
    "attachment of a stranger": "วุฒิบัตรอิเล็กทรอนิกส์ที่แนบในไฟล์ไม่ตรงกับทะเบียน",
    "page before it": "จำนวนหน้าไม่เท่ากับต้นฉบับ",
    "page of another": "ชื่อในเอกสารไม่ตรงกับทะเบียน",
    "page in a hidden layer": "หน้ากระดาษที่มองเห็นต่างจากต้นฉบับ",
    "script": "มีสคริปต์หรือคำสั่งฝังอยู่ในไฟล์",
    "bytes behind": "ไฟล์ถูกแก้ไขหลังลงลายมือชื่อ",
    "saved anew": "อาจถูกบันทึกใหม่ด้วยโปรแกรมอื่น",
    "locked": "ไฟล์นี้ใส่รหัสผ่านไว้",
}
NOT_OURS = (">ไฟล์นี้ไม่ตรงกับต้นฉบับ</h1>", ">ไม่พบไฟล์นี้ในทะเบียน</h1>", ">อ่านไฟล์นี้ไม่ได้</h1>")


@pytest.mark.parametrize("way", tampering.WAYS)
def test_a_document_that_was_tampered_with_is_never_ours(
    app: Flask, client: FlaskClient, way: str
) -> None:
    paper.in_register()
    content = tampering.WAYS[way]()
    assert content != paper.document()
    page = sent(client, content)
    assert sum(words in page for words in NOT_OURS) == 1
    assert SAID.get(way, "") in page


def test_what_is_said_is_said_of_what_was_tried() -> None:
    assert SAID.keys() <= tampering.WAYS.keys()


@pytest.mark.parametrize("make", hostile.BOMBS)
def test_a_bomb_is_answered_and_costs_us_little(
    app: Flask, client: FlaskClient, make: tampering.Tamper
) -> None:
    paper.in_register()
    content = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sent(client, content)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # kB


def test_what_takes_too_long_does_not_hide_what_was_found(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process was ended in the middle of its third line."""
    whole = examining.ask("lms.verification.examine", b"[]", b"\0", paper.document())
    text, signature, picture = whole.splitlines()
    said = b"\n".join((text, signature, picture[:99]))
    monkeypatch.setattr(examining, "ask", lambda *_question, **_limits: said)
    found = examining.examine(b"%PDF")
    assert paper.facts().number in found.lines
    assert found.signature is not None
    assert found.picture is None
