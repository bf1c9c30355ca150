"""Giving and ending roles, and the first administrator."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.access import Role
from lms.db import db
from lms.people import first_run, granting, secrets, slips
from lms.people.models import RoleGrant
from tests.builders import (
    PASSWORD,
    PIN,
    a_country,
    a_province,
    a_volunteer,
    actor_of,
    an_officer,
    lampang,
    sign_in,
    the_account,
)


def held(person) -> set[str]:
    rows = select(RoleGrant.role).where(
        RoleGrant.person_id == person.id, RoleGrant.ended_at.is_(None)
    )
    return {str(role) for role in db.session.scalars(rows)}


def test_an_administrator_gives_a_role_and_the_pin_is_retired(app, client):
    sign_in(client, an_officer(Role.ADMINISTRATOR))
    person = a_volunteer(volunteer_number="CM0001")
    theirs = app.test_client()
    sign_in(theirs, person)
    form = {"role": "provincial_officer", "province": a_province().id, "curriculum": ""}
    given = client.post(f"/people/{person.id}/roles", data=form)
    assert given.status_code == 302
    client.post(f"/people/{person.id}/roles", data=form)  # twice is once
    rows = db.session.scalars(select(RoleGrant).where(RoleGrant.role == "provincial_officer"))
    assert len(rows.all()) == 1
    assert theirs.get("/profile").status_code == 302
    by_pin = {"identifier": "CM0001", "secret": PIN, "device": "own"}
    assert app.test_client().post("/sign-in", data=by_pin).status_code == 422


@pytest.mark.parametrize("stored", [None, ""])
def test_what_stands_in_for_a_missing_secret_lets_nobody_in(stored, monkeypatch):
    monkeypatch.setattr(secrets, "_nobody", lambda: secrets.hash_secret(PASSWORD))
    assert secrets.matches(secrets.hash_secret(PASSWORD), PASSWORD)
    assert not secrets.matches(stored, PASSWORD)


def test_a_stolen_table_of_secrets_is_dear_to_guess_from():
    assert secrets.hash_secret(PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_role_ends_from_now_on(app, client):
    sign_in(client, an_officer(Role.ADMINISTRATOR))
    officer = an_officer()
    theirs = app.test_client()
    sign_in(theirs, officer)
    assert theirs.get("/people").status_code == 200
    grant = db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == officer.id)).one()
    assert client.post(f"/people/{officer.id}/roles/{grant.id}/end").status_code == 302
    assert theirs.get("/people").status_code == 404
    assert client.post(f"/people/{officer.id}/roles/{grant.id}/end").status_code == 404


def test_the_last_administrator_stays(app, client):
    administrator = an_officer(Role.ADMINISTRATOR)
    sign_in(client, administrator)
    grant = db.session.scalars(select(RoleGrant)).one()
    path = f"/people/{administrator.id}/roles/{grant.id}/end"
    assert client.post(path).status_code == 403
    an_officer(Role.ADMINISTRATOR, first_name="อีกคน")
    assert client.post(path).status_code == 302


def test_an_administrator_of_a_province_gives_nothing_elsewhere(app, client):
    sign_in(client, an_officer(Role.ADMINISTRATOR, a_province()))
    person = a_volunteer(volunteer_number="CM0001")
    far = a_volunteer(lampang())
    for unit in (a_country(), lampang()):
        form = {"role": "administrator", "province": unit.id, "curriculum": ""}
        assert client.post(f"/people/{person.id}/roles", data=form).status_code == 422
    assert client.get(f"/people/{far.id}/roles").status_code == 404
    country_wide = an_officer(Role.AUDITOR, a_country())
    country_wide.unit_id = a_province().id
    grant = db.session.scalars(select(RoleGrant).where(RoleGrant.role == "auditor")).one()
    path = f"/people/{country_wide.id}/roles/{grant.id}/end"
    assert client.post(path).status_code == 404


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.ADMINISTRATOR, Role.VOLUNTEER}])
def test_others_give_no_roles(app, client, role):
    person = a_volunteer()
    sign_in(client, an_officer(role, a_country()))
    form = {"role": "administrator", "province": a_country().id, "curriculum": ""}
    assert client.get(f"/people/{person.id}/roles").status_code == 404
    assert client.post(f"/people/{person.id}/roles", data=form).status_code == 404
    assert held(person) == {"volunteer"}


@pytest.mark.parametrize(("field", "value"), [("role", "king"), ("role", ""), ("province", "x")])
def test_roles_that_do_not_exist_are_refused(app, client, field, value):
    sign_in(client, an_officer(Role.ADMINISTRATOR))
    person = a_volunteer()
    form = {"role": "auditor", "province": a_country().id, "curriculum": ""} | {field: value}
    assert client.post(f"/people/{person.id}/roles", data=form).status_code == 422


def test_a_trainers_curriculum_is_no_others(app):
    actor = actor_of(an_officer(Role.ADMINISTRATOR))
    person = a_volunteer()
    granting.give(actor, person, Role.AUDITOR, a_country(), "child-protection")
    grant = db.session.scalars(select(RoleGrant).where(RoleGrant.role == "auditor")).one()
    assert grant.curriculum is None


# --- the first administrator


def first(code: str, **changed):
    form = {
        "code": code,
        "title": "นาย",
        "first_name": "คนแรก",
        "volunteer_number": "ADMIN1",
        "secret": "สามคำ ต่อกัน ยาวพอ",
        "again": "สามคำ ต่อกัน ยาวพอ",
    }
    return form | changed


def invited() -> str:
    news = first_run.invite()
    assert news
    return news.split()[-1]


def test_the_printed_code_makes_the_first_administrator_once(app, client):
    a_country()
    code = invited()
    assert client.get("/setup").status_code == 200
    assert client.post("/setup", data=first(code.lower().replace("-", " "))).location == "/"
    assert client.get("/people").status_code == 200
    assert app.test_client().get("/setup").status_code == 404
    assert app.test_client().post("/setup", data=first(code)).status_code == 404
    assert first_run.invite() is None


def test_a_new_start_ends_the_earlier_code(app, client):
    a_country()
    early, late = invited(), invited()
    assert client.post("/setup", data=first(early)).status_code == 422
    assert client.post("/setup", data=first(late)).status_code == 302


def test_the_code_cannot_be_guessed_at_length(app, client):
    a_country()
    code = invited()
    for _ in range(5):
        assert client.post("/setup", data=first("WRONG")).status_code == 422
    assert client.post("/setup", data=first(code)).status_code == 429


@pytest.mark.parametrize(
    "bad", [{"secret": "short", "again": "short"}, {"volunteer_number": ""}, {"again": "อื่น"}]
)
def test_a_first_administrator_needs_a_good_password(app, client, bad):
    a_country()
    assert client.post("/setup", data=first(invited(), **bad)).status_code == 422


def test_who_becomes_staff_again_by_slip_has_a_password(app, client):
    actor = actor_of(an_officer(Role.ADMINISTRATOR))
    person = a_volunteer(volunteer_number="CM0001")
    granting.give(actor, person, Role.TRAINER, a_country(), "child-protection")
    client.get(f"/slip/{slips.make(person, actor).token}")
    good = {"secret": "สามคำ ต่อกัน ยาวพอ", "again": "สามคำ ต่อกัน ยาวพอ", "device": "own"}
    assert client.post("/choose-pin", data=good).status_code == 302
    assert the_account(person).secret_kind == "password"
