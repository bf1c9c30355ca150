"""The browser code that judges without the register, run in Node: it agrees with ours, with the
vectors of others, and reads what telephones photograph."""

from __future__ import annotations

import json
import re
import subprocess
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey
from PIL import Image

from lms.assets import STATIC
from lms.certification.facts import CertificateKind
from lms.certification.number import new_number
from lms.certification.press import Press, Way
from lms.certification.qr_payload import NotAPayload, Payload, decode, encode, hint_of
from lms.certification.qr_text import qr_text
from lms.certification.signing import Signer, make_test_key
from lms.certification.signing_key import SigningKey
from lms.certification.specimens import AWKWARD, specimen
from lms.certification.status_list import encoded, place
from lms.certification.vc_jwt import thumbprint, vc_jwt
from lms.qr import qr_png, verify_address
from lms.verification.checker import keys_of
from tests.support.codes import read_codes
from tests.support.node import run_node
from tests.support.paper import pixels, signed_document
from tests.support.photographs import Conditions, photograph
from tests.verification import paper

VECTORS = Path(__file__).parents[1] / "support" / "vectors" / "ecdsa_p256_sha256.json"
NOW = "2026-11-23T02:30:00Z"


def node(calls: Sequence[Sequence[Any]], *, subtle: bool = True) -> list[dict[str, Any]]:
    """What the scripts give for these calls."""
    said = run_node("proof.mjs", str(STATIC), said=json.dumps({"subtle": subtle, "calls": calls}))
    found: list[dict[str, Any]] = json.loads(said)
    return found


def jwk(public: Any) -> dict[str, Any]:
    return {**ECKey.import_key(public).as_dict(private=False), "kid": thumbprint(public)}


@cache
def key() -> SigningKey:
    return paper.our_signer().credential_key


def digits(payload: Payload) -> str:
    return encode(payload, hint_of(key().certificate.public_key()), key().sign)  # type: ignore[arg-type]


texts = st.text("กขคงจฉญฎฐณดตนบปผมยรลวสหอาิีืุูเแโไ่้๊๋์ำ. AbcZé“–", min_size=1, max_size=40).filter(
    lambda text: text.isprintable()
)
days = st.integers(0, 40_000).map(lambda days: date(1970, 1, 1) + timedelta(days))
payloads = st.builds(
    Payload,
    number=st.integers(1, 9_999_999).map(lambda place: str(new_number("DEMO", 2569, place))),
    holder=texts,
    curriculum=texts,
    kind=st.sampled_from(CertificateKind),
    issued_on=days,
    expires_on=st.none() | days,
    issuer=texts,
    test_key=st.booleans(),
    sample=st.booleans(),
    sample_curriculum=st.booleans(),
)


def as_fields(payload: Payload) -> dict[str, Any]:
    return {
        "number": payload.number,
        "holder": payload.holder,
        "curriculum": payload.curriculum,
        "kind": payload.kind.value,
        "issuedOn": payload.issued_on.isoformat(),
        "expiresOn": payload.expires_on.isoformat() if payload.expires_on else None,
        "issuer": payload.issuer,
        "isTest": payload.is_test,
        "isSampleCurriculum": payload.sample_curriculum,
    }


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(payloads, min_size=40, max_size=40))
def test_the_browser_reads_what_we_write(written: list[Payload]) -> None:
    read = node([["decode", digits(payload)] for payload in written])
    assert read == [{"is": as_fields(payload)} for payload in written]


def test_what_we_refuse_the_browser_refuses_too() -> None:
    whole = digits(paper_payload())
    bad = ["", "0", "12", "x", "9" * 3_000, whole + "0", whole[:-1], whole[1:], "1" * 470]
    whole_number = int(whole)
    content = whole_number.to_bytes((whole_number.bit_length() + 7) // 8, "big")
    for at in range(0, len(content), 3):
        spoilt = content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]
        bad.append(str(int.from_bytes(spoilt, "big")))
    for text, found in zip(bad, node([["decode", one] for one in bad]), strict=True):
        try:
            ours: dict[str, Any] = {"is": as_fields(decode(text).payload)}
        except NotAPayload:
            ours = {"fault": "Unreadable"}
        assert found == ours, text


