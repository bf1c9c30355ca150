"""Put a backup into an empty place, of either database, and make it fit to go on issuing.

Everything that can be refused is refused before anything is written. A restore that was stopped
is given again and goes on; until it is through, the system does not start there.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from lms import clock, schema
from lms.certification.bar import Bar
from lms.certification.number import CertificateNumber
from lms.config import Settings
from lms.premises import claim_folder
from lms.safekeeping import attempt, checking, finishing, numbers, sealing, surroundings
from lms.safekeeping import tables as database
from lms.safekeeping.attempt import Attempt
from lms.safekeeping.faults import Damaged, Stopped, told_plainly
from lms.safekeeping.files import Listed
from lms.safekeeping.manifest import FILES, Manifest, table_part
from lms.safekeeping.parts import read_lines
from lms.safekeeping.rows import Kind, reader, writer
from lms.safekeeping.tables import Table
from lms.storage import Store

_AT_ONCE = 8
_SKEW = timedelta(minutes=10)  # two machines' clocks


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and what the operator is told."""

    manifest: Manifest
    moved: dict[str, list[int]]
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)  # of the verification afterwards


def restore(
    settings: Settings,
    backup: Path,
    *,
    phrase: str | None = None,
    later: Sequence[CertificateNumber] = (),
    quick: bool = False,
) -> Restored:
    """Restore `backup`; raises Stopped or Damaged.

    `later` are numbers seen on paper since; a `quick` one leaves out the documents' signatures.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    said = checking.check(backup)
    _refuse_unfit(said)
    packed = None if phrase is None else checking.unsealed(backup, said, phrase)
    with told_plainly(settings.data), claim_folder(settings.data, to_restore=True):
        current = attempt.begin(settings, said, with_keys=packed is not None)
        if packed is not None and not current.has("keys"):
            sealing.unpack(packed, settings.secrets)
            current.note(settings, "keys")
        _files(settings, backup, said, current)
        if not current.has("tables"):
            current.moved = _tables(settings, backup, said, later)
            current.note(settings, "tables")
        notes = surroundings.put_back(backup, said, settings)
        faults = finishing.finish(settings, said, current, quick=quick)
        attempt.end(settings)
    return Restored(said, current.moved, notes, [*said.faults, *faults])


def _refuse_unfit(said: Manifest) -> None:
    if said.schema not in schema.versions():
        raise Stopped(
            f"ข้อมูลสำรองเป็นรุ่น {said.schema} ซึ่งใหม่กว่าโปรแกรมนี้ ({schema.head()}) · the backup is of"
            f" version {said.schema}, newer than this program ({schema.head()}): use the newer one"
        )
    if said.moment > clock.now() + _SKEW:
        raise Stopped(
            f"นาฬิกาของเครื่องนี้ช้ากว่าเวลาที่สำรอง · this machine's clock is before the backup"
            f" ({said.snapshot_at}): set it right"
        )


def _files(settings: Settings, backup: Path, said: Manifest, current: Attempt) -> None:
    """Store every file; one that a stopped attempt stored is the same already."""
    if current.has("files"):
        return
    store = Store(settings.store_url)
    with Bar("แฟ้ม · files", said.files) as bar, ThreadPoolExecutor(_AT_ONCE) as pool:
        for some in checking.batches(backup):
            list(pool.map(lambda one: store.put(one.key, _content(backup, one)), some))
            bar.add(len(some))
    current.note(settings, "files")


def _content(backup: Path, one: Listed) -> bytes:
    content = (backup / FILES / one.key).read_bytes()
    if hashlib.sha256(content).hexdigest() != one.sha256:
        raise Damaged(f"{FILES}/{one.key}: เนื้อหาเปลี่ยนไป · is not what was backed up")
    return content


def _tables(
    settings: Settings, backup: Path, said: Manifest, later: Sequence[CertificateNumber]
) -> dict[str, list[int]]:
    """Load every table as it was, and move the series, in one transaction."""
    from lms.app import create_app
    from lms.db import db

    attempt.empty_database(settings)
    with create_app(settings).app_context():
        schema.upgrade(said.schema)
        db.session.remove()
        db.engine.dispose()
    engine = database.open_engine(settings)
    with database.writing(engine) as connection:
        there = {table.name: table for table in database.tables_of(connection)}
        if there.keys() != said.tables.keys():
            odd = ", ".join(sorted(there.keys() ^ said.tables.keys()))
            raise Damaged(f"ตารางไม่ครบ · other tables than those of version {said.schema}: {odd}")
        database.clear(connection, there.values())
        with Bar("แถว · rows", sum(said.tables.values())) as bar:
            for table in there.values():
                _load(connection, backup, table, said.tables[table.name], bar)
        if broken := database.broken_links(connection):
            raise Damaged(f"แถวชี้ไปหาสิ่งที่ไม่มี · rows that point to nothing: {', '.join(broken)}")
        database.settle(connection)
        return _move_series(connection, settings, said, later)


def _load(connection: Connection, backup: Path, table: Table, count: int, bar: Bar) -> None:
    name = table_part(table.name)
    lines = read_lines(backup / name)
    heading = writer([Kind.TEXT] * len(table.columns))([f"{n} {k}" for n, k in table.columns])
    if sorted(json.loads(next(lines, "[]"))) != sorted(json.loads(heading)):
        raise Damaged(f"{name}: คอลัมน์ไม่ตรง · other columns than those of its version")
    before = bar.done
    try:
        database.load(connection, table, _rows(connection, table, lines, bar))
    except (ValueError, TypeError, AttributeError) as fault:
        raise Damaged(f"{name}: อ่านไม่ได้ · cannot be read ({fault})") from fault
    except connection.dialect.loaded_dbapi.Error as fault:
        raise Stopped(f"{name}: เก็บในฐานข้อมูลไม่ได้ · the database refuses it: {fault}") from fault
    if bar.done - before != count:
        raise Damaged(f"{name}: {bar.done - before} ≠ {count}")


def _rows(connection: Connection, table: Table, lines: Iterator[str], bar: Bar) -> Iterator[Any]:
    read = reader(table.kinds, connection.dialect.name)
    for line in lines:
        yield read(line)
        bar.add(1)


def _move_series(
    connection: Connection,
    settings: Settings,
    said: Manifest,
    later: Sequence[CertificateNumber],
) -> dict[str, list[int]]:
    seen = finishing.seen(connection)
    found = {}
    now = numbers.moved(seen, said.moment, clock.now(), settings.number_prefix, later)
    for (prefix, year), last in sorted(now.items()):
        where = {"prefix": prefix, "year": year, "last": last}
        delete = "DELETE FROM number_series WHERE prefix = :prefix AND year_be = :year"
        connection.execute(text(delete), where)
        insert = "INSERT INTO number_series (prefix, year_be, last) VALUES (:prefix, :year, :last)"
        connection.execute(text(insert), where)
        found[f"{prefix}-{year}"] = [seen.last.get((prefix, year), 0), last]
    return found
