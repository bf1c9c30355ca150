"""Our credentials in the hands of verifiers that others made: PyPI's openbadgeslib, and npm's
jose, jsonld and @digitalbazaar's. They ask the running site for keys and lists, as they would.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from flask import Flask
from joserfc import jws
from joserfc.jwk import ECKey
from sqlalchemy import select

from lms import clock
from lms.certification import key_register
from lms.certification.credential import credential_jwt
from lms.certification.models import Certificate, CertificateDocument
from lms.certification.qr_payload import Proof, judge
from lms.certification.signers import installed_keys
from lms.certification.signing_key import SigningKey
from lms.config import current_settings
from lms.db import db
from lms.pdf import attached
from lms.storage import store
from lms.verification.answers import Status
from lms.verification.services import look_up
from tests.builders import an_edition
from tests.certification.test_key_ceremony import installed, lms_keys
from tests.certification.test_stamping import printed
from tests.support.codes import read_codes
from tests.support.foreign import VERIFIERS
from tests.support.paper import pixels
from tests.support.serving import served
from tests.verification import paper

# What others think of our bytes has nothing to do with the database; that the same are served from
# either, test_status.py and test_credentials.py hold.
pytestmark = [pytest.mark.sqlite_only, pytest.mark.usefixtures("pages_compiled_once")]
SITE = "https://opm.example.go.th"


@pytest.fixture(autouse=True)
def secrets(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keys of this test's own, and the address that stands on its certificates."""
    folder = tmp_path / "secrets"
    folder.mkdir(mode=0o700)
    changed = dataclasses.replace(current_settings(), secrets=folder, public_url=SITE)
    monkeypatch.setitem(app.extensions, "settings", changed)
    return folder


@pytest.fixture
def server(app: Flask, secrets: Path) -> Iterator[str]:
    with served(app) as address:
        yield address


def newest() -> Certificate:
    db.session.rollback()
    return db.session.scalars(select(Certificate).order_by(Certificate.id.desc())).first()


def fetched(certificate: Certificate, server: str) -> str:
    """As a wallet gets it."""
    address = certificate.facts["verify_url"].lower().replace(SITE, server)
    request = Request(address, headers={"Accept": "application/vc+jwt"})
    with urlopen(request, timeout=30) as answer:
        return answer.read().decode()


def frozen(certificate: Certificate, **changes: Any) -> Any:
    from lms.certification.facts import CertificateFacts

    facts = CertificateFacts.from_json(json.dumps(certificate.facts))
    return dataclasses.replace(facts, **changes)


def document_of(certificate: Certificate) -> CertificateDocument:
    query = select(CertificateDocument).filter_by(certificate_id=certificate.id)
    return db.session.scalars(query).one()


def key() -> SigningKey:
    return installed_keys()[1]


def test_a_certificates_credential_is_accepted(app: Flask, server: str) -> None:
    printed(app, "กัญญ์ณัฏฐ์")
    token = fetched(newest(), server)
    assert json.loads(_claims(token))["logInclusion"]["checkpoint"], "the proof of the log is in it"
    for verifier in VERIFIERS:
        assert verifier(token, SITE, server) == "", verifier


def test_one_that_was_taken_back_is_refused(app: Flask, server: str) -> None:
    printed(app, "สมศรี", "สมหญิง")
    kept, back = db.session.scalars(select(Certificate).order_by(Certificate.id)).all()
    paper.revoke(back)
    db.session.commit()
    tokens = fetched(back, server), fetched(kept, server)
    for verifier in VERIFIERS:
        why = verifier(tokens[0], SITE, server)
        assert "revoked" in why or "revocation" in why, verifier
        assert verifier(tokens[1], SITE, server) == "", verifier


def test_one_that_has_run_out_is_refused(app: Flask, server: str) -> None:
    printed(app)
    start = date(2020, 1, 1)
    past = frozen(newest(), issued_on=start, expires_on=start + timedelta(days=365))
    token = credential_jwt(past, key())
    for verifier in VERIFIERS:
        why = verifier(token, SITE, server)
        assert any(word in why for word in ("expired", "exp", "validUntil")), verifier


def test_a_changed_letter_is_refused(app: Flask, server: str) -> None:
    printed(app)
    head, body, signature = fetched(newest(), server).split(".")
    said = base64.urlsafe_b64decode(body + "==").replace("สมศรี".encode(), "สมสรี".encode())
    other = base64.urlsafe_b64encode(said).rstrip(b"=").decode()
    assert other != body
    for verifier in VERIFIERS:
        why = verifier(f"{head}.{other}.{signature}", SITE, server)
        assert "signature" in why.lower(), verifier


