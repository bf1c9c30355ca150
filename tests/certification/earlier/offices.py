"""What offices send: messy sheets, zips of scans, and an import of them carried through."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from flask import Flask
from PIL import Image

from lms.access import Actor
from lms.certification.earlier import importing
from lms.certification.earlier.models import EarlierImport, ScanBundle, Stage
from lms.certification.earlier.scanning import TAKE
from lms.certification.earlier.stages import WORKING, to_add
from lms.db import db
from lms.people.models import OrgUnit
from lms.sheets import write_xlsx
from tests.builders import perform

HEADINGS = ["ลำดับที่", "เลขที่วุฒิบัตร", "ชื่อ - สกุล", "หลักสูตร", "วันที่ออก"]
COURSE = "อพม. ผู้นำการเปลี่ยนแปลง"
SOURCE = "ทะเบียนคุมวุฒิบัตร เล่ม 3 ปี 2561"
GOOD = [
    ["1", "อพม. ๑๒๓/๒๕๖๑", "นายสมชาย ใจดี", COURSE, "๑๒ ก.ย. ๒๕๖๑"],
    ["2", "124/2561", "นางมาลี ดีใจ", COURSE, "12/09/2561"],
    ["3", "๑๒๕/๒๕๖๑", "น.ส.แก้ว ณ อยุธยา", COURSE, "12 กันยายน 2561"],
]


def an_xlsx(rows: Sequence[Sequence[Any]], headings: Sequence[str] = HEADINGS) -> bytes:
    """One worksheet; days may be real days."""
    return write_xlsx(headings, rows)


def a_messy_xlsx() -> bytes:
    """Titles merged over the table, blank rows, real dates, merged cells, repeats and mistakes."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("ปี 2561")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.merge_range("A1:F1", "ทะเบียนคุมวุฒิบัตร หลักสูตร อพม.")
    sheet.merge_range("A2:F2", "สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัดเชียงใหม่")
    for column, heading in enumerate(
        ["ที่", "เลขที่", "คำนำหน้า", "ชื่อ", "นามสกุล", "หลักสูตร", "วันที่ออก", "เลขประจำตัวประชาชน"]
    ):
        sheet.write_string(3, column, heading)
    rows: list[list[Any]] = [
        ["1", "๑/๒๕๖๑", "นาย", "สมชาย", "ใจดี", COURSE, date(2018, 9, 12), "1101400000006"],
        ["2", "2/2561", "นาง", "มาลี", "ดีใจ", "", date(2018, 9, 12), ""],
        [],
        ["3", "3/2561", "น.ส.", "แก้ว", "ณ อยุธยา", "", "12/9/61", ""],
        ["ที่", "เลขที่", "คำนำหน้า", "ชื่อ", "นามสกุล", "หลักสูตร", "วันที่ออก", ""],
        ["4", "1/2561", "", "สมชาย", "ใจดี", COURSE, "12 ก.ย. 2561", ""],
        ["5", "", "นาย", "ดำ", "มืด", COURSE, "12 ก.ย. 2561", ""],
        ["6", "6/2561", "นาย", "แดง", "สด", COURSE, "เดือนกันยา", ""],
        ["", "", "", "รวม 6 คน", "", "", "", ""],
    ]
    for row, cells in enumerate(rows, start=4):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, cell, day)  # type: ignore[arg-type]
            elif cell:
                sheet.write_string(row, column, cell)
    book.close()
    return out.getvalue()


def a_picture(colour: str = "white", kind: str = "JPEG") -> bytes:
    """A small scan."""
    out = io.BytesIO()
    Image.new("RGB", (60, 80), colour).save(out, kind)
    return out.getvalue()


A_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def a_zip(files: Mapping[str, bytes]) -> bytes:
    """Files by name."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def sent(
    app: Flask,
    actor: Actor,
    unit: OrgUnit,
    content: bytes,
    *,
    name: str = "ทะเบียน 2561.xlsx",
    curriculum: str | None = None,
) -> EarlierImport:
    """A file that was sent, read and judged."""
    found = importing.begin(actor, unit.id, content, name, SOURCE, curriculum)
    import_id = found.id
    db.session.commit()
    return worked(app, import_id)


def worked(app: Flask, import_id: int) -> EarlierImport:
    """After a worker has done all it can, however many turns it takes on a busy machine."""
    for _turn in range(20):
        perform(app, importing.CARRY_ON, import_id)
        found = db.session.get_one(EarlierImport, import_id, populate_existing=True)
        if found.stage not in WORKING:
            return found
    raise AssertionError(f"it stays {found.stage}")


def imported(app: Flask, actor: Actor, unit: OrgUnit, content: bytes) -> EarlierImport:
    """A file carried all the way into the register."""
    found = sent(app, actor, unit, content)
    assert found.stage == Stage.READY, found.fault
    importing.confirm(actor, found.id, found.mapping, to_add(found))
    return worked(app, found.id)


def took_scans(app: Flask, bundle_id: int) -> None:
    """A worker takes in a zip, however many turns it takes."""
    for _turn in range(20):
        perform(app, TAKE, bundle_id)
        if db.session.get_one(ScanBundle, bundle_id, populate_existing=True).finished_at:
            return
    raise AssertionError("the zip is not taken in")
