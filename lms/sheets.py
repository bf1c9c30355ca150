"""The one file that knows spreadsheets: whatever an office sends becomes rows of text, and back.

Reading is done by a limited process of its own (`python -m lms.sheets`). Cells come as people see
them: a day as 2026-11-23, a whole number without a point. Nothing that is written can turn into a
formula in somebody's office program.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from lms.config import current_settings
from lms.confined import Places, ask, give_up_what_is_not_needed

LARGEST = 10 * 2**20  # bytes of a file
MOST_ROWS = 100_000
MOST_COLUMNS = 100
LONGEST_CELL = 2_000  # characters; the rest is left away
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

_UNZIPPED = 300 * 2**20  # bytes that a workbook may claim to hold
_MOST_SAID = 64 * 2**20
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # xlsx, ods; xls, and what carries a password
_BINARY = re.compile(rb"%PDF-|\x89PNG|\xff\xd8\xff|GIF8|Rar!|7z\xbc\xaf|\x1f\x8b|\x7fELF")
_places = Places("sheet")

Cell = str | int | float | date | None


def N_(words: str) -> str:  # noqa: N802 - the name by which Babel finds these words
    return words


WHY = {
    "empty": N_("ไฟล์ว่างเปล่า เลือกไฟล์ที่มีข้อมูล"),
    "large": N_("ไฟล์ใหญ่เกิน 10 MB แบ่งเป็นหลายไฟล์แล้วส่งทีละไฟล์"),
    "unknown": N_("ไฟล์นี้ไม่ใช่ตาราง ใช้ไฟล์ .xlsx .xls .ods หรือ .csv"),
    "encrypted": N_("ไฟล์นี้ใส่รหัสผ่านไว้ บันทึกใหม่โดยไม่ใส่รหัสผ่านแล้วส่งอีกครั้ง"),
    "damaged": N_("ไฟล์เสียหายหรือมาไม่ครบ เปิดในโปรแกรมตาราง บันทึกใหม่ แล้วส่งอีกครั้ง"),
    "rows": N_("ตารางยาวเกิน 100,000 แถว แบ่งเป็นหลายไฟล์แล้วส่งทีละไฟล์"),
    "columns": N_("ตารางกว้างเกิน 100 คอลัมน์ เหลือไว้เฉพาะคอลัมน์ที่ใช้"),
    "heavy": N_("ไฟล์นี้ใช้เวลาหรือหน่วยความจำมากผิดปกติ ระบบจึงหยุดอ่าน"),
}


class Unreadable(Exception):
    """No table can be read; `why` is a key of WHY, `words` its msgid."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
        self.words = WHY[why]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first table of a file. `rows[0]` is its row 1, blank rows among them stay."""

    rows: list[list[str]]
    title: str = ""  # of the worksheet


def read(content: bytes, name: str) -> Sheet:
    """The first worksheet with anything in it; raises Unreadable and confined.NoTurn.

    xlsx, xls, ods, and CSV of any usual encoding and separator; the content decides, not `name`,
    which only tells whether a text file means tabs. LARGEST + 1 bytes are enough to be refused.
    """
    if not content.strip(b"\0\t\r\n \xef\xbb\xbf"):
        raise Unreadable("empty")
    if len(content) > LARGEST:
        raise Unreadable("large")
    if _BINARY.match(content):
        raise Unreadable("unknown")
    hint = b"\t" if name.lower().endswith((".tsv", ".tab")) else b""
    with _places.turn(current_settings().data):
        said = ask("lms.sheets", hint, b"\0", content, most_said=_MOST_SAID)
    return _sheet(said)


def _sheet(said: bytes) -> Sheet:
    head, _, body = said.partition(b"\n")
    lines = body.splitlines()
    if not lines or lines[-1] != b"null":
        raise Unreadable("heavy")  # it was ended before it had said everything
    told = json.loads(head)
    if "why" in told:
        raise Unreadable(told["why"])
    return Sheet([json.loads(line) for line in lines[:-1]], told["title"])


# In the limited process


def main() -> None:
    """One line about the table, one a row, and one that says that this was all."""
    give_up_what_is_not_needed()
    hint, _, content = sys.stdin.buffer.read().partition(b"\0")
    try:
        if content.startswith(_WORKBOOKS):
            title, rows = _of_workbook(content)
        else:
            title, rows = "", _of_text(content, hint.decode())
        kept = _trimmed(rows)
    except Unreadable as fault:
        print(json.dumps({"why": fault.why}), "null", sep="\n")
        return
    print(json.dumps({"title": title}))
    for row in kept:
        print(json.dumps(row))
    print("null")


def _of_workbook(content: bytes) -> tuple[str, Iterator[list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    _refuse_bomb(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        hidden = {s.name for s in book.sheets_metadata if s.visible != SheetVisibleEnum.Visible}
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.start is not None and name not in hidden:
                return name, _cells(sheet)
    except PasswordError:
        raise Unreadable("encrypted") from None
    except (CalamineError, ValueError, OSError) as fault:
        encrypted = content.startswith(_WORKBOOKS[1]) and "EncryptedPackage" in _utf16(content)
        raise Unreadable("encrypted" if encrypted else "damaged") from fault
    raise Unreadable("empty")


def _utf16(content: bytes) -> str:
    """The names in an OLE container stand in UTF-16."""
    return content.decode("utf-16-le", "ignore")


def _refuse_bomb(content: bytes) -> None:
    """By what the archive says of itself; what it hides, the limits catch."""
    if not content.startswith(_WORKBOOKS[0]):
        return
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(io.BytesIO(content)) as archive:
            claimed = sum(part.file_size for part in archive.infolist())
    except (BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise Unreadable("damaged") from fault
    if claimed > _UNZIPPED:
        raise Unreadable("heavy")


def _cells(sheet: Any) -> Iterator[list[str]]:
    """Every row from row 1 on, and from column A on: the library begins at the first used one."""
    before = [""] * sheet.start[1]
    for row in sheet.iter_rows():
        yield before + [_shown(cell) for cell in row]


def _shown(value: object) -> str:
    """A cell as people see it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


