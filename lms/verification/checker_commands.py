"""`lms checker export`: the checker in one file, with the keys and lists of today."""

from __future__ import annotations

from pathlib import Path

import click

from lms import clock
from lms.certification.signing_key import SigningError
from lms.verification.checker import checker as checker_page


@click.group()
def checker() -> None:
    """เครื่องตรวจแบบแฟ้มเดียว · the checker in one file."""


@checker.command()
@click.argument("out", metavar="OUT.html", type=click.Path(dir_okay=False, path_type=Path))
def export(out: Path) -> None:
    """ทำแฟ้มที่ตรวจวุฒิบัตรได้เองโดยไม่มีเครือข่าย · write one HTML file that needs no server.

    It holds the public keys and the revocations of this moment: make a new one from time to time.
    """
    try:
        page = checker_page(clock.now())
        out.write_text(page, encoding="utf-8")
    except (SigningError, OSError) as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"✓ {out} · {len(page.encode()) // 1000:,} kB")
