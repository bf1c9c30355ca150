"""People and roles from the terminal."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from lms.access import Role
from lms.db import commit, db
from lms.desk.commands import demo
from lms.people import register
from lms.people.commands import accounts
from lms.people.models import Person, RoleGrant
from tests.builders import a_country, a_province, a_volunteer, the_account


@pytest.fixture
def lms(app):
    a_country()
    a_province()

    def run(*words: str, typed: str = ""):
        group = demo if words[0] == "demo" else accounts
        # Under the console script these callbacks make an application of their own.
        result = CliRunner().invoke(_plain(group), list(words[1:]), input=typed)
        commit()
        return result

    return run


def _plain(group):
    for command in group.commands.values():
        command.callback = getattr(command.callback, "__wrapped__", command.callback)
    return group


def only() -> Person:
    return db.session.scalars(select(Person)).one()


def test_create_prints_a_slip_that_lets_the_person_in(lms, app):
    done = lms("accounts", "create", "CM0001", "--first-name", "สมศรี", "--unit", "50")
    assert done.exit_code == 0, done.output
    code = re.search(r"(\d{4}) (\d{4}) \(", done.output)
    assert code
    browser = app.test_client()
    form = {"identifier": "CM0001", "code": code[0][:9]}
    assert browser.post("/slip", data=form).location == "/choose-pin"
    assert register.secret_kind_of(only().id) == "pin"


def test_create_takes_a_password_from_stdin_for_staff(lms, app):
    done = lms(
        "accounts", "create", "ST1", "--first-name", "ส่วนกลาง", "--role", "central_officer",
        "--password-stdin", typed="สามคำ ต่อกัน ยาวพอ\n",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "สามคำ" not in done.output
    form = {"identifier": "ST1", "secret": "สามคำ ต่อกัน ยาวพอ", "device": "own"}
    assert app.test_client().post("/sign-in", data=form).status_code == 302


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (["ST1", "--first-name", "ก", "--role", "auditor", "--password-stdin"], "short\n"),
        (["CM1", "--first-name", "ก", "--password-stdin"], "123456\n"),
        (["CM1", "--first-name", "ก", "--unit", "99"], ""),
        (["CM1", "--first-name", "ก", "--role", "king"], ""),
        (["CM1"], ""),
    ],
)
def test_what_cannot_be_created_is_explained(lms, words, typed):
    done = lms("accounts", "create", *words, typed=typed)
    assert done.exit_code != 0
    assert "Traceback" not in done.output
    db.session.rollback()


def test_a_number_that_is_taken_is_told(lms):
    a_volunteer(volunteer_number="CM0001")
    done = lms("accounts", "create", "cm0001", "--first-name", "อื่น")
    assert done.exit_code == 1
    assert "มีผู้ใช้แล้ว" in done.output


def test_grant_gives_a_role_and_a_slip_for_the_password(lms):
    person = a_volunteer(volunteer_number="CM0001")
    done = lms("accounts", "grant", "CM0001", "provincial_officer", "--unit", "50")
    assert done.exit_code == 0, done.output
    roles = db.session.scalars(select(RoleGrant.role).where(RoleGrant.person_id == person.id))
    assert set(roles) == {Role.VOLUNTEER, Role.PROVINCIAL_OFFICER}
    assert the_account(person).secret_hash == ""
    assert "slip" in done.output
    assert lms("accounts", "grant", "CM9999", "auditor").exit_code == 1
