"""`lms curricula load` and `lms curricula check`."""

from __future__ import annotations

from pathlib import Path

import click

from lms.curricula.loading import SHIPPED, load

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
@FOLDER
def check_folder(folder: Path | None) -> None:
    """ตรวจไฟล์หลักสูตร บอกไฟล์ บรรทัด และวิธีแก้ · every fault with file, line and remedy."""
    from lms.curricula.files import read_folder
    from lms.curricula.standard import advice_on

    read = read_folder(folder or SHIPPED)
    found = sorted([*read.problems, *advice_on(read.editions)])
    _say_problems([str(problem) for problem in found])
    if found:
        raise click.exceptions.Exit(1)
    count = len(read.editions)
    click.echo(f"✓ {count} หลักสูตร ไม่พบข้อผิดพลาด · {count} curricula, no fault found")


def _say_problems(problems: tuple[str, ...] | list[str]) -> None:
    for problem in problems:
        click.echo(problem)
    if problems:
        click.echo(f"\n✗ พบ {len(problems)} จุดที่ต้องแก้ · {len(problems)} to mend")
