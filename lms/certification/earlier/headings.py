"""Which column of an office's spreadsheet holds what: guessed by its heading, never final."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from lms.thai import fold

LOOKED_AT = 25  # rows from the top among which the heading stands
_LONGEST = 40  # characters of a heading; titles over the table are longer
_ENOUGH = 2  # kinds of columns that make a row a heading


class Field(StrEnum):
    """What a column may hold."""

    NUMBER = "number"
    TITLE = "title"
    FIRST = "first"
    LAST = "last"
    FULL = "full"
    CURRICULUM = "curriculum"
    ISSUED_ON = "issued_on"
    ISSUER = "issuer"
    SCAN = "scan"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the heading stands (0: nowhere), its words, and the column of each field."""

    row: int
    headings: list[str]
    columns: dict[str, int] = field(default_factory=dict)


# The first that fits decides; the number says how sure it is. None: certainly none of ours.
_RULES: tuple[tuple[str, Field | None, int], ...] = (
    (r"^(?:ลำดับ|ลำดับที่|ที่|no|ลด)$", None, 0),
    (r"ประชาชน|ประจำตัว|เลขบัตร|idcard|บ้านเลขที่|โทร|มือถือ|ที่อยู่|อายุ|เกิด|หมายเหตุ|เล่มที่", None, 0),
    (r"ไฟล์|file|สแกน|scan|^ภาพ|^รูป", Field.SCAN, 2),
    (r"ออกโดย|หน่วยงาน|^ผู้ออก|issuer", Field.ISSUER, 2),
    (r"หลักสูตร|course|curriculum", Field.CURRICULUM, 2),
    (r"โครงการ|เรื่องที่อบรม", Field.CURRICULUM, 1),
    (r"วันที่ออก|วันออก|ออกเมื่อ|ออกให้|ให้ไว้|วันที่ให้|วันที่มอบ|ปีที่ออก|dateofissue|issued", Field.ISSUED_ON, 3),
    (r"อบรม|training", None, 0),
    (r"^วันที่$|^วันเดือนปี|^วดป$|^date$", Field.ISSUED_ON, 2),
    (
        r"(?:เลข|หมายเลข).*(?:วุฒิบัตร|เกียรติบัตร|ประกาศ)|^(?:certificate|cert)(?:no|number)",
        Field.NUMBER,
        3,
    ),
    (r"^เลขที่|^เลขทะเบียน|^ทะเบียนเลขที่|^หมายเลข|^number$", Field.NUMBER, 2),
    (r"^คำนำหน้า|^ยศ|^title$|^prefix$", Field.TITLE, 2),
    (r"^นามสกุล$|^สกุล$|^lastname$|^surname$", Field.LAST, 2),
    (r"^ชื่อ$|^ชื่อตัว$|^ชื่อจริง$|^firstname$", Field.FIRST, 2),
    (r"^ชื่อ.*สกุล|^ชื่อผู้|^ผู้ได้รับ|^ผู้ผ่าน|^รายชื่อ|^fullname$|^name$", Field.FULL, 2),
)
_COMPILED = tuple((re.compile(pattern), kind, sure) for pattern, kind, sure in _RULES)
_FAMILY_NAME = "ชื่อสกุล"  # "ชื่อ-สกุล" is the whole name, unless the first has its own column


@lru_cache(maxsize=4096)
def recognise(cell: str) -> tuple[Field | None, int]:
    """What a heading announces, and how surely."""
    words = _plain(cell)
    if not words or len(cell) > _LONGEST:
        return None, 0
    for pattern, kind, sure in _COMPILED:
        if pattern.search(words):
            return kind, sure
    return None, 0


def find(rows: Sequence[Sequence[str]]) -> Layout:
    """The layout of a sheet by its first rows; headings in two rows (merged above) are joined."""
    best, most = Layout(0, _lettered(rows)), _ENOUGH - 1
    for place in range(min(len(rows), LOOKED_AT)):
        single = _layout(place + 1, rows[place])
        layouts = [single]
        if place + 1 < len(rows) and single.columns and _layout(0, rows[place + 1]).columns:
            layouts.append(_layout(place + 2, _joined(rows[place], rows[place + 1])))
        for layout in layouts:
            if len(layout.columns) > most:
                best, most = layout, len(layout.columns)
    return best


def layout_at(rows: Sequence[Sequence[str]], row: int) -> Layout:
    """The layout when an officer says in which row (from 1) the heading stands; 0: nowhere."""
    if not 1 <= row <= len(rows):
        return Layout(0, _lettered(rows))
    return _layout(row, rows[row - 1])


def missing(columns: Mapping[str, int]) -> list[str]:
    """What nothing can be imported without: a number and a name."""
    lacking = [] if Field.NUMBER in columns else ["number"]
    return lacking if {Field.FULL, Field.FIRST} & set(columns) else [*lacking, "name"]


def letter(column: int) -> str:
    """Column 0 is A, 26 is AA, as spreadsheets call them."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _layout(row: int, cells: Sequence[str]) -> Layout:
    sure: dict[Field, int] = {}
    columns: dict[str, int] = {}
    for place, cell in enumerate(cells):
        kind, strength = recognise(cell)
        if kind is not None and strength > sure.get(kind, 0):
            sure[kind], columns[kind.value] = strength, place
    full = columns.get(Field.FULL)
    if full is not None and _is_family_name(cells[full], columns):
        columns[Field.LAST.value] = columns.pop(Field.FULL)
    if Field.FULL in columns:
        for part in (Field.FIRST, Field.LAST):
            columns.pop(part, None)
    return Layout(row, [" ".join(cell.split()) for cell in cells], columns)


def _is_family_name(heading: str, columns: Mapping[str, int]) -> bool:
    alone = Field.FIRST in columns and Field.LAST not in columns
    return alone and _plain(heading) == _FAMILY_NAME


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """A heading over two rows: what stands below is more exact."""
    wide = max(len(above), len(below))
    pairs = zip(_padded(above, wide), _padded(below, wide), strict=True)
    return [under if recognise(under)[0] else over or under for over, under in pairs]


def _padded(cells: Sequence[str], wide: int) -> list[str]:
    return [*cells, *[""] * (wide - len(cells))]


def _lettered(rows: Sequence[Sequence[str]]) -> list[str]:
    return [""] * max((len(row) for row in rows[:LOOKED_AT]), default=0)


def _plain(cell: str) -> str:
    return re.sub(r"[^0-9a-z\u0e00-\u0e7f]", "", fold(cell))
