"""`lms verify 'HTTPS://…#123…'`: what a scanned QR proves, beside the register, at the terminal."""

from __future__ import annotations

import json

import click

from lms import clock
from lms.certification.key_register import trusted_certificates
from lms.certification.number import parse
from lms.certification.qr_payload import Payload, Proof
from lms.certification.qr_payload import judge as judge_payload
from lms.verification import queries
from lms.verification.answers import KINDS, WORDS, Status, judge
from lms.verification.qr import QrAnswer, compared, is_signed, qr_as_json

__all__ = ["is_signed", "tell"]

_PROOFS = {
    Proof.GENUINE: "ลายเซ็นเป็นของหน่วยงานผู้ออก · the signature is the issuer's",
    Proof.FORGED: "ลายเซ็นปลอม · the signature is forged",
    Proof.UNKNOWN_KEY: "ลงลายเซ็นด้วยกุญแจที่ไม่รู้จัก · signed with an unknown key",
    Proof.OTHER_NUMBER: "เป็นของวุฒิบัตรฉบับอื่น · it is another certificate's",
    Proof.UNREADABLE: "อ่านลายเซ็นไม่ได้ · the signature cannot be read",
    Proof.ABSENT: "ไม่มีลายเซ็น · there is no signature",
}


def tell(text: str, *, for_machines: bool) -> int:
    """Print the answer; the exit code: 0 only for a genuine QR whose number is valid."""
    judgement = judge_payload(text, trusted_certificates())
    said = judgement.payload
    number = said.number if said else str(parse(text.partition("#")[0]) or "")
    found = compared(judgement, judge(queries.entry_of_number(number), clock.today()))
    if for_machines:
        click.echo(json.dumps(qr_as_json(found), ensure_ascii=False, indent=2))
    else:
        _print(found)
    genuine = judgement.proof is Proof.GENUINE and found.is_genuine
    return 0 if genuine and found.answer.status is Status.VALID else 1


def _print(found: QrAnswer) -> None:
    payload, answer = found.judgement.payload, found.answer
    if answer.is_test or (payload and payload.is_test):
        click.echo("เอกสารทดสอบ ไม่มีผลทางราชการ · test document, no official effect")
    if found.is_genuine:
        click.echo(f"{WORDS[answer.status]} · {answer.status.value}")
    else:
        click.echo("คิวอาร์โค้ดนี้ไม่ตรงกับต้นฉบับ · this QR code is not the original")
        click.echo(f"  ทะเบียนของเลขที่นี้ · register: {WORDS[answer.status]} · {answer.status.value}")
    click.echo(f"  คิวอาร์โค้ด · QR: {_PROOFS[found.judgement.proof]}")
    for each in found.fields:
        click.echo(f"  ≠ {each.field.value}: {each.found} (ทะเบียน · register: {each.registered})")
    if payload:
        _print_payload(payload)


def _print_payload(payload: Payload) -> None:
    rows = [
        ("เลขที่ · number", payload.number),
        ("ชื่อผู้ได้รับ · holder", payload.holder),
        ("หลักสูตร · curriculum", payload.curriculum),
        ("ชนิด · kind", KINDS[payload.kind]),
        ("ให้ไว้ ณ วันที่ · issued on", payload.issued_on.isoformat()),
        ("ใช้ได้ถึง · expires on", payload.expires_on.isoformat() if payload.expires_on else "-"),
        ("ผู้ออก · issuer", payload.issuer),
    ]
    for label, value in rows:
        click.echo(f"  {label}: {value}")
