"""Samples of the issuer's certificates: on names that are hard to print, stamped ตัวอย่าง.

Each is drawn once, in a process of its own with little time and memory, one at a time on this
machine, and kept under what it shows. The folder of them may be emptied at any moment.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from flask_babel import gettext as _

from lms import __version__
from lms.certification import specimens
from lms.certification.design import Design, load_design
from lms.certification.facts import CertificateFacts, CertificateKind
from lms.certification.issuer.profile import Profile
from lms.certification.pictures import kept_picture
from lms.config import Settings
from lms.confined import NoTurn, Places, ask
from lms.errors import Busy
from lms.qr import verify_address

SECONDS = 40.0
_MOST_SAID = 20 * 2**20  # bytes
_MOST_KEPT = 100
_PNG_END = b"IEND\xaeB`\x82"
_places = Places("draw-sample", at_once=1, patience=20.0)  # as long as somebody waits for a picture


@dataclass(frozen=True, slots=True)
class Sample:
    """A drawn sample; `key` names what it shows."""

    pdf: bytes
    png: bytes
    key: str


def people() -> list[CertificateFacts]:
    """Whom it is tried on: an ordinary name, the awkward ones, and everything at its longest."""
    awkward = [specimens.specimen(*name) for name in specimens.AWKWARD]
    return [specimens.specimen(), *awkward, specimens.crowded()]


def certificates(
    profile: Profile, design: Design, kind: CertificateKind, settings: Settings
) -> list[CertificateFacts]:
    """Certificates of these people by this issuer, in the order of `people`."""
    latin = specimens.LATIN if "latin_name" in design.needs else None
    return [
        replace(
            one,
            kind=kind,
            design=design.name,
            latin_name=one.latin_name or latin,
            site_address=settings.public_url,
            verify_url=verify_address(settings.public_url, one.number),
            sample=True,
            test_key=False,
            **profile.facts(kind),
        )
        for one in people()
    ]


def drawn(facts: Sequence[CertificateFacts], settings: Settings) -> Sample:
    """These on a page each, the first as a picture. Raises Busy when it cannot be now or takes
    too long. Slow: hold no transaction."""
    key = _key(facts)
    file = settings.data / "samples" / key
    if not file.exists():
        try:
            with _places.turn(settings.data):
                if not file.exists():
                    _keep(file, _asked(facts))
        except NoTurn as fault:
            raise Busy(_("กำลังทำตัวอย่างอื่นอยู่ โปรดเปิดใหม่อีกครั้งในครู่เดียว")) from fault
    content = file.read_bytes()
    length = int.from_bytes(content[:8], "big")
    return Sample(content[8 : 8 + length], content[8 + length :], key)


def _asked(facts: Sequence[CertificateFacts]) -> bytes:
    """What the drawing process said."""
    digests = dict(facts[0].pictures or {})
    pictures = {name: b64encode(kept_picture(one)).decode() for name, one in digests.items()}
    question = json.dumps({"facts": [one.to_json() for one in facts], "pictures": pictures})
    said = ask(
        "lms.certification.issuer.draw", question.encode(), most_said=_MOST_SAID, seconds=SECONDS
    )
    if not said.endswith(_PNG_END):  # it was ended before it had said all
        raise Busy(_("ทำตัวอย่างไม่เสร็จในเวลาที่กำหนด โปรดลองอีกครั้ง"))
    return said


def _keep(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, prefix=".", delete=False) as part:
        part.write(content)
    Path(part.name).replace(file)
    kept = sorted(file.parent.iterdir(), key=lambda one: one.stat().st_mtime)
    for old in kept[:-_MOST_KEPT]:
        old.unlink(missing_ok=True)


def _key(facts: Sequence[CertificateFacts]) -> str:
    """What is shown, as a digest: the facts, which name their pictures, and the design's files."""
    seen = hashlib.sha256(__version__.encode())
    for one in facts:
        seen.update(one.to_json().encode())
    seen.update(_design_digest(facts[0].design))
    return seen.hexdigest()


@cache
def _design_digest(design: str) -> bytes:
    """Of the design's files as this process knows them."""
    seen = hashlib.sha256()
    for file in sorted(load_design(design).folder.iterdir()):
        seen.update(file.name.encode() + b"\0" + file.read_bytes())
    return seen.digest()
