"""One row of an old register, read: what it says, and what is wrong or doubtful about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from lms.certification.earlier.headings import Field, recognise
from lms.certification.earlier.holders import has_surname, holder_key, is_title
from lms.certification.earlier.numbering import number_key
from lms.certification.number import looks_like
from lms.people.national_id import is_national_id
from lms.thai import arabic_digits, be_year, display_name, one_line, parse_be_date

FILLED = (Field.CURRICULUM, Field.ISSUED_ON, Field.ISSUER)  # cells that offices merge downwards

Written = dict[Field, str]
Remark = tuple[str, dict[str, Any]]

_SHORT = {Field.NUMBER: 200, Field.SCAN: 200}
_LONGEST = 300
_EXCEL_FAULT = re.compile(r"#(?:REF|N/A|VALUE|NAME|DIV/0|NUM|NULL|SPILL)[!?]?", re.IGNORECASE)
_WITH_TIME = re.compile(r"(\d[\d/.-]*\d)[ T]\d{1,2}:\d\d.*")
_NOTHING = re.compile(r"[-–—.…\s]+")  # what offices put into a cell that is left blank
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_SERIAL = re.compile(r"[34]\d{4}")  # a day as spreadsheets count it: 1982 to 2036
_FIRST_SERIAL = date(1899, 12, 30)
_SPAN = re.compile(r"\d{1,2}(?:\s*[^\d\s/-]+)*\s*(?:[-–—]|ถึง)\s*(\d{1,2}\s*[^\d\s/.\-].*)")
_TWO_DIGITS = re.compile(r"^(?!\d{4}).*(?<!\d)\d{1,2}$")
_CENTURY = re.compile(r"(?<!\d)19\d\d(?!\d)")  # into which spreadsheets put a พ.ศ. of two digits
_MASKED = "x-xxxx-"  # a national ID as it is kept of a sheet
_OLD = 2530  # พ.ศ.; papers from before are possible and rare
_OLDEST = 2475


@dataclass(frozen=True, slots=True)
class RowRead:
    """What a row would become; nothing of it is kept while a remark says that it is wrong."""

    number: str = ""
    holder: str = ""
    curriculum: str = ""
    issued_on: date | None = None
    issuer: str | None = None
    scan_name: str | None = None
    remarks: list[Remark] = field(default_factory=list)


def written(
    cells: Sequence[str], columns: Mapping[str, int], filled: Mapping[str, str] | None = None
) -> Written:
    """The cells of the chosen columns; what was taken from the row above stands in `filled`."""
    found = {
        Field(name): one_line(cells[place]) if place < len(cells) else ""
        for name, place in columns.items()
    }
    found = {kind: "" if _NOTHING.fullmatch(cell) else cell for kind, cell in found.items()}
    for name, value in (filled or {}).items():
        found[Field(name)] = value
    return found


def is_heading(said: Written) -> bool:
    """Whether the heading stands here again, as on every printed page of a long sheet."""
    if any(c.isdecimal() for c in said.get(Field.NUMBER, "")):
        return False
    same = [kind for kind, cell in said.items() if recognise(cell)[0] is kind]
    return len(same) > 1


def from_above(said: Written, above: Written) -> dict[str, str]:
    """What blank cells take from the row above, where an office has merged cells downwards."""
    return {
        kind.value: above[kind]
        for kind in FILLED
        if kind in said and not said[kind] and above.get(kind)
    }


def read(said: Written, curriculum: str | None, today: date) -> RowRead:
    """The row, with every remark; `curriculum` is for rows that name none."""
    remarks: list[Remark] = [*_faulty(said)]
    number, holder = said.get(Field.NUMBER, ""), _holder(said)
    remarks += _about_number(number)
    remarks += _about_holder(holder)
    course = said.get(Field.CURRICULUM) or curriculum or ""
    if not course:
        remarks.append(("no_curriculum", {}))
    issued_on, about_day = _day(said.get(Field.ISSUED_ON), today)
    return RowRead(
        number,
        holder,
        course,
        issued_on,
        said.get(Field.ISSUER) or None,
        said.get(Field.SCAN) or None,
        [*remarks, *about_day],
    )


def _faulty(said: Written) -> list[Remark]:
    remarks: list[Remark] = []
    for kind, cell in said.items():
        if _EXCEL_FAULT.fullmatch(cell):
            remarks.append(("excel_fault", {"cell": cell}))
        elif len(cell) > _SHORT.get(kind, _LONGEST):
            remarks.append(("too_long", {"length": len(cell)}))
    return remarks


def _holder(said: Written) -> str:
    full = said.get(Field.FULL, "")
    first, last = said.get(Field.FIRST, full), said.get(Field.LAST, "")
    title = said.get(Field.TITLE, "")
    if title and first.startswith(title):
        title = ""
    return display_name(title, first, None, last) if first else ""


def _about_number(number: str) -> list[Remark]:
    if not number:
        return [("no_number", {})]
    if is_national_id(number) or number.startswith(_MASKED):
        return [("national_id", {})]
    if looks_like(number):
        return [("our_number", {})]
    if _ISO.fullmatch(
        _WITH_TIME.sub(r"\1", number)
    ):  # 1/2561, typed into a sheet that knows better
        return [("number_is_day", {"cell": number})]
    return [] if any(c.isdecimal() for c in number_key(number)) else [("no_digits", {})]


def _about_holder(holder: str) -> list[Remark]:
    if len(holder_key(holder)) < 2 or not any(c.isalpha() for c in holder) or is_title(holder):
        return [("no_name", {})]
    if len(holder) > _LONGEST:
        return [("too_long", {"length": len(holder)})]
    return [] if has_surname(holder) else [("one_name", {})]


def _day(cell: str | None, today: date) -> tuple[date | None, list[Remark]]:
    """The day of issue; a remark where it had to be guessed."""
    if not cell:
        return None, [] if cell is None else [("no_date", {})]  # None: no such column
    text, remarks = arabic_digits(_WITH_TIME.sub(r"\1", cell)), list[Remark]()
    if _SERIAL.fullmatch(text):
        text = (_FIRST_SERIAL + timedelta(days=int(text))).isoformat()
        remarks.append(("serial_date", {"cell": cell}))
    elif span := _SPAN.fullmatch(text):
        text = span[1]
        remarks.append(("date_span", {"cell": cell}))
    try:
        day = parse_be_date(text, not_after=today)
    except ValueError:
        return None, [("bad_date", {"cell": cell})]
    return day, [*remarks, *_about_day(day, text, today)]


def _about_day(day: date, text: str, today: date) -> list[Remark]:
    year = be_year(day)
    if day > today:
        return [("future_date", {"year": year})]
    if year < _OLD and (_ISO.fullmatch(text) or _CENTURY.search(text)):
        return [("excel_year", {"year": year})]
    two_digits = _TWO_DIGITS.search(text) and not _ISO.fullmatch(text)
    if year < _OLDEST or (two_digits and year < _OLD):
        return [("unlikely_year", {"year": year})]
    if two_digits:
        return [("two_digits", {"year": year})]
    return [("old_year", {"year": year})] if year < _OLD else []
