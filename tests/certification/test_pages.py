"""The pages of holders, approvers and officers, as each of them and a stranger meets them."""

from __future__ import annotations

import errno
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.access import Role
from lms.certification import files, issuing, services
from lms.certification.models import Certificate, NameConfirmation
from lms.certification.picture import picture
from lms.curricula.models import IssueRule
from lms.db import db
from lms.learning.models import Enrolment
from lms.people.models import Person
from lms.people.names import printed_name
from tests.builders import (
    a_completed,
    a_volunteer,
    actor_of,
    an_edition,
    an_officer,
    lampang,
    perform,
    sign_in,
)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def holder() -> tuple[Person, Enrolment]:
    person = a_volunteer()
    return person, a_completed(person)


def issued(person: Person, enrolment: Enrolment) -> Certificate:
    services.confirm_own_name(actor_of(person), enrolment, printed_name(person))
    db.session.flush()
    certificate = issuing.issue(enrolment.id)
    assert certificate is not None
    return certificate


def test_the_holder_sees_the_name_as_it_prints_and_confirms_it(client: FlaskClient) -> None:
    person, enrolment = holder()
    sign_in(client, person)
    shown = client.get("/curricula/change-leader/certificate")
    assert printed_name(person) in shown.text
    assert "ชื่อนี้จะพิมพ์บนวุฒิบัตร" in shown.text
    for _ in range(2):
        answer = client.post(
            "/curricula/change-leader/certificate", data={"name": printed_name(person)}
        )
        assert answer.status_code == 302
    assert count(NameConfirmation) == 1, "a double click confirms once"
    row = db.session.scalars(select(NameConfirmation)).one()
    assert (row.enrolment_id, row.name, row.for_holder) == (
        enrolment.id,
        printed_name(person),
        False,
    )


def test_a_name_changed_meanwhile_is_shown_again_not_confirmed(client: FlaskClient) -> None:
    person, _ = holder()
    sign_in(client, person)
    answer = client.post("/curricula/change-leader/certificate", data={"name": "นายคนอื่น"})
    assert answer.status_code == 409
    assert count(NameConfirmation) == 0


def test_somebody_not_enrolled_finds_no_such_page(client: FlaskClient) -> None:
    holder()
    sign_in(client, a_volunteer(first_name="คนอื่น"))
    assert client.get("/curricula/change-leader/certificate").status_code == 404


def test_the_file_is_for_its_holder_and_the_officers_of_the_area(app: Flask) -> None:
    person, enrolment = holder()
    certificate_id = issued(person, enrolment).id
    db.session.commit()
    perform(app, "certification.make_documents")
    others = {
        "holder": (person, 200),
        "officer": (an_officer(), 200),
        "central": (an_officer(Role.CENTRAL_OFFICER), 200),
        "another volunteer": (a_volunteer(first_name="คนอื่น"), 404),
        "officer of Lampang": (an_officer(unit=lampang()), 404),
        "trainer": (an_officer(Role.TRAINER, curriculum="change-leader"), 404),
    }
    for who, (reader, status) in others.items():
        browser = app.test_client()
        sign_in(browser, reader)
        for file in ("certificate.pdf", "picture.webp"):
            answer = browser.get(f"/certificates/{certificate_id}/{file}")
            assert answer.status_code == status, who
    signed_out = app.test_client().get(f"/certificates/{certificate_id}/certificate.pdf")
    assert signed_out.status_code == 302


def test_the_holders_page_shows_picture_and_pdf_button(app: Flask, client: FlaskClient) -> None:
    person, enrolment = holder()
    certificate_id = issued(person, enrolment).id
    sign_in(client, person)
    assert "เอกสารกำลังจัดทำ" in client.get(f"/certificates/{certificate_id}").text
    perform(app, "certification.make_documents")
    page = client.get(f"/certificates/{certificate_id}").text
    assert "picture.webp" in page
    assert "certificate.pdf" in page
    pdf = client.get(f"/certificates/{certificate_id}/certificate.pdf")
    assert pdf.data.startswith(b"%PDF-")
    assert pdf.headers["Cache-Control"] == "private, no-cache", "not opened after signing out"
    assert "attachment" in pdf.headers["Content-Disposition"]


