"""A file is ours when every byte is; whatever else is sent gets a clear answer."""

from __future__ import annotations

import random
from contextlib import AbstractContextManager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyhanko.pdf_utils.generic import NameObject, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from sqlalchemy import func, select

from lms import confined
from lms.certification.models import RevocationClass
from lms.certification.number import new_number
from lms.config import current_settings
from lms.db import db
from lms.verification import examining, judging
from lms.verification.answers import DocumentState, Status
from lms.verification.judging import LARGEST, FileAnswer
from lms.verification.models import Check
from tests.verification import hostile, paper

JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def a_patient_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests share their machine: here the clock on the wall is not what is tried."""
    monkeypatch.setattr(examining, "SECONDS", 120)


def sent(client: FlaskClient, content: bytes, **headers: str) -> Any:
    data = {"file": (BytesIO(content), "วุฒิบัตร.pdf")}
    return client.post("/verify/file", data=data, headers=headers)


def a_turn() -> AbstractContextManager[None]:
    """One of the places in which files are looked into."""
    return examining._places.turn(current_settings().data)


def answered(content: bytes) -> FileAnswer:
    """What is answered once the register is stored."""
    db.session.commit()
    return judging.look_up(content)


def test_the_original_is_a_match(app: Flask, client: FlaskClient) -> None:
    paper.in_register()
    response = sent(client, paper.document())
    assert response.status_code == 200
    assert ">มีผล</h1>" in response.text
    assert "ตรงกับต้นฉบับในทะเบียนทุกประการ" in response.text
    said = sent(client, paper.document(), **JSON).get_json()
    assert (said["document"], said["status"]) == ("match", "valid")
    assert said["file_sha256"] == said["document_sha256"]


def test_the_original_of_a_revoked_one_is_revoked(app: Flask, client: FlaskClient) -> None:
    paper.revoke(paper.in_register(), RevocationClass.HOLDER_REQUEST)
    response = sent(client, paper.document())
    assert ">ถูกเพิกถอน</h1>" in response.text
    assert ">มีผล<" not in response.text


def test_a_match_is_never_parsed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    paper.in_register()
    monkeypatch.setattr("lms.verification.judging.examine", None)
    assert answered(paper.document()).state is DocumentState.MATCH


def assert_altered(found: FileAnswer) -> None:
    assert found.state is DocumentState.ALTERED
    assert found.headline == "altered"
    assert found.answer.entry is not None
    assert found.answer.entry.facts == paper.facts()


def test_one_byte_more_is_another_file(app: Flask) -> None:
    paper.in_register()
    found = answered(paper.document() + b"\n")
    assert_altered(found)
    assert not found.difference
    assert found.signature is not None
    assert found.signature.known_key
    assert not found.signature.whole_file


def test_a_flipped_byte_is_never_a_match(app: Flask) -> None:
    paper.in_register()
    chance = random.Random(7)
    for _ in range(3):
        content = bytearray(paper.document())
        content[chance.randrange(1024, len(content))] ^= 1 << chance.randrange(8)
        assert answered(bytes(content)).headline not in set(Status)


def test_a_stranger_s_perfect_copy_is_altered_and_the_name_is_caught(
    app: Flask, client: FlaskClient
) -> None:
    paper.in_register()
    copy = paper.forged(title="นาย", first="ปลอม", last="แปลงสาร", holder="นายปลอม แปลงสาร")
    found = answered(copy)
    assert_altered(found)
    assert found.signature is not None
    assert (found.signature.intact, found.signature.known_key) == (True, False)
    assert "นายปลอม แปลงสาร" in found.difference.only_in_file
    assert "นางสาวกัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์" in found.difference.only_in_original
    shown = sent(client, copy).text
    assert ">ไฟล์นี้ไม่ตรงกับต้นฉบับ</h1>" in shown
    assert "นายปลอม แปลงสาร" in shown
    assert "เป็นของผู้อื่น ไม่ใช่ของหน่วยงานผู้ออก" in shown


def test_a_stranger_s_copy_without_a_change_is_altered_too(app: Flask) -> None:
    paper.in_register()
    found = answered(paper.forged())
    assert_altered(found)
    assert not found.difference


def test_an_update_appended_to_the_original_is_altered(app: Flask) -> None:
    paper.in_register()
    writer = IncrementalPdfFileWriter(BytesIO(paper.document()))
    writer.root[NameObject("/Note")] = pdf_string("later")
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    found = answered(out.getvalue())
    assert_altered(found)
    assert found.signature is not None
    assert not found.signature.whole_file


def test_an_original_that_could_not_be_read_once_is_read_the_next_time(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.in_register()
    judging._original.cache_clear()
    own = paper.document()

    def busy(content: bytes, *trusted: Any) -> Any:
        return examining.Examined("heavy") if content == own else examining.examine(content)

    changed = paper.forged(title="นาย", first="ปลอม", last="แปลงสาร", holder="นายปลอม แปลงสาร")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(judging, "examine", busy)
        assert not answered(changed).difference
    assert answered(changed).difference


def test_json_of_an_altered_file_gives_no_status(app: Flask, client: FlaskClient) -> None:
    paper.in_register()
    said = sent(client, paper.forged(), **JSON).get_json()
    assert (said["document"], said["status"], said["holder"]) == ("altered", None, None)
    assert said["claims"]["status"] == "valid"
    assert said["claims"]["number"] == paper.facts().number


def test_our_own_page_of_a_number_nobody_issued_is_unknown(app: Flask) -> None:
    number = str(new_number("DEMO", 2569, 777))
    found = answered(paper.forged(number=number))
    assert (found.state, found.answer.status) == (DocumentState.UNKNOWN, Status.NOT_FOUND)


def test_a_number_hidden_in_the_credential_is_found(app: Flask) -> None:
    """The visible number is another person's; the first that the register knows is shown."""
    other = paper.another(holder="นายอื่น คนไกล")
    found = answered(paper.forged(number=other.number))
    assert found.answer.entry is not None
    assert found.answer.entry.facts.holder == "นายอื่น คนไกล"


