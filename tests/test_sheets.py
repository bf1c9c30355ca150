"""Whatever an office sends becomes rows of text; what we write is no formula anywhere."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from xlsxwriter import Workbook

from lms import confined, sheets
from lms.sheet_reading import MOST_COLUMNS, MOST_ROWS
from lms.sheets import LARGEST, Unreadable, read, write_csv, write_xlsx

HEADINGS = ["เลขที่", "ชื่อ"]
ROWS = [["DEMO-2569-0000001-7QK4-M", "นางสาวกัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์"], ["", "น้ำฝน"]]
TABLE = [HEADINGS, *ROWS]


@pytest.fixture(autouse=True)
def a_patient_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests share their machine; of the application, only its folder is needed."""
    monkeypatch.setattr(confined, "SECONDS", 120)
    monkeypatch.setattr(sheets, "current_settings", lambda: SimpleNamespace(data=tmp_path))


def lines(rows: list[list[str]], separator: str = ",") -> str:
    return "\r\n".join(separator.join(row) for row in rows) + "\r\n"


def workbook(fill: Any) -> bytes:
    out = io.BytesIO()
    with Workbook(out) as book:
        fill(book)
    return out.getvalue()


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ";"),
        ("cp874", ","),
        ("tis-620", "\t"),
        ("utf-16", "\t"),
        ("utf-8", "|"),
    ],
)
def test_text_of_any_usual_encoding_is_read(encoding: str, separator: str) -> None:
    assert read(lines(TABLE, separator).encode(encoding), "a.csv").rows == TABLE


def test_titles_above_a_table_do_not_hide_how_its_columns_are_divided() -> None:
    table = "ทะเบียนคุมวุฒิบัตร, ปี 2561\n\nเลขที่;ชื่อ-สกุล\n1/2561;นายสมชาย ใจดี\n"
    assert read(table.encode(), "a.csv").rows[3] == ["1/2561", "นายสมชาย ใจดี"]


def test_a_workbook_of_ours_is_read_back() -> None:
    sheet = read(write_xlsx(HEADINGS, ROWS, "ผล: 1/2"), "a.xlsx")
    assert (sheet.rows, sheet.title) == (TABLE, "ผล  1 2")


def test_the_content_decides_and_not_the_name() -> None:
    assert read(write_xlsx(HEADINGS, ROWS), "a.csv").rows == TABLE
    assert read(lines(TABLE).encode(), "a.xlsx").rows == TABLE


def test_cells_come_as_people_see_them_at_their_places() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "d/m/yyyy"})
        sheet.write(2, 1, 1234567890123)
        sheet.write(2, 2, 70.5)
        sheet.write(2, 3, date(2026, 11, 23), day)
        sheet.write(2, 4, datetime(2026, 11, 23, 13, 30), day)  # noqa: DTZ001
        sheet.write(2, 5, True)
        sheet.write(4, 2, " ข ")
        sheet.write_blank(9, 9, None, day)

    rows = read(workbook(fill), "a.xlsx").rows
    assert rows == [
        [],
        [],
        ["", "1234567890123", "70.5", "2026-11-23", "2026-11-23 13:30:00", "TRUE"],
        [],
        ["", "", "ข"],
    ]


def test_the_first_visible_worksheet_with_anything_in_it_is_read() -> None:
    def fill(book: Workbook) -> None:
        book.add_worksheet("ว่าง")
        hidden = book.add_worksheet("ซ่อน")
        hidden.write(0, 0, "ไม่ใช่")
        hidden.hide()
        book.add_worksheet("รายชื่อ").write(0, 0, "ใช่")

    sheet = read(workbook(fill), "a.xlsx")
    assert (sheet.title, sheet.rows) == ("รายชื่อ", [["ใช่"]])


def ods(cell: str) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    body = (
        f'<office:document-content xmlns:office="{space}:office:1.0"'
        f' xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0">'
        "<office:body><office:spreadsheet>"
        f'<table:table table:name="A"><table:table-row><table:table-cell'
        f' office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"><manifest:file-entry'
        ' manifest:full-path="/" manifest:media-type='
        '"application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", body)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def test_an_opendocument_table_is_read() -> None:
    assert read(ods("น้ำฝน"), "a.ods").rows == [["น้ำฝน"]]


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_a_part(name: str, content: bytes) -> bytes:
    """A workbook of ours with one part replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_xlsx(HEADINGS, ROWS))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return out.getvalue()


def one_far_cell() -> bytes:
    """Two cells that span the whole sheet: seventeen thousand million between them."""
    rows = (
        b'<row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (space, rows)
    return with_a_part("xl/worksheets/sheet1.xml", sheet)


def locked_with_a_password() -> bytes:
    """The head of what Excel writes for a workbook with a password."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return head + "EncryptedPackage".encode("utf-16-le") + bytes(1024)


UNREADABLE = {
    "nothing": (b"", "empty"),
    "blank cells": (b" \r\n , , \r\n", "empty"),
    "an empty workbook": (workbook(lambda book: book.add_worksheet()), "empty"),
    "a photograph": (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 9, "unknown"),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "unknown"),
    "noise": (bytes(range(256)) * 20, "unknown"),
    "large": (b"a," * (LARGEST // 2 + 1), "large"),
    "half a workbook": (write_xlsx(HEADINGS, ROWS)[:2000], "damaged"),
    "another archive": (zipped(readme=b"hello"), "damaged"),
    "broken XML": (with_a_part("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"), None),
    "a bomb that says so": (zipped(**{"xl/workbook.xml": bytes(400 * 2**20)}), "heavy"),
    "two far cells": (one_far_cell(), "heavy"),
    "a password": (locked_with_a_password(), "encrypted"),
    "too many columns": (b"," * (MOST_COLUMNS) + b"x", "columns"),
    "too many rows": (b"x\n" * (MOST_ROWS + 1), "rows"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_table_is_told_why(name: str) -> None:
    content, why = UNREADABLE[name]
    with pytest.raises(Unreadable) as fault:
        read(content, "a.xlsx")
    assert why is None or fault.value.why == why
    assert fault.value.words


def test_a_long_list_is_read_whole() -> None:
    rows = [[f"DEMO-2569-{number:07d}", "ชื่อ นามสกุล"] for number in range(20_000)]
    assert read(write_xlsx(HEADINGS, rows), "a.xlsx").rows[1:] == rows


FORMULAS = ["=1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "=cmd|' /C calc'!A0", "＝1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_is_no_formula_anywhere(text: str) -> None:
    written = write_csv(["a"], [[text]]).decode("utf-8-sig")
    cell = list(csv.reader(io.StringIO(written, newline="")))[1][0]
    assert cell.startswith("'")
    with zipfile.ZipFile(io.BytesIO(write_xlsx(["a"], [[text]]))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_plain_values_are_written_as_they_are() -> None:
    row = ["-5", -5, 70.5, date(2026, 11, 23), None, "ก\x00ข", "0812345678"]
    text = write_csv(["a"] * 7, [row]).decode()
    assert text.startswith("\ufeff")
    assert text.splitlines()[1] == '"-5","-5","70.5","2026-11-23","","กข","0812345678"'
    rows = read(write_xlsx(["a"] * 7, [row]), "a.xlsx").rows
    assert rows[1] == ["-5", "-5", "70.5", "2026-11-23", "", "กข", "0812345678"]
