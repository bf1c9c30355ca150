"""`lms certificates`: issue what is due, print what has no document, and how things stand."""

from __future__ import annotations

import getpass
import os
import signal
from typing import NoReturn

import click

from lms import audit
from lms.certification import bulk, claims, queries, runs
from lms.certification.bar import Bar, clock_time
from lms.certification.crew import STORE_FAILS, Crew
from lms.certification.earlier.commands import earlier
from lms.certification.preview import preview
from lms.db import commit, db
from lms.errors import NotFound
from lms.learning import cohorts

AT_ONCE = click.option(
    "--processes",
    type=click.IntRange(1, 256),
    default=os.cpu_count() or 1,
    show_default=True,
    help="จำนวนโพรเซส · as many as there are cores, unless said",
)


@click.group()
def certificates() -> None:
    """วุฒิบัตร · certificates."""


certificates.add_command(earlier)
certificates.add_command(preview)


@certificates.command()
@click.option("--curriculum", "slug", required=True, help="ชื่อย่อของหลักสูตร · the slug")
@click.option("--cohort", "code", help="รหัสรุ่น เช่น 50-2570-1 · only this รุ่น, by its code")
@click.option("--dry-run", is_flag=True, help="นับอย่างเดียว ไม่ออก · only count")
def issue(slug: str, code: str | None, *, dry_run: bool) -> None:
    """ออกวุฒิบัตรทุกฉบับที่ครบเงื่อนไข · issue every certificate that is due."""
    try:
        curriculum = bulk.curriculum_of(slug)
    except NotFound:
        raise click.BadParameter(f"ไม่มีหลักสูตรนี้ · no curriculum {slug!r}") from None
    cohort_id = _cohort(curriculum, code)
    found = bulk.forecast(curriculum.id, cohort_id)
    _show(found)
    if found.refused:
        for reason in found.refused:
            click.echo(f"✗ ออกไม่ได้ · refused: {reason}", err=True)
        raise click.exceptions.Exit(1)
    if dry_run:
        return
    if runs.open_of(curriculum.id) is not None:
        _stop("หน้าเว็บกำลังออกวุฒิบัตรหลักสูตรนี้อยู่ · a bulk issue of it is open on the site")
    _issue(curriculum, cohort_id, found.due)


def _cohort(curriculum: bulk.Named, code: str | None) -> int | None:
    if code is None:
        return None
    try:
        return cohorts.by_code(curriculum.id, code).id
    except NotFound:
        raise click.BadParameter(f"หลักสูตรนี้ไม่มีรุ่น {code} · no รุ่น {code!r} of it") from None


def _issue(curriculum: bulk.Named, cohort_id: int | None, count: int) -> None:
    about = {"curriculum": curriculum.slug, "console": getpass.getuser(), "cohort": cohort_id}
    audit.record(None, "issuing_started", "curriculum", curriculum.id, count=count, **about)
    commit()
    issued = 0
    with Bar("ออก · issuing", count) as bar:
        for tried, done in bulk.issue_ready(curriculum.id, cohort_id, console=about["console"]):
            issued += done
            bar.add(tried)
    click.echo(f"✓ ออกแล้ว {issued:,} ฉบับ · {issued:,} issued; lms certificates print")
    if bar.done > issued and (left := bulk.forecast(curriculum.id, cohort_id).due):
        left = min(left, bar.done - issued)  # the others somebody else issued meanwhile
        _stop(f"ออกไม่ได้ {left:,} ฉบับ ดูบันทึก · not issued; see the log")


def _show(found: bulk.Forecast) -> None:
    for thai, english, count in (
        ("ครบเงื่อนไข จะออก", "due", found.due),
        ("ยังไม่ออก: รอยืนยันชื่อ", "not due: name not confirmed", found.name),
        ("ยังไม่ออก: รออนุมัติ", "not due: waits for approval", found.approval),
        ("ยังไม่ออก: ยังเรียนไม่ครบ", "not due: still learning", found.learning),
        ("ออกแล้ว", "issued already", found.issued),
    ):
        click.echo(f"{count:>9,}  {thai} · {english}")