HOSTILE = {
    "empty": (lambda: b"", "empty"),
    "text": (lambda: b"hello", "not_pdf"),
    "photograph": (lambda: b"\xff\xd8\xff\xe0" + bytes(5000), "not_pdf"),
    "a head only": (lambda: b"%PDF-1.7\n", "damaged"),
    "noise": (lambda: b"%PDF-1.7\n" + random.Random(1).randbytes(300_000), "damaged"),
    "encrypted": (hostile.encrypted, "encrypted"),
    "large": (lambda: b"%PDF-" + bytes(LARGEST), "large"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_is_told_why(app: Flask, client: FlaskClient, name: str) -> None:
    make, why = HOSTILE[name]
    response = sent(client, make(), **JSON)
    assert response.status_code == (413 if why == "large" else 200)
    said = response.get_json()
    assert (said["document"], said["why"], said["status"]) == ("unreadable", why, None)
    page = sent(client, make())
    assert "อ่านไฟล์นี้ไม่ได้" in page.text
    assert ">มีผล<" not in page.text


def test_no_file_chosen_is_told_what_to_do(app: Flask, client: FlaskClient) -> None:
    response = client.post("/verify/file", data={})
    assert response.status_code == 422
    assert "เลือกไฟล์ PDF" in response.text


def test_two_are_looked_into_at_once_and_the_third_comes_again(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "PATIENCE", 0.1)
    with a_turn(), a_turn():
        response = sent(client, b"%PDF-1.7 something", **JSON)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "15")
    assert response.get_json()["undecided"] is True
    assert sent(client, b"%PDF-1.7 something").status_code == 200


def test_nothing_of_a_file_stays_behind(
    app: Flask, client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    sent(client, b"%PDF-1.7\n" + bytes(2_000_000))
    assert list(tmp_path.iterdir()) == []


def test_a_public_file_leaves_no_record(app: Flask, client: FlaskClient) -> None:
    paper.in_register()
    sent(client, paper.document())
    assert db.session.scalar(select(func.count()).select_from(Check)) == 0
