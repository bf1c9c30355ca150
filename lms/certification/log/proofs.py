"""Proofs that a leaf is in the tree of a signed head, in the form in which they leave the house."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from lms.certification.log import heads
from lms.certification.log.adopting import adopt_certificates
from lms.certification.log.entries import shown
from lms.certification.log.leaves import SALT, Kind, Leaf, plain
from lms.certification.log.models import Log, LogCheckpoint, LogLeaf
from lms.certification.log.stored import LogError, Stored
from lms.certification.log.tree import consistency, inclusion
from lms.db import db


def leaf_of(row: LogLeaf) -> Leaf:
    """A row as the leaf that it is in the tree."""
    return Leaf(
        row.kind,
        row.logged_at,
        row.content_hash,
        row.record_hash,
        row.actor_hash,
        row.before_log,
    )


def issued_leaves(certificate_ids: Sequence[int]) -> dict[int, LogLeaf]:
    """The leaf of each certificate's issue, by its id."""
    rows = db.session.scalars(
        select(LogLeaf).where(
            LogLeaf.certificate_id.in_(certificate_ids), LogLeaf.kind == Kind.ISSUED
        )
    )
    return {row.certificate_id: row for row in rows if row.certificate_id is not None}


def inclusions(facts: Mapping[int, Mapping[str, Any]]) -> dict[int, dict[str, Any]]:
    """What goes into each certificate's credential, by its id; `facts` as the register has them.

    Signs a head first where none covers them yet, and stores what the caller has done so far. A
    certificate that the log does not know, and that is not older than it, is left out.
    """
    leaves = issued_leaves(list(facts))
    if missing := facts.keys() - leaves.keys():
        adopt_certificates(list(missing))
        leaves = issued_leaves(list(facts))
    if not all(covered_by(leaf) for leaf in _last_of_each(leaves.values())):
        heads.sign_head()
        leaves = issued_leaves(list(facts))
    prover = Prover()
    return {one: prover.proof(leaf, shown(facts[one])) for one, leaf in leaves.items()}


def inclusion_of(certificate_id: int, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The same for one certificate."""
    return inclusions({certificate_id: facts})[certificate_id]


def _last_of_each(leaves: Any) -> list[LogLeaf]:
    last: dict[int, LogLeaf] = {}
    for leaf in leaves:
        if leaf.log_id not in last or last[leaf.log_id].position < leaf.position:
            last[leaf.log_id] = leaf
    return list(last.values())


def covered_by(leaf: LogLeaf) -> bool:
    """Whether a signed head covers the leaf."""
    size = db.session.scalar(
        select(func.max(LogCheckpoint.size)).where(LogCheckpoint.log_id == leaf.log_id)
    )
    return size is not None and size > leaf.position


class Prover:
    """Makes many proofs to the newest heads, and reads each tile once."""

    def __init__(self) -> None:
        self._heads: dict[int, tuple[LogCheckpoint | None, str, Stored]] = {}

    def proof(self, leaf: LogLeaf, content: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The proof of a leaf, with the content that its commitment hides where it is given.

        Raises LogError while no signed head covers the leaf.
        """
        head, origin, stored = self._of(leaf.log_id)
        if head is None or head.size <= leaf.position:
            raise LogError(f"leaf {leaf.position} waits for a head")
        hashes = inclusion(stored, leaf.position, head.size)
        said: dict[str, Any] = {
            "origin": origin,
            "index": leaf.position,
            "size": head.size,
            "leaf": leaf_of(leaf).text,
            "hashes": [b64encode(one).decode() for one in hashes],
            "checkpoint": head.note,
        }
        if content is not None and leaf.salt is not None:
            said |= {"salt": b64encode(leaf.salt[:SALT]).decode(), "facts": plain(content)}
        return said

    def _of(self, log_id: int) -> tuple[LogCheckpoint | None, str, Stored]:
        if log_id not in self._heads:
            origin = db.session.scalars(select(Log.origin).where(Log.id == log_id)).one()
            self._heads[log_id] = (heads.newest(log_id), origin, Stored(log_id))
        return self._heads[log_id]


def consistency_of(head: LogCheckpoint, old: int) -> dict[str, Any]:
    """The proof that a head's tree begins with that of its first `old` leaves."""
    origin = db.session.scalars(select(Log.origin).where(Log.id == head.log_id)).one()
    hashes = consistency(Stored(head.log_id), old, head.size)
    return {
        "origin": origin,
        "old": old,
        "size": head.size,
        "hashes": [b64encode(one).decode() for one in hashes],
        "checkpoint": head.note,
    }
