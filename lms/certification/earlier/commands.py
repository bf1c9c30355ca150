"""`lms certificates earlier import`: an old register from a file, at the terminal."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import NoReturn

import click
from sqlalchemy import or_, select

from lms import audit
from lms.certification.earlier import importing, preview, queries, scanning, turns
from lms.certification.earlier.headings import letter, missing
from lms.certification.earlier.models import EarlierImport, ScanBundle, Stage
from lms.certification.earlier.remarks import Outcome
from lms.certification.earlier.scan_words import OF_A_ZIP, WHY
from lms.certification.earlier.stages import move, to_add
from lms.db import commit, db
from lms.people.models import OrgUnit
from lms.sheets import LARGEST
from lms.sheets import WHY as UNREADABLE

_TO_THE_END = 24 * 3600.0  # seconds: nobody else waits for this process
_SHOWN = 20
_ENGLISH = {
    Outcome.WRONG: "to be mended",
    Outcome.DOUBTFUL: "imported, worth a look",
    Outcome.KNOWN: "known already",
    Outcome.REPEATED: "repeated in the file",
    Outcome.NEW: "imported",
}


@click.group()
def earlier() -> None:
    """ทะเบียนเดิม · paper certificates from before this system."""


@earlier.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unit", "named", required=True, help="รหัสหรือชื่อหน่วยงาน · its code or name")
@click.option("--source", required=True, help="คัดจากทะเบียนใด · which register it was copied from")
@click.option("--curriculum", help="หลักสูตรของทั้งไฟล์ · for rows that name none")
@click.option("--fill", is_flag=True, help="เซลล์ว่างใช้ค่าแถวบน · merged cells: take what is above")
@click.option(
    "--scans",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="ซิปของภาพสแกน · a zip of scans",
)
@click.option("--dry-run", is_flag=True, help="ดูอย่างเดียว ไม่นำเข้า · only look")
def import_register(
    file: Path,
    named: str,
    source: str,
    curriculum: str | None,
    scans: Path | None,
    *,
    fill: bool,
    dry_run: bool,
) -> None:
    """นำเข้าทะเบียนเดิมจากไฟล์ตาราง · import an old register; good rows go in, others are told.

    The same file again adds nothing.
    """
    with file.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    found = importing.take_file(_unit(named).id, content, file.name, source, curriculum)
    found = _carried(found.id)
    if fill and found.stage == Stage.READY:
        found.columns = found.columns | {"fill": True}
        move(found, Stage.JUDGING)
        found = _carried(found.id)
    _tell(found)
    if dry_run:
        importing.take_back(found)
        click.echo("ยังไม่ได้นำเข้า · nothing was imported (--dry-run)")
        return
    import_id = _add(found)
    if scans is not None:
        _take_scans(import_id, scans)


def _unit(named: str) -> OrgUnit:
    """A province or another unit by its code or Thai name."""
    query = select(OrgUnit).where(or_(OrgUnit.code == named, OrgUnit.name_th == named))
    found = [unit for unit in db.session.scalars(query) if unit.kind in queries.KINDS]
    if len(found) != 1:
        why = "ไม่มีหน่วยงานนี้ · no such unit" if not found else "มีหลายหน่วยงาน · several such units"
        raise click.BadParameter(f"{why}: {named!r}")
    return found[0]


def _carried(import_id: int) -> EarlierImport:
    """What a worker would do, done here and now."""
    commit()
    turns.take(import_id, _TO_THE_END)
    commit()
    return db.session.get_one(EarlierImport, import_id, populate_existing=True)


def _tell(found: EarlierImport) -> None:
    if found.stage == Stage.UNREADABLE:
        _stop(UNREADABLE.get(found.fault or "", UNREADABLE["damaged"]))
    if found.stage != Stage.READY:
        _stop(f"ทำต่อไม่ได้ · it does not get on: {found.fault or found.stage}")
    for field, place in sorted(found.columns["places"].items(), key=lambda pair: pair[1]):
        heading = found.headings[place] if place < len(found.headings) else ""
        click.echo(f"  {letter(place)}: {heading} → {field}")
    if missing(found.columns["places"]):
        importing.take_back(found)
        _stop("ไม่รู้ว่าคอลัมน์ใดคือเลขที่และชื่อ ใช้หน้าเว็บเลือกคอลัมน์ · choose the columns on the site")
    for outcome, words, count in preview.tallies(found):
        click.echo(f"{words} · {_ENGLISH[Outcome(outcome)]}: {count:,}")
    for row in queries.all_rows(found, Outcome.WRONG, _SHOWN):
        click.echo(f"  แถว {row.position}: {' · '.join(preview.words_of(row))}")


def _add(found: EarlierImport) -> int | None:
    """The import that holds the papers: this one, or the one that took in the same file before."""
    count = to_add(found)
    if not count:
        before = queries.earlier_of_same_file(found)
        importing.take_back(found)
        click.echo("ไม่มีรายการใหม่ · nothing new")
        return before
    about = {"count": count, "console": getpass.getuser()}
    audit.record(None, "earlier_confirmed", "earlier_import", found.id, **about)
    move(found, Stage.ADDING)
    found = _carried(found.id)
    if found.stage != Stage.DONE:
        _stop(f"ทำต่อไม่ได้ ระบบจะลองใหม่เอง · a worker will try again: {found.fault}")
    click.echo(f"✓ นำเข้าแล้ว {found.added:,} รายการ ครั้งที่ {found.id} · imported, number {found.id}")
    return found.id


def _take_scans(import_id: int | None, scans: Path) -> None:
    if import_id is None:
        _stop("ไม่ได้นำเข้า จึงไม่มีรายการให้จับคู่ภาพ · nothing was imported to match scans with")
    with scans.open("rb") as file:
        bundle = scanning.take_zip(import_id, file, scans.name)
    bundle_id = bundle.id
    commit()
    scanning.take(bundle_id, _TO_THE_END)
    bundle = db.session.get_one(ScanBundle, bundle_id, populate_existing=True)
    if bundle.fault:
        _stop(OF_A_ZIP.get(bundle.fault, bundle.fault))
    click.echo(f"✓ ภาพสแกน {bundle.kept:,} จาก {bundle.files:,} ไฟล์ · scans kept")
    for name, code in bundle.left_out[:_SHOWN]:
        click.echo(f"  {name}: {WHY[code]}")


def _stop(why: str) -> NoReturn:
    click.echo(f"✗ {why}", err=True)
    raise click.exceptions.Exit(1)