def paper_payload() -> Payload:
    from lms.certification.qr_payload import payload_of

    return payload_of(paper.facts())


@pytest.mark.parametrize("subtle", [True, False], ids=["webcrypto", "plain JavaScript"])
def test_signatures_are_judged_as_project_wycheproof_does(subtle: bool) -> None:
    """262 vectors: ranges, edge cases of arithmetic, encodings; jsrsasign is the plain one."""
    vectors = json.loads(VECTORS.read_text())["tests"]
    calls = []
    for public, content, signature, _valid, _comment in vectors:
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes.fromhex(public))
        calls.append(["es256", jwk(point), content, signature])
    found = node(calls, subtle=subtle)
    wrong = [
        (vector[4], said)
        for vector, said in zip(vectors, found, strict=True)
        if (said.get("is") is True) is not vector[3]
    ]
    assert wrong == []


def test_an_old_key_goes_on_proving_and_a_lost_one_is_unknown() -> None:
    text = f"https://a.go.th/V/{paper.facts().number}#{digits(paper_payload())}"
    newer, own = paper.a_stranger().credential_key, jwk(key().certificate.public_key())
    after_rotation = [jwk(newer.certificate.public_key()), own]
    (kept, lost) = node(
        [["judge", text, after_rotation, [], NOW], ["judge", text, after_rotation[:1], [], NOW]]
    )
    assert kept["is"]["state"] == "no_list"  # genuine; whether it was taken back is not known here
    assert lost["is"]["state"] == "unknown_key"


def test_expiry_is_judged_by_the_day_in_thailand() -> None:
    payload = replace(paper_payload(), expires_on=date(2026, 11, 22))
    text = f"https://a.go.th/V/{payload.number}#{digits(payload)}"
    keys = [jwk(key().certificate.public_key())]
    before, after = "2026-11-22T16:59:00Z", "2026-11-22T17:01:00Z"
    found = node([["judge", text, keys, [], before], ["judge", text, keys, [], after]])
    assert [each["is"]["state"] for each in found] == ["no_list", "expired"]


def test_damaged_pdfs_are_never_proved() -> None:
    whole = paper.document()
    keys = [jwk(key().certificate.public_key())]
    contents = [
        whole,
        *(whole[:at] + b"\x01" + whole[at + 1 :] for at in range(9, len(whole), 997)),
    ]
    calls = [["file", b64encode(one).decode(), keys, [], NOW] for one in contents]
    first, *others = [each["is"]["state"] for each in node(calls)]
    assert first == "no_list"
    changed = [state for state, one in zip(others, contents[1:], strict=True) if one != whole]
    assert len(changed) > 40
    assert not {"proven", "file_proven", "no_list", "expired"} & set(changed)


CONDITIONS = {
    "flat": Conditions(tilt=0.0, blur=0.5, noise=0, turn=3),
    "from the side": Conditions(tilt=0.12),
    "unsharp": Conditions(blur=1.5),
    "low light": Conditions(light=0.35, noise=12, blur=1.0),
    "far": Conditions(fill=0.6, blur=0.8),
}


@pytest.mark.parametrize("how", CONDITIONS)
def test_photographs_of_the_paper_are_read_by_the_reader_of_the_page(
    how: str, tmp_path: Path
) -> None:
    calls, wanted = [], []
    for seed, name in enumerate([*AWKWARD[:4], ("นางสาว", "สมหญิง", "ใจดี")]):
        number = str(new_number("DEMO", 2569, seed + 1))
        facts = specimen(
            *name, number=number, verify_url=verify_address("https://opm.example.go.th", number)
        )
        text = qr_text(facts, key())
        (tmp_path / "code.png").write_bytes(qr_png(text))
        seen = photograph(Image.open(tmp_path / "code.png"), CONDITIONS[how], seed=seed)
        raw = tmp_path / f"{seed}.rgba"
        raw.write_bytes(seen.convert("RGBA").tobytes())
        assert [one.text for one in read_codes(seen)] == [text]  # as telephones read
        calls.append(["photo", str(raw), *seen.size])
        wanted.append(text)
    found = [each.get("is") for each in node(calls)]
    assert sum(one == text for one, text in zip(found, wanted, strict=True)) >= 4, found


