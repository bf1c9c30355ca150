"""No certificate is larger than 70 kB, whoever it is for and whoever issues it."""

import json
import random
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image

from lms.artwork import art
from lms.certification import press as pressing
from lms.certification.facts import CertificateFacts
from lms.certification.log.entries import shown
from lms.certification.pictures import HEAVIEST
from lms.certification.press import Press, Way
from lms.certification.qr_text import qr_text
from lms.certification.signing import Signer, make_test_key
from lms.certification.specimens import SECOND_ACTING, crowded
from lms.qr import signed_rows

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
MOST = 70_000
SIZES = {"logo": (100, 54), "signature": (100, 46), "signature2": (100, 46)}


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    """RSA, whose signatures and certificates are the longest."""
    folder = tmp_path_factory.mktemp("key")
    make_test_key(folder, "rsa")
    return Signer(folder)


def noise(name: str) -> bytes:
    """A picture that cannot be packed, near to the most that is taken."""
    dots = random.Random(name).randbytes(4 * SIZES[name][0] * SIZES[name][1])
    out = BytesIO()
    Image.frombytes("RGBA", SIZES[name], dots).save(out, "PNG")
    return art(out.getvalue(), 500, HEAVIEST[name], ink=name != "logo")


def fullest(design: str, signer: Signer) -> CertificateFacts:
    """Everything that can stand on a certificate, as long as its QR still proves itself."""
    most = replace(
        crowded(),
        design=design,
        sample_curriculum=True,
        issuer_th="กรมพัฒนาสังคม",
        edition_label="รุ่นที่ 12/2569",
        **SECOND_ACTING,
    )
    for letters in range(len(most.curriculum_th), 0, -1):
        facts = replace(most, curriculum_th=most.curriculum_th[:letters])
        code = qr_text(facts, signer.credential_key)
        if "#" in code:
            assert (len(signed_rows(code)) - 8 - 17) // 4 == 15
            return facts
    raise AssertionError("no title is short enough")


def proof(facts: CertificateFacts) -> dict[str, Any]:
    """As long a proof as a log of two million leaves gives."""

    def digest() -> str:
        return b64encode(random.randbytes(32)).decode()

    head = f"opm.example.go.th/log/1\n2000000\n{digest()}\n\n— opm.example.go.th/log/1 "
    return {
        "origin": "opm.example.go.th/log/1",
        "index": 1_234_567,
        "size": 2_000_000,
        "leaf": f"issued 2026-11-22T10:00:00.000000Z {digest()} {digest()} {digest()}",
        "hashes": [digest() for _ in range(21)],
        "checkpoint": f"{head}{digest()}{digest()}\n",
        "salt": digest()[:24],
        "facts": shown(json.loads(facts.to_json())),
    }


def weight(pdf: bytes) -> int:
    """What the pictures take of a document."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        streams = (one for one in opened.objects if isinstance(one, pikepdf.Stream))
        return sum(len(one.read_raw_bytes()) for one in streams if one.get("/Subtype") == "/Image")


@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize("design", ["standard", "english"])
def test_the_fullest_certificate_with_the_heaviest_pictures_is_small(
    signer: Signer, design: str, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way is Way.FULL:
        monkeypatch.setattr(pressing, "_wraps", lambda _words: True)
    facts = fullest(design, signer)
    press = Press(signer, {name: noise(name) for name in HEAVIEST})
    printed = press.document(facts, NOW, proof(facts))
    left = sum(HEAVIEST.values()) - weight(printed.pdf)  # other pictures may take that too
    assert printed.way is way
    assert 0 <= left < 2_000
    assert len(printed.pdf) + left <= MOST
