"""Twenty thousand invented volunteers, each somewhere in a curriculum, signed in on a phone.

Of ten enrolments six are under way, two have every lesson finished (ready for the post-test),
two are completed and hold a certificate. Rows go in as bulk inserts; rules, numbers, facts,
tokens and cookies are made by the system's own code.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any, TypeAlias

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import func, insert, select, text

from bench.paper import certificates_of
from lms.access import Role
from lms.certification.models import Approval, NameConfirmation
from lms.clock import now, today
from lms.curricula.outline import Outline, published
from lms.db import Base, commit, db
from lms.learning.models import Enrolment, LessonProgress, Result, ResultKind
from lms.people.devices import digest
from lms.people.models import (
    Account,
    OrgUnit,
    Person,
    RoleGrant,
    SecretKind,
    SignedInDevice,
    Standing,
    StandingChange,
    UnitKind,
)
from lms.people.names import refresh_name_keys

FIRST = (
    *("กัญญ์ณัฏฐ์", "น้ำผึ้ง", "บุญปลูก", "สมหญิง", "ปิ่นฎา", "กำพล", "ดวงดาว", "สมมุติ", "ทดลอง"),
    *("อุ่นใจ", "ก้าวหน้า", "ฟ้าใส", "ใบข้าว", "ต้นกล้า", "รุ่งอรุณ", "เมฆา", "ธารา", "ภูผา", "มะลิ"),
    *("จำปี", "ลำดวน", "ขวัญข้าว", "เรียม", "แสงดาว", "เพียงใจ", "นทีธร", "วายุ", "อรุณี"),
)
LAST = (
    *("ฐิติญาณวิโรจน์", "ฝั้นปี๋", "ใจดี", "ใจอาสา", "แดนไกล", "ตัวอย่าง", "พาเปลี่ยน", "ไร้พรมแดน"),
    *("มีระบบ", "รับรอง", "ตรวจทาน", "อนุมัติ", "ถี่ถ้วน", "นาสวย", "ทุ่งทอง", "เขาเขียว", "น้ำใส"),
    *("ลมเย็น", "ฟ้ากว้าง", "ดินดี", "ป่าใหญ่", "ทะเลงาม", "สวนผัก", "ไร่อ้อย"),
)
PIECE = 5_000  # rows in one statement
NOBODY_KNOWS = "$argon2id$v=19$m=19456,t=2,p=1$bm90aGluZyBoZXJl$not-a-hash-of-any-secret"


@dataclass(frozen=True, slots=True)
class Learner:
    """An enrolment and the browser of whoever holds it."""

    person_id: int
    enrolment_id: int
    edition: Outline
    cookie: str


Kinds: TypeAlias = tuple[list[Learner], ...]


@dataclass
class Population:
    """Who lives there."""

    reading: list[Learner] = field(default_factory=list)
    ready: list[Learner] = field(default_factory=list)  # for the post-test
    certified: list[Learner] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)  # of certificates
    lesson_rows: int = 0

    def described(self) -> str:
        """How much of what."""
        people = len(self.reading) + len(self.ready) + len(self.certified)
        return (
            f"{people:,} people and enrolments, {self.lesson_rows:,} lessons read,"
            f" {len(self.numbers):,} certificates"
        )


def populate(app: Flask, people: int) -> Population:
    """Fill the database of the current application."""
    found = Population()
    kinds = (found.reading,) * 6 + (found.ready,) * 2 + (found.certified,) * 2
    _people(app, people, kinds, found)
    found.numbers = certificates_of(found.certified)
    commit()
    _tidy()
    return found


def populate_due(app: Flask, people: int) -> None:
    """Fill it with people all of whom are due a certificate that nobody has issued yet."""
    found = Population()
    _people(app, people, (found.certified,) * 10, found)
    names = dict(db.session.execute(select(Person.id, Person.full_name)).all())
    moment = now()
    _insert(
        NameConfirmation,
        (
            {
                "enrolment_id": one.enrolment_id,
                "name": names[one.person_id],
                "for_holder": False,
                "created_at": moment,
            }
            for one in found.certified
        ),
    )
    _insert(
        Approval,
        ({"enrolment_id": one.enrolment_id, "created_at": moment} for one in found.certified),
    )
    commit()
    _tidy()


def _people(app: Flask, people: int, kinds: Kinds, found: Population) -> None:
    """So many, of ten so many of each kind: their lists are those of `found`."""
    chance = random.Random(2569)
    before = _last(Person)
    units = list(db.session.scalars(select(OrgUnit.id).where(OrgUnit.kind == UnitKind.SUBDISTRICT)))
    ids = range(before + 1, before + people + 1)
    _insert(Person, (_person(i, chance, chance.choice(units)) for i in ids))
    _insert(StandingChange, (_standing(i) for i in ids))
    _insert(RoleGrant, (_volunteer(i, chance.choice(units)) for i in ids))
    _sign_in(app, kinds, ids)
    _enrol(found, chance)


def _person(number: int, chance: random.Random, unit_id: int) -> dict[str, Any]:
    title = chance.choice(("นาย", "นาง", "นางสาว"))
    return {
        "id": number,
        **_named(title, chance.choice(FIRST), chance.choice(LAST)),
        "volunteer_number": f"BENCH{number:07d}",
        "nationality": "TH",
        "unit_id": unit_id,
        "is_demo": True,
        "created_at": now(),
    }


@cache
def _named(title: str, first: str, last: str) -> dict[str, Any]:
    """The name and every column that the system makes from it."""
    person = Person(title=title, first_name=first, last_name=last)
    refresh_name_keys(person)
    return {name: value for name, value in vars(person).items() if not name.startswith("_")}


def _standing(person_id: int) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "standing": Standing.ACTIVE,
        "since": today(),
        "created_at": now(),
    }


def _volunteer(person_id: int, unit_id: int) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "role": Role.VOLUNTEER,
        "unit_id": unit_id,
        "created_at": now(),
    }


def _sign_in(app: Flask, kinds: Kinds, ids: Sequence[int]) -> None:
    """Accounts, devices and enrolments of everybody, under ids that we choose."""
    account, enrolment = _last(Account), _last(Enrolment)
    editions = published()
    sign = SecureCookieSessionInterface().get_signing_serializer(app)
    assert sign is not None
    moment = now()
    devices = []
    for step, person_id in enumerate(ids, start=1):
        token = secrets.token_urlsafe(32)
        devices.append(_device(account + step, token))
        session = {"_user_id": token, "_permanent": True, "csrf_token": secrets.token_hex(20)}
        # editions and kinds change at different paces, so that each edition has every kind
        kind, edition = kinds[step % 10], editions[(step // 10) % len(editions)]
        kind.append(Learner(person_id, enrolment + step, edition, f"lms={sign.dumps(session)}"))
    _insert(
        Account,
        (
            {
                "id": account + step,
                "person_id": person_id,
                "secret_kind": SecretKind.PIN,
                "secret_hash": NOBODY_KNOWS,
                "secret_set_at": moment,
                "created_at": moment,
            }
            for step, person_id in enumerate(ids, start=1)
        ),
    )
    _insert(SignedInDevice, devices)


def _device(account_id: int, token: str) -> dict[str, Any]:
    moment = now()
    return {
        "account_id": account_id,
        "token_digest": digest(token),
        "device_digest": digest(f"device of {account_id}"),
        "kept": True,
        "expires_at": moment + timedelta(days=30),
        "created_at": moment,
    }


def _enrol(found: Population, chance: random.Random) -> None:
    moment = now()
    learners = [*found.reading, *found.ready, *found.certified]
    done = {one.enrolment_id for one in found.certified}
    read = {
        one.enrolment_id: chance.randint(1, len(one.edition.lessons) - 1) for one in found.reading
    }
    _insert(
        Enrolment,
        (
            {
                "id": one.enrolment_id,
                "person_id": one.person_id,
                "edition_id": one.edition.edition_id,
                "completed_at": moment if one.enrolment_id in done else None,
                "last_lesson_id": one.edition.lessons[read.get(one.enrolment_id, 0)].id,
                "last_at": moment,
                "created_at": moment - timedelta(days=40),
            }
            for one in learners
        ),
    )
    rows = list(_lessons(learners, read))
    found.lesson_rows = len(rows)
    _insert(LessonProgress, rows)
    _insert(Result, (row for one in found.certified for row in _passed(one)))


def _lessons(learners: list[Learner], read: dict[int, int]) -> Iterator[dict[str, Any]]:
    moment = now()
    for one in learners:
        finished = read.get(one.enrolment_id, len(one.edition.lessons))
        for position, lesson in enumerate(one.edition.lessons[: finished + 1]):
            yield {
                "enrolment_id": one.enrolment_id,
                "lesson_id": lesson.id,
                "place": "p3",
                "finished_at": moment if position < finished else None,
                "created_at": moment,
            }


def _passed(one: Learner) -> Iterator[dict[str, Any]]:
    for kind in (ResultKind.POST_TEST, ResultKind.PRACTICUM):
        yield {
            "enrolment_id": one.enrolment_id,
            "kind": kind,
            "source": f"bench:{one.enrolment_id}",
            "percent": 85.0 if kind is ResultKind.POST_TEST else None,
            "passed": True,
            "created_at": now(),
        }


def _last(model: type[Base]) -> int:
    key: Any = model.__table__.c.id
    return db.session.scalar(select(func.max(key))) or 0


def _insert(model: type[Base], rows: Any) -> None:
    """Bulk insert; commits each piece, so that the running worker is never kept waiting."""
    piece: list[dict[str, Any]] = []
    for row in rows:
        piece.append(row)
        if len(piece) == PIECE:
            db.session.execute(insert(model), piece)
            commit()
            piece = []
    if piece:
        db.session.execute(insert(model), piece)
        commit()


def _tidy() -> None:
    """What PostgreSQL would do by itself within minutes: statistics, and where ids go on."""
    if db.session.get_bind().dialect.name != "postgresql":
        return
    for table in ("persons", "accounts", "enrolments", "certificates"):
        sequence = f"pg_get_serial_sequence('{table}', 'id')"
        db.session.execute(text(f"SELECT setval({sequence}, (SELECT max(id) FROM {table}))"))
    commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
