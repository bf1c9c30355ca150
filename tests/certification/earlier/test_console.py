"""`lms certificates earlier import`: the same register, at the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from lms.audit import AuditEntry
from lms.certification import commands
from lms.certification.earlier.models import (
    EarlierCertificate,
    EarlierImport,
    EarlierRow,
    EarlierScan,
    ScanBundle,
)
from lms.db import db
from tests.builders import a_province
from tests.certification.earlier.offices import (
    GOOD,
    a_messy_xlsx,
    a_picture,
    a_zip,
    an_xlsx,
)


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    a_province()
    (tmp_path / "good.xlsx").write_bytes(an_xlsx(GOOD))
    (tmp_path / "messy.xlsx").write_bytes(a_messy_xlsx())
    (tmp_path / "scans.zip").write_bytes(a_zip({"123-2561.jpg": a_picture(), "x.txt": b"x"}))
    return tmp_path


def run(app: Flask, file: Path, *words: str) -> Result:
    db.session.commit()
    about = ("--unit", "50", "--source", "เล่ม 3")
    words = ("earlier", "import", str(file), *about, *words)
    return app.test_cli_runner().invoke(commands.certificates, words)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_file_and_its_scans_go_in_at_once(app: Flask, folder: Path) -> None:
    result = run(app, folder / "good.xlsx", "--scans", str(folder / "scans.zip"))
    assert result.exit_code == 0, result.output
    assert "นำเข้าแล้ว 3 รายการ" in result.output
    assert "ภาพสแกน 1 จาก 2 ไฟล์" in result.output
    assert "x.txt" in result.output
    assert (count(EarlierCertificate), count(EarlierScan)) == (3, 1)
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.act == "earlier_confirmed")
    ).one()
    assert entry.detail["count"] == 3
    assert entry.detail["console"]


def test_only_looking_leaves_nothing_behind(app: Flask, folder: Path) -> None:
    result = run(app, folder / "messy.xlsx", "--fill", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "ต้องแก้ไข · to be mended: 3" in result.output
    assert "แถว 12: อ่านวันที่ “เดือนกันยา” ไม่ได้" in result.output
    for model in (EarlierImport, EarlierRow, EarlierCertificate, ScanBundle):
        assert count(model) == 0


def test_the_same_file_again_says_that_nothing_is_new(app: Flask, folder: Path) -> None:
    run(app, folder / "good.xlsx")
    again = run(app, folder / "good.xlsx", "--scans", str(folder / "scans.zip"))
    assert again.exit_code == 0, again.output
    assert "nothing new" in again.output
    assert count(EarlierScan) == 1  # for the papers that the file brought before
    assert (count(EarlierCertificate), count(EarlierImport)) == (3, 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n", "ไฟล์นี้ไม่ใช่ตาราง"),
        ("ก,ข\nค,ง\n".encode(), "choose the columns on the site"),
    ],
)
def test_what_cannot_be_imported_ends_with_a_reason(
    app: Flask, folder: Path, content: bytes, words: str
) -> None:
    (folder / "bad.csv").write_bytes(content)
    result = run(app, folder / "bad.csv")
    assert result.exit_code == 1
    assert words in result.output
    assert count(EarlierCertificate) == 0


def test_a_unit_that_is_not_there_is_refused(app: Flask, folder: Path) -> None:
    result = run(app, folder / "good.xlsx", "--unit", "99")
    assert result.exit_code == 2
    assert "no such unit" in result.output
