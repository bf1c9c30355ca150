"""Officers' acts on an import: send a file, choose its columns, confirm, give up, strike."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from lms import audit, clock
from lms.access import Actor
from lms.certification.earlier import queries
from lms.certification.earlier.models import (
    EarlierCertificate,
    EarlierImport,
    EarlierRow,
    EarlierStrike,
    Stage,
)
from lms.certification.earlier.stages import OPEN, move, to_add
from lms.certification.earlier.steps import to_judging
from lms.db import after_commit, db, insert_once
from lms.errors import Busy, Invalid, NotFound
from lms.jobs import enqueue
from lms.storage import store

CARRY_ON = "certification.earlier_carry_on"
KEEP = queries.KEEP


def begin(
    actor: Actor, unit_id: int, content: bytes, name: str, source: str, curriculum: str | None
) -> EarlierImport:
    """Take a file for a unit of the actor's area; a worker reads it.

    The same file sent twice while the first is under way is one import.
    """
    if all(unit.id != unit_id for unit in queries.units_of(actor)):
        raise NotFound
    digest = hashlib.sha256(content).hexdigest()
    if (open_one := _open_one(actor, unit_id, digest)) is not None:
        return open_one
    found = take_file(unit_id, content, name, source, curriculum, actor.person_id)
    audit.record(actor, "earlier_sent", "earlier_import", found.id, sha256=digest)
    enqueue(CARRY_ON, found.id)
    return found


def take_file(
    unit_id: int,
    content: bytes,
    name: str,
    source: str,
    curriculum: str | None,
    by: int | None = None,
) -> EarlierImport:
    """A file kept until it has been read; `by` nobody: from the console."""
    key = f"earlier/incoming/{secrets.token_hex(16)}"
    store().put(key, content)
    moment = clock.now()
    found = EarlierImport(
        unit_id=unit_id,
        started_by=by,
        source=source,
        curriculum=curriculum,
        file_name=name[-300:],
        file_sha256=hashlib.sha256(content).hexdigest(),
        file_key=key,
        stage=Stage.READING,
        noted_at=moment,
        stage_at=moment,
    )
    db.session.add(found)
    db.session.flush()
    return found


def _open_one(actor: Actor, unit_id: int, digest: str) -> EarlierImport | None:
    return db.session.scalar(
        select(EarlierImport)
        .where(
            EarlierImport.unit_id == unit_id,
            EarlierImport.file_sha256 == digest,
            EarlierImport.started_by == actor.person_id,
            EarlierImport.stage.in_(OPEN),
        )
        .order_by(EarlierImport.id.desc())
        .limit(1)
    )


@dataclass(frozen=True, slots=True)
class Columns:
    """An officer's choice: where the heading stands (0: nowhere), and the column of each field."""

    heading_row: int
    places: Mapping[str, int]
    fill: bool = False  # blank cells take the value above
    curriculum: str | None = None  # of rows that name none


def choose_columns(actor: Actor, import_id: int, seen: int, chosen: Columns) -> EarlierImport:
    """Judge every row anew by these columns; `seen` is the choice that the page showed."""
    found = queries.one_import(actor, import_id, KEEP, to_change=True)
    _as_seen(found, seen)
    top = queries.first_rows(found.id)
    if not 0 <= chosen.heading_row <= (top[-1].position if top else 0):
        raise Invalid(_("แถวหัวตารางต้องอยู่ใน 25 แถวแรก หรือใส่ 0 เมื่อไม่มีหัวตาราง"))
    here = (row.cells for row in top if row.position == chosen.heading_row)
    found.heading_row, found.headings = chosen.heading_row, next(here, [])
    found.columns = {"places": dict(chosen.places), "fill": chosen.fill}
    found.curriculum = chosen.curriculum
    found.mapping += 1
    to_judging(found)
    enqueue(CARRY_ON, found.id)
    return found


def confirm(actor: Actor, import_id: int, seen: int, count: int) -> EarlierImport:
    """Add the rows that are good; `seen` and `count` are what the officer looked at.

    Confirmed twice, it is added once.
    """
    found = queries.one_import(actor, import_id, KEEP, to_change=True)
    if found.stage in {Stage.ADDING, Stage.DONE} and found.mapping == seen:
        return found
    _as_seen(found, seen)
    if found.stage != Stage.READY or to_add(found) != count:
        raise Busy(_("รายการเปลี่ยนไประหว่างที่ท่านดู โปรดตรวจและยืนยันอีกครั้ง"))
    if not count:
        raise Invalid(_("ไม่มีแถวใดที่นำเข้าได้"))
    found.confirmed_by = actor.person_id
    move(found, Stage.ADDING)
    audit.record(actor, "earlier_confirmed", "earlier_import", found.id, count=count)
    enqueue(CARRY_ON, found.id)
    return found


def _as_seen(found: EarlierImport, seen: int) -> None:
    if found.mapping != seen:
        raise Busy(_("มีการเลือกคอลัมน์ใหม่จากอีกหน้าต่างหนึ่ง โปรดดูผลล่าสุดก่อน"))


def drop(actor: Actor, import_id: int) -> None:
    """Give an import up before anything was added; what was read of it goes."""
    found = queries.one_import(actor, import_id, KEEP, to_change=True)
    if found.stage == Stage.DROPPED:
        return
    move(found, Stage.DROPPED)
    forget(found)
    audit.record(actor, "earlier_dropped", "earlier_import", found.id)


def take_back(found: EarlierImport) -> None:
    """Leave no trace of an import at the console that added nothing."""
    forget(found)
    db.session.delete(found)
    db.session.flush()


def strike_import(actor: Actor, import_id: int, reason: str) -> int:
    """Undo a whole import: its certificates stay, and count no more. How many did until now."""
    found = queries.one_import(actor, import_id, KEEP, to_change=True)
    if found.stage != Stage.DONE:
        raise Busy(_("เลิกทำได้เมื่อนำเข้าเสร็จแล้ว"))
    if not _strike(actor, reason, import_id=import_id):
        return 0
    struck = _count_no_more(EarlierCertificate.import_id == import_id)
    forget(found)
    audit.record(actor, "earlier_struck", "earlier_import", import_id, count=struck)
    return struck


def strike_certificate(actor: Actor, certificate_id: int, reason: str) -> bool:
    """Strike one certificate; False when it counted no more already."""
    found = queries.certificate(actor, KEEP, certificate_id)
    if found.live_key is None or not _strike(actor, reason, certificate_id=certificate_id):
        return False
    _count_no_more(EarlierCertificate.id == certificate_id)
    audit.record(actor, "earlier_struck", "earlier_certificate", certificate_id)
    return True


def _strike(actor: Actor, reason: str, **what: int) -> bool:
    return insert_once(
        EarlierStrike, struck_by=actor.person_id, reason=reason, created_at=clock.now(), **what
    )


def _count_no_more(which: Any) -> int:
    """The key goes, so that the same paper may be imported anew; the row stays for ever."""
    changed = db.session.execute(
        update(EarlierCertificate)
        .where(which, EarlierCertificate.live_key.is_not(None))
        .values(live_key=None)
        .execution_options(synchronize_session=False)
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]


def forget(found: EarlierImport) -> None:
    """The sheet's rows and file, which nobody needs any more."""
    db.session.execute(
        delete(EarlierRow).where(EarlierRow.import_id == found.id),
        execution_options={"synchronize_session": False},
    )
    if (key := found.file_key) is not None:
        found.file_key = None
        after_commit(lambda: store().delete(key))
