"""`lms certificates preview`: a design with the names and titles that are hardest to set.

What draws pages is loaded when one is drawn: every `lms certificates …` begins here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lms.certification.design import DesignError
from lms.certification.facts import CertificateFacts
from lms.certification.pictures import issuers_pictures
from lms.certification.specimens import specimens
from lms.clock import now
from lms.config import current_settings

if TYPE_CHECKING:
    from lms.certification.press import Way

_SAID = {
    "compiled": "พิมพ์ทางเร็ว · compiled",
    "full": "พิมพ์ทางเต็ม ช้ากว่า · in full, slower",
}


@click.command()
@click.argument("design")
@click.argument("out", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--logo", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--signature",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="ภาพ PNG หรือ JPEG · pictures for both who sign",
)
def preview(design: str, out: Path, logo: Path | None, signature: Path | None) -> None:
    """ดูแบบวุฒิบัตรกับชื่อที่พิมพ์ยาก หน้าละชื่อ · a page for each of the awkward names."""
    from lms.pdf import bound

    pictures = issuers_pictures(current_settings()) | _own(logo, signature)
    pages = []
    try:
        for facts, page, way in printed(design, pictures):
            pages.append(page)
            click.echo(f"{len(pages):>3}  {_SAID[way]}  {facts.holder}")
        out.write_bytes(bound(pages))
    except (DesignError, ValueError, OSError) as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"✓ {out}")


def printed(
    design: str, pictures: Mapping[str, bytes]
) -> Iterator[tuple[CertificateFacts, bytes, Way]]:
    """Every specimen of a design as a page, and the way it is printed. Its QR is as dense as a real
    one, and proves nothing: no checker knows the key."""
    from lms.certification.key_making import key_of_nobody
    from lms.certification.press import Press

    press = Press(None, pictures, code_key=key_of_nobody())
    for facts in specimens(design):
        document = press.document(facts, now())
        yield facts, document.pdf, document.way


def _own(logo: Path | None, signature: Path | None) -> dict[str, bytes]:
    files = {"logo": logo, "signature": signature, "signature2": signature}
    return {name: file.read_bytes() for name, file in files.items() if file}
