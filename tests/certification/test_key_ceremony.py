"""A key's life at the terminal: made, installed, rotated, retired, lost."""

from __future__ import annotations

import dataclasses
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    load_pem_private_key,
    pkcs12,
)
from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.certification import issuing, key_register, signers
from lms.certification.key_commands import keys
from lms.certification.models import CertificateDocument
from lms.certification.press import Press
from lms.certification.signing import Signer, SigningError, inspect
from lms.config import Mode, current_settings
from lms.db import db
from lms.storage import store
from lms.verification.answers import DocumentState, Status
from lms.verification.services import look_up
from tests.builders import an_edition, perform
from tests.certification.test_stamping import printed
from tests.support.paper import sample_facts
from tests.support.token import Agency, an_agency, private_file, the_token

PRODUCTION = pytest.mark.settings(
    mode=Mode.PRODUCTION,
    public_url="https://opm.example.go.th",
    issuer_th="กรมตัวอย่าง",
    signatory_name="นายลงนาม จริงใจ",
    signatory_position="อธิบดี",
)


pytestmark = pytest.mark.usefixtures("pages_compiled_once")  # by many keys


@pytest.fixture(autouse=True)
def secrets(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keys of this test's own."""
    folder = tmp_path / "secrets"
    folder.mkdir(mode=0o700)
    changed = dataclasses.replace(current_settings(), secrets=folder)
    monkeypatch.setitem(app.extensions, "settings", changed)
    return folder


def lms_keys(*arguments: object, stdin: str | None = None) -> Result:
    done = CliRunner().invoke(keys, [str(each) for each in arguments], input=stdin)
    if done.exit_code:
        db.session.rollback()
    else:
        db.session.commit()
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def certified(secrets: Path, name: str = "signing", **how: Any) -> Path:
    """The authority's answer to the request that waits: certificate and what is above it."""
    request = x509.load_pem_x509_csr((secrets / f"next-{name}.csr").read_bytes())
    assert request.is_signature_valid
    private = load_pem_private_key((secrets / f"next-{name}.key").read_bytes(), None)
    answer = secrets.parent / f"{name}-answer.pem"
    answer.write_bytes(an_agency(private, **how).chain)  # type: ignore[arg-type]
    return answer


def installed(secrets: Path, kind: str = "p256") -> Agency:
    agency = an_agency(kind)  # type: ignore[arg-type]
    agency.pem(secrets.parent, "arriving")
    done = lms_keys("install", secrets.parent / "arriving.pem")
    assert done.exit_code == 0, done.output
    return agency


@PRODUCTION
@pytest.mark.parametrize("kind", ["p256", "rsa"])
def test_made_certified_and_installed_it_signs(app: Flask, secrets: Path, kind: str) -> None:
    made = lms_keys("make", "--kind", kind)
    assert "BEGIN CERTIFICATE REQUEST" in made.output
    assert "PRIVATE KEY" not in made.output
    assert {path.stat().st_mode & 0o777 for path in secrets.iterdir()} == {0o600}
    request = x509.load_pem_x509_csr((secrets / "next-signing.csr").read_bytes())
    assert request.subject.rfc4514_string() == "CN=ผู้ออกวุฒิบัตร,O=กรมตัวอย่าง,C=TH"
    done = lms_keys("install", certified(secrets))
    assert done.exit_code == 0, done.output
    if kind == "rsa":
        assert "credential" in "".join(issuing.why_not(current_settings()))
        assert lms_keys("make", "--for", "credential").exit_code == 0
        answer = certified(secrets, "credential")
        assert lms_keys("install", answer, "--for", "credential").exit_code == 0
    assert issuing.why_not(current_settings()) == []
    assert signers.try_to_sign() == ""
    assert "ใช้อยู่ · in use" in lms_keys("list").output
    assert not list(secrets.glob("next-*"))


def test_a_request_that_waits_is_not_overwritten(secrets: Path) -> None:
    assert lms_keys("make", "--organisation", "กรม").exit_code == 0
    before = (secrets / "next-signing.key").read_bytes()
    again = lms_keys("make", "--organisation", "กรม")
    assert again.exit_code == 1
    assert "มีกุญแจรอใบรับรองอยู่แล้ว" in again.output
    assert (secrets / "next-signing.key").read_bytes() == before


def test_a_certificate_for_another_key_is_refused_and_nothing_changes(secrets: Path) -> None:
    former = installed(secrets)
    lms_keys("make", "--organisation", "กรม")
    stranger = secrets.parent / "stranger.pem"
    stranger.write_bytes(an_agency().chain)
    done = lms_keys("install", stranger)
    assert done.exit_code == 1
    assert "belongs to the key" in done.output
    assert Signer(secrets).key.certificate == former.certificate
    assert (secrets / "next-signing.key").exists()
    assert not list(secrets.glob(".draft-*"))


def test_a_key_installed_meanwhile_leaves_the_one_that_waits(secrets: Path) -> None:
    lms_keys("make", "--organisation", "กรม")
    installed(secrets)
    assert (secrets / "next-signing.key").exists()
    assert lms_keys("install", certified(secrets)).exit_code == 0
    assert not list(secrets.glob("next-*"))


def test_a_certificate_that_has_run_out_is_refused(secrets: Path) -> None:
    lms_keys("make", "--organisation", "กรม")
    answer = certified(secrets, ends=timedelta(seconds=-1))
    assert "ใบรับรองใช้ไม่ได้ในวันนี้" in lms_keys("install", answer).output
    assert not (secrets / "signing.pem").exists()


@PRODUCTION
def test_production_installs_no_test_key(secrets: Path, tmp_path: Path) -> None:
    from lms.certification.key_making import make_test_key

    make_test_key(tmp_path / "elsewhere")
    done = lms_keys("install", tmp_path / "elsewhere" / "signing.pem")
    assert "กุญแจทดสอบใช้จริงไม่ได้" in done.output
    assert not (secrets / "signing.pem").exists()


def test_a_p12_takes_the_place_of_a_pem_and_its_passphrase_is_on_no_command_line(
    secrets: Path, tmp_path: Path
) -> None:
    installed(secrets)
    agency = an_agency()
    content = pkcs12.serialize_key_and_certificates(
        b"agency", agency.private, agency.certificate, [agency.authority],
        BestAvailableEncryption("ลับ 9".encode()),
    )  # fmt: skip
    private_file(tmp_path / "new.p12", content)
    assert lms_keys("install", tmp_path / "new.p12", stdin="wrong\n").exit_code == 1
    assert (secrets / "signing.pem").exists()
    done = lms_keys("install", tmp_path / "new.p12", stdin="ลับ 9\n")
    assert done.exit_code == 0, done.output
    assert "ลับ 9" not in done.output
    assert not (secrets / "signing.pem").exists()
    assert Signer(secrets).key.certificate == agency.certificate
    assert {path.stat().st_mode & 0o777 for path in secrets.glob("signing.*")} == {0o600}
    (aside,) = secrets.glob("old-signing-*")
    assert (aside / "signing.pem").exists()
    private_file(tmp_path / "phrase", "ลับ 9\n".encode())
    again = lms_keys("install", tmp_path / "new.p12", "--passphrase-file", tmp_path / "phrase")
    assert again.exit_code == 0, again.output


def test_a_token_takes_the_place_of_a_file(secrets: Path, tmp_path: Path) -> None:
    installed(secrets)
    (tmp_path / "new").mkdir()
    agency = an_agency()
    the_token().take(agency, tmp_path / "new", "k2569", "opm-2569")
    done = lms_keys("install", tmp_path / "new" / "opm-2569.toml")
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in secrets.glob("signing.*")) == [
        "signing.crt",
        "signing.pin",
        "signing.toml",
    ]
    assert Signer(secrets).key.certificate == agency.certificate


