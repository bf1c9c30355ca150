"""The one file that knows spreadsheets: whatever an office sends becomes rows of text, and back.

Reading is done by a limited process of its own (`lms.sheet_reading`, which belongs to this file).
Nothing that is written can turn into a formula in somebody's office program.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from lms.config import current_settings
from lms.confined import Places, ask

LARGEST = 10 * 2**20  # bytes of a file
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

_MOST_SAID = 64 * 2**20
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
        said = ask("lms.sheet_reading", hint, b"\0", content, most_said=_MOST_SAID)
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
