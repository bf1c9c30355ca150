"""What was there before the log is logged too, and marked so: logged late is not logged then.

The log's first leaf says up to which row that goes. A row above it has its leaf since it was
made, or somebody has put it there; and once all are in, a leaf says that this door is shut.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select

from lms.certification.log import entries as what
from lms.certification.log.appending import append, lock
from lms.certification.log.entries import Entry
from lms.certification.log.leaves import Kind
from lms.certification.log.models import Log, LogLeaf
from lms.certification.models import Certificate, CertificateDocument, Revocation
from lms.db import commit, db

BATCH = 1000


def bounds() -> dict[str, int]:
    """Up to which row of each table there is something to adopt; empty when that is over."""
    opened = db.session.scalar(
        select(LogLeaf.content)
        .join(Log, Log.id == LogLeaf.log_id)
        .where(Log.closed_at.is_(None), LogLeaf.position == 0)
    )
    before: dict[str, int] = opened["before"] if opened else {}
    if not any(before.values()) or _is_shut():
        return {}
    return before


def _is_shut() -> bool:
    return db.session.scalar(select(exists().where(LogLeaf.kind == Kind.ADOPTED))) or False


def adopt_all(then: Callable[[int], object] = lambda _count: None) -> int:
    """Log all that is older than the log; may be stopped and begun again. How many were logged."""
    before = bounds()
    db.session.rollback()
    if not before:
        return 0
    count = 0
    for name in _MODELS:
        last = 0
        while (done := _adopt(name, last, before[name])) is not None:
            last, logged = done
            count += logged
            then(logged)
    lock()
    if not _is_shut():
        append([Entry(kind=Kind.ADOPTED, content={"before": before}, keeps_content=True)])
    commit()
    return count


def adopt_certificates(certificate_ids: Sequence[int]) -> None:
    """Log these certificates now, if they are older than the log and not in it yet."""
    before = bounds()
    if before:
        _append("certificates", Certificate.id.in_(certificate_ids), before["certificates"])


def _adopt(name: str, last: int, bound: int) -> tuple[int, int] | None:
    ids = _append(name, _MODELS[name].id > last, bound)
    commit()
    return (ids[-1], len(ids)) if ids else None


def _append(name: str, only: ColumnElement[bool], bound: int) -> list[int]:
    """Log rows of a table that have no leaf; asked under the lock, so that none gets two."""
    lock()
    model = _MODELS[name]
    query = _queries()[name].where(only, model.id <= bound).order_by(model.id).limit(BATCH)
    rows = db.session.execute(query).all()
    append([_entry(name, row) for row in rows])
    return [row[0].id for row in rows]


_MODELS: dict[str, Any] = {
    "certificates": Certificate,
    "documents": CertificateDocument,
    "revocations": Revocation,
}


def _queries() -> dict[str, Select[Any]]:
    """The rows of each table that have no leaf yet."""
    of_it = LogLeaf.certificate_id
    issued = exists().where(of_it == Certificate.id, LogLeaf.kind == Kind.ISSUED)
    document = exists().where(
        of_it == CertificateDocument.certificate_id,
        LogLeaf.kind == Kind.DOCUMENT,
        LogLeaf.row_id == CertificateDocument.id,
    )
    revoked = exists().where(
        of_it == Revocation.certificate_id,
        LogLeaf.kind == Kind.REVOKED,
        LogLeaf.row_id == Revocation.id,
    )
    numbered: Any = select(Revocation, Certificate.number)
    return {
        "certificates": select(Certificate).where(~issued),
        "documents": select(CertificateDocument).where(~document),
        "revocations": numbered.join(
            Certificate, Certificate.id == Revocation.certificate_id
        ).where(~revoked),
    }


def _entry(name: str, row: Any) -> Entry:
    if name == "revocations":
        return what.revoked(row[0], row[1], before_log=True)
    if name == "documents":
        return what.document(row[0], before_log=True)
    return what.issued(row[0], before_log=True)