def test_what_the_former_key_signed_verifies_for_ever(app: Flask, secrets: Path) -> None:
    first = installed(secrets)
    edition = an_edition()
    printed(app, "ก่อน", edition=edition)
    second = installed(secrets)
    key_register.retire(_id(first)[:12], clock.today())
    db.session.commit()
    printed(app, "หลัง", edition=edition)
    rows = db.session.scalars(select(CertificateDocument).order_by(CertificateDocument.id)).all()
    assert [row.key_id for row in rows] == [_id(first), _id(second)]
    with clock.frozen(clock.now() + timedelta(days=365 * 20)):
        for row in rows:
            content = store().get(row.storage_key)
            found = look_up(content)
            assert (found.state, found.answer.status) == (DocumentState.MATCH, Status.VALID)
            assert inspect(content, key_register.trusted_certificates()).ours
    assert len(key_register.trusted_certificates()) == 2


def test_the_published_keys_are_all_but_the_lost(app: Flask, secrets: Path, client: Any) -> None:
    first, second = installed(secrets), installed(secrets)
    assert len(client.get("/.well-known/jwks.json").json["keys"]) == 2 * 2
    assert lms_keys("retire", _id(first)[:16], "--on", "2026-11-01").exit_code == 0
    assert len(client.get("/.well-known/jwks.json").json["keys"]) == 2 * 2
    lost = lms_keys("retire", _id(first)[:16], "--compromised-since", "2569-10-01")
    assert "compromised since 2026-10-01" in lost.output
    assert len(client.get("/.well-known/jwks.json").json["keys"]) == 2  # by either name
    assert len(client.get("/.well-known/did.json").json["verificationMethod"]) == 1
    assert _id(second)[:16] in lms_keys("list").output


