"""Log the rows that led to a certificate and that followed: some time after they were stored.

Certificates, documents and revocations are logged in the transaction that makes them. These here
are many, of many parts, and one of them proves little: a sweep logs what has come in since,
some hundred rows to a leaf. The leaf has a salted hash of each row; the salts stand apart, so that
the leaf stays as it is when somebody is erased.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, insert, select

from lms.certification.log.appending import append, lock, open_first
from lms.certification.log.entries import Entry
from lms.certification.log.leaves import SALT, Kind, commit_content
from lms.certification.log.models import LogLeaf, LogPin
from lms.certification.log.pinned import PINNED, Pinned
from lms.db import commit, db

LEAF = 250  # rows at most
# Rows become visible in another order than that of their ids, but not so far from it. What is
# older and was not logged is not logged any more: it was put in by hand.
WINDOW = 50_000

Found = Mapping[str, Sequence[Any]]  # rows by table


def pin_rows() -> int:
    """Log every row that is new; may be stopped and begun again. How many were logged."""
    open_first()
    _begin()
    commit()
    count, after = 0, {name: floor_of(one) for name, one in PINNED.items()}
    while True:
        lock()
        found = _unpinned(after)
        _pin(found)
        commit()
        now = sum(map(len, found.values()))
        count += now
        if now < LEAF:
            return count


def floor_of(table: Pinned) -> int:
    """The id up to which nothing of this table is logged any more."""
    if table.final is not None:
        return 0
    last = select(func.max(LogPin.row_id)).where(LogPin.table_name == table.name)
    return max((db.session.scalar(last) or 0) - WINDOW, 0)


def is_pinned(table: Pinned) -> ColumnElement[bool]:
    """Whether a row of this table is logged, as a condition of a query on it."""
    return exists().where(LogPin.table_name == table.name, LogPin.row_id == table.model.id)


def _begin() -> None:
    """Say once of each table what it held before this began: that is logged late."""
    lock()
    told = db.session.scalars(select(LogLeaf.content).where(LogLeaf.kind == Kind.PINNING))
    begun = {name for content in told if content for name in content["before"]}
    before = {
        name: db.session.scalar(select(func.max(one.model.id))) or 0
        for name, one in PINNED.items()
        if name not in begun
    }
    if before:
        append([Entry(kind=Kind.PINNING, content={"before": before}, keeps_content=True)])


def _unpinned(after: dict[str, int]) -> Found:
    """As many as one leaf takes, of what stands `after` these ids; moves them on."""
    found, room = {}, LEAF
    for name, one in PINNED.items():
        query = select(*one.columns).where(one.model.id > after[name], ~is_pinned(one))
        if one.final is not None:
            query = query.where(one.final)
        rows = db.session.execute(query.order_by(one.model.id).limit(room)).all()
        if rows:
            found[name], after[name] = rows, rows[-1].id
        room -= len(rows)
        if not room:
            break
    return found


def _pin(found: Found) -> None:
    """One leaf with these rows, and the salts of their hashes beside it."""
    if not found:
        return
    salts = {
        (name, row.id): secrets.token_bytes(SALT) for name, rows in found.items() for row in rows
    }
    hashes = {
        name: {
            str(row.id): commit_content(salts[name, row.id], PINNED[name].record(row)).hex()
            for row in rows
        }
        for name, rows in found.items()
    }
    place = append([Entry(kind=Kind.PINNED, content={"rows": hashes}, keeps_content=True)])
    assert place is not None
    log_id, position = place
    pins = [
        {
            "table_name": name,
            "row_id": row_id,
            "log_id": log_id,
            "position": position,
            "salt": salt,
        }
        for (name, row_id), salt in salts.items()
    ]
    db.session.execute(insert(LogPin.__table__), pins)  # type: ignore[arg-type]


def touched(person_ids: Sequence[int]) -> dict[str, list[int]]:
    """The logged rows that go, or lose a name, when these people are erased; asked before."""
    found = {}
    for name, one in PINNED.items():
        query = select(one.model.id).where(one.touched(person_ids), is_pinned(one))
        if ids := list(db.session.scalars(query)):
            found[name] = ids
    return found


def let_go(rows: Mapping[str, Sequence[int]]) -> None:
    """These rows have changed with an erasure: what is left of them is logged anew."""
    if rows:
        lock()
    for name, ids in rows.items():
        for start in range(0, len(ids), LEAF):
            _let_go(PINNED[name], ids[start : start + LEAF])


def _let_go(table: Pinned, ids: Sequence[int]) -> None:
    db.session.execute(
        delete(LogPin).where(LogPin.table_name == table.name, LogPin.row_id.in_(ids)),
        execution_options={"synchronize_session": False},
    )
    content = {"rows": {table.name: list(ids)}}
    append([Entry(kind=Kind.UNPINNED, content=content, keeps_content=True)])
    left = select(*table.columns).where(table.model.id.in_(ids)).order_by(table.model.id)
    if found := db.session.execute(left).all():
        _pin({table.name: found})
