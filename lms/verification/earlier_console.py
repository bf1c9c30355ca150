"""An old paper's number at the terminal: `lms verify 123/2561 --name ใจดี`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from lms.certification.number import parse
from lms.verification.answers import WORDS as ANSWERS
from lms.verification.answers import Status
from lms.verification.earlier import NOT_OURS, WORDS, Found, Paper, as_json, look_up, looks_earlier


def is_earlier(what: str) -> bool:
    """Neither a file nor a number of ours, and it may stand on an old paper."""
    return parse(what) is None and looks_earlier(what) and not Path(what).exists()


def tell(what: str, name: str, *, for_machines: bool) -> None:
    """Whoever has this terminal has the whole register: the number alone is enough."""
    found = look_up(what, name, by_number_alone=True)
    if for_machines:
        click.echo(json.dumps(as_json(found), ensure_ascii=False, indent=2))
    elif not found.papers:
        click.echo(f"{ANSWERS[Status.NOT_FOUND]} · not found; this does not mean forged")
    else:
        _print(found)


def _print(found: Found) -> None:
    click.echo(f"{WORDS} · found in the register from before this system")
    click.echo(f"{NOT_OURS} · neither issued nor signed by this system")
    for paper in found.papers:
        click.echo("")
        for label, value in _rows(paper):
            click.echo(f"  {label}: {value}")
    if found.more:
        click.echo("  มีมากกว่านี้ · there are more: --name")


def _rows(paper: Paper) -> list[tuple[str, str]]:
    return [
        ("เลขที่ · number", paper.number),
        ("ชื่อผู้ได้รับ · holder", paper.holder),
        ("หลักสูตร · curriculum", paper.curriculum),
        ("ให้ไว้ ณ วันที่ · issued on", paper.issued_on.isoformat() if paper.issued_on else "-"),
        ("ผู้ออก · issuer", paper.issuer or "-"),
        ("ผู้รับรองรายการ · vouched for by", paper.office_th),
        ("คัดจาก · copied from", paper.source),
        ("นำเข้าครั้งที่ · import", f"{paper.import_id} ({paper.imported_on.isoformat()})"),
    ]
