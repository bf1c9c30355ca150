"""What would happen with each row: read, and compared with the register and the rows above."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select

from lms.certification.earlier import queries
from lms.certification.earlier.holders import holder_key
from lms.certification.earlier.models import EarlierCertificate, EarlierRow
from lms.certification.earlier.numbering import number_fold
from lms.certification.earlier.reading import (
    RowRead,
    Written,
    from_above,
    is_heading,
    read,
    written,
)
from lms.certification.earlier.remarks import Outcome, outcome
from lms.db import db
from lms.thai import fold

Judged = dict[str, Any]  # position, outcome, remarks, live_key: columns of EarlierRow


@lru_cache(maxsize=256)
def _folded(curriculum: str) -> str:
    return fold(curriculum)


def live_key(unit_id: int, number: str, holder: str) -> str:
    """One for a unit's paper, however its number and name are written."""
    whole = f"{unit_id}\0{number_fold(number)}\0{holder_key(holder)}"
    return hashlib.sha256(whole.encode()).hexdigest()


class Judge:
    """Goes through a sheet from top to bottom, some rows at a time."""

    def __init__(self, unit_id: int, columns: dict[str, Any], curriculum: str | None, day: date):
        self.unit_id = unit_id
        self.places: dict[str, int] = columns["places"]
        self.fill: bool = columns["fill"]
        self.curriculum = curriculum
        self.day = day
        self._import_id: int | None = None
        self._above: Written = {}
        self._holders: dict[str, tuple[str, int]] = {}  # of this sheet, by number
        self._first: dict[str, int] = {}  # where a key stood first in this sheet

    def resume(self, last: EarlierRow | None) -> None:
        """Go on below a row that was judged before, perhaps by another worker."""
        if last is not None:
            self._import_id = last.import_id
            self._above = written(last.cells, self.places, filled_of(last.remarks))

    def judge(self, rows: Sequence[tuple[int, list[str]]]) -> list[Judged]:
        """Each (position, cells) with its outcome; asks the register three times, for all."""
        reads = [(position, *self._read(cells)) for position, cells in rows]
        keys = {
            position: live_key(self.unit_id, row.number, row.holder)
            for position, row, _ in reads
            if outcome(row.remarks) is not Outcome.WRONG
        }
        known = queries.live(list(keys.values()))
        self._first |= self._stood_before(rows[0][0], list(keys.values()))
        taken = self._taken([row for _, row, _ in reads])
        found = []
        for position, row, again in reads:
            key = keys.get(position)
            about = [("heading_again", {})] if again else [*row.remarks]
            if key is not None and not again:
                about += self._compared(key, row, known)
                about += self._other_holder(position, row, taken)
                self._first.setdefault(key, position)
            found.append(
                {
                    "position": position,
                    "outcome": int(outcome(about)),
                    "remarks": [list(remark) for remark in about],
                    "live_key": None if again else key,
                }
            )
        return found

    def _read(self, cells: list[str]) -> tuple[RowRead, bool]:
        said = written(cells, self.places)
        if is_heading(said):
            return RowRead(), True
        filled = from_above(said, self._above) if self.fill else {}
        self._above = written(cells, self.places, filled)
        row = read(self._above, self.curriculum, self.day)
        if filled:
            row.remarks.append(("filled", {"values": " · ".join(filled.values()), "of": filled}))
        return row, False

    def _compared(self, key: str, row: RowRead, known: dict[str, Any]) -> list[Any]:
        if (there := known.get(key)) is not None:
            same = _folded(there.curriculum) == _folded(row.curriculum)
            same = same and there.issued_on == row.issued_on
            return [("known" if same else "known_otherwise", {})]
        if key in self._first:
            return [("repeated", {"row": self._first[key]})]
        return []

    def _stood_before(self, position: int, keys: list[str]) -> dict[str, int]:
        if self._import_id is None:
            return {}
        query = select(EarlierRow.live_key, func.min(EarlierRow.position)).where(
            EarlierRow.import_id == self._import_id,
            EarlierRow.live_key.in_(keys),
            EarlierRow.position < position,
        )
        found = db.session.execute(query.group_by(EarlierRow.live_key))
        return {key: first for key, first in found if key}

    def _taken(self, rows: list[RowRead]) -> dict[str, list[Any]]:
        """Who else in this unit has these numbers, by number."""
        folds = {number_fold(row.number) for row in rows if row.number}
        table = EarlierCertificate
        query = select(table.number_fold, table.holder, table.curriculum, table.import_id).where(
            table.unit_id == self.unit_id,
            table.number_fold.in_(folds),
            table.live_key.is_not(None),
        )
        found: dict[str, list[Any]] = {}
        for one in db.session.execute(query.order_by(table.id)):
            found.setdefault(one.number_fold, []).append(one)
        return found

    def _other_holder(self, position: int, row: RowRead, taken: dict[str, list[Any]]) -> list[Any]:
        """A number of the same curriculum under another name is worth a look."""
        number, course = number_fold(row.number), _folded(row.curriculum)
        name = holder_key(row.holder)
        for other in taken.get(number, ()):
            if _folded(other.curriculum) == course and holder_key(other.holder) != name:
                about = {"holder": other.holder, "import_id": other.import_id}
                return [("number_taken", about)]
        holder, row_before = self._holders.setdefault(f"{number} {course}", (row.holder, position))
        if holder_key(holder) != name:
            return [("number_twice", {"holder": holder, "row": row_before})]
        return []


def filled_of(remarks: Sequence[Any]) -> dict[str, str]:
    """What a row took from above when it was judged."""
    return next((dict(about["of"]) for code, about in remarks if code == "filled"), {})


def count_of(import_id: int) -> dict[str, int]:
    """Rows of an import by outcome."""
    query = (
        select(EarlierRow.outcome, func.count())
        .where(EarlierRow.import_id == import_id, EarlierRow.outcome.is_not(None))
        .group_by(EarlierRow.outcome)
    )
    return {str(kind): count for kind, count in db.session.execute(query)}
