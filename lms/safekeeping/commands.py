"""`lms backup` and `lms restore`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from lms.certification.number import SEQUENCE_LIMIT, CertificateNumber, parse
from lms.config import Settings
from lms.console import CannotStart, say
from lms.safekeeping import recording, sealing
from lms.safekeeping.faults import Stopped
from lms.safekeeping.manifest import Manifest

PHRASE = "LMS_BACKUP_PASSPHRASE"
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_phrase_file = click.option(
    "--passphrase-file", type=_FILE, help=f"แฟ้มรหัสผ่าน · or {PHRASE}; else it is asked for"
)


@click.command()
@click.argument("dest", type=click.Path(path_type=Path))
@click.option("--with-keys", is_flag=True, help="รวมกุญแจ ปิดผนึกด้วยรหัสผ่าน · the secrets too, sealed")
@_phrase_file
@click.option("--since", type=_FOLDER, help="ข้อมูลสำรองครั้งก่อน · default: the newest beside DEST")
@click.option("--check", is_flag=True, help="ตรวจอย่างเดียว · only re-read the backup DEST")
def backup(
    dest: Path, *, with_keys: bool, passphrase_file: Path | None, since: Path | None, check: bool
) -> None:
    """สำรองข้อมูลขณะระบบทำงาน · back everything up into the new folder DEST."""
    from lms.safekeeping import backing_up, checking

    with _told():
        if check:
            said = checking.check(dest)
            if with_keys:
                checking.unsealed(dest, said, _phrase(passphrase_file, twice=False))
            _describe(said)
            say("ข้อมูลสำรองครบถ้วน ทุกไบต์ตรงกับที่บันทึก", "every byte is what was backed up")
            return
        settings = Settings.from_env()
        phrase = _phrase(passphrase_file, twice=True) if with_keys else None
        made = backing_up.back_up(settings, dest, phrase=phrase, earlier=since)
        recording.record_backup(settings, made.folder, made.manifest)
    _describe(made.manifest)
    say(f"ใช้แฟ้มจากครั้งก่อน {made.linked:,}", f"{made.linked:,} files taken over from the one before")
    _on_keys(settings, with_keys=with_keys)
    say(f"สำรองแล้วที่ {made.folder}", "the backup is finished and on the disk")
    _tell_faults(made.manifest.faults)


@click.command()
@click.argument("src", type=_FOLDER)
@click.option("--with-keys", is_flag=True, help="กู้คืนกุญแจด้วย · restore the secrets too")
@_phrase_file
@click.option(
    "--last-number",
    "numbers",
    multiple=True,
    help="เลขที่ล่าสุดที่เคยเห็นบนกระดาษ · the latest number seen on paper",
)
@click.option("--quick", is_flag=True, help="ไม่เปิดไฟล์ PDF · leave signatures to lms log verify")
def restore(
    src: Path,
    *,
    with_keys: bool,
    passphrase_file: Path | None,
    numbers: tuple[str, ...],
    quick: bool,
) -> None:
    """กู้คืนลงที่ว่าง · restore the backup SRC into an empty place."""
    from lms.safekeeping import restoring

    later = [_number(typed) for typed in numbers]
    with _told():
        settings = Settings.from_env()
        secrets = with_keys or (settings.secrets.is_dir() and any(settings.secrets.iterdir()))
        phrase = _phrase(passphrase_file, twice=False) if with_keys else None
        done = restoring.restore(settings, src, phrase=phrase, later=later, quick=quick)
    _describe(done.manifest)
    for series, (before, after) in done.moved.items():
        say(f"เลขที่ {series} ข้ามจาก {before} ไป {after}", f"series {series} goes on after {after}")
        if after == SEQUENCE_LIMIT:
            click.echo(f"! {series}: หมดเลข · no number is left: set another LMS_NUMBER_PREFIX")
    _advise(done.manifest, secrets=secrets)
    for note in done.notes:
        click.echo(f"! {note}")
    if done.faults:
        say("กู้คืนแล้ว แต่มีสิ่งที่ไม่ตรงกับที่ลงบันทึก", "restored; these are not as they were logged:")
    else:
        say("กู้คืนเสร็จ เปิดระบบได้", "restored and verified: the system may start")
    _tell_faults(done.faults)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (Stopped, CannotStart) as reason:
        click.echo(f"✗ {reason}", err=True)
        sys.exit(1)


def _number(typed: str) -> CertificateNumber:
    number = parse(typed)
    if number is None:
        raise click.BadParameter(f"ไม่ใช่เลขที่วุฒิบัตร · not a certificate number: {typed}")
    return number


def _phrase(file: Path | None, *, twice: bool) -> str:
    if file is not None:
        return (file.read_text("utf-8").splitlines() or [""])[0]
    if PHRASE in os.environ:
        return os.environ[PHRASE]
    answer: str = click.prompt(
        "รหัสผ่านของกุญแจ · passphrase", hide_input=True, confirmation_prompt=twice, err=True
    )
    return answer


def _describe(one: Manifest) -> None:
    rows = sum(one.tables.values())
    moment = one.moment.strftime("%Y-%m-%d %H:%M UTC")
    say(
        f"ข้อมูล ณ {moment}: {rows:,} แถว {one.files:,} แฟ้ม",
        f"{rows:,} rows, {one.files:,} files, {one.size / 2**20:,.0f} MB, version {one.schema}",
    )


def _on_keys(settings: Settings, *, with_keys: bool) -> None:
    if not with_keys:
        say(
            f"ไม่รวมกุญแจใน {settings.secrets} ให้เก็บแยกไว้",
            "without the secrets: keep a copy of that folder apart, or use --with-keys",
        )
    for name in sealing.in_token(settings.secrets):
        say(
            f"กุญแจ {name} อยู่ในอุปกรณ์ คัดลอกไม่ได้",
            f"the key {name} lies in its token and cannot be copied: the token is its only place",
        )


def _advise(said: Manifest, *, secrets: bool) -> None:
    moment = said.moment.strftime("%Y-%m-%d %H:%M UTC")
    say("ทุกคนต้องเข้าสู่ระบบใหม่", f"everybody signs in again, with the secret they had on {moment}")
    say(
        f"สิ่งที่เกิดหลัง {moment} ไม่มีในระบบนี้: ออกวุฒิบัตรให้ผู้ที่ออกไปแล้วใหม่ และเพิกถอนซ้ำรายการที่เคยเพิกถอน",
        f"what happened after {moment} is unknown here: certificates of then answer not_found and"
        " their holders get new ones; revoke again what was revoked since",
    )
    if not secrets:
        say(
            "ไม่มีกุญแจเดิม: อ่านเลขประจำตัวประชาชนที่เก็บไว้ไม่ได้ และต้องติดตั้งกุญแจลงลายมือชื่อก่อนออกวุฒิบัตร",
            "without the former secrets, national IDs that are stored cannot be read, and a signing"
            " key has to be installed (lms keys install)",
        )


def _tell_faults(faults: list[str]) -> None:
    for fault in faults:
        click.echo(f"✗ {fault}", err=True)
    if faults:
        sys.exit(1)