@certificates.command("print")
@AT_ONCE
def print_waiting(processes: int) -> None:
    """พิมพ์และลงลายมือชื่อทุกฉบับที่ยังไม่มีเอกสาร · print and sign what has no document."""
    claims.release_dead(failed=True)
    waiting = claims.waiting_count()
    db.session.rollback()
    if not waiting:
        click.echo("✓ ทุกฉบับมีเอกสารแล้ว · every certificate has its document")
        return
    with Crew(processes) as crew, Bar("พิมพ์ · printing", waiting) as bar:
        try:
            for made in crew.follow():
                bar.add(made)
        except KeyboardInterrupt:
            click.echo("\nหยุดแล้ว สั่งซ้ำเพื่อทำต่อ · stopped; the same command goes on", err=True)
            raise click.exceptions.Exit(130) from None
    seconds = bar.pace.seconds
    click.echo(
        f"✓ พิมพ์แล้ว {bar.done:,} ฉบับใน {clock_time(round(seconds))} · "
        f"printed, {bar.done / seconds:,.1f} a second with {processes} processes"
    )
    _say_what_is_left(store_fails=crew.store_fails)


def _say_what_is_left(*, store_fails: bool) -> None:
    left = claims.waiting_count()
    for reason in queries.not_made(5):
        click.echo(f"✗ {reason}", err=True)
    if store_fails:
        _stop("เก็บไฟล์ไม่ได้ ดูที่ว่างของดิสก์แล้วสั่งใหม่ · the file store fails; mend it, run this again")
    if left:
        _stop(f"ยังไม่มีเอกสาร {left:,} ฉบับ · {left:,} have no document yet")


@certificates.command(hidden=True)
@click.option("--parent", type=int, required=True)
@click.option("--nice", type=click.IntRange(0, 19), default=0)
def press(parent: int, nice: int) -> None:
    """One of the processes of `print`: says after each batch how many documents it made."""
    from lms.certification import making
    from lms.supervisor import die_with_parent

    stopping: list[int] = []
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who started us
    signal.signal(signal.SIGTERM, lambda number, _: stopping.append(number))
    die_with_parent(parent=parent)()
    os.nice(nice)
    try:
        for made in making.batches():
            click.echo(made)
            if stopping:
                return
    except BrokenPipeError:
        return
    except Exception as fault:  # noqa: BLE001 - whatever it is, our parent is told
        click.echo(f"{type(fault).__name__}: {fault}", err=True)
        raise click.exceptions.Exit(STORE_FAILS) from None


@certificates.command()
def status() -> None:
    """ออกและพิมพ์ไปแล้วเท่าใด · how much is issued and printed."""
    count = queries.counts()
    for thai, english, number in (
        ("ออกแล้ว", "issued", count.issued),
        ("มีเอกสารแล้ว", "printed and signed", count.issued - count.waiting),
        ("ยังไม่มีเอกสาร", "without a document", count.waiting),
        ("กำลังพิมพ์", "being printed now", count.held),
    ):
        click.echo(f"{number:>9,}  {thai} · {english}")
    forecasts = bulk.forecasts()
    for curriculum in bulk.curricula():
        found = forecasts.get(curriculum.id, bulk.Forecast())
        click.echo(f"{found.due:>9,}  ครบเงื่อนไข รอออก · due: {curriculum.slug}")
    for run in runs.opened():
        state = "พัก · paused" if run.paused_at else "กำลังทำ · under way"
        done = f"{run.issued:,}/{run.planned:,} → {run.printed:,}"
        click.echo(f"  งาน · bulk issue {run.curriculum.slug}: {state} {done}")
    if failed := queries.not_made(5):
        _stop("\n".join(["พิมพ์ไม่ได้ · could not be printed:", *failed]))


def _stop(words: str) -> NoReturn:
    click.echo(f"✗ {words}", err=True)
    raise click.exceptions.Exit(1)
