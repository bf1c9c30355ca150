"""A certificate in English: its Latin name is asked for, shown as it prints, and confirmed."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.certification import due, issuing, queries, services
from lms.certification.models import NameConfirmation
from lms.db import db
from lms.errors import Busy, Invalid
from lms.learning.models import Enrolment
from lms.people.models import Person
from lms.people.names import printed_name
from tests.builders import a_completed, a_volunteer, actor_of, an_edition, an_officer, sign_in

PAGE = "/curricula/change-leader/certificate"


def abroad(**facts: str) -> tuple[Person, Enrolment]:
    person = a_volunteer(**facts)
    return person, a_completed(person, an_edition(design="english"))


def test_nothing_is_confirmed_or_issued_without_a_latin_name(app: Flask) -> None:
    person, enrolment = abroad()
    with pytest.raises(Invalid):
        services.confirm_own_name(actor_of(person), enrolment, printed_name(person))
    db.session.add(
        NameConfirmation(
            enrolment_id=enrolment.id,
            name=printed_name(person),
            for_holder=False,
            confirmed_by=None,
        )
    )
    db.session.flush()
    assert due.ready(10) == []
    assert issuing.issue(enrolment.id) is None
    assert {one.stage: one.at for one in queries.status_line(enrolment)}["name"] is None


def test_the_latin_name_is_confirmed_as_it_was_shown_and_frozen(app: Flask) -> None:
    person, enrolment = abroad(latin_name="Somsri Jaidee")
    actor, name = actor_of(person), printed_name(person)
    for shown in (None, "", "SOMSRI JAIDI"):
        with pytest.raises(Busy):
            services.confirm_own_name(actor, enrolment, name, shown)
    services.confirm_own_name(actor, enrolment, name, "SOMSRI JAIDEE")
    db.session.flush()
    issued = issuing.issue(enrolment.id)
    assert issued is not None
    assert issued.facts["latin_name"] == "SOMSRI JAIDEE"
    assert issued.facts["design"] == "english"


def test_a_latin_name_changed_after_confirming_is_confirmed_again(app: Flask) -> None:
    person, enrolment = abroad(latin_name="Somsri Jaidee")
    actor, name = actor_of(person), printed_name(person)
    services.confirm_own_name(actor, enrolment, name, "SOMSRI JAIDEE")
    services.give_own_latin_name(actor, "Somsri Chaidi")
    db.session.flush()
    assert due.ready(10) == []
    services.confirm_own_name(actor, enrolment, name, "SOMSRI CHAIDI")
    db.session.flush()
    assert due.ready(10) == [enrolment.id]


def test_other_designs_issue_without_one_and_whatever_it_is_later(app: Flask) -> None:
    person = a_volunteer()
    enrolment = a_completed(person)
    services.confirm_own_name(actor_of(person), enrolment, printed_name(person))
    services.give_own_latin_name(actor_of(person), "Somsri Jaidee")
    db.session.flush()
    assert due.ready(10) == [enrolment.id]


def test_the_page_asks_shows_the_name_as_it_prints_and_then_confirms(client: FlaskClient) -> None:
    person, enrolment = abroad()
    sign_in(client, person)
    assert 'name="latin_name"' in client.get(PAGE).text
    answer = client.post(f"{PAGE}/latin-name", data={"latin_name": " Somsri  Jaidee "})
    assert answer.status_code == 302
    shown = client.get(PAGE).text
    assert '<span lang="en">SOMSRI JAIDEE</span>' in shown
    assert 'name="latin_name"' not in shown
    assert 'value="SOMSRI JAIDEE"' in client.get(f"{PAGE}?edit=1").text
    good = {"name": printed_name(person), "latin_shown": "SOMSRI JAIDEE"}
    assert client.post(PAGE, data=good | {"latin_shown": ""}).status_code == 409
    assert client.post(PAGE, data=good).status_code == 302
    row = due.confirmation_of(enrolment.id)
    assert row is not None
    assert row.latin_name == "SOMSRI JAIDEE"
    assert "SOMSRI JAIDEE" in client.get(PAGE).text


@pytest.mark.parametrize("typed", ["", "  ", "สมศรี ใจดี", "...", "李小龍", "<b>x</b>", "A" * 500])
def test_what_is_no_latin_name_is_refused(client: FlaskClient, typed: str) -> None:
    person, _ = abroad()
    sign_in(client, person)
    answer = client.post(f"{PAGE}/latin-name", data={"latin_name": typed})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert person.latin_name is None


@pytest.mark.parametrize(
    ("language", "said"),
    [("th", "กรอกเป็นตัวอักษรอังกฤษตามหนังสือเดินทาง"), ("en", "Use the Latin letters of the passport")],
)
def test_why_it_is_refused_is_said_in_both_languages(
    client: FlaskClient, language: str, said: str
) -> None:
    person, _ = abroad()
    person.language = language
    sign_in(client, person)
    answer = client.post(f"{PAGE}/latin-name", data={"latin_name": "สมศรี ใจดี"})
    assert said in answer.text


def test_a_stranger_finds_no_such_page(client: FlaskClient) -> None:
    abroad()
    stranger = a_volunteer(first_name="คนอื่น")
    sign_in(client, stranger)
    answer = client.post(f"{PAGE}/latin-name", data={"latin_name": "SOMSRI"})
    assert answer.status_code == 404
    assert stranger.latin_name is None


def test_an_officer_writes_it_down_for_somebody_without_a_phone(client: FlaskClient) -> None:
    person, enrolment = abroad()
    sign_in(client, an_officer())
    address = f"/names/{enrolment.id}"
    assert 'name="latin_name"' in client.get(address).text
    good = {"name": printed_name(person), "note": "อ่านให้ฟัง", "latin_name": "Somsri Jaidee"}
    assert client.post(address, data=good | {"latin_name": "สมศรี"}).status_code == 422
    assert client.post(address, data=good | {"latin_name": ""}).status_code == 422
    assert client.post(address, data=good).status_code == 302
    assert db.session.scalars(select(NameConfirmation.latin_name)).all() == ["SOMSRI JAIDEE"]
    assert person.latin_name == "SOMSRI JAIDEE"


def test_where_no_latin_name_is_printed_none_is_asked_for(client: FlaskClient) -> None:
    person = a_volunteer()
    enrolment = a_completed(person)
    sign_in(client, person)
    assert 'name="latin_name"' not in client.get(PAGE).text
    sign_in(client, an_officer())
    assert 'name="latin_name"' not in client.get(f"/names/{enrolment.id}").text