_ENCODINGS = ("utf-8-sig", "cp874", "tis-620")


def _of_text(content: bytes, hint: str) -> Iterator[list[str]]:
    text = _decoded(content)
    if "\0" in text or sum(c < " " and c not in "\t\r\n" for c in text[:4096]) > 8:
        raise Unreadable("unknown")
    first = text.split("\n", 1)[0]
    separator = hint or max(",;\t|", key=first.count)
    csv.field_size_limit(2**20)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as fault:
        raise Unreadable("damaged") from fault


def _decoded(content: bytes) -> str:
    """Office programs in Thailand write UTF-8, UTF-16 or TIS-620, and do not say which."""
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf16 else _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("unknown")


def _trimmed(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """Without what is blank at the right and at the end."""
    kept: list[list[str]] = []
    last = 0
    for row in rows:
        cells = [cell.strip()[:LONGEST_CELL] for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise Unreadable("columns")
        if cells:
            last = len(kept) + 1
            if last > MOST_ROWS:
                raise Unreadable("rows")
        kept.append(cells)
    if not last:
        raise Unreadable("empty")
    return kept[:last]


# Writing

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it; every field in quotation marks."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(headings)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> str:
    """What an office program would take for a formula begins with an apostrophe instead."""
    if isinstance(cell, date):
        return cell.isoformat()
    text = _UNSEEN.sub("", "" if cell is None else str(cell))
    formula = _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text)
    return f"'{text}" if formula else text


def write_xlsx(headings: Sequence[str], rows: Iterable[Sequence[Cell]], title: str = "") -> bytes:
    """One worksheet, row by row to disk: text stays text, whatever it begins with."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31] or None)
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(headings):
            sheet.set_column(column, column, min(max(len(heading) + 2, 14), 40))
        bold = book.add_format({"bold": True})
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell)
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(row, column, datetime.combine(cell, time()))
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, cell)
    elif cell:
        sheet.write_string(row, column, _UNSEEN.sub("", cell)[:32_000])


if __name__ == "__main__":
    main()
