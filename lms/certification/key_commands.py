"""`lms keys`: the life of a signing key, from its making to its end."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from lms import audit, clock
from lms.certification import key_installing, key_register, signers
from lms.certification.key_files import CREDENTIAL, P12, SIGNING
from lms.certification.signing_key import SigningError, SigningKey, is_in_time, kind_of
from lms.config import current_settings
from lms.console import say

_NAMES = click.Choice([SIGNING, CREDENTIAL])
_KINDS = click.Choice(["p256", "rsa"])
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class _Day(click.ParamType[date]):
    """A day as YYYY-MM-DD; a พ.ศ. year is understood."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        if isinstance(value, date):
            return value
        try:
            year, month, day = (int(part) for part in value.split("-"))
            return date(year - 543 if year > 2400 else year, month, day)
        except ValueError:
            self.fail(f"{value}: YYYY-MM-DD", param, ctx)


@click.group()
def keys() -> None:
    """กุญแจลงลายมือชื่อ · signing keys."""


@keys.command("make")
@click.option("--for", "name", type=_NAMES, default=SIGNING, show_default=True)
@click.option("--kind", type=_KINDS, default="p256", show_default=True)
@click.option("--organisation", help="ชื่อหน่วยงาน · default: LMS_ISSUER_TH")
@click.option("--common-name", default="ผู้ออกวุฒิบัตร", show_default=True)
def make(name: str, kind: Any, organisation: str | None, common_name: str) -> None:
    """Make a private key, and the request that an authority answers with a certificate."""
    settings = current_settings()
    organisation = organisation or settings.issuer_th
    if not organisation:
        raise click.ClickException("--organisation")
    try:
        request = key_installing.make_request(
            settings.secrets, name, kind, organisation, common_name
        )
    except (SigningError, ValueError) as fault:
        raise click.ClickException(str(fault)) from None
    say("สร้างกุญแจแล้ว ส่งคำขอใบรับรองนี้ให้ผู้ออกใบรับรอง", f"send this request: {request}")
    click.echo(request.read_text("ascii"))


@keys.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--for", "name", type=_NAMES, default=SIGNING, show_default=True)
@click.option("--passphrase-file", type=_FILE, help="แฟ้มรหัสผ่านของ .p12 · else it is asked for")
def install(files: tuple[Path, ...], name: str, passphrase_file: Path | None) -> None:
    """Install the authority's certificates (PEM), a FILE.p12, or a token's FILE.toml.

    The new key must sign before it takes the place of the former one.
    """
    settings = current_settings()
    phrase = _passphrase(passphrase_file) if files[0].suffix == P12 else None
    try:
        with key_installing.draft(settings.secrets, name, files, phrase) as place:
            _refuse_unfit(signers.tried(place, name))
            key = key_installing.move_in(place, settings.secrets, name)
    except (SigningError, ValueError) as fault:
        raise click.ClickException(str(fault)) from None
    key_register.remember_key(key)
    audit.record(None, "key_installed", "key", None, key_id=key.key_id, use=name)
    say("ติดตั้งกุญแจแล้ว", f"installed for {name}: {key.key_id[:16]} {kind_of(key.certificate)}")


def _passphrase(file: Path | None) -> str:
    if file is not None:
        return (file.read_text().splitlines() or [""])[0]
    answer: str = click.prompt("passphrase", hide_input=True, err=True)
    return answer


def _refuse_unfit(key: SigningKey) -> None:
    if key.is_test and not current_settings().is_demo:
        raise SigningError("กุญแจทดสอบใช้จริงไม่ได้ · a test key cannot be used in production")
    if not is_in_time(key.certificate, clock.now()):
        raise SigningError("ใบรับรองใช้ไม่ได้ในวันนี้ · the certificate is not valid today")
    if key_register.is_retired(key.key_id):
        raise SigningError("กุญแจนี้เลิกใช้แล้ว · this key is retired")


@keys.command("list")
def list_() -> None:
    """Every key that ever signed here, and the one that signs now."""
    installed = signers.installed_ids()
    for one in key_register.records():
        _print(one, in_use=one.key_id in installed)


@keys.command()
@click.argument("key_id")
@click.option("--on", type=_Day(), help="วันสุดท้าย · default: today")
@click.option("--compromised-since", type=_Day(), help="วันที่กุญแจอาจตกไปอยู่กับผู้อื่น")
def retire(key_id: str, on: date | None, compromised_since: date | None) -> None:
    """End the work of KEY_ID (its first digits will do). What it signed stays in the register."""
    try:
        ended = key_register.retire(key_id, on or clock.today(), compromised_since)
    except SigningError as fault:
        raise click.ClickException(str(fault)) from None
    in_use = ended.key_id in signers.installed_ids()
    _print(ended, in_use=in_use)
    if in_use:
        say(
            "กุญแจนี้ยังติดตั้งอยู่ ระบบจะไม่ลงลายมือชื่อจนกว่าจะติดตั้งกุญแจใหม่",
            "it is still installed: nothing is signed until a new key is (lms keys make)",
        )


def _print(one: key_register.KeyRecord, *, in_use: bool) -> None:
    until = one.certificate.not_valid_after_utc.date()
    click.echo(
        f"{one.key_id[:16]}  {kind_of(one.certificate)}  ถึง · until {until}"
        f"  {one.certificate.subject.rfc4514_string()}"
    )
    marks = [f"ลงนาม · signed {one.documents}"]
    if one.first and one.last:
        marks[0] += f" ({one.first.date()} – {one.last.date()})"
    if in_use:
        marks.append("ใช้อยู่ · in use")
    if one.is_test:
        marks.append("กุญแจทดสอบ · test key")
    if one.retired_on:
        marks.append(f"เลิกใช้ · retired {one.retired_on}")
    if one.compromised_since:
        marks.append(f"อาจรั่วไหลตั้งแต่ · compromised since {one.compromised_since}")
    click.echo("    " + "  ·  ".join(marks))
