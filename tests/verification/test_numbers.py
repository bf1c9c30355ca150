"""A number typed, scanned or guessed; a page for people, JSON for programs."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from lms import clock
from lms.certification.lineage.models import ReplacementKind
from lms.certification.models import RevocationClass
from lms.certification.number import ALPHABET, check_character, new_number
from lms.thai import thai_digits
from lms.verification.services import check_number
from tests.verification import paper

JSON = {"Accept": "application/json"}


def asked(client: FlaskClient, number: str, **headers: str) -> TestResponse:
    return client.get(f"/verify/{number}", headers=headers)


def as_json(client: FlaskClient, number: str) -> Any:
    return client.get(f"/verify/{number}", headers=JSON).get_json()


def at(text: str) -> Any:
    return clock.frozen(datetime.fromisoformat(text).replace(tzinfo=UTC))


def test_a_valid_certificate_is_answered_with_the_fields_of_the_paper(
    app: Flask, client: FlaskClient
) -> None:
    number = paper.in_register().number
    response = asked(client, number)
    shown = response.text
    assert response.status_code == 200
    assert '<h1 class="answer-word" id="answer-word">มีผล</h1>' in shown
    for field in (
        number,
        thai_digits(number),
        "KANNAT THITIYANWIROT",
        "อพม. ผู้นำการเปลี่ยนแปลง",
        "18 ชั่วโมง",
        "22 พฤศจิกายน 2569",
        "22 พฤศจิกายน 2572",
        "หน่วยงานตัวอย่าง",
        "ผู้อำนวยการหน่วยงานตัวอย่าง",
    ):
        assert field in shown, field


def test_a_test_document_is_headed_as_one(app: Flask, client: FlaskClient) -> None:
    number = paper.in_register().number
    assert "เอกสารทดสอบ ไม่มีผลทางราชการ" in asked(client, number).text
    assert as_json(client, number)["test"] is True


def test_a_sample_curriculum_is_named_as_one(app: Flask, client: FlaskClient) -> None:
    notice = "หลักสูตรตัวอย่าง ยังไม่ใช่หลักสูตรทางการ"
    number = paper.another(sample_curriculum=True).number
    assert notice in asked(client, number).text
    assert as_json(client, number)["sample_curriculum"] is True
    official = paper.in_register().number
    assert notice not in asked(client, official).text
    assert as_json(client, official)["sample_curriculum"] is False


def test_a_real_document_is_not_headed_as_a_test(app: Flask, client: FlaskClient) -> None:
    number = paper.another(sample=False, test_key=False).number
    assert "เอกสารทดสอบ" not in asked(client, number).text
    assert as_json(client, number)["test"] is False


def test_a_program_reads_json(app: Flask, client: FlaskClient) -> None:
    number = paper.in_register().number
    response = client.get(f"/verify/{number}", headers=JSON)
    assert response.get_json() == {
        "status": "valid",
        "number": number,
        "holder": "นางสาวกัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์",
        "latin_name": "KANNAT THITIYANWIROT",
        "curriculum": "อพม. ผู้นำการเปลี่ยนแปลง",
        "curriculum_en": "Volunteer Leader of Change",
        "kind": "wutthibat",
        "hours": 18,
        "issued_on": "2026-11-22",
        "expires_on": "2029-11-22",
        "issuer": "หน่วยงานตัวอย่าง",
        "signatory": "นายตัวอย่าง  ลงนาม",
        "signatories": ["นายตัวอย่าง  ลงนาม"],
        "document_sha256": hashlib.sha256(paper.document()).hexdigest(),
        "test": True,
        "sample_curriculum": False,
        "revoked_on": None,
        "reason": None,
        "replaces": None,
        "replaced_by": None,
        "renewed_by": None,
        "register": "ours",
    }
    assert "Accept" in response.headers["Vary"]
    assert "Accept" in asked(client, number).headers["Vary"]


def test_everybody_who_signs_is_named_to_a_program(app: Flask, client: FlaskClient) -> None:
    both = paper.another(signatory2_name="นายร่วม  ลงนาม")
    told = as_json(client, both.number)
    assert told["signatories"] == ["นายตัวอย่าง  ลงนาม", "นายร่วม  ลงนาม"]
    assert told["signatory"] == "นายตัวอย่าง  ลงนาม"


@pytest.mark.parametrize("way", ["/V/{}", "/v/{}", "/verify/{}"])
def test_the_qr_address_answers_at_once(app: Flask, client: FlaskClient, way: str) -> None:
    number = paper.in_register().number
    assert client.get(way.format(number.lower())).status_code == 200


def typings(number: str) -> list[str]:
    return [
        number.lower(),
        thai_digits(number),
        number.replace("-", ""),
        number.replace("-", " "),
        number.replace("0001234", "OOOl234"),
        f"HTTPS://OPM.EXAMPLE.GO.TH/V/{number}",
        f"  {number}\n",
    ]


@pytest.mark.parametrize("which", range(7))
def test_a_number_is_understood_however_it_was_typed(
    app: Flask, client: FlaskClient, which: int
) -> None:
    number = paper.in_register().number
    typed = typings(number)[which]
    response = client.get("/verify", query_string={"number": typed})
    assert (response.status_code, response.location) == (303, f"/verify/{number}")
    posted = client.post("/verify", data={"number": typed})
    assert posted.location == f"/verify/{number}"


@pytest.mark.parametrize("typed", ["", "   ", "///", "💥"])
def test_an_empty_field_says_what_to_type(app: Flask, client: FlaskClient, typed: str) -> None:
    response = client.get("/verify", query_string={"number": typed})
    assert response.status_code == 422
    assert "พิมพ์เลขที่วุฒิบัตร" in response.text


def test_a_day_ends_at_midnight_in_thailand(app: Flask, client: FlaskClient) -> None:
    number = paper.in_register().number
    for moment, status in (("2029-11-22T16:59", "valid"), ("2029-11-22T17:00", "expired")):
        with at(moment):
            assert check_number(number, None, "192.0.2.1", "number").status == status


def test_a_revoked_one_shows_day_and_class_and_nothing_else(
    app: Flask, client: FlaskClient
) -> None:
    certificate = paper.in_register()
    paper.revoke(certificate)
    response = asked(client, certificate.number)
    assert "ถูกเพิกถอน" in response.text
    assert "มีเหตุอันสมควรเพิกถอน" in response.text
    assert "ความลับของสำนวน" not in response.text
    said = as_json(client, certificate.number)
    assert (said["status"], said["reason"]) == ("revoked", "misconduct")
    assert said["revoked_on"] == clock.today().isoformat()


def test_a_superseded_one_points_to_its_replacement(app: Flask, client: FlaskClient) -> None:
    old = paper.in_register()
    new = paper.registered(
        replace(paper.facts(), number=str(new_number("DEMO", 2569, 1300)), replaces=old.number),
        enrolment_id=old.enrolment_id,
        generation=1,
    )
    paper.revoke(old, RevocationClass.SUPERSEDED)
    paper.replaced(old, new)
    shown = asked(client, old.number).text
    assert "ยกเลิกเพราะออกฉบับแก้ไขแล้ว" in shown
    assert new.number in shown
    assert as_json(client, old.number)["replaced_by"] == new.number
    said = as_json(client, new.number)
    assert (said["status"], said["replaces"], said["replaced_by"]) == ("valid", old.number, None)


def test_a_renewed_one_keeps_its_own_answer_and_names_the_new_one(
    app: Flask, client: FlaskClient
) -> None:
    old = paper.in_register()
    number = str(new_number("DEMO", 2569, 1300))
    new = paper.another(number=number, replaces=old.number, renewal=True)
    paper.replaced(old, new, ReplacementKind.RENEWAL)
    said = as_json(client, old.number)
    assert (said["status"], said["replaced_by"], said["renewed_by"]) == ("valid", None, number)
    assert number in asked(client, old.number).text
    assert "ต่ออายุจากเลขที่" in asked(client, number).text


def test_before_its_day_a_revocation_is_not_spoken_of(app: Flask, client: FlaskClient) -> None:
    certificate = paper.in_register()
    day = clock.today() + timedelta(days=3)
    paper.revoke(certificate, effective_on=day)
    said = as_json(client, certificate.number)
    assert (said["status"], said["revoked_on"], said["reason"]) == ("valid", None, None)
    shown = asked(client, certificate.number).text
    assert "เพิกถอน" not in shown.split("<main")[1].split("</main")[0]
    with clock.frozen(clock.now() + timedelta(days=3)):
        said = as_json(client, certificate.number)
    assert (said["status"], said["revoked_on"]) == ("revoked", day.isoformat())


def test_a_number_without_a_document_yet_says_so(app: Flask, client: FlaskClient) -> None:
    number = paper.in_register(printed=False).number
    assert "ยังไม่ควรมีกระดาษหรือไฟล์ถึงมือผู้ใด" in asked(client, number).text
    assert as_json(client, number)["document_sha256"] is None


def neighbour(number: str) -> str:
    """The same place in the series with another random part and a right check character."""
    prefix, year, sequence, random, _check = number.split("-")
    for last in ALPHABET:
        other = random[:3] + last
        check = check_character(f"{prefix}{year}{sequence}{other}")
        if other != random and check in ALPHABET:
            return f"{prefix}-{year}-{sequence}-{other}-{check}"
    raise AssertionError


def wrong_numbers(number: str) -> list[str]:
    mistyped = number[:-1] + next(c for c in ALPHABET if c != number[-1])
    return [neighbour(number), mistyped, str(new_number("DEMO", 2569, 99)), "anything", "x" * 200]


def test_whatever_is_wrong_with_a_number_the_answer_is_the_same(
    app: Flask, client: FlaskClient
) -> None:
    number = paper.in_register().number
    bodies = set()
    for wrong in wrong_numbers(number):
        response = client.get(f"/verify/{wrong}", headers=JSON)
        assert response.status_code == 404
        bodies.add(response.get_data())
    assert len(bodies) == 1


def test_the_page_of_a_wrong_number_differs_only_in_the_number(
    app: Flask, client: FlaskClient
) -> None:
    """A mistyped one is told so, which anybody can reckon."""
    neighbouring, _mistyped, unknown, *_rest = wrong_numbers(paper.in_register().number)
    pages = set()
    for wrong in (neighbouring, unknown):
        client.delete_cookie("lms")
        page = asked(client, wrong)
        assert page.status_code == 404
        assert "ไม่ได้แปลว่าปลอม" in page.text
        assert "กัญญ์ณัฏฐ์" not in page.text
        pages.add(_without_token(page.text).replace(wrong, "NUMBER"))
    assert len(pages) == 1


def _without_token(text: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"', "", text)


def test_the_page_says_where_to_check_and_to_compare(app: Flask, client: FlaskClient) -> None:
    shown = asked(client, paper.in_register().number).text
    assert "ตรวจสอบที่เว็บไซต์นี้เท่านั้น" in shown
    assert "เทียบทุกช่องกับกระดาษ" in shown


def test_the_print_says_what_when_and_where(app: Flask, client: FlaskClient) -> None:
    number = paper.in_register().number
    response = client.get(f"/verify/{number}/print")
    shown = response.text
    assert response.status_code == 200
    assert "ไม่ใช่บัตรประจำตัวหรือหลักฐานการมอบอำนาจ" in shown
    assert f"พ.ศ.\u00a0{clock.today().year + 543} เวลา" in shown
    assert f"{app.extensions['settings'].public_url}/verify/{number}" in shown
    assert response.headers["Cache-Control"] == "no-store"


def test_the_answer_in_english(app: Flask, client: FlaskClient) -> None:
    number = paper.in_register().number
    client.set_cookie("lang", "en")
    shown = asked(client, number).text
    assert ">Valid</h1>" in shown
    assert "22 November 2026" in shown


def test_only_the_camera_page_may_use_the_camera(app: Flask, client: FlaskClient) -> None:
    assert "camera=(self)" in client.get("/verify/scan").headers["Permissions-Policy"]
    assert "camera=()" in client.get("/verify").headers["Permissions-Policy"]


def test_a_failing_register_never_looks_like_an_answer(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object) -> None:
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr("lms.verification.queries.entry_of_number", fails)
    page = asked(client, "DEMO-1")
    assert page.status_code == 503
    assert "ยังตรวจไม่ได้" in page.text
    assert "ไม่พบข้อมูล" not in page.text
    said = client.get("/verify/DEMO-1", headers=JSON)
    assert (said.status_code, said.get_json()["status"]) == (503, None)
