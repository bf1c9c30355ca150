"""`lms log`: re-check everything, sign and publish heads, give the log out as plain files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click

from lms.certification.bar import Bar
from lms.certification.log import exporting, heads, verifying
from lms.certification.log.faults import Fault, told
from lms.certification.log.notes import Head, read_all
from lms.certification.log.pinning import pin_rows
from lms.certification.log.verifying import Report
from lms.db import db

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def log() -> None:
    """บันทึกถาวรของการออกวุฒิบัตร · the log of what was issued."""


@log.command()
@click.option("--quick", is_flag=True, help="ไม่เปิดไฟล์ PDF · without opening the documents")
@click.option(
    "--witness",
    "witnesses",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="แฟ้มหัวบันทึกที่เผยแพร่ไว้ที่อื่น · heads that were published elsewhere",
)
@click.option(
    "--processes",
    type=click.IntRange(1, 256),
    default=os.cpu_count() or 1,
    show_default=True,
    help="จำนวนโพรเซส · as many as there are cores, unless said",
)
def verify(*, quick: bool, witnesses: tuple[Path, ...], processes: int) -> None:
    """ตรวจบันทึก ทะเบียน และไฟล์ทุกฉบับใหม่ทั้งหมด · re-check the log, the register and every file."""
    published = [head for path in witnesses for head in _heads(path)]
    report, count = Report(), 0
    for line in told(_faults(report, published, quick=quick, processes=processes)):
        click.echo(f"✗ {line}")
        count += 1
    click.echo(
        f"ตรวจแล้ว · checked: log {report.origin or '–'}\n"
        f"{report.leaves:>11,}  รายการในบันทึก · leaves\n"
        f"{report.heads:>11,}  หัวบันทึกที่ลงลายมือชื่อ · signed heads\n"
        f"{len(published):>11,}  หัวบันทึกที่เผยแพร่ไว้ที่อื่น · heads published elsewhere\n"
        f"{report.certificates:>11,}  วุฒิบัตร · certificates\n"
        f"{report.erased:>11,}  วุฒิบัตรที่ลบตามคำขอของเจ้าของข้อมูล · erased with their holders\n"
        f"{report.rows:>11,}  แถวอื่นที่นำไปสู่หรือตามมา · other rows, before and after issue\n"
        f"{report.released:>11,}  แถวที่เปลี่ยนเพราะลบบุคคล · of them changed by erasures\n"
        f"{len(report.documents):>11,}  เอกสาร · documents\n"
        f"{report.files:>11,}  ไฟล์ที่เปิดตรวจ · files opened\n"
        f"{report.scans:>11,}  ภาพสแกนของทะเบียนเดิม · scans of the old register"
    )
    if count:
        click.echo("✗ พบสิ่งที่ไม่ตรงกับที่ลงบันทึก · something is not as it was logged", err=True)
        raise click.exceptions.Exit(1)
    click.echo("✓ ทุกอย่างตรงกับที่ลงบันทึก · everything is as it was logged")


def _faults(
    report: Report, published: list[Head], *, quick: bool, processes: int
) -> Iterator[Fault]:
    size = verifying.sizes()
    db.session.rollback()
    with Bar("ทะเบียน · register", size.whole) as bar:
        yield from verifying.check_register(report, published, bar.add)
    if not quick:
        with Bar("ไฟล์ · files", len(report.documents)) as bar:
            yield from verifying.check_documents(report, processes, bar.add)


def _heads(path: Path) -> list[Head]:
    found = list(read_all(path.read_text("utf-8")))
    if not found:
        raise click.BadParameter(f"{path}: ไม่มีหัวบันทึกในแฟ้มนี้ · no signed head in it")
    return found


@log.command()
@click.option("--append", "file", type=_FILE, help="เติมท้ายแฟ้มนี้ด้วย · also append it to a file")
def checkpoint(file: Path | None) -> None:
    """ลงลายมือชื่อหัวบันทึกเดี๋ยวนี้ แล้วแสดง · sign the head now and print it."""
    pin_rows()
    head = heads.sign_head()
    click.echo(head.note, nl=False)
    if file is not None:
        exporting.witness(file, head)


@log.command()
@click.argument("file", type=_FILE)
def witness(file: Path) -> None:
    """เติมหัวบันทึกล่าสุดลงแฟ้มที่นำไปเผยแพร่ที่อื่น · append the head to a file to publish elsewhere."""
    pin_rows()
    written = exporting.witness(file, heads.sign_head())
    click.echo("✓ เติมแล้ว · appended" if written else "✓ มีอยู่แล้ว · it holds it already")


@log.command()
@click.argument("dest", type=click.Path(file_okay=False, path_type=Path))
def export(dest: Path) -> None:
    """ส่งออกรายการ หัว และกุญแจสาธารณะ ให้ผู้อื่นคำนวณซ้ำ · leaves, heads, keys as plain files."""
    pin_rows()
    heads.sign_head()
    for path, count in exporting.export(dest):
        click.echo(f"{count:>11,}  {path}")


@log.command("rotate-key")
def rotate_key() -> None:
    """เปลี่ยนกุญแจของบันทึก หัวนี้ลงด้วยทั้งสองดอก · a new log key; this head is signed by both."""
    click.echo(heads.rotate().note, nl=False)
