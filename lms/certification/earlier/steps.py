"""The three kinds of work on an import, a batch of rows at a time, each in one transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select, update

from lms import audit, clock
from lms.certification.earlier import headings
from lms.certification.earlier.holders import holder_key
from lms.certification.earlier.judging import Judge, count_of, filled_of
from lms.certification.earlier.models import EarlierCertificate, EarlierImport, EarlierRow, Stage
from lms.certification.earlier.numbering import number_fold, number_key
from lms.certification.earlier.reading import read, written
from lms.certification.earlier.remarks import Outcome
from lms.certification.earlier.stages import move
from lms.db import after_commit, db, insert_each_once
from lms.people.national_id import is_national_id, masked_national_id, read_national_id
from lms.sheets import Sheet
from lms.storage import store

BATCH = 500  # rows


def keep_rows(found: EarlierImport, sheet: Sheet) -> None:
    """The sheet's next rows as they are, but for national IDs, of which the end is kept."""
    start = found.position
    some = sheet.rows[start : start + BATCH]
    values = [
        {"import_id": found.id, "position": position, "cells": [_hidden(cell) for cell in cells]}
        for position, cells in enumerate(some, start=start + 1)
        if any(cells)
    ]
    if values:
        insert_each_once(EarlierRow, [value | {"remarks": []} for value in values], "position")
    found.rows = len(sheet.rows)
    found.position = found.done = start + len(some)
    if found.position >= len(sheet.rows):
        _lay_out(found, headings.find(sheet.rows))


def _hidden(cell: str) -> str:
    return masked_national_id(read_national_id(cell)) if is_national_id(cell) else cell


def _lay_out(found: EarlierImport, layout: headings.Layout) -> None:
    """All rows are kept: guess the columns, and judge by them unless one is missing."""
    found.heading_row, found.headings = layout.row, layout.headings
    found.columns = {"places": layout.columns, "fill": False}
    found.mapping = 1
    if (key := found.file_key) is not None:
        found.file_key = None
        after_commit(lambda: store().delete(key))
    to_judging(found)


def to_judging(found: EarlierImport) -> None:
    """Judge the rows below the heading; not yet while number or name has no column."""
    above = EarlierRow.import_id == found.id, EarlierRow.position <= found.heading_row
    db.session.execute(
        update(EarlierRow)
        .where(*above, EarlierRow.outcome.is_not(None))
        .values(outcome=None)
        .execution_options(synchronize_session=False)
    )
    query = select(func.count()).where(EarlierRow.import_id == found.id)
    found.rows = db.session.scalar(query.where(EarlierRow.position > found.heading_row)) or 0
    found.counts = {}
    lacking = headings.missing(found.columns["places"])
    move(found, Stage.READY if lacking else Stage.JUDGING)


def new_judge(found: EarlierImport) -> Judge:
    """One that goes on where the last one stopped."""
    judge = Judge(found.unit_id, found.columns, found.curriculum, clock.today())
    judge.resume(db.session.get(EarlierRow, (found.id, found.position)))
    return judge


def judge_rows(found: EarlierImport, judge: Judge) -> None:
    """The next rows, or the counts when all are judged."""
    after = max(found.position, found.heading_row)
    rows = _next(found, after)
    if not rows:
        found.counts = count_of(found.id)
        move(found, Stage.READY)
        return
    judged = judge.judge([(row.position, row.cells) for row in rows])
    db.session.execute(update(EarlierRow), [{"import_id": found.id, **one} for one in judged])
    found.position = rows[-1].position
    found.done += len(rows)


def add_rows(found: EarlierImport) -> None:
    """The next good rows into the register; one that got there meanwhile is not added twice."""
    good = EarlierRow.outcome.in_((Outcome.NEW, Outcome.DOUBTFUL))
    rows = _next(found, found.position, good)
    if not rows:
        audit.record(None, "earlier_added", "earlier_import", found.id, count=found.added)
        move(found, Stage.DONE)
        return
    values = [certificate_values(found, row) for row in rows]
    found.added += len(insert_each_once(EarlierCertificate, values))
    found.position = rows[-1].position
    found.done += len(rows)


def _next(found: EarlierImport, after: int, *which: Any) -> list[Any]:
    query = select(
        EarlierRow.position, EarlierRow.cells, EarlierRow.remarks, EarlierRow.live_key
    ).where(EarlierRow.import_id == found.id, EarlierRow.position > after, *which)
    return list(db.session.execute(query.order_by(EarlierRow.position).limit(BATCH)))


def certificate_values(found: EarlierImport, row: Any) -> dict[str, Any]:
    """The columns of EarlierCertificate for a row that was judged good."""
    said = written(row.cells, found.columns["places"], filled_of(row.remarks))
    one = read(said, found.curriculum, clock.today())
    return {
        "created_at": clock.now(),
        "import_id": found.id,
        "unit_id": found.unit_id,
        "position": row.position,
        "number": one.number,
        "number_key": number_key(one.number),
        "number_fold": number_fold(one.number),
        "holder": one.holder,
        "holder_fold": holder_key(one.holder)[:600],
        "curriculum": one.curriculum,
        "issued_on": one.issued_on,
        "issuer": one.issuer,
        "scan_name": one.scan_name,
        "live_key": row.live_key,
    }
