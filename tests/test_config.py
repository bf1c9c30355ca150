"""Settings: what the environment may say, and what is refused with a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from lms.config import Mode, Settings, SettingsError
from tests.support.settings import settings_for


def test_nothing_set_is_a_demo_on_sqlite_in_one_folder(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    assert settings.mode is Mode.DEMO
    assert settings.database_url == f"sqlite:///{tmp_path / 'lms.sqlite3'}"
    assert settings.store_url == (tmp_path / "files").as_uri()
    assert settings.secrets == tmp_path / "secrets"
    assert settings.number_prefix == "DEMO"


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("PORT", "eighty", "PORT"),
        ("PORT", "0", "1 to 65535"),
        ("PORT", "๘๐๐๐", "PORT"),  # digits, but not ones that a socket reads
        ("LMS_MODE", "test", "demo, production"),
        ("LMS_PUBLIC_URL", "opm.example.go.th", "https://"),
        ("LMS_PUBLIC_URL", "ftp://opm.example.go.th", "https://"),
        ("LMS_DATABASE_URL", "mysql://somewhere", "postgresql://"),
        ("LMS_TRUSTED_PROXIES", "-1", "0 to 9"),
        ("LMS_ISSUER_LOGO", "/no/such/picture.png", "PNG or JPEG"),
    ],
)
def test_nonsense_fails_at_start_and_says_what_to_write(
    tmp_path: Path, name: str, value: str, word: str
) -> None:
    with pytest.raises(SettingsError, match=name) as refusal:
        settings_for(tmp_path, **{name: value})
    assert word in str(refusal.value)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refusal:
        settings_for(tmp_path, PORT="x", LMS_MODE="y", LMS_PUBLIC_URL="z")
    assert str(refusal.value).count("\n") == 2


def test_a_demo_always_numbers_as_demo(tmp_path: Path) -> None:
    assert settings_for(tmp_path, LMS_NUMBER_PREFIX="PMJ").number_prefix == "DEMO"
    real = settings_for(tmp_path, LMS_MODE="production", LMS_NUMBER_PREFIX="pmj")
    assert real.number_prefix == "PMJ"
    with pytest.raises(SettingsError, match="not DEMO"):
        settings_for(tmp_path, LMS_MODE="production", LMS_NUMBER_PREFIX="demo")


def test_postgresql_is_spoken_to_by_psycopg(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, LMS_DATABASE_URL="postgres://lms@db/lms")
    assert settings.database_url == "postgresql+psycopg://lms@db/lms"


def test_a_logo_is_a_picture_that_is_there(tmp_path: Path) -> None:
    logo = tmp_path / "ตรา หน่วยงาน.png"
    logo.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert settings_for(tmp_path, LMS_ISSUER_LOGO=str(logo)).issuer_logo == logo
    logo.write_text("not a picture")
    with pytest.raises(SettingsError, match="LMS_ISSUER_LOGO"):
        settings_for(tmp_path, LMS_ISSUER_LOGO=str(logo))


REAL = {
    "LMS_MODE": "production",
    "LMS_PUBLIC_URL": "https://opm.example.go.th",
    "LMS_ISSUER_TH": "หน่วยงาน",
    "LMS_SIGNATORY_NAME": "ผู้ลงนาม",
    "LMS_SIGNATORY_POSITION": "ตำแหน่ง",
}


def of(tmp_path: Path, **changed: str) -> Settings:
    return settings_for(tmp_path, **(REAL | changed))


def test_production_may_issue_when_all_is_set(tmp_path: Path) -> None:
    assert of(tmp_path).why_not_reachable() + of(tmp_path).why_no_issuer() == []


@pytest.mark.parametrize(
    "address",
    ["http://opm.example.go.th", "https://localhost", "https://10.0.0.7", "https://lms.local"],
)
def test_an_address_that_nobody_outside_can_open_is_never_printed(
    tmp_path: Path, address: str
) -> None:
    assert "LMS_PUBLIC_URL" in of(tmp_path, LMS_PUBLIC_URL=address).why_not_reachable()[0]


@pytest.mark.parametrize("missing", ["LMS_ISSUER_TH", "LMS_SIGNATORY_NAME"])
def test_what_is_missing_is_named(tmp_path: Path, missing: str) -> None:
    assert missing in of(tmp_path, **{missing: ""}).why_no_issuer()[0]


def test_a_second_signatory_has_a_position_too(tmp_path: Path) -> None:
    assert of(tmp_path, LMS_SIGNATORY2_NAME="ผู้ร่วมลงนาม").why_no_issuer() == [
        "LMS_SIGNATORY2_POSITION: ผู้ลงนามคนที่สองยังไม่มีตำแหน่ง"
    ]
    both = {"LMS_SIGNATORY2_NAME": "ผู้ร่วมลงนาม", "LMS_SIGNATORY2_POSITION": "รองอธิบดี"}
    assert of(tmp_path, **both).why_no_issuer() == []


def test_a_time_stamp_authority_is_an_address_and_what_stands_above_it_certificates(tmp_path):
    assert Settings.from_env({}).tsa_url is None
    roots = tmp_path / "tsa.pem"
    roots.write_text("-----BEGIN CERTIFICATE-----\n")
    told = {"LMS_TSA_URL": "http://tsa.example.go.th/tsr", "LMS_TSA_CA": str(roots)}
    settings = Settings.from_env(told)
    assert settings.tsa_url == "http://tsa.example.go.th/tsr"
    assert settings.tsa_roots == roots
    roots.write_text("nothing")
    with pytest.raises(SettingsError) as refused:
        Settings.from_env({**told, "LMS_TSA_URL": "tsa.example.go.th"})
    assert "LMS_TSA_URL" in str(refused.value)
    assert "LMS_TSA_CA" in str(refused.value)
