"""Signed heads: made when the log has moved, kept for ever.

A head covers leaves that are stored, never those of a transaction that may yet be undone: what
was signed once and then differs is a broken promise, and witnesses are there to notice it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from lms import audit, clock
from lms.certification.log.appending import append, open_first
from lms.certification.log.entries import Entry
from lms.certification.log.keys import log_key, replace_key
from lms.certification.log.leaves import Kind, moment
from lms.certification.log.models import Log, LogCheckpoint, LogKey, LogTile
from lms.certification.log.notes import Head, public_bytes, sign
from lms.certification.log.stored import Stored
from lms.certification.log.tree import root
from lms.config import current_settings
from lms.db import commit, db, insert_each_once, insert_once


def newest(log_id: int | None = None) -> LogCheckpoint | None:
    """The last signed head of a log, or of the newest that has one."""
    query = select(LogCheckpoint).order_by(LogCheckpoint.log_id.desc(), LogCheckpoint.size.desc())
    if log_id is not None:
        query = query.where(LogCheckpoint.log_id == log_id)
    return db.session.scalar(query.limit(1))


def sign_head() -> LogCheckpoint:
    """The open log's head, signed unless it was; stores what the caller has done so far."""
    open_first()
    key = log_key(current_settings())
    _make_known(key)
    commit()
    return _sign_open([key])


def rotate() -> LogCheckpoint:
    """Sign with a new key from now on; this head is signed by both, the old and the new."""
    sign_head()
    old, new = replace_key(current_settings())
    _make_known(new)
    audit.record(None, "log_key_replaced", "log", 0, public_key=public_bytes(new).hex())
    commit()
    return _sign_open([old, new])


def _sign_open(keys: Sequence[Ed25519PrivateKey]) -> LogCheckpoint:
    """The open log's head as it is stored; of two who sign at once, one head is kept."""
    log_id, origin, size = _open_log()
    before = newest(log_id)
    if before is not None:
        if before.size == size:
            return before
        append([_signed(before)])
        commit()
        log_id, origin, size = _open_log()
    stored = Stored(log_id)
    hashed = root(stored, 0, size)
    _keep_tiles(stored)
    note = sign(Head(origin, size, hashed), keys)
    insert_once(
        LogCheckpoint, log_id=log_id, size=size, root=hashed, note=note, created_at=clock.now()
    )
    commit()
    made = newest(log_id)
    assert made is not None
    return made


def _open_log() -> tuple[int, str, int]:
    query = select(Log.id, Log.origin, Log.size).where(Log.closed_at.is_(None))
    log_id, origin, size = db.session.execute(query).one()
    return log_id, origin, size


def _signed(head: LogCheckpoint) -> Entry:
    """That a head was signed: it cannot be taken away again without a trace."""
    return Entry(kind=Kind.HEAD, content=said_of(head), keeps_content=True)


def said_of(head: LogCheckpoint) -> dict[str, Any]:
    """What a leaf says of a signed head."""
    return {"size": head.size, "root": head.root.hex(), "at": moment(head.created_at)}


def _keep_tiles(stored: Stored) -> None:
    rows = [
        {"log_id": stored.log_id, "level": level, "position": position, "hash": hashed}
        for level, position, hashed in stored.made
    ]
    for start in range(0, len(rows), 1000):
        insert_each_once(LogTile, rows[start : start + 1000], "position")


def _make_known(key: Ed25519PrivateKey) -> None:
    """A key that signs here for the first time is kept, and is in the log itself."""
    public = public_bytes(key)
    if db.session.scalar(select(LogKey.id).where(LogKey.public_key == public)) is not None:
        return
    if insert_once(LogKey, public_key=public, created_at=clock.now()):
        said = {"public_key": public.hex()}
        append([Entry(kind=Kind.KEY, content=said, keeps_content=True)])
