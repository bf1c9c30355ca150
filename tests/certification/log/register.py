"""A small register for the tests of its log, and an administrator who edits it by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, inspect, select, text

from lms import clock
from lms.access import Role
from lms.certification import bulk, making
from lms.certification.lineage import revoking
from lms.certification.log import verifying
from lms.certification.log.faults import Fault
from lms.certification.log.heads import sign_head
from lms.certification.log.models import Log, LogCheckpoint, LogKey, LogLeaf, LogPin, LogTile
from lms.certification.log.notes import Head
from lms.certification.models import Certificate, NameConfirmation, RevocationClass
from lms.curricula.models import Edition
from lms.db import db
from lms.people.names import printed_name
from tests.builders import a_completed, a_person, actor_of, an_edition, an_officer


def issue(count: int = 3) -> list[Certificate]:
    """So many certificates, issued now and not printed."""
    before = set(db.session.scalars(select(Certificate.id)))
    edition = db.session.scalar(select(Edition).limit(1)) or an_edition()
    for number in range(count):
        person = a_person(first_name=f"ผู้รับ {number}")
        enrolment = a_completed(person, edition)
        facts = {"name": printed_name(person), "confirmed_by": person.id, "for_holder": False}
        db.session.add(NameConfirmation(enrolment_id=enrolment.id, **facts))
    db.session.commit()
    list(bulk.issue_ready())
    rows = db.session.scalars(select(Certificate).order_by(Certificate.id))
    return [one for one in rows.all() if one.id not in before]


def printed(count: int = 3) -> list[Certificate]:
    """The same with their documents, and a head over all of it."""
    rows = issue(count)
    list(making.batches())
    sign_head()
    return rows


def without_log() -> None:
    """As an installation was before there was a log."""
    for model in (LogPin, LogCheckpoint, LogTile, LogLeaf, LogKey, Log):
        db.session.execute(delete(model))
    db.session.commit()


def take_back(certificate: Certificate) -> None:
    """Revoked by an officer, who is somebody."""
    officer = an_officer(Role.CENTRAL_OFFICER)
    db.session.commit()
    kind = RevocationClass.ISSUED_IN_ERROR
    revoking.take_back(actor_of(officer), certificate, kind, "ชื่อผิด", clock.today())
    db.session.commit()


def faults(witnessed: Sequence[Head] = (), *, files: bool = False) -> list[Fault]:
    """What is found wrong now."""
    report = verifying.Report()
    found = list(verifying.check_register(report, witnessed))
    return found + (list(verifying.check_documents(report, 1)) if files else [])


def codes(witnessed: Sequence[Head] = (), *, files: bool = False) -> set[str]:
    """Only what sort of faults."""
    return {one.code for one in faults(witnessed, files=files)}


def by_hand(statement: str, **values: Any) -> None:
    """Edit the database as its owner can, whatever its foreign keys say."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text(statement), values)
        return
    with db.engine.connect() as connection:
        raw = connection.connection.driver_connection
        connection.rollback()
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(statement, values)
        raw.execute("COMMIT")
        raw.execute("PRAGMA foreign_keys=ON")


@contextmanager
def edited(model: Any, row: Any, column: str, value: Any) -> Iterator[None]:
    """One column of one row changed by hand, and changed back."""
    table = model.__table__
    keys = {one.name: getattr(row, one.name) for one in inspect(model).primary_key}
    before = getattr(row, column)
    db.session.rollback()
    _set(table, keys, column, value)
    try:
        yield
    finally:
        _set(table, {**keys, column: value} if column in keys else keys, column, before)


def _set(table: Any, keys: dict[str, Any], column: str, value: Any) -> None:
    statement = table.update().values({column: value})
    for name, held in keys.items():
        statement = statement.where(table.c[name] == held)
    at_will(statement)


def at_will(statement: Any, rows: Sequence[dict[str, Any]] | None = None) -> None:
    """Carry out a statement whatever the foreign keys say."""
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        else:
            connection.rollback()
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute(statement, rows)
        connection.commit()
        if db.engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = DEFAULT"))
            connection.commit()
        else:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


def another(value: Any, column: Any) -> Any:
    """Some other value that the column can hold."""
    if value is None:
        return _SOME[column.type.__class__.__name__]
    return _OTHERS[type(value)](value) if type(value) in _OTHERS else f"x{str(value)[1:]}"


_MOMENT = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
_SOME = {
    "UtcDateTime": _MOMENT,
    "Date": _MOMENT.date(),
    "Integer": 70_000,
    "LargeBinary": b"Z" * 32,
    "JSON": {"added": 1},
    "String": "x",
    "Text": "x",
}
_OTHERS: dict[type, Any] = {
    dict: lambda value: {**value, "added": 1},
    bool: lambda value: not value,
    int: lambda value: value + 70_000,
    float: lambda value: value / 2,
    bytes: lambda value: value[:-1] + bytes([value[-1] ^ 1]),
    datetime: lambda value: value + timedelta(seconds=1),
    date: lambda value: value + timedelta(days=1),
}
