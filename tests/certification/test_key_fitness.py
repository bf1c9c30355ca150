"""What production refuses to sign with, each refusal with its remedy in both languages."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from flask import Flask

from lms.certification import issuing, signers
from lms.certification.key_making import make_test_key
from lms.config import Mode, current_settings
from lms.db import db
from lms.doctor import CHECKS
from tests.support.token import an_agency

production = pytest.mark.settings(
    mode=Mode.PRODUCTION,
    public_url="https://opm.example.go.th",
    issuer_th="กรมตัวอย่าง",
    signatory_name="นายลงนาม จริงใจ",
    signatory_position="อธิบดี",
)


@pytest.fixture
def secrets(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of secrets of this test's own."""
    settings = current_settings()
    folder = tmp_path / "secrets"
    folder.mkdir(mode=0o700)
    changed = dataclasses.replace(settings, secrets=folder)
    monkeypatch.setitem(app.extensions, "settings", changed)
    return folder


def why() -> str:
    return "\n".join(issuing.why_not(current_settings()))


def doctors_word() -> str:
    db.session.rollback()  # the doctor comes with a connection of its own
    return "\n".join(
        f"{finding.state} {finding.remedy}"
        for check in CHECKS
        for finding in check(current_settings())
        if "signing key" in finding.subject
    )


@production
def test_an_agencys_key_that_is_fit_is_not_in_the_way(secrets) -> None:
    an_agency().pem(secrets)
    assert why() == ""
    assert signers.try_to_sign() == ""
    assert doctors_word().strip() == "กุญแจจริง · real key"


@production
def test_no_key_at_all_is_refused(secrets) -> None:
    assert "ติดตั้งกุญแจลงลายมือชื่อจริง" in why()
    assert "install a real signing key" in why()


@production
def test_a_test_key_is_refused(secrets) -> None:
    make_test_key(secrets)
    for said in (why(), doctors_word()):
        assert "ติดตั้งกุญแจลงลายมือชื่อจริง" in said
        assert "install a real signing key" in said


@production
def test_a_test_key_for_credentials_beside_a_real_one_is_refused(secrets) -> None:
    make_test_key(secrets, "rsa")
    (secrets / "signing.pem").unlink()
    an_agency("rsa").pem(secrets)
    assert "install a real signing key" in why()


@production
@pytest.mark.parametrize(
    ("starts", "ends"),
    [(timedelta(days=-30), timedelta(seconds=-1)), (timedelta(days=1), timedelta(days=30))],
    ids=["run out", "not begun"],
)
def test_a_certificate_that_is_not_valid_today_is_refused(secrets, starts, ends) -> None:
    an_agency(starts=starts, ends=ends).pem(secrets)
    for said in (why(), doctors_word()):
        assert "ใบรับรองของกุญแจใช้ไม่ได้ในวันนี้" in said
        assert "not valid today" in said


@production
@pytest.mark.parametrize(
    "private",
    [rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP384R1())],
    ids=["RSA-2048", "P-384"],
)
def test_a_weak_key_or_one_nobody_checks_is_refused(secrets, private) -> None:
    an_agency(private).pem(secrets)
    for said in (why(), doctors_word()):
        assert "กุญแจต้องเป็น P-256" in said
        assert "must be P-256, or RSA of at least 3072" in said


@production
def test_a_key_others_can_read_is_refused(secrets) -> None:
    an_agency().pem(secrets)
    (secrets / "signing.pem").chmod(0o644)
    for said in (why(), doctors_word()):
        assert "ผู้อื่นอ่านกุญแจนี้ได้" in said
        assert "chmod 600" in said


@production
def test_a_key_that_will_run_out_soon_is_said_in_time(secrets) -> None:
    an_agency(ends=timedelta(days=40)).pem(secrets)
    assert why() == ""
    assert "lms keys make" in doctors_word()


def test_a_demo_makes_its_own_key_and_is_content_with_it(app: Flask, secrets: Path) -> None:
    assert signers.signing_is_test()
    assert why() == ""
    assert (secrets / "signing.pem").exists()


def test_the_doctor_can_be_asked(app: Flask, secrets: Path, monkeypatch) -> None:
    from lms.doctor import doctor

    monkeypatch.setenv("LMS_DATA", str(current_settings().data))
    monkeypatch.setenv("LMS_SECRETS", str(secrets))
    said = CliRunner().invoke(doctor).output
    assert "กุญแจลงนาม · signing key: กุญแจทดสอบ · test key" in said
