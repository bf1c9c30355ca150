"""`lms verify FILE|NUMBER|QR`: the same answers at the terminal, for scripts too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

import click
from sqlalchemy.exc import SQLAlchemyError

from lms import clock
from lms.certification.number import looks_like, parse
from lms.verification import earlier_console, qr_console, queries
from lms.verification.answers import (
    CLASSES,
    KINDS,
    WORDS,
    Answer,
    DocumentState,
    Entry,
    Status,
    as_json,
    judge,
)
from lms.verification.examining import NoTurn
from lms.verification.judging import LARGEST, FileAnswer, file_as_json, look_up

VALID, ANYTHING_ELSE, CANNOT_TELL = 0, 1, 2

_ENGLISH = {
    Status.VALID: "valid",
    Status.REVOKED: "revoked",
    Status.EXPIRED: "expired",
    Status.NOT_FOUND: "not found; this does not mean forged",
    DocumentState.ALTERED: "this file is not the original",
    DocumentState.UNKNOWN: "this file is not in the register",
    DocumentState.UNREADABLE: "this file cannot be read",
}


@click.command()
@click.argument("what", metavar="FILE|NUMBER|QR")
@click.option("--json", "for_machines", is_flag=True, help="One JSON object.")
@click.option("--name", default="", help="ชื่อบนกระดาษเดิม · a name, for numbers of old papers")
def verify(what: str, name: str, for_machines: bool) -> None:
    """ตรวจสอบวุฒิบัตรกับทะเบียนของระบบนี้ · ask this installation's register.

    Exit code: 0 valid, 1 anything else, 2 cannot tell.
    """
    try:
        if qr_console.is_signed(what):
            raise click.exceptions.Exit(qr_console.tell(what, for_machines=for_machines))
        if earlier_console.is_earlier(what):
            earlier_console.tell(what, name, for_machines=for_machines)
            raise click.exceptions.Exit(ANYTHING_ELSE)
        content = _content(what)
        found = look_up(content) if content is not None else _by_number(what)
    except (OSError, SQLAlchemyError, NoTurn) as fault:
        _cannot_tell(fault, for_machines)
    if for_machines:
        said = file_as_json(found) if isinstance(found, FileAnswer) else as_json(found)
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        _print(found)
    raise click.exceptions.Exit(VALID if _is_valid(found) else ANYTHING_ELSE)


def _content(what: str) -> bytes | None:
    """The file's bytes; None for a number. Raises OSError for a file that is not there."""
    path = Path(what)
    if looks_like(what) and not path.exists():
        return None
    if not path.exists() and "." not in what and "/" not in what:
        return None
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _by_number(typed: str) -> Answer:
    number = parse(typed)
    return judge(queries.entry_of_number(str(number)) if number else None, clock.today())


def _is_valid(found: Answer | FileAnswer) -> bool:
    return (found.headline if isinstance(found, FileAnswer) else found.status) is Status.VALID


def _cannot_tell(fault: Exception, for_machines: bool) -> NoReturn:
    why = str(getattr(fault, "orig", fault) or type(fault).__name__)
    if for_machines:
        click.echo(json.dumps({"status": None, "undecided": True, "detail": why}))
    else:
        click.echo("ยังตรวจไม่ได้ ยังสรุปไม่ได้ว่าจริงหรือปลอม · cannot tell", err=True)
        click.echo(why, err=True)
    raise click.exceptions.Exit(CANNOT_TELL)


def _print(found: Answer | FileAnswer) -> None:
    answer = found.answer if isinstance(found, FileAnswer) else found
    headline: Any = found.headline if isinstance(found, FileAnswer) else found.status
    if answer.is_test:
        click.echo("เอกสารทดสอบ ไม่มีผลทางราชการ · test document, no official effect")
    click.echo(f"{WORDS[headline]} · {_ENGLISH[headline]}")
    if isinstance(found, FileAnswer):
        _print_file(found)
    if answer.entry is not None:
        _print_entry(answer.entry)


def _print_file(found: FileAnswer) -> None:
    if found.state is DocumentState.ALTERED:
        words = WORDS[found.answer.status]
        click.echo(f"  ทะเบียนของเลขที่นี้ · register: {words} · {_ENGLISH[found.answer.status]}")
    for each in found.fields:
        said = each.found or "-"
        click.echo(
            f"  ≠ ช่องที่ไม่ตรง · differs, {each.field}: {said} (ทะเบียน · register: {each.registered})"
        )
    for remark in found.remarks:
        click.echo(f"  ! ข้อสังเกต · remark: {remark}")
    for line in found.difference.only_in_file:
        click.echo(f"  + เฉพาะในไฟล์ · only in the file: {line}")
    for line in found.difference.only_in_original:
        click.echo(f"  - เฉพาะในต้นฉบับ · only in the original: {line}")
    if found.why:
        click.echo(f"  สาเหตุ · why: {found.why}")


def _print_entry(entry: Entry) -> None:
    facts = entry.facts
    rows = [
        ("เลขที่ · number", facts.number),
        ("ชื่อผู้ได้รับ · holder", facts.holder),
        ("หลักสูตร · curriculum", facts.curriculum_th),
        *_sample(facts.sample_curriculum),
        ("ชนิด · kind", KINDS[facts.kind]),
        ("ชั่วโมง · hours", f"{facts.hours:g}"),
        ("ให้ไว้ ณ วันที่ · issued on", facts.issued_on.isoformat()),
        ("ใช้ได้ถึง · expires on", facts.expires_on.isoformat() if facts.expires_on else "-"),
        ("ผู้ออก · issuer", facts.issuer_th),
        ("ผู้ลงนาม · signatory", facts.signatory_name),
        *([("ผู้ลงนาม · signatory", facts.signatory2_name)] if facts.signatory2_name else []),
        ("SHA-256", entry.document_sha256 or "-"),
    ]
    if entry.revoked_on is not None:
        rows.append(("เพิกถอนเมื่อ · revoked on", entry.revoked_on.isoformat()))
        rows.append(("เพราะ · because", CLASSES[entry.revocation_class or ""]))
    if entry.replaced_by:
        rows.append(("ฉบับที่ใช้แทน · replaced by", entry.replaced_by))
    if entry.renewed_by:
        rows.append(("ต่ออายุแล้วเป็นเลขที่ · renewed by", entry.renewed_by))
    for label, value in rows:
        click.echo(f"  {label}: {value}")


def _sample(curriculum: bool) -> list[tuple[str, str]]:
    words = "ตัวอย่าง ยังไม่ใช่หลักสูตรทางการ · a sample, not yet official"
    return [("หลักสูตรนี้ · this curriculum", words)] if curriculum else []
