"""A QR's text pasted at the desk: the register's answer, unless the code speaks against itself."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.certification.models import RevocationClass
from lms.certification.qr_text import qr_text
from lms.db import db
from lms.verification.models import Check
from tests.builders import an_officer, sign_in
from tests.verification import paper

JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def nobody_has_asked_yet(app: Flask) -> None:
    app.extensions.pop("verification_tally", None)


def code(signer: Any = None, **changes: Any) -> str:
    key = (signer or paper.our_signer()).credential_key
    return qr_text(dataclasses.replace(paper.facts(), **changes), key)


def asked(client: FlaskClient, text: str, **headers: str) -> Any:
    return client.post("/verify", data={"number": text}, headers=headers)


def test_our_own_code_is_answered_by_the_register(app: Flask, client: FlaskClient) -> None:
    paper.in_register()
    page = asked(client, f" {code()}\n")
    assert page.status_code == 200
    assert ">มีผล</h1>" in page.text
    assert "ลายเซ็นในคิวอาร์โค้ดเป็นของหน่วยงานผู้ออก" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    said = asked(client, code(), **JSON).get_json()
    assert (said["status"], said["qr"]) == ("valid", "genuine")


def test_the_digits_alone_are_enough(app: Flask, client: FlaskClient) -> None:
    paper.in_register()
    said = asked(client, code().partition("#")[2], **JSON).get_json()
    assert (said["status"], said["qr"]) == ("valid", "genuine")


def test_a_revoked_one_is_revoked_whatever_its_code_proves(app: Flask, client: FlaskClient) -> None:
    paper.revoke(paper.in_register(), RevocationClass.MISCONDUCT)
    assert asked(client, code(), **JSON).get_json()["status"] == "revoked"


def test_a_stranger_s_code_with_another_name_is_not_the_original(
    app: Flask, client: FlaskClient
) -> None:
    paper.in_register()
    forged = code(paper.a_stranger(), holder="นายปลอม แปลงสาร")
    page = asked(client, forged).text
    assert ">คิวอาร์โค้ดนี้ไม่ตรงกับต้นฉบับ</h1>" in page
    assert "ชื่อในเอกสารไม่ตรงกับทะเบียน" in page
    assert "นายปลอม แปลงสาร" in page
    assert ">มีผล</h1>" not in page
    said = asked(client, forged, **JSON).get_json()
    assert (said["status"], said["qr"], said["holder"]) == (None, "unknown_key", None)
    assert said["differs"]["fields"] == {"holder": "นายปลอม แปลงสาร"}


def test_a_code_below_another_number_is_not_the_original(app: Flask, client: FlaskClient) -> None:
    number = paper.in_register().number
    other = paper.another(sequence=9).number
    text = code().replace(number, other)
    assert text.startswith(f"{paper.SITE}/V/{other}".upper().replace("HTTPS://", "HTTPS://"))
    said = asked(client, text, **JSON).get_json()
    assert (said["status"], said["qr"]) == (None, "other_number")


def test_a_changed_digit_is_never_genuine(app: Flask, client: FlaskClient) -> None:
    paper.in_register()
    text = code()
    for place in (-1, -40, -200):
        digit = str((int(text[place]) + 1) % 10)
        broken = text[:place] + digit + (text[place + 1 :] if place != -1 else "")
        said = asked(client, broken, **JSON).get_json()
        assert said["qr"] in {"forged", "unreadable", "unknown_key"}
        assert said["qr"] == "unreadable" or said["status"] is None


def test_half_a_code_is_answered_by_its_number_and_says_so(app: Flask, client: FlaskClient) -> None:
    paper.in_register()
    page = asked(client, code()[:-60]).text
    assert ">มีผล</h1>" in page
    assert "อ่านลายเซ็นในคิวอาร์โค้ดไม่ได้" in page


def test_a_code_of_nobody_s_certificate_is_not_found(app: Flask, client: FlaskClient) -> None:
    paper.in_register()
    db.session.commit()
    unknown = "DEMO-2569-0001235-UAW5-B"
    text = code(paper.a_stranger(), number=unknown, verify_url=f"HTTPS://X.TH/V/{unknown}")
    assert asked(client, text, **JSON).get_json()["status"] in {None, "not_found"}
    assert ">มีผล</h1>" not in asked(client, text).text


def test_an_officer_s_look_is_recorded(app: Flask, client: FlaskClient) -> None:
    certificate = paper.in_register()
    sign_in(client, an_officer())
    asked(client, code())
    look = db.session.scalars(select(Check)).one()
    assert (look.channel, look.certificate_id, look.answer) == ("qr", certificate.id, "valid")


@pytest.mark.parametrize("text", ["9" * 100_000, "#" + "9" * 500, "http://x#" + "0" * 300])
def test_hostile_digits_get_an_answer(app: Flask, client: FlaskClient, text: str) -> None:
    assert asked(client, text, **JSON).status_code in {200, 303, 422}
