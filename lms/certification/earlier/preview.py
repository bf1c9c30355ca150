"""Rows of a sheet as an officer looks at them before anything is added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from lms import clock
from lms.certification.earlier.headings import LOOKED_AT
from lms.certification.earlier.judging import filled_of
from lms.certification.earlier.models import EarlierImport, EarlierRow
from lms.certification.earlier.reading import read, written
from lms.certification.earlier.remarks import OUTCOMES, WORDS, Outcome
from lms.db import release
from lms.sheets import write_xlsx

MOST_MENDED = 20_000


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row: as it stands in the sheet, as it would be added, and what is said of it."""

    position: int
    outcome: Outcome
    cells: list[Any]
    number: str
    holder: str
    curriculum: str
    issued_on: date | None
    remarks: list[str]


def shown(found: EarlierImport, rows: list[EarlierRow]) -> list[ShownRow]:
    """Rows that were judged, in words."""
    return [_shown(found, row) for row in rows if row.outcome]


def _shown(found: EarlierImport, row: EarlierRow) -> ShownRow:
    said = written(row.cells, found.columns["places"], filled_of(row.remarks))
    one = read(said, found.curriculum, clock.today())
    return ShownRow(
        row.position,
        Outcome(row.outcome or Outcome.WRONG),
        row.cells,
        one.number,
        one.holder,
        one.curriculum,
        one.issued_on,
        words_of(row),
    )


def words_of(row: EarlierRow) -> list[str]:
    """Every remark as a sentence in the reader's language."""
    return [_(WORDS[code]) % values for code, values in row.remarks]


def tallies(found: EarlierImport) -> list[tuple[int, str, int]]:
    """(outcome, its word, how many rows), in the order of the list; only what there is."""
    return [
        (int(kind), _(OUTCOMES[kind]), count)
        for kind in Outcome
        if (count := found.counts.get(str(int(kind)), 0))
    ]


def sample_of(top: list[EarlierRow], heading_row: int) -> list[str]:
    """The first value of each column below the heading."""
    below = [row.cells for row in top if row.position > heading_row][:LOOKED_AT]
    wide = max((len(cells) for cells in below), default=0)
    return [
        next((cells[place] for cells in below if place < len(cells) and cells[place]), "")
        for place in range(wide)
    ]


def to_mend(found: EarlierImport, rows: list[EarlierRow]) -> bytes:
    """A workbook of rows to be mended and sent again, with what is wrong beside each."""
    wide = max([len(found.headings), *(len(row.cells) for row in rows)], default=0)
    headings = [*found.headings, *[""] * (wide - len(found.headings))]
    lines = [
        [*row.cells, *[""] * (wide - len(row.cells)), row.position, " · ".join(words_of(row))]
        for row in rows
    ]
    release()
    return write_xlsx([*headings, _("แถวเดิม"), _("สิ่งที่ต้องแก้")], lines, _("ต้องแก้ไข"))