def test_a_printed_page_held_flat_is_read_by_zbar_too(tmp_path: Path) -> None:
    page = pixels(paper.document(), 200)
    (code,) = read_codes(page)
    start, end = code.position.top_left, code.position.bottom_right
    piece = page.crop((start.x - 60, start.y - 60, end.x + 60, end.y + 60))
    photograph(piece, CONDITIONS["flat"]).save(tmp_path / "photo.png")
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(tmp_path / "photo.png")],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert read.stdout.strip() == code.text


def test_scripts_ask_for_no_newer_language_than_old_telephones_have() -> None:
    """ES2015 (Chrome 51, of 2016) and nothing that came later."""
    newer = {"reader.js", "worker.js"}  # only browsers that have modules, or workers, ask for them
    files = [file for file in (STATIC / "js/proof").glob("*.js") if file.name not in newer]
    assert len(files) > 12
    assert run_node("es2015.cjs", *map(str, files)) == ""
    later = re.compile(
        r"\.(?:includes|padStart|padEnd|flatMap|finally|replaceAll|at)\(|Object\.(?:entries|values|fromEntries)"
    )
    assert [file.name for file in files if later.search(file.read_text())] == []


@pytest.mark.parametrize("subtle", [True, False], ids=["webcrypto", "plain JavaScript"])
@pytest.mark.parametrize("kind", ["p256", "rsa"])
def test_what_the_press_prints_is_proved_whatever_the_key(
    kind: Any, subtle: bool, tmp_path: Path
) -> None:
    """Both ways of printing; the keys as the checker's file holds them."""
    make_test_key(tmp_path, kind)
    signer = Signer(tmp_path)
    keys = keys_of([signer.key.pem, signer.credential_key.pem])
    facts = replace(specimen(), number=paper.facts().number)
    pressed = Press(signer).document(facts, datetime(2026, 11, 23, tzinfo=UTC))
    assert pressed.way is Way.COMPILED
    whole = [pressed.pdf, signed_document(facts, signer)]
    at = pressed.pdf.index(b"stream") + 30
    spoilt = pressed.pdf[:at] + bytes([pressed.pdf[at] ^ 4]) + pressed.pdf[at + 1 :]
    calls = [["file", b64encode(one).decode(), keys, [], NOW] for one in [*whole, spoilt]]
    foreign = [
        "file",
        b64encode(pressed.pdf).decode(),
        [jwk(key().certificate.public_key())],
        [],
        NOW,
    ]
    found = [each["is"]["state"] for each in node([*calls, foreign], subtle=subtle)]
    assert found == ["no_list", "no_list", "file_altered", "file_foreign"]


def test_a_list_that_nobody_known_signed_is_not_used() -> None:
    """Nor one that was altered: better no list than a made-up one."""
    own, other = paper.our_signer().credential_key, paper.a_stranger().credential_key
    number = paper.facts().number
    text = f"https://a.go.th/V/{number}#{digits(paper_payload())}"
    keys = [jwk(own.certificate.public_key())]
    clean, taken = a_list(own, []), a_list(own, [place(number).index])
    head, _claims, signature = clean.split(".")
    crossed = f"{head}.{taken.split('.')[1]}.{signature}"
    lists = [[clean], [taken], [a_list(other, [])], [crossed], ["x"], []]
    found = [
        each["is"]["state"] for each in node([["judge", text, keys, one, NOW] for one in lists])
    ]
    assert found == ["proven", "revoked", "no_list", "no_list", "no_list", "no_list"]


def a_list(key: SigningKey, bits: list[int]) -> str:
    name = place(paper.facts().number).list
    return vc_jwt(
        {
            "iss": "did:web:a.go.th",
            "id": f"https://a.go.th/status/{name}",
            "validFrom": "2026-11-23T09:00:00+07:00",
            "credentialSubject": {"statusPurpose": "revocation", "encodedList": encoded(bits)},
        },
        key,
        "vc+jwt",
    )