def test_a_lost_keys_signature_counts_for_nothing_and_the_register_decides(
    app: Flask, secrets: Path, client: Any
) -> None:
    """A thief signs a perfect document with the real key; ours, from before and after, stand."""
    installed(secrets)
    printed(app, "จริง")
    row = db.session.scalars(select(CertificateDocument)).one()
    genuine = store().get(row.storage_key)
    thief = Press(Signer(secrets))
    since = clock.today() - timedelta(days=1)
    assert lms_keys("retire", row.key_id, "--compromised-since", since).exit_code == 0
    number = issuing.Certificate.__table__.c.number
    ours = db.session.scalar(select(number))
    forged = [
        thief.document(sample_facts(), clock.now()).pdf,  # a number that we do not know
        thief.document(sample_facts(number=ours), clock.now()).pdf,  # one that we do
        thief.document(sample_facts(), clock.now() - timedelta(days=400)).pdf,  # dated back
    ]
    for pdf in forged:
        found = look_up(pdf)
        assert found.state in {DocumentState.UNKNOWN, DocumentState.ALTERED}
        assert found.headline != Status.VALID
        assert found.signature is not None
        assert found.signature.intact
        assert found.signature.compromised_key
        assert not inspect(pdf, key_register.trusted_certificates()).ours
        shown = client.post("/verify/file", data={"file": (_open(pdf), "c.pdf")}).text
        assert "กุญแจที่หน่วยงานผู้ออกเลิกเชื่อถือแล้ว" in shown
    found = look_up(genuine)
    assert (found.state, found.answer.status) == (DocumentState.MATCH, Status.VALID)


def test_a_retired_key_signs_no_more_even_what_was_issued_before(app: Flask, secrets: Path) -> None:
    agency = installed(secrets)
    said = lms_keys("retire", _id(agency)[:16], "--on", clock.today()).output
    assert "ยังติดตั้งอยู่" in said
    with pytest.raises(SigningError, match="is retired"):
        signers.signer()
    with suppress(SigningError):  # whether the task says so or notes it: nothing is signed
        printed(app, "รอ")
    db.session.rollback()
    assert db.session.scalars(select(CertificateDocument)).all() == []
    assert "เลิกใช้แล้ว" in lms_keys("install", secrets.parent / "arriving.pem").output
    installed(secrets)
    from lms.certification import claims

    claims.release_dead(failed=True)
    with clock.frozen(clock.now() + claims.HOLD + timedelta(seconds=1)):
        perform(app, "certification.make_documents")
    assert len(db.session.scalars(select(CertificateDocument)).all()) == 1


def test_asking_for_the_signer_leaves_no_transaction_open(secrets: Path) -> None:
    installed(secrets)
    db.session.rollback()
    signers.signer()
    assert not db.session().in_transaction(), "nobody writes while a batch is printed"


@PRODUCTION
def test_why_not_names_a_key_that_is_retired(app: Flask, secrets: Path) -> None:
    agency = installed(secrets)
    tomorrow = clock.today() + timedelta(days=1)
    assert lms_keys("retire", _id(agency)[:16], "--on", tomorrow).exit_code == 0
    assert issuing.why_not(current_settings()) == []
    with clock.frozen(clock.now() + timedelta(days=1)):
        (reason,) = issuing.why_not(current_settings())
    assert "เลิกใช้แล้ว" in reason
    assert "is retired; install a new one" in reason


@pytest.mark.parametrize("typed", ["", "abc", "0" * 16])
def test_retiring_needs_to_know_which(secrets: Path, typed: str) -> None:
    installed(secrets)
    done = lms_keys("retire", typed, "--on", date(2026, 11, 1))
    assert done.exit_code == 1
    assert "lms keys list" in done.output


def test_nobody_knows_today_of_a_loss_tomorrow(secrets: Path) -> None:
    agency = installed(secrets)
    tomorrow = clock.today() + timedelta(days=1)
    assert lms_keys("retire", _id(agency), "--compromised-since", tomorrow).exit_code == 1


def _id(agency: Agency) -> str:
    from lms.certification.signing_key import key_id

    return key_id(agency.certificate)


def _open(content: bytes) -> Any:
    from io import BytesIO

    return BytesIO(content)
