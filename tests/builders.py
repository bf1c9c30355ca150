"""Rows that tests need, in one line each; every part adds its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import jobs
from lms.access import Role
from lms.clock import now
from lms.curricula.models import (
    CertificateKind,
    Curriculum,
    Edition,
    EditionState,
    IssueRule,
    Lesson,
    Module,
    ReviewRule,
)
from lms.db import db
from lms.learning.models import Enrolment
from lms.people import accounts, devices, register
from lms.people.actors import AccountActor
from lms.people.models import Account, OrgUnit, Person, SecretKind, UnitKind
from lms.people.secrets import hash_secret
from lms.thai import sort_key

PIN = "204816"
PASSWORD = "ข้าวเหนียว มะม่วง 9"
CHIANG_MAI, LAMPANG = ("50", "เชียงใหม่", "Chiang Mai"), ("52", "ลำปาง", "Lampang")


def a_country() -> OrgUnit:
    """The root of the tree (the whole tree takes half a second to plant)."""
    return a_unit(None, UnitKind.COUNTRY, "TH", "ประเทศไทย", "Thailand")


def a_province(place: tuple[str, str, str] = CHIANG_MAI) -> OrgUnit:
    """One of the 77, with an office that answers the telephone."""
    code, thai, english = place
    unit = a_unit(a_country(), UnitKind.PROVINCE, code, thai, english)
    unit.office_th, unit.phone = f"สำนักงาน พมจ.{thai}", f"010 000 00{code}"
    unit.hours, unit.line_url = "จันทร์–ศุกร์ 08.30–16.30 น.", "https://line.example/opm"
    return unit


def lampang() -> OrgUnit:
    """The other province, where a stranger's people live."""
    return a_province(LAMPANG)


def a_unit(parent: OrgUnit | None, kind: UnitKind, code: str, thai: str, english: str) -> OrgUnit:
    """A unit of the tree; asked for again, it is the same one."""
    found = db.session.scalar(select(OrgUnit).where(OrgUnit.kind == kind, OrgUnit.code == code))
    if found is not None:
        return found
    unit = OrgUnit(
        parent_id=parent.id if parent else None,
        path=f"-{kind}-{code}",
        kind=kind,
        code=code,
        name_th=thai,
        name_en=english,
        sort_key=sort_key(thai),
    )
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    db.session.flush()
    return unit


def a_person(unit: OrgUnit | None = None, *, volunteer: bool = True, **facts: Any) -> Person:
    """Somebody in the register, without an account."""
    defaults = {"title": "นางสาว", "first_name": "สมศรี", "last_name": "ใจดี"}
    unit = unit or a_province()
    entered = register.PersonFacts(unit_id=unit.id, **(defaults | facts))
    return register.enter(entered, None, volunteer=volunteer)


def a_volunteer(unit: OrgUnit | None = None, **facts: Any) -> Person:
    """A volunteer of Chiang Mai (or elsewhere) with the PIN above."""
    person = a_person(unit, **facts)
    an_account(person, SecretKind.PIN)
    return person


def an_officer(
    role: Role = Role.PROVINCIAL_OFFICER,
    unit: OrgUnit | None = None,
    *,
    curriculum: str | None = None,
    **facts: Any,
) -> Person:
    """Staff with the password above: a provincial officer's grant is their province's."""
    local = role is Role.PROVINCIAL_OFFICER
    unit = unit or (a_province() if local else a_country())
    person = a_person(unit, volunteer=False, **({"first_name": "ประจำการ"} | facts))
    register.grant(person.id, role, unit, None, curriculum)
    an_account(person, SecretKind.PASSWORD)
    return person


def an_account(person: Person, kind: SecretKind) -> Account:
    """A way in; hashing, slow on purpose, is done once a run."""
    account = Account(person_id=person.id, secret_kind=kind, secret_hash=_hashed(kind))
    account.secret_set_at = now()
    db.session.add(account)
    db.session.flush()
    return account


@cache
def _hashed(kind: SecretKind) -> str:
    return hash_secret(PIN if kind is SecretKind.PIN else PASSWORD)


def the_account(person: Person) -> Account:
    """The account a person must have by now."""
    account = accounts.account_of(person.id)
    assert account is not None
    return account


