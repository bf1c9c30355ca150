"""Demo people: seeded once, signing in, and taken away without a trace."""

from __future__ import annotations

import json
import stat
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select, text

from lms.access import Role
from lms.certification.lineage.models import CaseStep
from lms.certification.lineage.states import CaseState
from lms.clock import today
from lms.config import Mode
from lms.db import commit, db
from lms.desk import demo
from lms.errors import Invalid
from lms.people import units
from lms.people.models import OrgUnit, Person, UnitKind
from tests.builders import a_volunteer, actor_of, an_edition

pytestmark = pytest.mark.usefixtures("light_secrets")


@pytest.fixture
def seeded(app: Flask):
    units.plant()
    demo.seed_if_empty()
    commit()
    return json.loads(demo.accounts_file().read_text("utf-8"))


def of(accounts, role: Role) -> list[dict[str, str]]:
    return [account for account in accounts if account["role"] == role]


def test_the_whole_tree_is_planted_once(app):
    assert units.plant() > 8000
    assert units.plant() == 0
    count = dict(
        db.session.execute(select(OrgUnit.kind, func.count()).group_by(OrgUnit.kind)).all()
    )
    assert count[UnitKind.PROVINCE] == 77
    assert count[UnitKind.SUBDISTRICT] == 7436
    fresh = OrgUnit(
        path="/new/", kind=UnitKind.AGENCY, code="X", name_th="ใหม่", name_en="New", sort_key="x"
    )
    db.session.add(fresh)
    db.session.flush()  # the sequence is past our own numbers
    assert fresh.id > 8000


def test_everybody_the_demo_needs_is_there_and_signs_in(app, seeded):
    assert len({a["unit"] for a in of(seeded, Role.VOLUNTEER)}) >= 3
    assert {a["curriculum"] for a in of(seeded, Role.TRAINER)} == {
        "change-leader",
        "destitute-protection",
        "child-protection",
        "opm-administrator",
    }
    assert len({a["unit"] for a in of(seeded, Role.PROVINCIAL_OFFICER)}) == 2
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        assert len(of(seeded, role)) == 1
    assert len(of(seeded, Role.CENTRAL_OFFICER)) == 2, "one proposes, the other decides"
    for account in seeded:
        assert {"role", "username", "password", "name", "unit"} <= account.keys()
        form = {"identifier": account["username"], "secret": account["password"], "device": "own"}
        browser = app.test_client()
        assert browser.post("/sign-in", data=form).status_code == 302, account["username"]
        assert account["name"] in browser.get("/profile").text


def test_the_file_is_the_owners_alone(app, seeded):
    assert stat.S_IMODE(demo.accounts_file().stat().st_mode) == 0o600


def test_seeding_again_changes_nothing(app, seeded):
    assert demo.seed() is None
    assert demo.seed_if_empty() is None
    commit()
    assert json.loads(demo.accounts_file().read_text("utf-8")) == seeded


def test_a_lost_file_is_written_again_with_new_secrets(app, seeded):
    demo.accounts_file().unlink()
    demo.seed()
    commit()
    again = json.loads(demo.accounts_file().read_text("utf-8"))
    assert [a["username"] for a in again] == [a["username"] for a in seeded]
    assert again[0]["password"] != seeded[0]["password"]
    assert db.session.scalar(select(func.count()).select_from(Person)) == len(seeded)


def test_no_secret_is_the_same_in_two_installations(app, seeded):
    assert len({account["password"] for account in seeded}) == len(seeded)


@pytest.mark.settings(mode=Mode.PRODUCTION)
def test_production_has_no_demo_people(app):
    units.plant()
    assert demo.seed_if_empty() is None
    with pytest.raises(Invalid):
        demo.seed()


def test_a_register_in_use_is_not_seeded(app):
    a_volunteer()
    assert demo.seed_if_empty() is None


