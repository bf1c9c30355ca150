"""What the log says of a certificate, for whoever has its number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from lms.certification.facts import CertificateFacts
from lms.certification.log import entries, heads
from lms.certification.log.leaves import Kind
from lms.certification.log.models import Log, LogCheckpoint, LogKey, LogLeaf
from lms.certification.log.notes import verifier_key
from lms.certification.log.proofs import Prover, consistency_of
from lms.certification.log.stored import LogError
from lms.certification.models import CertificateDocument, Revocation
from lms.db import db
from lms.errors import NotFound

KINDS = (Kind.ISSUED, Kind.DOCUMENT, Kind.REVOKED)  # the public hears of no other


@dataclass(frozen=True, slots=True)
class Logged:
    """One leaf of a certificate, as people read of it."""

    kind: str
    at: datetime
    origin: str
    index: int
    size: int | None  # of the head that covers it; None while it waits for one
    before_log: bool


def all_of(certificate_id: int) -> list[Logged]:
    """What was logged of it, in that order; one query."""
    newest = (
        select(func.max(LogCheckpoint.size))
        .where(LogCheckpoint.log_id == LogLeaf.log_id)
        .correlate(LogLeaf)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            LogLeaf.kind,
            LogLeaf.logged_at,
            Log.origin,
            LogLeaf.position,
            newest,
            LogLeaf.before_log,
        )
        .join(Log, Log.id == LogLeaf.log_id)
        .where(LogLeaf.certificate_id == certificate_id, LogLeaf.kind.in_(KINDS))
        .order_by(LogLeaf.log_id, LogLeaf.position)
    ).all()
    return [
        Logged(kind, at, origin, index, size if size and size > index else None, before)
        for kind, at, origin, index, size, before in rows
    ]


def proofs_of(certificate_id: int, facts: CertificateFacts) -> list[dict[str, Any]]:
    """The same as proofs that anybody can check, each with what its leaf hides."""
    leaves = db.session.scalars(
        select(LogLeaf)
        .where(LogLeaf.certificate_id == certificate_id, LogLeaf.kind.in_(KINDS))
        .order_by(LogLeaf.log_id, LogLeaf.position)
    ).all()
    contents = _contents(certificate_id, facts)
    prover = Prover()
    return [_proof(prover, leaf, contents.get((leaf.kind, leaf.row_id))) for leaf in leaves]


def _proof(prover: Prover, leaf: LogLeaf, content: Mapping[str, Any] | None) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": leaf.kind}
    try:
        return said | prover.proof(leaf, content)
    except LogError:
        return said | {"index": leaf.position, "waits_for_head": True}


def _contents(
    certificate_id: int, facts: CertificateFacts
) -> dict[tuple[str, int | None], Mapping[str, Any]]:
    """What each leaf hides, made anew from the rows."""
    whole = json.loads(facts.to_json())
    found: dict[tuple[str, int | None], Mapping[str, Any]]
    found = {(Kind.ISSUED, None): entries.shown(whole)}
    of_it = CertificateDocument.certificate_id == certificate_id
    for document in db.session.scalars(select(CertificateDocument).where(of_it)):
        found[Kind.DOCUMENT, document.id] = entries.document(document).content
    taken = select(Revocation).where(Revocation.certificate_id == certificate_id)
    for row in db.session.scalars(taken):
        found[Kind.REVOKED, row.id] = entries.revoked(row, facts.number).content
    return found


def checkpoint() -> str:
    """The newest signed head."""
    head = heads.newest()
    if head is None:
        raise NotFound
    return head.note


def keys() -> str:
    """The public keys of the newest log, a line each, as verifiers take them."""
    origin = db.session.scalar(select(Log.origin).order_by(Log.id.desc()).limit(1))
    if origin is None:
        raise NotFound
    publics = db.session.scalars(select(LogKey.public_key).order_by(LogKey.id))
    return "".join(f"{verifier_key(origin, one)}\n" for one in publics)


def grown_from(old: int) -> dict[str, Any]:
    """The proof that the newest head goes on from the tree of so many leaves."""
    head = heads.newest()
    if head is None or not 0 < old <= head.size:
        raise NotFound
    return consistency_of(head, old)