def test_a_strangers_key_is_refused_whatever_it_calls_itself(app: Flask, server: str) -> None:
    printed(app)
    facts, stranger = frozen(newest()), paper.a_stranger().credential_key
    ours, theirs = credential_jwt(facts, key()), credential_jwt(facts, stranger)
    head = ours.split(".")[0]
    named_as_ours = ".".join((head, *theirs.split(".")[1:]))
    for verifier in VERIFIERS:
        assert verifier(theirs, SITE, server), verifier
        assert "signature" in verifier(named_as_ours, SITE, server).lower(), verifier


def test_a_key_by_a_wrong_name_is_refused(app: Flask, server: str, secrets: Path) -> None:
    printed(app)
    private = ECKey.import_key((secrets / "signing.pem").read_bytes())
    claims = _claims(fetched(newest(), server)).encode()
    right, *wrong = (
        jws.serialize_compact({"alg": "ES256", "kid": kid}, claims, private)
        for kid in (
            f"did:web:opm.example.go.th#{private.thumbprint()}",
            "did:web:opm.example.go.th#other",
            f"did:web:evil.example#{private.thumbprint()}",
        )
    )
    for verifier in VERIFIERS:
        assert verifier(right, SITE, server) == "", verifier
        for token in wrong:
            assert verifier(token, SITE, server), verifier


def test_they_work_with_rsa_documents_too_whose_credentials_have_a_key_of_their_own(
    app: Flask, server: str, secrets: Path
) -> None:
    from lms.certification.key_making import make_test_key

    make_test_key(secrets, "rsa")
    printed(app)
    token = fetched(newest(), server)
    for verifier in VERIFIERS:
        assert verifier(token, SITE, server) == ""


def test_after_two_rotations_and_one_loss_the_old_ones_still_verify(
    app: Flask, server: str, secrets: Path
) -> None:
    """Three keys, the second of them stolen: by keys alone the first and the third verify; what
    the second signed is ours where the register holds it byte for byte."""
    edition, made = an_edition(), []
    for name in ("หนึ่ง", "สอง", "สาม"):
        installed(secrets)
        printed(app, name, edition=edition)
        made.append(newest().id)
    first, second, third = (db.session.get_one(Certificate, one) for one in made)
    stolen = document_of(second).key_id
    thief = SigningKey(*_signing_with(secrets, stolen))
    lms_keys("retire", stolen, "--compromised-since", clock.today() - timedelta(days=1))
    tokens = {one.id: fetched(one, server) for one in (first, second, third)}
    for verifier in VERIFIERS:
        assert verifier(tokens[first.id], SITE, server) == "", verifier
        assert verifier(tokens[third.id], SITE, server) == "", verifier
        assert verifier(tokens[second.id], SITE, server), "nobody goes by a stolen key"
    forged = credential_jwt(frozen(second, latin_name="THIEF"), thief)
    for one in (first, second, third):
        document = store().get(document_of(one).storage_key)
        assert look_up(document).headline is Status.VALID
        assert attached(document, "credential.jwt") == tokens[one.id].encode()
        assert look_up(tokens[one.id].encode()).headline is Status.VALID
        proof = judge(code_on(document), key_register.trusted_certificates()).proof
        assert (proof is Proof.GENUINE) is (one is not second)
    assert look_up(forged.encode()).headline != Status.VALID


def test_a_list_signed_after_a_rotation_counts_for_what_was_signed_before(
    app: Flask, server: str, secrets: Path
) -> None:
    installed(secrets)
    printed(app)
    back = newest()
    token = fetched(back, server)
    installed(secrets)
    key_register.retire(document_of(back).key_id, clock.today())
    paper.revoke(back)
    db.session.commit()
    for verifier in VERIFIERS:
        why = verifier(token, SITE, server)
        assert "revoked" in why or "revocation" in why


def code_on(document: bytes) -> str:
    """The QR as a camera reads it from the paper."""
    (code,) = read_codes(pixels(document, 200))
    return code.text


def _claims(token: str) -> str:
    body = token.split(".")[1]
    return base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode()


def _signing_with(secrets: Path, key_id: str) -> tuple[Any, Any]:
    """A key that was laid aside, as a thief holds it."""
    from lms.certification.key_files import from_pem

    for path in secrets.glob("old-*/signing.pem"):
        found = from_pem(path)
        if found.key_id == key_id:
            return found.sign, found.chain
    raise AssertionError(key_id)
