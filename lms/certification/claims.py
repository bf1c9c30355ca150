"""Which certificates wait for their document, and which worker has hold of them.

A hold lapses: at once when its process is seen to be gone from this machine, else after `HOLD`.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, true, update

from lms import clock
from lms.certification.models import Certificate, CertificateDocument, DocumentClaim
from lms.db import commit, db, insert_into

BATCH = 50
HOLD = timedelta(minutes=5)
TRIES = 5
DEATHS = 30  # a worker is killed for many reasons, most of which are not the document's
SUSPECT = 3  # after so many tries one is taken alone: it must not take others down with it
LATER = timedelta(hours=6)  # after so many tries: a full disk is emptied one day
_HOST = socket.gethostname()[:18]


def undocumented() -> ColumnElement[bool]:
    """The certificate has no document yet."""
    return ~exists().where(CertificateDocument.certificate_id == Certificate.id)


def waiting_count() -> int:
    """How many certificates have no document, held or not."""
    query = select(func.count()).select_from(Certificate).where(undocumented())
    return db.session.scalar(query) or 0


def take(after: int = 0, most: int = BATCH) -> list[int]:
    """Certificates, from ids above `after`, that this worker alone holds now; stored."""
    while True:
        found = db.session.execute(_free(after, most)).all()
        if not found:
            db.session.rollback()
            return []
        after = found[-1].id
        ids = [row.id for row in found if (row.tries or 0) < SUSPECT] or [found[0].id]
        taken = _hold(ids)
        commit()
        if taken:
            return taken


def _free(after: int, most: int) -> Any:
    """Two workers of PostgreSQL do not look at the same rows; those of SQLite take turns."""
    held = DocumentClaim.certificate_id
    return (
        select(Certificate.id, DocumentClaim.tries)
        .outerjoin(DocumentClaim, held == Certificate.id)
        .where(Certificate.id > after, undocumented(), or_(held.is_(None), _lapsed()))
        .order_by(Certificate.id)
        .limit(most)
        .with_for_update(of=Certificate, skip_locked=True, key_share=True)
    )


def is_held() -> ColumnElement[bool]:
    """A worker has it in hand, as far as can be told."""
    return (DocumentClaim.claimed_at >= clock.now() - HOLD) & DocumentClaim.fault.is_(None)


def _lapsed() -> ColumnElement[bool]:
    moment = clock.now()
    few = or_(
        DocumentClaim.tries < TRIES,
        DocumentClaim.fault.is_(None) & (DocumentClaim.tries < DEATHS),
    )
    return or_(
        DocumentClaim.claimed_at < moment - LATER,
        (DocumentClaim.claimed_at < moment - HOLD) & few,
    )


def _hold(certificate_ids: Sequence[int]) -> list[int]:
    mine = {"worker": this_worker(), "claimed_at": clock.now(), "tries": 1}
    rows = insert_into(DocumentClaim).values(
        [{"certificate_id": i, **mine} for i in certificate_ids]
    )
    taken = rows.on_conflict_do_update(
        index_elements=[DocumentClaim.certificate_id],
        set_={
            "worker": rows.excluded.worker,
            "claimed_at": rows.excluded.claimed_at,
            "tries": DocumentClaim.tries + 1,
        },
        where=_lapsed(),
    ).returning(DocumentClaim.certificate_id)
    return sorted(db.session.scalars(taken))


def note(certificate_ids: Sequence[int], fault: Exception) -> None:
    """Keep why these have no document yet; they are tried again when the hold lapses."""
    db.session.execute(
        update(DocumentClaim)
        .where(DocumentClaim.certificate_id.in_(certificate_ids))
        .values(fault=f"{type(fault).__name__}: {fault}"[:200])
        .execution_options(synchronize_session=False)
    )


def let_go(certificate_ids: Sequence[int]) -> None:
    """Their documents are there."""
    db.session.execute(
        delete(DocumentClaim)
        .where(DocumentClaim.certificate_id.in_(certificate_ids))
        .execution_options(synchronize_session=False)
    )


def release_dead(*, failed: bool = False) -> int:
    """End the holds of this machine's processes that are no more; how many rows are free again.

    With `failed`, those too whose making failed, however often: somebody has mended the cause.
    """
    mine = DocumentClaim.worker.startswith(f"{_HOST}:", autoescape=True)
    kind = true() if failed else DocumentClaim.fault.is_(None)
    workers = db.session.scalars(select(DocumentClaim.worker).where(mine, kind).distinct())
    dead = [worker for worker in workers if not _is_alive(worker)]
    free: dict[str, Any] = {"claimed_at": clock.now() - HOLD - timedelta(seconds=1)}
    if failed:
        free |= {"tries": 0, "fault": None}
    freed = db.session.execute(
        update(DocumentClaim)
        .where(DocumentClaim.worker.in_(dead), kind)
        .values(free)
        .execution_options(synchronize_session=False)
    )
    commit()
    return int(freed.rowcount)  # type: ignore[attr-defined]


def this_worker() -> str:
    """This process, told apart from a later one of the same number by its start."""
    return f"{_HOST}:{os.getpid()}:{_started(os.getpid())}"


def _is_alive(worker: str) -> bool:
    _host, number, began = worker.rsplit(":", 2)
    return _started(int(number)) == began != ""


@cache
def _own_start(process: int) -> str:
    return _read_start(process)


def _started(process: int) -> str:
    return _own_start(process) if process == os.getpid() else _read_start(process)


def _read_start(process: int) -> str:
    """When a process of this machine began, in clock ticks; empty when there is none."""
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""