def actor_of(person: Person) -> AccountActor:
    """The person as services and queries know whoever is signed in."""
    account = accounts.account_of(person.id)
    assert account is not None, "give the person an account first"
    token = devices.open_device(account, f"browser-of-{person.id}", kept=True, browser=None)
    actor = devices.actor_of(token)
    assert actor is not None
    return actor


def sign_in(client: FlaskClient, person: Person) -> AccountActor:
    """Sign a browser in without the form (tests of the form itself use the form)."""
    actor = actor_of(person)
    with client.session_transaction() as session:
        session["_user_id"] = actor.token
        session["_fresh"] = True
    return actor


def an_edition(
    slug: str = "change-leader",
    *,
    lessons: int = 2,
    fill: Callable[[Edition], object] | None = None,
    **facts: Any,
) -> Edition:
    """A published edition with one module; `fill` adds tests and tasks while it is a draft."""
    curriculum = db.session.scalar(select(Curriculum).where(Curriculum.slug == slug))
    if curriculum is None:
        curriculum = Curriculum(slug=slug, position=1)
        db.session.add(curriculum)
        db.session.flush()
    defaults: dict[str, Any] = {
        "number": 1,
        "content_hash": f"hash of {slug}",
        "state": EditionState.DRAFT,
        "name_th": "อพม. ผู้นำการเปลี่ยนแปลง",
        "name_en": "Change leader",
        "person_title_en": "Volunteer Leader of Change",
        "summary_th": "เรียนรู้งานอาสา",
        "summary_en": "Learn to volunteer",
        "hours": 24,
        "law_as_of": date(2026, 11, 1),
        "is_sample": True,
        "certificate_kind": CertificateKind.WUTTHIBAT,
        "issue_rule": IssueRule.AUTOMATIC,
        "design": "standard",
        "pass_percent": 70,
        "attempts_allowed": 3,
        "review_rule": ReviewRule.AFTER_SUBMISSION,
    }
    edition = Edition(curriculum_id=curriculum.id, **(defaults | facts))
    db.session.add(edition)
    db.session.flush()
    a_module(edition, lessons)
    if fill:
        fill(edition)
        db.session.flush()
    edition.state, edition.published_at = EditionState.PUBLISHED, now()
    db.session.flush()
    return edition


def a_module(
    edition: Edition, lessons: int = 2, *, position: int = 1, requires: Sequence[str] = ()
) -> Module:
    """A module of a draft edition: 01-first, 02-next, 03-next, …"""
    module = Module(
        edition_id=edition.id,
        position=position,
        slug="01-first" if position == 1 else f"{position:02d}-next",
        code=f"1.{position}",
        title_th="หน่วยแรก" if position == 1 else f"หน่วยที่ {position}",
        title_en="First module" if position == 1 else f"Module {position}",
        summary_th="",
        summary_en="",
        hours=edition.hours,
        requires=list(requires),
    )
    db.session.add(module)
    db.session.flush()
    for place in range(1, lessons + 1):
        db.session.add(
            Lesson(
                module_id=module.id,
                position=place,
                slug=f"{place:02d}-lesson",
                title_th=f"บทเรียนที่ {place}",
                title_en=f"Lesson {place}",
                summary_en="",
                minutes=5,
                source="",
                html='<p id="p-1">เนื้อหา</p>',
                page_bytes=0,
            )
        )
    db.session.flush()
    return module


def an_enrolment(person: Person, edition: Edition | None = None, **facts: Any) -> Enrolment:
    """Somebody in an edition, having just begun."""
    enrolment = Enrolment(
        person_id=person.id, edition_id=(edition or an_edition()).id, created_at=now(), **facts
    )
    db.session.add(enrolment)
    db.session.flush()
    return enrolment


def a_completed(person: Person, edition: Edition | None = None) -> Enrolment:
    """Somebody who has finished everything, the name not confirmed yet."""
    return an_enrolment(person, edition, completed_at=now())


def perform(app: Flask, task: str, *args: object) -> None:
    """What a worker would do now; the test's own rows are stored first."""
    db.session.commit()
    jobs.run(app, task, *args)
