"""What follows a signature, by the checker without a server: stamps pass, shadows never do."""

from __future__ import annotations

import json
import random
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import HTTPTimeStamper

from lms.assets import STATIC
from lms.certification.press import Press
from lms.certification.signing import Signer
from lms.certification.time_stamps import Authority, Stamper
from lms.verification.checker import keys_of
from tests.support.authority import TimeStampAuthority, time_stamp_authority
from tests.support.node import run_node
from tests.support.token import an_agency
from tests.verification import paper, revisions

NOW = "2026-11-23T02:30:00Z"
RIGHT = "no_list"  # signature and credential are; whether it was taken back, no list here says


@pytest.fixture(scope="module")
def tsa() -> Iterator[TimeStampAuthority]:
    with time_stamp_authority() as here:
        yield here


@pytest.fixture(scope="module")
def signer(tsa: TimeStampAuthority, tmp_path_factory: pytest.TempPathFactory) -> Signer:
    """Of an agency that says which certificates it has revoked: without that, no B-LT."""
    agency = an_agency(crl_url=tsa.crl_url)
    tsa.crl = agency.crl
    folder: Path = tmp_path_factory.mktemp("key")
    agency.pem(folder)
    return Signer(folder)


@pytest.fixture(scope="module")
def signed(signer: Signer) -> bytes:
    return Press(signer).document(paper.facts(), datetime.now(UTC)).pdf


def stamped(tsa: TimeStampAuthority, pdf: bytes, level: str = "B-B") -> bytes:
    return Stamper(Authority(tsa.url, None, tsa.roots)).lengthen(pdf, level).pdf


@pytest.fixture(scope="module")
def longer(tsa: TimeStampAuthority, signed: bytes) -> bytes:
    return stamped(tsa, signed)


def judged(signer: Signer, *contents: bytes) -> list[str]:
    keys = keys_of([signer.key.pem, signer.credential_key.pem, *our_keys()])
    calls = [["file", b64encode(one).decode(), keys, [], NOW] for one in contents]
    said = run_node("proof.mjs", str(STATIC), said=json.dumps({"subtle": True, "calls": calls}))
    return [one["is"]["state"] for one in json.loads(said)]


def our_keys() -> list[str]:
    return [paper.our_signer().key.pem, paper.our_signer().credential_key.pem]


def test_stamped_documents_are_right_however_they_were_made(
    signer: Signer, tsa: TimeStampAuthority, signed: bytes, longer: bytes
) -> None:
    twice = stamped(tsa, longer, "B-LT")
    laid_out = paper.stamped()  # by the layout engine alone, and with another key
    only_stamped = time_stamped(tsa, signed)
    assert judged(signer, signed, longer, twice, laid_out, only_stamped) == [RIGHT] * 5


def time_stamped(
    tsa: TimeStampAuthority, pdf: bytes, change: Callable[[Any], None] | None = None
) -> bytes:
    """With a stamp, and in the same revision whatever else is wanted."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    if change:
        change(writer)
    out = PdfTimeStamper(HTTPTimeStamper(tsa.url)).timestamp_pdf(writer, "sha256")
    content: bytes = out.getvalue()
    return content


SHADOWS = {
    "content": revisions.new_content_appended,
    "widget": revisions.overlay_appended("/Widget"),
    "note": revisions.overlay_appended("/FreeText"),
    "list of notes": lambda: revisions.appended(revisions.overlay_in_the_list),
    "pages": revisions.another_tree_of_pages,
    "font": revisions.another_font,
    "title": revisions.metadata_appended,
}


def test_shadows_are_never_right_before_behind_or_inside_a_stamp(
    signer: Signer,
    tsa: TimeStampAuthority,
    signed: bytes,
    longer: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = {}
    for base, content in (("signed", signed), ("stamped", longer)):
        monkeypatch.setattr(paper, "document", lambda content=content: content)
        for name, shadow in SHADOWS.items():
            made[f"{name} behind what is {base}"] = shadow()
            made[f"{name} behind what is {base}, stamped"] = time_stamped(tsa, shadow())
    monkeypatch.setattr(paper, "document", lambda: signed)
    monkeypatch.setattr(revisions, "appended", lambda change: time_stamped(tsa, signed, change))
    for name, shadow in SHADOWS.items():
        made[f"{name} in the stamp's own revision"] = shadow()
    found = dict(zip(made, judged(signer, *made.values()), strict=True))
    assert set(found.values()) == {"file_longer"}, found


def patched(content: bytes, old: bytes, new: bytes) -> bytes:
    """The tail with other words of the same length: every offset stays right."""
    at = content.rindex(old)
    assert len(old) == len(new)
    return content[:at] + new + content[at + len(old) :]


def test_a_revision_that_says_otherwise_where_it_stands_is_not_believed(
    signer: Signer, signed: bytes, longer: bytes
) -> None:
    tail = longer[len(signed) :]
    assert longer.startswith(signed)
    made = [
        signed + tail[: len(tail) // 2],
        longer + b"\n% more",
        longer + b"\n",
        signed + b"\n" + tail,
        signed + b"%\n" + tail[2:],
        patched(longer, b"/Rect [ 0 0 0 0 ]", b"/Rect [ 0 0 9 9 ]"),
        patched(longer, b"/Pages 2 0 R", b"/Pages 6 0 R"),
        patched(longer, b"/Lang (th)", b"/Lang (en)"),
        patched(longer, b"/Names <<", b"/Namey <<"),
        patched(longer, b"/Type /DocTimeStamp", b"/Type /DocTimeStamb"),
        patched(longer, b"/TU (Timestamp)", b"/AP (Timestamp)"),
        patched(longer, b"/Producer ", b"/Producor "),
        patched(longer, b"/Subject (", b"/Subjecx ("),
        patched(longer, b"/Prev ", b"/Preu "),
        patched(longer, b"/W [ 1 8 2 ]", b"/W [ 0 0 0 ]"),
        patched(longer, b"/Index [ 0 1 ", b"/Index [ 0 9 "),
        patched(longer, b"DEMO-2569", b"DEMO-2570"),  # in the words about the document
    ]
    found = judged(signer, *made)
    assert RIGHT not in found, found
    assert set(found) <= {"file_longer", "file_altered"}


def test_whatever_is_believed_looks_as_it_was_signed(
    signer: Signer, signed: bytes, longer: bytes
) -> None:
    """Bytes of the tail changed at random: some may be, as those of a certificate in the store."""
    chance, made = random.Random(5), []
    for _ in range(300):
        changed = bytearray(longer)
        changed[chance.randrange(len(signed), len(longer))] = chance.choice(
            b"/()<>[] 0179Rabc%\n\xff"
        )
        made.append(bytes(changed))
    believed = [
        one for one, state in zip(made, judged(signer, *made), strict=True) if state == RIGHT
    ]
    assert len(believed) < len(made)
    assert {seen(one) for one in believed} <= {seen(longer)}
    assert seen(longer) == seen(signed)


def seen(content: bytes) -> tuple[int, str, bytes]:
    document = pypdfium2.PdfDocument(content)
    page = document[0]
    drawn = page.render(scale=0.15, grayscale=True, may_draw_forms=True)
    return len(document), page.get_textpage().get_text_bounded(), bytes(drawn.buffer)
