"""Whoever a cookie stands for: what every signed-in page begins with."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event

from lms.access import Role
from lms.clock import now
from lms.db import db
from lms.people import devices, register
from lms.people.models import Account, RoleGrant, UnitKind
from tests.builders import a_province, a_unit, a_volunteer, an_officer, lampang


def token_of(person) -> str:
    account = db.session.query(Account).filter_by(person_id=person.id).one()
    return devices.open_device(account, "a browser", kept=True, browser=None)


def test_everything_about_a_reader_is_known_after_one_query(app):
    district = a_unit(a_province(), UnitKind.DISTRICT, "5001", "เมืองเชียงใหม่", "Mueang")
    person = a_volunteer(district)
    person.language, person.text_size, person.timezone = "en", "a1", "Europe/Berlin"
    token = token_of(person)
    db.session.commit()
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        actor = devices.actor_of(token)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)

    assert len(sent) == 1
    assert actor is not None
    assert (actor.person_id, actor.unit_id, actor.unit_path) == (
        person.id,
        district.id,
        district.path,
    )
    assert actor.display_name == "นางสาวสมศรี ใจดี"
    assert (actor.language, actor.text_size, actor.timezone) == ("en", "a1", "Europe/Berlin")
    assert actor.contact.name == "สำนักงาน พมจ.เชียงใหม่"
    assert actor.contact.phone == "010 000 0050"


def test_every_role_held_is_known_and_none_that_was_taken_back(app):
    officer = an_officer(Role.PROVINCIAL_OFFICER)
    register.grant(officer.id, Role.TRAINER, lampang(), None, "change-leader")
    ended = register.grant(officer.id, Role.AUDITOR, lampang(), None)
    ended.ended_at = now()
    db.session.flush()

    actor = devices.actor_of(token_of(officer))

    assert actor is not None
    assert [(one.role, one.unit_path, one.curriculum) for one in actor.grants] == [
        (Role.PROVINCIAL_OFFICER, a_province().path, None),
        (Role.TRAINER, lampang().path, "change-leader"),
    ]


def test_somebody_without_any_role_is_still_recognised(app):
    person = a_volunteer()
    db.session.query(RoleGrant).filter_by(person_id=person.id).update({"ended_at": now()})

    actor = devices.actor_of(token_of(person))

    assert actor is not None
    assert actor.grants == ()


def test_an_unknown_token_is_nobody(app):
    assert devices.actor_of("never given out") is None
