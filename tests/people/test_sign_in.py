"""Signing in through the form, as a browser does."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.access import Role
from lms.clock import frozen, now
from lms.db import db
from lms.jobs import sweep
from lms.people import secrets, throttle
from lms.people.models import AddressCounter, SecretKind, SignedInDevice, SignInFailure, UnitKind
from lms.thai import thai_digits
from tests.builders import (
    PASSWORD,
    PIN,
    a_province,
    a_unit,
    a_volunteer,
    an_officer,
    sign_in,
    the_account,
)

pytestmark = pytest.mark.usefixtures("light_secrets")

WRONG = "975310"


def answer(client: FlaskClient, identifier: str, secret: str = PIN, **more):
    form = {"identifier": identifier, "secret": secret, "device": "own"} | more
    return client.post("/sign-in", data=form)


def is_in(client: FlaskClient) -> bool:
    return client.get("/profile").status_code == 200


def cookie_line(response, name: str) -> str:
    lines: list[str] = response.headers.getlist("Set-Cookie")
    return next(line for line in lines if line.startswith(name))


@pytest.mark.parametrize(
    "typed",
    ["CM0001", "cm 0001", "ＣＭ".replace("ＣＭ", "CM") + "๐๐๐๑", "081-234 5678", "๐๘๑๒๓๔๕๖๗๘",
     "+66812345678", "Somsri@Example.org", " somsri@example.org "],
)  # fmt: skip
def test_a_number_a_phone_or_an_email_signs_in(app, client, typed):
    a_volunteer(volunteer_number="CM0001", phone="0812345678", email="somsri@example.org")
    assert answer(client, typed).status_code == 302
    assert is_in(client)


def test_a_pin_may_be_typed_in_thai_digits(app, client):
    a_volunteer(volunteer_number="CM0001")
    assert answer(client, "CM0001", thai_digits(PIN)).status_code == 302


def test_staff_sign_in_with_a_password(app, client):
    an_officer(volunteer_number="ST0001")
    assert answer(client, "ST0001", PIN).status_code == 422
    assert answer(client, "ST0001", PASSWORD).status_code == 302
    assert is_in(client)


def test_a_shared_phone_asks_for_the_volunteer_number(app, client):
    a_volunteer(volunteer_number="CM0001", phone="0812345678", first_name="น้ำผึ้ง")
    a_volunteer(volunteer_number="CM0002", phone="0812345678", first_name="บุญปลูก")
    asked = answer(client, "0812345678")
    assert asked.status_code == 422
    assert 'name="number"' in asked.text
    assert "081" in asked.text  # what was typed is kept
    assert answer(client, "0812345678", number="CM0009").status_code == 422
    assert answer(client, "0812345678", number="cm0002").status_code == 302
    assert "บุญปลูก" in client.get("/profile").text


def test_unknown_names_and_wrong_secrets_get_the_same_answer(app):
    a_volunteer(volunteer_number="CM0001")
    known = answer(app.test_client(), "CM0001", WRONG)
    unknown = answer(app.test_client(), "CM0009", WRONG)
    assert known.status_code == unknown.status_code == 422
    tokens = re.compile(r'value="[\w.-]{60,}"')
    plain = [
        tokens.sub("", text)
        for text in (known.text.replace("CM0001", ""), unknown.text.replace("CM0009", ""))
    ]
    assert plain[0] == plain[1]


def test_an_unknown_name_is_hashed_like_a_known_one(app, client, monkeypatch):
    asked: list[str | None] = []

    def watched(stored: str | None, typed: str) -> bool:
        asked.append(stored)
        return secrets.matches(stored, typed)

    monkeypatch.setattr("lms.people.sign_in.matches", watched)
    answer(client, "CM0009", WRONG)
    assert asked == [None]


def test_five_wrong_tries_lock_this_device_for_15_minutes(app, client):
    a_volunteer(volunteer_number="CM0001")
    left = [answer(client, "CM0001", WRONG) for _ in range(5)]
    assert all(response.status_code == 422 for response in left)
    assert "4 ครั้ง" in left[0].text
    assert "15 นาที" in left[4].text
    assert answer(client, "CM0001", PIN).status_code == 422
    for row in db.session.scalars(select(SignInFailure)):
        row.locked_until = row.locked_until and row.locked_until - timedelta(minutes=16)
    assert answer(client, "CM0001", PIN).status_code == 302


@pytest.mark.parametrize("identifier", ["CM0001", "0812345678"])
def test_a_locked_device_never_locks_another(app, client, identifier):
    person = a_volunteer(volunteer_number="CM0001", phone="0812345678")
    own, fresh = app.test_client(), app.test_client()
    assert answer(own, "CM0001").status_code == 302
    for _ in range(7):
        answer(client, identifier, WRONG)
    assert answer(client, identifier).status_code == 422
    assert answer(fresh, "CM0001").status_code == 302, "an unknown fresh device"
    own.post("/sign-out")
    assert answer(own, "CM0001").status_code == 302, "the person's own device"
    assert person.id


def test_devices_that_throw_their_cookies_away_are_slowed_and_known_ones_are_not(app):
    a_volunteer(volunteer_number="CM0001")
    own = app.test_client()
    answer(own, "CM0001")
    own.post("/sign-out")
    for _ in range(21):
        answer(app.test_client(), "CM0001", WRONG)
    assert answer(app.test_client(), "CM0001").status_code == 422
    assert answer(own, "CM0001").status_code == 302


def test_tries_from_one_network_address_are_counted_and_have_an_end(app, client):
    a_volunteer(volunteer_number="CM0001")
    for secret in (WRONG, PIN):
        answer(app.test_client(), "CM0001", secret)
    counter = db.session.scalars(select(AddressCounter)).one()
    assert counter.count == 2, "right or wrong"
    counter.count = throttle.ADDRESS_TRIES
    assert answer(client, "CM0001").status_code == 429
    with frozen(now() + throttle.ADDRESS_WINDOW + timedelta(minutes=1)):
        assert answer(client, "CM0001").status_code == 302


def test_counters_of_tries_do_not_pile_up(app, client):
    answer(client, "CM0001", WRONG)
    with frozen(now() + throttle.FORGOTTEN + timedelta(minutes=1)):
        sweep(app)
    for counted in (SignInFailure, AddressCounter):
        assert db.session.scalars(select(counted)).all() == []


def test_own_device_is_kept_30_days_and_a_shared_one_until_it_closes(app):
    a_volunteer(volunteer_number="CM0001")
    own, shared = app.test_client(), app.test_client()
    assert "Expires=" in cookie_line(answer(own, "CM0001"), "lms=")
    assert "Expires=" not in cookie_line(answer(shared, "CM0001", device="shared"), "lms=")
    kept, short = db.session.scalars(select(SignedInDevice).order_by(SignedInDevice.id))
    assert timedelta(days=29) < kept.expires_at - now() <= timedelta(days=30)
    assert short.expires_at - now() <= timedelta(hours=12)


def test_an_expired_row_signs_nobody_in(app, client):
    a_volunteer(volunteer_number="CM0001")
    answer(client, "CM0001")
    db.session.scalars(select(SignedInDevice)).one().expires_at = now() - timedelta(seconds=1)
    assert not is_in(client)


def test_an_old_cookie_is_worth_nothing_after_signing_out(app, client):
    a_volunteer(volunteer_number="CM0001")
    answer(client, "CM0001")
    stolen = client.get_cookie("lms").value
    assert client.post("/sign-out").status_code == 302
    thief = app.test_client()
    thief.set_cookie("lms", stolen)
    assert not is_in(thief)


def test_changing_the_secret_signs_every_other_browser_out(app, client):
    a_volunteer(volunteer_number="CM0001")
    other = app.test_client()
    answer(client, "CM0001")
    answer(other, "CM0001")
    before = client.get_cookie("lms").value
    changed = client.post(
        "/profile/secret", data={"current": PIN, "secret": "481920", "again": "481920"}
    )
    assert changed.status_code == 302
    assert is_in(client)
    assert not is_in(other)
    thief = app.test_client()
    thief.set_cookie("lms", before)
    assert not is_in(thief)
    assert answer(other, "CM0001", "481920").status_code == 302


def test_a_shared_device_stays_shared_when_the_secret_changes(app, client):
    a_volunteer(volunteer_number="CM0001")
    answer(client, "CM0001", device="shared")
    changed = client.post(
        "/profile/secret", data={"current": PIN, "secret": "481920", "again": "481920"}
    )
    assert "Expires=" not in cookie_line(changed, "lms=")


def test_the_current_secret_cannot_be_guessed_from_an_open_browser(app, client):
    a_volunteer(volunteer_number="CM0001")
    answer(client, "CM0001")
    new = {"secret": "481920", "again": "481920"}
    for _ in range(5):
        assert client.post("/profile/secret", data=new | {"current": WRONG}).status_code == 422
    locked = client.post("/profile/secret", data=new | {"current": PIN})
    assert locked.status_code == 422
    assert "15 นาที" in locked.text


@pytest.mark.parametrize(
    ("secret", "why"),
    [("111111", "เดาง่าย"), ("123456", "เดาง่าย"), ("12345", "6 หลัก"), ("๔๘๑๙๒", "6 หลัก")],
)
def test_weak_pins_are_refused_with_what_to_do(app, client, secret, why):
    sign_in(client, a_volunteer())
    form = {"current": PIN, "secret": secret, "again": secret}
    refused = client.post("/profile/secret", data=form)
    assert refused.status_code == 422
    assert why in refused.text


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/profile?a=1", "/profile?a=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/profile\r\nSet-Cookie: a=b", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_only_our_own_pages_open(app, client, wanted, reached):
    a_volunteer(volunteer_number="CM0001")
    response = answer(client, "CM0001", next=wanted)
    assert response.status_code == 302
    assert response.location in {reached, f"http://localhost{reached}"}


def test_a_page_asked_for_is_opened_after_signing_in(app, client):
    a_volunteer(volunteer_number="CM0001")
    sent = client.get("/profile?tab=1")
    assert sent.status_code == 302
    assert sent.location.startswith("/sign-in?next=")
    form = client.get(sent.location).text
    assert 'value="/profile?tab=1"' in form


def test_a_post_by_somebody_signed_out_goes_to_sign_in_and_comes_back(app, client):
    sent = client.post(
        "/profile", data={"email": "a@b.example"}, headers={"Referer": "http://localhost/profile"}
    )
    assert sent.status_code == 302
    assert sent.location == "/sign-in?next=/profile"
    assert "ยังไม่ได้บันทึก" in client.get(sent.location).text


@pytest.fixture
def guarded(app: Flask):
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_form_left_open_can_be_sent_after_signing_in_again(guarded):
    a_volunteer(volunteer_number="CM0001")
    client = guarded.test_client()
    answer(client, "CM0001", csrf_token=token_in(client.get("/sign-in").text))
    left_open = token_in(client.get("/profile").text)
    client.post("/sign-out", data={"csrf_token": left_open})
    answer(client, "CM0001", csrf_token=token_in(client.get("/sign-in").text))
    form = {"csrf_token": left_open, "timezone": "Asia/Bangkok", "email": "typed@example.org"}
    assert client.post("/profile", data=form).location == "/profile"


def test_without_cookies_a_post_goes_to_sign_in_and_a_forged_one_is_refused(guarded):
    a_volunteer(volunteer_number="CM0001")
    client = guarded.test_client()
    assert client.post("/profile", data={}).location.startswith("/sign-in")
    answer(client, "CM0001", csrf_token=token_in(client.get("/sign-in").text))
    assert client.post("/profile", data={"email": "x@y.example"}).status_code == 400


def test_a_program_is_told_401(app, client):
    refused = client.post("/profile", headers={"Accept": "application/json"})
    assert refused.status_code == 401


def test_a_closed_account_is_unknown(app, client):
    person = a_volunteer(volunteer_number="CM0001")
    sign_in(client, person)
    the_account(person).disabled_at = now()
    assert not is_in(client)
    assert answer(client, "CM0001").status_code == 422


def test_signing_in_over_somebody_else_ends_their_session(app, client):
    first = a_volunteer(volunteer_number="CM0001")
    a_volunteer(volunteer_number="CM0002", first_name="บุญปลูก")
    sign_in(client, first)
    stolen = client.get_cookie("lms").value
    answer(client, "CM0002")
    assert "บุญปลูก" in client.get("/profile").text
    thief = app.test_client()
    thief.set_cookie("lms", stolen)
    assert not is_in(thief)


def test_pages_say_whom_to_call(app, client):
    province = a_province()
    a_volunteer(province, volunteer_number="CM0001")
    answer(client, "CM0001")
    missing = client.get("/nothing-here")
    assert missing.status_code == 404
    client.post("/sign-out")
    for text in (missing.text, client.get("/sign-in").text, client.get("/slip").text):
        assert province.phone in text
        assert "08.30" in text
        assert "https://line.example/opm" in text


def test_a_volunteers_district_without_a_phone_is_answered_for_by_its_province(app, client):
    province = a_province()
    district = a_unit(province, UnitKind.DISTRICT, "5001", "เมืองเชียงใหม่", "Mueang")
    actor = sign_in(client, a_volunteer(district))
    assert actor.contact.phone == province.phone


@pytest.mark.parametrize(
    "naughty",
    ["'; DROP TABLE persons;--", "\x00", "%", "_" * 300, "😀" * 50, "<script>", "\ud7ff", "๑" * 40],
)
def test_naughty_strings_are_only_wrong(app, client, naughty):
    assert answer(client, naughty, naughty, number=naughty).status_code == 422


def test_everything_about_roles_comes_from_grants(app, client):
    officer = an_officer(Role.AUDITOR)
    actor = sign_in(client, officer)
    assert actor.roles == {Role.AUDITOR}
    assert the_account(officer).secret_kind == SecretKind.PASSWORD


def test_an_english_reader_reads_the_offices_english_name(app, client):
    province = a_province()
    province.office_en = "Chiang Mai Provincial Office"
    person = a_volunteer(province)
    person.language = "en"
    sign_in(client, person)
    assert "Chiang Mai Provincial Office" in client.get("/profile").text
