"""Append to the log, in the transaction of what is logged.

The row of the open log is the lock under which positions are taken, so that they have no gaps
and become visible in order. Take it late: whoever holds it makes all others wait. The order of
locks is the row of the number series first, then this.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, update

from lms import clock
from lms.certification.log import entries as what
from lms.certification.log.entries import Entry
from lms.certification.log.keys import log_key
from lms.certification.log.leaves import (
    SALTS,
    Kind,
    Leaf,
    commit_actor,
    commit_content,
    commit_record,
    plain,
    salt_of,
)
from lms.certification.log.models import Log, LogKey, LogLeaf
from lms.certification.log.notes import public_bytes
from lms.certification.log.origins import new_origin
from lms.certification.log.tree import leaf_hash
from lms.certification.models import Certificate, CertificateDocument, Revocation
from lms.config import current_settings
from lms.db import db, insert_once

_TABLES: dict[str, tuple[str, Any]] = {
    Kind.ISSUED: ("certificates", Certificate),
    Kind.DOCUMENT: ("documents", CertificateDocument),
    Kind.REVOKED: ("revocations", Revocation),
}


def append(entries: Sequence[Entry]) -> tuple[int, int] | None:
    """Log these, in this order, in the caller's transaction. Their rows are flushed before.

    The log's id and the position of the first of them; None when there are none.
    """
    if not entries:
        return None
    db.session.flush()
    taken = _take(len(entries))
    if taken is None:
        open_log(1, reason="first", before=_rows_before(entries))
        taken = _take(len(entries))
    assert taken is not None
    log_id, start = taken
    insert_leaves(log_id, start, entries)
    return log_id, start


def record_status(
    certificate_id: int, kind: str, effective_on: date | None = None, **about: Any
) -> None:
    """Log a change of what the register says of a certificate, other than a revocation's row.

    `about` is plain data without anybody's name or reasons in words.
    """
    number = db.session.scalars(
        select(Certificate.number).where(Certificate.id == certificate_id)
    ).one()
    append([what.status(certificate_id, number, kind, effective_on, about)])


def record_revocation(revocation_id: int) -> None:
    """Log a revocation whose row was just made."""
    row, number = db.session.execute(
        select(Revocation, Certificate.number)
        .join(Certificate, Certificate.id == Revocation.certificate_id)
        .where(Revocation.id == revocation_id)
    ).one()
    append([what.revoked(row, number)])


def open_log(
    log_id: int,
    *,
    reason: str,
    before: Mapping[str, int],
    previous: Mapping[str, Any] | None = None,
) -> None:
    """Open a log; its first leaf says where it goes on from. Of two at once, one does."""
    settings = current_settings()
    origin = new_origin(settings.public_url, log_id)
    if not insert_once(Log, id=log_id, origin=origin, size=1, opened_at=clock.now()):
        return
    key = public_bytes(log_key(settings))
    insert_once(LogKey, public_key=key, created_at=clock.now())
    content = {
        "origin": origin,
        "reason": reason,
        "key": key.hex(),
        "before": before,
        "previous": previous,
    }
    insert_leaves(log_id, 0, [Entry(kind=Kind.OPENED, content=content, keeps_content=True)])


def open_first() -> str | None:
    """At the start of an installation: open the log, unless it is; its origin when it was not."""
    if db.session.scalar(select(Log.id).limit(1)) is not None:
        return None
    open_log(1, reason="first", before=_rows_before(()))
    return db.session.scalars(select(Log.origin).where(Log.id == 1)).one()


def lock() -> int | None:
    """Hold the open log until the commit, as `append` does; its id."""
    taken = _take(0)
    return taken[0] if taken else None


def _take(count: int) -> tuple[int, int] | None:
    """So many positions of the open log: its id and the first of them."""
    row = db.session.execute(
        update(Log)
        .where(Log.closed_at.is_(None))
        .values(size=Log.size + count)
        .returning(Log.id, Log.size)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return (row.id, row.size - count) if row else None


def _rows_before(entries: Iterable[Entry]) -> dict[str, int]:
    """The last row of each table that was there before the log; these entries' were not."""
    found = {}
    for kind, (name, model) in _TABLES.items():
        ids = [one.row_id or one.certificate_id or 0 for one in entries if one.kind == kind]
        query = select(func.max(model.id))
        if ids:
            query = query.where(model.id < min(ids))
        found[name] = db.session.scalar(query) or 0
    return found


def insert_leaves(log_id: int, start: int, entries: Sequence[Entry]) -> None:
    """The rows of leaves whose positions have been taken."""
    at, salts = clock.now(), secrets.token_bytes(SALTS * len(entries))
    rows = [
        _row(log_id, start + place, one, at, salts[SALTS * place : SALTS * (place + 1)])
        for place, one in enumerate(entries)
    ]
    db.session.execute(insert(LogLeaf.__table__), rows)  # type: ignore[arg-type]


def _row(log_id: int, position: int, entry: Entry, at: Any, salt: bytes) -> dict[str, Any]:
    leaf = Leaf(
        entry.kind,
        at,
        commit_content(salt, entry.content),
        None if entry.record is None else commit_record(salt, entry.record),
        None if entry.actor_id is None else commit_actor(salt, entry.actor_id),
        entry.before_log,
    )
    return {
        "log_id": log_id,
        "position": position,
        "kind": entry.kind,
        "logged_at": at,
        "before_log": entry.before_log,
        "content_hash": leaf.content,
        "record_hash": leaf.record,
        "actor_hash": leaf.actor,
        "hash": leaf_hash(leaf.text.encode()),
        "salt": salt_of(salt, leaf),
        "certificate_id": entry.certificate_id,
        "row_id": entry.row_id,
        "content": plain(entry.content) if entry.keeps_content else None,
    }
