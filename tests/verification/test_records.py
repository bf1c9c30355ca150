"""An officer's check is recorded and shows more; the public's is counted; harvesting is slowed."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from lms.access import Role
from lms.certification.models import Certificate
from lms.certification.number import new_number
from lms.db import db
from lms.people.models import AddressCounter, Person
from lms.verification import tally as counting
from lms.verification.models import Check, PublicCount
from lms.verification.tally import tally
from tests.builders import a_volunteer, an_officer, lampang, sign_in
from tests.verification import paper

JSON = {"Accept": "application/json"}


def checks() -> list[Check]:
    return list(db.session.scalars(select(Check).order_by(Check.id)))


def counts() -> dict[tuple[str, str], int]:
    db.session.rollback()
    tally().write()
    rows = db.session.scalars(select(PublicCount))
    return {(row.channel, row.answer): row.count for row in rows}


@pytest.fixture(autouse=True)
def a_fresh_tally(app: Flask) -> None:
    app.extensions.pop("verification_tally", None)


def as_officer(client: FlaskClient, role: Role = Role.PROVINCIAL_OFFICER, **facts: Any) -> Person:
    officer = an_officer(role, **facts)
    sign_in(client, officer)
    return officer


def revoked(holder: Person | None = None) -> Certificate:
    certificate = paper.in_register(holder)
    paper.revoke(certificate)
    return certificate


def test_an_officer_s_check_is_recorded(app: Flask, client: FlaskClient) -> None:
    certificate = paper.in_register()
    officer = as_officer(client)
    number = certificate.number
    client.get(f"/verify/{number.lower()}")
    (check,) = checks()
    assert (check.officer_id, check.certificate_id) == (officer.id, certificate.id)
    assert (check.channel, check.asked, check.answer) == ("number", number.lower(), "valid")
    assert counts() == {}


def test_files_prints_and_misses_of_an_officer_are_recorded_too(
    app: Flask, client: FlaskClient
) -> None:
    number = paper.in_register().number
    as_officer(client)
    client.get(f"/verify/{number}/print")
    client.get("/verify/DEMO-0")
    client.post("/verify/file", data={"file": (BytesIO(paper.document()), "a.pdf")})
    client.post("/verify/file", data={"file": (BytesIO(b"no"), "a.pdf")})
    assert [(check.channel, check.answer) for check in checks()] == [
        ("print", "valid"),
        ("number", "not_found"),
        ("file", "valid"),
        ("file", "unreadable"),
    ]


def test_the_public_is_only_counted(app: Flask, client: FlaskClient) -> None:
    number = paper.in_register().number
    for asked in (number, number, "DEMO-0"):
        client.get(f"/verify/{asked}")
    assert counts() == {("number", "valid"): 2, ("number", "not_found"): 1}
    client.get(f"/verify/{number}", headers=JSON)
    assert counts()["number", "valid"] == 3
    assert checks() == []


def test_a_volunteer_counts_as_the_public(app: Flask, client: FlaskClient) -> None:
    number = paper.in_register().number
    sign_in(client, a_volunteer(first_name="คนอื่น"))
    response = client.get(f"/verify/{number}")
    assert "สำหรับเจ้าหน้าที่" not in response.text
    assert (checks(), counts()) == ([], {("number", "valid"): 1})


def test_an_officer_of_the_area_reads_the_reason_and_finds_the_person(
    app: Flask, client: FlaskClient
) -> None:
    holder = a_volunteer()
    certificate = revoked(holder)
    as_officer(client)
    shown = client.get(f"/verify/{certificate.number}").text
    assert "ความลับของสำนวน" in shown
    assert f'href="/people/{holder.id}"' in shown


@pytest.mark.parametrize("role", [Role.PROVINCIAL_OFFICER, Role.TRAINER])
def test_an_officer_from_elsewhere_sees_no_more_than_the_public(
    app: Flask, client: FlaskClient, role: Role
) -> None:
    number = revoked().number
    as_officer(client, role, unit=lampang())
    shown = client.get(f"/verify/{number}").text
    assert "ถูกเพิกถอน" in shown
    assert "ความลับของสำนวน" not in shown
    assert 'href="/people/' not in shown
    assert len(checks()) == 1


def test_json_gives_an_officer_no_more_either(app: Flask, client: FlaskClient) -> None:
    number = revoked().number
    stranger = client.get(f"/verify/{number}", headers=JSON).get_json()
    as_officer(client)
    assert client.get(f"/verify/{number}", headers=JSON).get_json() == stranger


@pytest.mark.parametrize(("role", "most"), [(None, 1), (Role.CENTRAL_OFFICER, 6)])
def test_an_answer_asks_the_database_little(
    app: Flask, client: FlaskClient, role: Role | None, most: int
) -> None:
    number = revoked().number
    if role:
        as_officer(client, role)
    db.session.commit()
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT")):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        client.get(f"/verify/{number}")
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert 1 <= len(asked) <= most, asked


@pytest.mark.parametrize("typed", ["%00", "%ED%A0%80", "x" * 250, "%F0%9F%92%A5", "%E0%B8%81%0A"])
def test_whatever_an_officer_types_can_be_recorded(
    app: Flask, client: FlaskClient, typed: str
) -> None:
    as_officer(client)
    assert client.get(f"/verify/{typed}").status_code == 404
    assert len(checks()) == 1


def misses(client: FlaskClient, count: int, address: str = "192.0.2.7") -> int:
    """The status of the last of so many wrong numbers."""
    for sequence in range(count):
        wrong = new_number("DEMO", 2568, sequence + 1)
        answer = client.get(f"/verify/{wrong}", environ_base={"REMOTE_ADDR": address})
    return answer.status_code


def test_whoever_guesses_numbers_is_held_up_and_others_are_not(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MISSES", 5)
    number = paper.in_register().number
    assert misses(client, 5) == 404
    tally().write()
    assert misses(client, 2) == 429
    right = client.get(f"/verify/{number}", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert right.status_code == 429
    assert "ยังสรุปไม่ได้ว่าจริงหรือปลอม" in right.text
    assert "ไม่พบข้อมูล" not in right.text
    said = client.get(f"/verify/{number}", environ_base={"REMOTE_ADDR": "192.0.2.7"}, headers=JSON)
    assert (said.get_json()["status"], said.headers["Retry-After"]) == (None, "900")
    elsewhere = client.get(f"/verify/{number}", environ_base={"REMOTE_ADDR": "192.0.2.8"})
    assert elsewhere.status_code == 200
    browser = app.test_client()
    as_officer(browser)
    there = browser.get(f"/verify/{number}", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert there.status_code == 200


def test_processes_share_whom_to_hold_up_and_forget_after_a_while(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MISSES", 5)
    misses(client, 7, "2001:db8::1")
    tally().write()
    app.extensions.pop("verification_tally")  # another process
    tally().write()
    assert misses(client, 1, "2001:db8::ffff") == 429  # of the same network
    row = db.session.scalars(select(AddressCounter)).one()
    row.window_start -= counting.WINDOW * 2
    db.session.commit()
    tally().write()
    assert misses(client, 1, "2001:db8::1") == 404


def test_whoever_waited_as_they_were_told_is_answered_at_once(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On an installation that nobody else asked anything meanwhile: nothing was written down."""
    monkeypatch.setattr(counting, "MISSES", 5)
    misses(client, 7)
    tally().write()
    assert misses(client, 1) == 429
    tally()._written -= counting.WINDOW.total_seconds() + 1
    assert misses(client, 1) == 404


def test_right_numbers_never_count_against_an_office(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MISSES", 3)
    number = paper.in_register().number
    assert {client.get(f"/verify/{number}").status_code for _ in range(20)} == {200}
    tally().write()
    assert db.session.scalars(select(AddressCounter)).all() == []


def test_counting_that_fails_loses_nothing_and_hurts_nobody(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = paper.in_register().number
    client.get(f"/verify/{number}")
    with monkeypatch.context() as broken:
        broken.setattr(counting, "_store", None)
        tally().write()
    assert client.get(f"/verify/{number}").status_code == 200
    assert counts() == {("number", "valid"): 2}
