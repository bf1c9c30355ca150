"""`lms curricula`: load, check, and what a lawyer and an examiner ask for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lms.curricula.loading import SHIPPED, load

if TYPE_CHECKING:
    from lms.curricula.files import EditionFile

FOLDER = click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)


@click.group()
def curricula() -> None:
    """หลักสูตร · curricula."""


@curricula.command("load")
@click.option("--publish", is_flag=True, help="เผยแพร่ทันที · publish at once")
@FOLDER
def load_folder(folder: Path | None, publish: bool) -> None:
    """นำหลักสูตรจากไฟล์เข้าระบบ · load one curriculum, or every one of a folder."""
    loaded = load(folder or SHIPPED, publish=publish)
    if loaded.problems:
        _say_problems(loaded.problems)
        click.echo("ยังไม่ได้นำเข้า แก้ไขแล้วลองใหม่ · nothing was loaded; mend these and try again")
        raise click.exceptions.Exit(1)
    for name in loaded.published:
        click.echo(f"✓ เผยแพร่แล้ว · published: {name}")
    for name in loaded.drafts:
        click.echo(
            f"✓ นำเข้าเป็นร่างแล้ว · loaded as a draft: {name} "
            "(ใช้ --publish เพื่อเผยแพร่ · use --publish to publish it)"
        )
    if not (loaded.published or loaded.drafts):
        click.echo("ไม่มีอะไรเปลี่ยนแปลง · nothing has changed")


@curricula.command("check")
@click.option("--faults", is_flag=True, help="ไม่รวมข้อแนะนำ · leave out the advice")
@FOLDER
def check_folder(folder: Path | None, faults: bool) -> None:
    """ตรวจไฟล์หลักสูตร บอกไฟล์ บรรทัด และวิธีแก้ · every fault with file, line and remedy."""
    from lms.curricula.files import read_folder
    from lms.curricula.standard import advice_on

    read = read_folder(folder or SHIPPED)
    _say_problems([str(problem) for problem in read.problems])
    advice = () if faults else advice_on(read.editions)
    for one in advice:
        click.echo(str(one))
    if advice:
        click.echo(
            f"\n! ควรปรับ {len(advice)} จุด นำเข้าได้โดยไม่ต้องแก้ · "
            f"{len(advice)} to make better; loading does not wait for them"
        )
    if read.problems or advice:
        raise click.exceptions.Exit(1)
    count = len(read.editions)
    click.echo(f"✓ {count} หลักสูตร ไม่พบข้อผิดพลาด · {count} curricula, no fault found")


@curricula.command("sources")
@click.option("--by-source", is_flag=True, help="เรียงตามแหล่งที่มา · source by source")
@click.option("--csv", "as_table", is_flag=True, help="ตาราง CSV สำหรับโปรแกรมตารางคำนวณ · a table")
@FOLDER
def list_sources(folder: Path | None, by_source: bool, as_table: bool) -> None:
    """ข้อความที่อ้างแหล่งที่มาทุกข้อ สำหรับผู้ตรวจกฎหมาย · every claim, its source and its mark."""
    from lms.curricula.standard import citing

    where = folder or SHIPPED
    found = [claim for edition in _editions(where) for claim in citing.claims(edition)]
    if as_table:
        click.echo(citing.as_csv(found, where), nl=False)
        return
    for line in (citing.by_source if by_source else citing.by_place)(found, where):
        click.echo(line)
    count = len({key for claim in found for key in claim.keys})
    click.echo(f"\n{len(found)} ข้อความ {count} แหล่งที่มา · {len(found)} claims, {count} sources")


@curricula.command("bank")
@FOLDER
def show_bank(folder: Path | None) -> None:
    """สถิติคลังข้อสอบ และคะแนนที่ได้จากการเดา · the bank's figures, and what guessing earns."""
    from lms.curricula.standard import tables

    for line in tables.bank_lines(_editions(folder or SHIPPED)):
        click.echo(line)


def _editions(folder: Path) -> tuple[EditionFile, ...]:
    """The curricula in `folder`; with any fault there may be holes in them, which is said."""
    from lms.curricula.files import read_folder

    read = read_folder(folder)
    _say_problems([str(problem) for problem in read.problems])
    if read.problems:
        raise click.exceptions.Exit(1)
    return read.editions


def _say_problems(problems: tuple[str, ...] | list[str]) -> None:
    for problem in problems:
        click.echo(problem)
    if problems:
        click.echo(f"\n✗ พบ {len(problems)} จุดที่ต้องแก้ · {len(problems)} to mend")
