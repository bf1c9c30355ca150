"""The credential for machines: says what the paper says, checks anywhere, tells no more."""

import base64
import json
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import ECKey
from jsonschema import Draft202012Validator

from lms.certification.credential import credential, credential_jwt
from lms.certification.published_keys import did_document, jwks
from lms.certification.signing import Signer, SigningError, make_test_key
from lms.certification.vc_jwt import issuer_did
from tests.support.paper import NUMBER, sample_facts

SCHEMA = Path(__file__).parents[1] / "tools" / "open_badge.schema.json"


@pytest.fixture(scope="module")
def signer(tmp_path_factory) -> Signer:
    folder = tmp_path_factory.mktemp("key")
    make_test_key(folder)
    return Signer(folder)


def opened(token: str) -> tuple[dict[str, Any], dict[str, Any], bytes]:
    head, body, _ = token.split(".")
    raw = base64.urlsafe_b64decode(body + "==")
    return json.loads(base64.urlsafe_b64decode(head + "==")), json.loads(raw), raw


def test_it_checks_with_the_published_key(signer) -> None:
    token = credential_jwt(sample_facts(), signer.key)
    key = ECKey.import_key(jwks([signer.key.pem])["keys"][0])
    assert jws.deserialize_compact(token, key, algorithms=["ES256"])


