"""`lms verify`: exit 0 valid, 1 anything else, 2 cannot tell."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy.exc import OperationalError

from lms.certification.qr_text import qr_text
from lms.db import db
from lms.verification.commands import verify
from tests.verification import paper


def run(*words: str) -> Result:
    """The command in the application that the test has."""
    db.session.commit()
    return CliRunner().invoke(verify, list(words))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "วุฒิบัตร ของฉัน.pdf"
    path.write_bytes(paper.document())
    return path


def test_a_valid_number(app: Flask) -> None:
    result = run(paper.in_register().number.lower())
    assert result.exit_code == 0
    assert "มีผล · valid" in result.output
    assert "เอกสารทดสอบ ไม่มีผลทางราชการ" in result.output
    assert "นางสาวกัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์" in result.output


def test_a_scanned_code_is_judged_beside_the_register(app: Flask) -> None:
    paper.in_register()
    text = qr_text(paper.facts(), paper.our_signer().credential_key)
    found = run(text)
    assert found.exit_code == 0
    assert "มีผล · valid" in found.output
    assert "the signature is the issuer's" in found.output
    assert json.loads(run("--json", text).output)["qr"] == "genuine"
    assert run(text.partition("#")[2]).exit_code == 0


def test_a_scanned_code_that_speaks_against_the_register_is_not_valid(app: Flask) -> None:
    paper.in_register()
    key, stranger = paper.our_signer().credential_key, paper.a_stranger().credential_key
    changed = qr_text(dataclasses.replace(paper.facts(), holder="นายคนอื่น"), key)
    forged = qr_text(paper.facts(), key)[:-9] + "123456789"
    for text, words in (
        (changed, "≠ holder: นายคนอื่น"),
        (forged, "forged"),
        (qr_text(paper.facts(), stranger), "unknown key"),
    ):
        found = run(text)
        assert (found.exit_code, words in found.output) == (1, True), found.output
    said = json.loads(run("--json", changed).output)
    assert (said["status"], said["qr"]) == (None, "genuine")


def test_a_sample_curriculum_is_named_as_one(app: Flask) -> None:
    words = "a sample, not yet official"
    assert words in run(paper.another(sample_curriculum=True).number).output
    assert words not in run(paper.in_register().number).output


def test_a_valid_file(app: Flask, file: Path) -> None:
    paper.in_register()
    assert run(str(file)).exit_code == 0
    said = json.loads(run("--json", str(file)).output)
    assert (said["document"], said["status"]) == ("match", "valid")


@pytest.mark.parametrize("what", ["DEMO-2569-0001234-2222-2", "DEMO-1", "hello"])
def test_an_unknown_number(app: Flask, what: str) -> None:
    result = run(what)
    assert (result.exit_code, "ไม่พบข้อมูล" in result.output) == (1, True)


def test_a_revoked_one_by_number_and_by_file(app: Flask, file: Path) -> None:
    certificate = paper.in_register()
    paper.revoke(certificate)
    for what in (certificate.number, str(file)):
        result = run(what)
        assert result.exit_code == 1
        assert "ถูกเพิกถอน · revoked" in result.output
        assert "มีเหตุอันสมควรเพิกถอน" in result.output


def test_an_altered_file_names_what_differs(app: Flask, file: Path) -> None:
    paper.in_register()
    file.write_bytes(paper.forged(title="นาย", first="ปลอม", last="แปลง", holder="นายปลอม แปลง"))
    result = run(str(file))
    assert result.exit_code == 1
    assert "ไฟล์นี้ไม่ตรงกับต้นฉบับ" in result.output
    assert "differs, holder: นายปลอม แปลง" in result.output
    assert "only in the file: นายปลอม แปลง" in result.output


@pytest.mark.parametrize("what", ["no-such-file.pdf", "/nowhere/at/all"])
def test_a_file_that_is_not_there_cannot_be_judged(app: Flask, what: str) -> None:
    result = run(what)
    assert result.exit_code == 2
    assert json.loads(run("--json", what).output)["status"] is None


def test_a_register_that_does_not_answer_cannot_tell(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object) -> None:
        raise OperationalError("select", {}, Exception("no such table"))

    monkeypatch.setattr("lms.verification.queries.entry_of_number", fails)
    result = run(paper.facts().number)
    assert result.exit_code == 2
    assert "ยังสรุปไม่ได้ว่าจริงหรือปลอม" in result.output