def _whatever_hangs_on(person: Person, trainer: Person) -> None:
    """A row of every table that names a person, directly or by their work."""
    from lms.certification.lineage.models import (
        CertificateCase,
        Duplicate,
        DuplicateWhy,
        Replacement,
        ReplacementKind,
    )
    from lms.certification.lineage.states import CaseKind
    from lms.certification.models import (
        Approval,
        Certificate,
        CertificateDocument,
        NameConfirmation,
        Revocation,
        RevocationClass,
    )
    from lms.learning.models import Enrolment, Result, ResultKind
    from lms.notices.services import tell
    from lms.people import slips
    from lms.verification.models import Check

    enrolment = Enrolment(person_id=person.id, edition_id=an_edition().id)
    db.session.add(enrolment)
    db.session.flush()
    columns: dict[str, Any] = {
        "enrolment_id": enrolment.id,
        "holder": "x",
        "holder_fold": "x",
        "issued_on": today(),
        "is_test": True,
        "facts": {},
    }
    certificate = Certificate(**columns, number="DEMO-1")
    newer = Certificate(**columns, number="DEMO-2", generation=1)
    db.session.add_all([certificate, newer])
    db.session.flush()
    db.session.add_all(
        [
            Result(
                enrolment_id=enrolment.id, kind=ResultKind.PRE_TEST, source="attempt:1", passed=True
            ),
            NameConfirmation(
                enrolment_id=enrolment.id, name="x", confirmed_by=person.id, for_holder=False
            ),
            Approval(enrolment_id=enrolment.id, approved_by=trainer.id),
            CertificateDocument(
                certificate_id=certificate.id,
                level="B-B",
                sha256="0" * 64,
                size=1,
                storage_key="certificates/x.pdf",
                key_id="0" * 64,
            ),
            Revocation(
                certificate_id=certificate.id,
                revocation_class=RevocationClass.ISSUED_IN_ERROR,
                reason="x",
                revoked_by=trainer.id,
            ),
            CertificateCase(
                certificate_id=certificate.id,
                kind=CaseKind.REVOCATION,
                steps=[_step(1, person.id), _step(2, trainer.id)],
            ),
            Replacement(old_id=certificate.id, new_id=newer.id, kind=ReplacementKind.CORRECTION),
            Check(
                officer_id=trainer.id,
                certificate_id=certificate.id,
                channel="number",
                asked="x",
                answer="valid",
            ),
        ]
    )
    tell(person.id, "name_accepted", "x", name="x")
    slips.make(person, actor_of(trainer))
    db.session.flush()
    document_id = db.session.scalars(select(CertificateDocument.id)).one()
    db.session.add(
        Duplicate(
            certificate_id=certificate.id,
            document_id=document_id,
            asked_by="x",
            why=DuplicateWhy.LOST,
            given_by=trainer.id,
            once="x",
        )
    )


def _step(number: int, actor_id: int) -> CaseStep:
    return CaseStep(number=number, state=CaseState.PROPOSED, actor_id=actor_id, words="x", texts={})


def test_removing_leaves_real_people_and_nothing_of_the_demo(app, seeded):
    real = a_volunteer(units.root(), first_name="ตัวจริง")
    people = db.session.scalars(select(Person).where(Person.is_demo).order_by(Person.id)).all()
    _whatever_hangs_on(people[0], people[6])
    _whatever_else_real(real, people[6])
    db.session.commit()
    assert demo.remove() == len(seeded)
    commit()
    assert db.session.scalars(select(Person.first_name)).all() == ["ตัวจริง"]
    assert not demo.accounts_file().exists()
    assert _rows_naming_nobody() == []
    assert db.session.scalars(select(OrgUnit.id).where(OrgUnit.phone.is_not(None))).all() == []
    assert demo.remove() == 0
    assert demo.seed_if_empty() is None, "what was removed does not come back by itself"


def _whatever_else_real(real: Person, demo_officer: Person) -> None:
    from lms.people import register
    from lms.people.models import Standing

    actor = actor_of(demo_officer)
    register.change_standing(real, Standing.LAPSED, today(), None, actor)


def _rows_naming_nobody() -> list[str]:
    """Rows whose person is gone; foreign keys should make that impossible."""
    found = []
    tables = inspect(db.session.connection())
    for table in tables.get_table_names():
        for key in tables.get_foreign_keys(table):
            if key["referred_table"] != "persons":
                continue
            column = key["constrained_columns"][0]
            query = (
                f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL"
                f" AND {column} NOT IN (SELECT id FROM persons)"
            )
            if db.session.scalar(text(query)):
                found.append(f"{table}.{column}")
    return found