def test_openssl_finds_the_signature_good_too(signer, tmp_path) -> None:
    token = credential_jwt(sample_facts(), signer.key)
    said, _, signature = token.rpartition(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    (tmp_path / "said").write_text(said)
    (tmp_path / "signature").write_bytes(as_der(raw[:32], raw[32:]))
    (tmp_path / "certificate").write_text(signer.key.pem)
    public = subprocess.run(
        ["openssl", "x509", "-pubkey", "-noout", "-in", str(tmp_path / "certificate")],
        capture_output=True,
        check=True,
    ).stdout
    (tmp_path / "public").write_bytes(public)
    command = ["openssl", "dgst", "-sha256", "-verify", "public", "-signature", "signature", "said"]
    said_by_openssl = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
    assert said_by_openssl == b"Verified OK\n"


def as_der(r: bytes, s: bytes) -> bytes:
    parts = b""
    for number in (r, s):
        plain = number.lstrip(b"\0")
        plain = b"\0" + plain if plain[0] & 0x80 else plain
        parts += bytes((2, len(plain))) + plain
    return bytes((0x30, len(parts))) + parts


def test_a_changed_word_does_not_check(signer) -> None:
    head, body, signature = credential_jwt(sample_facts(), signer.key).split(".")
    _, other, _ = credential_jwt(sample_facts(first="สมชาย"), signer.key).split(".")
    key = ECKey.import_key(jwks([signer.key.pem])["keys"][0])
    assert body != other
    with pytest.raises(BadSignatureError):
        jws.deserialize_compact(f"{head}.{other}.{signature}", key, algorithms=["ES256"])


def test_thai_stays_thai(signer) -> None:
    _, _, raw = opened(credential_jwt(sample_facts(), signer.key))
    assert "สมหญิง".encode() in raw
    assert b"\\u0e" not in raw


EVERYTHING: dict[str, Any] = {
    "expires_on": date(2029, 1, 1),
    "latin_name": "Somying Jaidee",
    "edition_label": "รุ่นที่ 2",
    "issuer_en": "Sample Agency",
    "curriculum_en": "Leader of Change",
}
NOTHING: dict[str, Any] = dict.fromkeys(EVERYTHING) | {"edition_label": ""}


@pytest.mark.parametrize("facts", [EVERYTHING, NOTHING, {"last": None}, {"sample": False}])
@pytest.mark.parametrize("inclusion", [None, {"origin": "opm.example.go.th/log"}])
def test_it_has_the_shape_that_the_standards_ask_for(facts, inclusion) -> None:
    assert faults(credential(sample_facts(**facts), inclusion)) == []


def test_what_the_standards_forbid_is_found() -> None:
    for spoil in (
        lambda said: said["credentialSubject"].pop("achievement"),
        lambda said: said["credentialSubject"].update(identifier=[]),
        lambda said: said["credentialStatus"].update(statusListIndex=7),
        lambda said: said["@context"].__setitem__(0, "https://www.w3.org/2018/credentials/v1"),
        lambda said: said.update(validFrom="2026-11-22"),
        lambda said: said["type"].remove("OpenBadgeCredential"),
        lambda said: said["credentialSubject"]["achievement"].pop("criteria"),
        lambda said: said.update(nationalId="1-1007-01234-56-7"),
    ):
        said = json.loads(json.dumps(credential(sample_facts(**EVERYTHING))))
        spoil(said)
        assert faults(said), said


def faults(said: dict[str, Any]) -> list[str]:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    return [fault.message for fault in Draft202012Validator(schema).iter_errors(said)]


def test_it_has_what_open_badges_asks_for() -> None:
    said = credential(sample_facts(expires_on=date(2029, 11, 21)))
    assert said["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert said["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert said["issuer"]["id"] == "did:web:opm.example.go.th"
    assert said["validFrom"] == "2026-11-22T00:00:00+07:00"
    assert said["validUntil"] == "2029-11-21T23:59:59+07:00"  # through that day
    subject = said["credentialSubject"]
    assert subject["licenseNumber"] == NUMBER
    assert {"id", "type", "name", "description", "criteria"} <= subject["achievement"].keys()


def test_the_token_names_issuer_key_and_dates(signer) -> None:
    head, body, _ = opened(credential_jwt(sample_facts(expires_on=date(2029, 1, 1)), signer.key))
    assert head["alg"] == "ES256"
    assert (
        head["kid"]
        == did_document("https://opm.example.go.th", [signer.key.pem])["assertionMethod"][0]
    )
    assert body["iss"] == body["issuer"]["id"]
    assert body["jti"] == body["id"]
    assert body["nbf"] < body["exp"]


def test_it_tells_nothing_of_the_holder_that_the_paper_does_not() -> None:
    facts = sample_facts(latin_name="Somying Jaidee")
    identity = credential(facts)["credentialSubject"]["identifier"]
    assert [each["identityHash"] for each in identity] == ["นางสาวสมหญิง ใจดี", "Somying Jaidee"]
    assert "id" not in credential(facts)["credentialSubject"]


@pytest.mark.parametrize("mark", ["sample", "test_key", "sample_curriculum"])
def test_a_sample_is_no_achievement_in_anybodys_wallet(mark) -> None:
    word = {
        "sample": "ตัวอย่าง",
        "test_key": "กุญแจทดสอบ",
        "sample_curriculum": "ยังไม่ใช่หลักสูตรทางการ",
    }[mark]
    plain = replace(sample_facts(), sample=False, test_key=False)
    changes: dict[str, Any] = {mark: True}
    marked = credential(replace(plain, **changes))
    assert word not in credential(plain)["name"]
    assert word in marked["name"]
    assert word in marked["credentialSubject"]["achievement"]["name"]


def test_it_names_its_own_bit_in_the_list_of_revocations() -> None:
    said = credential(sample_facts())["credentialStatus"]
    assert said["statusListCredential"] == "https://opm.example.go.th/status/DEMO-2569-0"
    assert said["statusListIndex"] == "1233"
    assert said["statusPurpose"] == "revocation"


def test_a_proof_of_the_log_comes_with_the_word_that_explains_it() -> None:
    inclusion = {"origin": "opm.example.go.th/log", "index": 7, "hashes": []}
    said = credential(sample_facts(), inclusion)
    assert said["logInclusion"] == inclusion
    assert said["@context"][2]["logInclusion"]["@type"] == "@json"
    assert "logInclusion" not in credential(sample_facts())
    assert len(credential(sample_facts())["@context"]) == 2


def test_english_names_stand_beside_the_thai_ones() -> None:
    said = credential(sample_facts(issuer_en="Sample Agency", curriculum_en="Leader of Change"))
    assert said["issuer"]["description"] == "Sample Agency"
    assert said["credentialSubject"]["achievement"]["description"] == "Leader of Change"
    assert "description" not in credential(sample_facts(issuer_en=None))["issuer"]


def test_an_rsa_installation_signs_credentials_with_its_second_key(tmp_path) -> None:
    make_test_key(tmp_path, "rsa")
    signer = Signer(tmp_path)
    with pytest.raises(SigningError, match="P-256"):
        credential_jwt(sample_facts(), signer.key)
    assert credential_jwt(sample_facts(), signer.credential_key)
    published = jwks([signer.key.pem, signer.credential_key.pem])["keys"]
    assert len(published) == 1
    assert "d" not in published[0]


@pytest.mark.parametrize(
    ("site", "did"),
    [
        ("https://opm.example.go.th", "did:web:opm.example.go.th"),
        ("opm.example.go.th", "did:web:opm.example.go.th"),
        ("http://127.0.0.1:8000", "did:web:127.0.0.1%3A8000"),
        ("https://a.go.th/lms/", "did:web:a.go.th:lms"),
    ],
)
def test_the_issuer_is_the_site(site, did) -> None:
    assert issuer_did(site) == did
