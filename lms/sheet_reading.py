"""Reads a spreadsheet: `python -m lms.sheet_reading`, a limited process (lms.confined).

A hint, a zero byte and a file on standard input, lines of JSON on standard output. Cells come as
people see them: a day as 2026-11-23, a whole number without a point.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from lms.confined import give_up_what_is_not_needed

MOST_ROWS = 100_000
MOST_COLUMNS = 100
LONGEST_CELL = 2_000  # characters; the rest is left away

_UNZIPPED = 300 * 2**20  # bytes that a workbook may claim to hold
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # xlsx, ods; xls, and what carries a password


class Fault(Exception):
    """No table can be read; says why, with a key of sheets.WHY."""


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
    except Fault as fault:
        print(json.dumps({"why": str(fault)}), "null", sep="\n")
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
        raise Fault("encrypted") from None
    except (CalamineError, ValueError, OSError) as fault:
        encrypted = content.startswith(_WORKBOOKS[1]) and "EncryptedPackage" in _utf16(content)
        raise Fault("encrypted" if encrypted else "damaged") from fault
    raise Fault("empty")


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
        raise Fault("damaged") from fault
    if claimed > _UNZIPPED:
        raise Fault("heavy")


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


_LOOKED_AT = 25  # lines
_ENCODINGS = ("utf-8-sig", "cp874", "tis-620")


def _of_text(content: bytes, hint: str) -> Iterator[list[str]]:
    text = _decoded(content)
    if "\0" in text or sum(c < " " and c not in "\t\r\n" for c in text[:4096]) > 8:
        raise Fault("unknown")
    top = "\n".join(text.split("\n", _LOOKED_AT)[:_LOOKED_AT])  # above a table stands its title
    separator = hint or max(",;\t|", key=top.count)
    csv.field_size_limit(2**20)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as fault:
        raise Fault("damaged") from fault


def _decoded(content: bytes) -> str:
    """Office programs in Thailand write UTF-8, UTF-16 or TIS-620, and do not say which."""
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf16 else _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Fault("unknown")


def _trimmed(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """Without what is blank at the right and at the end."""
    kept: list[list[str]] = []
    last = 0
    for row in rows:
        cells = [cell.strip()[:LONGEST_CELL] for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise Fault("columns")
        if cells:
            last = len(kept) + 1
            if last > MOST_ROWS:
                raise Fault("rows")
        kept.append(cells)
    if not last:
        raise Fault("empty")
    return kept[:last]


if __name__ == "__main__":
    main()