def test_the_picture_is_drawn_when_first_seen_and_then_kept(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, enrolment = holder()
    certificate_id = issued(person, enrolment).id
    sign_in(client, person)
    perform(app, "certification.make_documents")
    drawn = []

    def draw(pdf: bytes, width: int) -> bytes:
        drawn.append(pdf)
        time.sleep(0.2)
        return picture(pdf, width)

    monkeypatch.setattr(files, "picture", draw)
    address = f"/certificates/{certificate_id}/picture.webp"
    browsers = [app.test_client() for _ in range(4)]
    for browser in browsers:
        sign_in(browser, person)
    db.session.commit()
    with ThreadPoolExecutor(4) as pool:
        seen = set(pool.map(lambda browser: browser.get(address).data, browsers))
    assert len(drawn) == 1
    assert len(seen) == 1
    (content,) = seen
    assert content[8:12] == b"WEBP"
    assert len(content) <= 150_000
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_picture_that_cannot_be_kept_is_shown_all_the_same(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, enrolment = holder()
    certificate_id = issued(person, enrolment).id
    sign_in(client, person)
    perform(app, "certification.make_documents")

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("lms.storage.Store.put", full)
    answer = client.get(f"/certificates/{certificate_id}/picture.webp")
    assert answer.status_code == 200
    assert answer.data[8:12] == b"WEBP"


def test_a_central_officer_approves_from_the_list(client: FlaskClient) -> None:
    person = a_volunteer()
    enrolment = a_completed(person, an_edition(issue_rule=IssueRule.APPROVED))
    services.confirm_own_name(actor_of(person), enrolment, printed_name(person))
    sign_in(client, an_officer(Role.CENTRAL_OFFICER))
    assert printed_name(person) in client.get("/approvals").text
    answer = client.post(
        "/approvals", data={"enrolment": [str(enrolment.id)]}, follow_redirects=True
    )
    assert "อนุมัติแล้ว 1 ฉบับ" in answer.text
    assert "ไม่มีรายการรออนุมัติ" in answer.text


@pytest.mark.parametrize("rubbish", [[], ["x"], ["-1"], ["9" * 30], ["1 OR 1=1"]])
def test_rubbish_in_the_list_approves_nobody(client: FlaskClient, rubbish: list[str]) -> None:
    sign_in(client, an_officer(Role.CENTRAL_OFFICER))
    answer = client.post("/approvals", data={"enrolment": rubbish}, follow_redirects=True)
    assert answer.status_code == 200


def test_an_officer_confirms_for_somebody_without_a_phone(client: FlaskClient) -> None:
    person, enrolment = holder()
    sign_in(client, an_officer())
    assert printed_name(person) in client.get("/names").text
    address = f"/names/{enrolment.id}"
    missing = client.post(address, data={"name": printed_name(person)})
    assert missing.status_code == 422
    given = {"name": printed_name(person), "note": "อ่านชื่อให้ฟังทางโทรศัพท์"}
    assert client.post(address, data=given).status_code == 302
    assert db.session.scalars(select(NameConfirmation)).one().for_holder


def test_an_officer_of_another_province_neither_sees_nor_confirms(client: FlaskClient) -> None:
    person, enrolment = holder()
    certificate_id = issued(person, enrolment).id
    sign_in(client, an_officer(unit=lampang()))
    assert person.first_name not in client.get("/names").text
    assert person.first_name not in client.get("/certificates").text
    assert client.get(f"/names/{enrolment.id}").status_code == 404
    assert client.get(f"/certificates/issued/{certificate_id}").status_code == 404


@pytest.mark.parametrize("words", ["สมศรี", "ใจดี", "DEMO", "%", "_", "'", "๑", "x" * 300])
def test_searching_with_anything_answers(client: FlaskClient, words: str) -> None:
    issued(*holder())
    sign_in(client, an_officer())
    answer = client.get("/certificates", query_string={"q": words})
    assert answer.status_code == 200
    assert ("สมศรี" in answer.text.split("<table")[-1]) == (words in {"สมศรี", "ใจดี"})


def test_from_a_person_an_officer_finds_their_certificates_alone(client: FlaskClient) -> None:
    person, enrolment = holder()
    number = issued(person, enrolment).number
    other = a_volunteer(first_name="อีกคน")
    issued(other, a_completed(other, an_edition("child-protection")))
    address = f"/certificates?person={person.id}"
    sign_in(client, an_officer())
    assert address in client.get(f"/people/{person.id}").text
    page = client.get(address).text
    assert number in page
    assert "อีกคน" not in page
    assert client.get("/certificates?person=x").status_code == 200
    sign_in(client, an_officer(unit=lampang(), first_name="ลำปาง"))
    assert client.get(address).status_code == 404
