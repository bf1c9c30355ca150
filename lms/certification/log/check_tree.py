"""Re-check one log by itself: every leaf, tile and head, from the first leaf to the last.

All heads are compared with roots of one and the same row of leaves, so that each is shown to
begin the next.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select

from lms.certification.log.faults import Fault
from lms.certification.log.leaves import KEPT, Kind, Leaf, commit_content
from lms.certification.log.models import Log, LogLeaf, LogTile
from lms.certification.log.stored import TILE
from lms.certification.log.tree import Growing, leaf_hash
from lms.db import db

Tick = Callable[[int], object]
Place = tuple[int, int]  # of a leaf: which log, and where in it
_OFTEN = 2000
HIGHEST = 7  # level of tiles that any log may reach
_ROWS = {Kind.ISSUED: "certificates", Kind.DOCUMENT: "documents", Kind.REVOKED: "revocations"}


@dataclass(slots=True)
class Told:
    """What the leaves of all logs say that other checks need."""

    roots: dict[tuple[int, int], bytes] = field(default_factory=dict)  # of (log, size)
    sizes: dict[int, int] = field(default_factory=dict)  # leaves without a gap, by log
    opened: dict[int, dict[str, Any]] = field(default_factory=dict)
    keys: set[bytes] = field(default_factory=set)
    heads: list[tuple[int, dict[str, Any]]] = field(
        default_factory=list
    )  # by log, that were signed
    printed: set[int] = field(default_factory=set)  # logs with documents, which need a head first
    erased: set[int] = field(default_factory=set)  # certificates
    anonymised: set[int] = field(default_factory=set)  # revocations
    shut: tuple[int, int] | None = None  # where nothing older was logged any more
    altered: set[Place] = field(default_factory=set)  # whose content is not what was logged
    pinning: dict[str, int] = field(default_factory=dict)  # by table, the last row before
    # Rows that changed with an erasure, by table: where the newest leaf says so.
    released: dict[str, dict[int, Place]] = field(default_factory=dict)


def check_tree(
    log: Log, heads: Collection[int], others: Collection[int], told: Told, tick: Tick
) -> Iterator[Fault]:
    """Go through one log's leaves; keeps what they tell, and the roots at the sizes of our own
    heads and of others."""
    tree, tiles = Growing(), _Tiles(log.id, max(heads, default=0))
    wanted, where = {*heads, *others, log.size}, f"log {log.id}"
    for row in _leaves(log.id):
        if row.position != tree.size:
            yield _gap(where, tree.size, row.position)
            break
        yield from _of_leaf(row, told)
        tree.add(row.hash)
        yield from tiles.add(row.hash)
        if tree.size in wanted:
            told.roots[log.id, tree.size] = tree.root
        if tree.size % _OFTEN == 0:
            tick(_OFTEN)
    tick(tree.size % _OFTEN)
    told.sizes[log.id] = tree.size
    yield from tiles.left()
    if tree.size < log.size:
        yield _gap(where, tree.size, log.size)
    elif tree.size > log.size:
        yield Fault(
            "log.size",
            f"{where}: มี {tree.size} รายการ แต่ทะเบียนบันทึกว่า {log.size}",
            f"{where}: {tree.size} leaves, but its row says {log.size}",
        )


def _leaves(log_id: int) -> Any:
    query = (
        select(*LogLeaf.__table__.columns)
        .where(LogLeaf.log_id == log_id)
        .order_by(LogLeaf.position)
        .execution_options(yield_per=200)
    )
    return db.session.execute(query)


def _gap(where: str, start: int, end: int) -> Fault:
    lost = f"{start}" if end == start + 1 else f"{start}-{end - 1}"
    return Fault(
        "leaf.missing", f"{where}: รายการที่ {lost} หายไป", f"{where}: leaf {lost} is missing"
    )


def name_of(row: Any) -> str:
    """How a leaf is called."""
    return f"log {row.log_id} leaf {row.position}"


def _of_leaf(row: Row[Any], told: Told) -> Iterator[Fault]:
    name = name_of(row)
    leaf = Leaf(
        row.kind,
        row.logged_at,
        row.content_hash,
        row.record_hash,
        row.actor_hash,
        row.before_log,
    )
    if leaf_hash(leaf.text.encode()) != row.hash:
        yield Fault(
            "leaf.hash",
            f"{name}: เนื้อความของรายการไม่ตรงกับค่าแฮชของรายการ (ชนิด เวลา หรือค่าผูกพันถูกแก้)",
            f"{name}: what it says is not what its hash says (kind, time or a commitment differs)",
        )
    if _has_lost_content(row):
        told.altered.add((row.log_id, row.position))
        yield Fault(
            "leaf.content",
            f"{name} ({row.kind}): เนื้อหาที่เก็บไว้ไม่ตรงกับที่ลงบันทึก",
            f"{name} ({row.kind}): its content or salt differs from what was logged",
        )
    yield from _late(row, told, name)
    _note(row, told)


def _has_lost_content(row: Row[Any]) -> bool:
    if row.content is None:
        return row.kind in KEPT
    return row.salt is None or commit_content(row.salt, row.content) != row.content_hash


def _late(row: Row[Any], told: Told, name: str) -> Iterator[Fault]:
    """A leaf of what is older than the log is believed only of rows that were there then."""
    if not row.before_log:
        return
    opened = told.opened.get(row.log_id) or {"before": {}}
    last = opened["before"].get(_ROWS.get(row.kind, ""), 0)
    if (row.row_id or row.certificate_id or 0) > last or told.shut is not None:
        yield Fault(
            "leaf.late",
            f"{name} ({row.kind}): อ้างว่ามีมาก่อนเปิดบันทึก ซึ่งไม่จริง",
            f"{name} ({row.kind}): claims to be older than the log, and is not",
        )


def _note(row: Row[Any], told: Told) -> None:
    """What it says counts if it is what was logged."""
    content = {} if (row.log_id, row.position) in told.altered else row.content or {}
    if row.kind == Kind.OPENED:
        told.opened[row.log_id] = content
        told.keys.add(bytes.fromhex(content.get("key", "")))
    elif row.kind == Kind.KEY:
        told.keys.add(bytes.fromhex(content.get("public_key", "")))
    elif row.kind == Kind.HEAD:
        told.heads.append((row.log_id, content))
    elif row.kind == Kind.DOCUMENT and not row.before_log:
        told.printed.add(row.log_id)
    elif row.kind == Kind.ADOPTED:
        told.shut = (row.log_id, row.position)
    elif row.kind == Kind.ERASED and "id" in content:
        told.erased.add(content["id"])
    elif row.kind == Kind.ANONYMISED and "id" in content:
        told.anonymised.add(content["id"])
    else:
        _note_rows(row, content, told)


def _note_rows(row: Row[Any], content: dict[str, Any], told: Told) -> None:
    if row.kind == Kind.PINNING:
        told.pinning = {**content.get("before", {}), **told.pinning}
    elif row.kind == Kind.UNPINNED:
        for table, ids in content.get("rows", {}).items():
            at = row.log_id, row.position
            told.released.setdefault(table, {}).update(dict.fromkeys(ids, at))


class _Tiles:
    """The tiles of a log, worked out beside its leaves and compared with those that are stored."""

    def __init__(self, log_id: int, covered: int) -> None:
        self._log_id = log_id
        self._covered = covered  # by a head of ours: their tiles were stored with it
        self._growing = [Growing()]
        query = select(LogTile.level, LogTile.position, LogTile.hash)
        rows = db.session.execute(query.where(LogTile.log_id == log_id))
        self._stored = {(row.level, row.position): row.hash for row in rows}
        self._done = [0]

    def add(self, hashed: bytes, level: int = 0) -> Iterator[Fault]:
        if level == len(self._growing):
            self._growing.append(Growing())
            self._done.append(0)
        tree = self._growing[level]
        tree.add(hashed)
        if tree.size < TILE:
            return
        position, root = self._done[level], tree.root
        self._done[level] += 1
        self._growing[level] = Growing()
        needed = (position + 1) * TILE ** (level + 1) <= self._covered
        stored = self._stored.pop((level + 1, position), None)
        if stored != root and (stored is not None or needed):
            yield self._differs(level + 1, position)
        yield from self.add(root, level + 1)

    def left(self) -> Iterator[Fault]:
        """Those that are stored of leaves that are not there."""
        for level, position in sorted(self._stored):
            yield self._differs(level, position)

    def _differs(self, level: int, position: int) -> Fault:
        span = TILE ** min(level, HIGHEST)
        leaves = f"{position * span}-{(position + 1) * span - 1}"
        return Fault(
            "tile",
            f"log {self._log_id}: ค่าแฮชรวมของรายการ {leaves} ไม่ถูกต้องหรือหายไป",
            f"log {self._log_id}: the stored root of leaves {leaves} is wrong or gone",
        )
