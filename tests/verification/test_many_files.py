"""Several files at once: each is answered, whatever becomes of the others."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import confined
from lms.config import current_settings
from lms.db import db
from lms.sheets import write_xlsx
from lms.verification import examining, many
from lms.verification.judging import LARGEST
from lms.verification.many import MOST_FILES
from lms.verification.models import Check
from tests.builders import an_officer, sign_in
from tests.verification import hostile, paper

JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def a_patient_machine(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests share their machine: here the clock on the wall is not what is tried."""
    monkeypatch.setattr(examining, "SECONDS", 120)
    monkeypatch.setattr(many, "ENOUGH", 600)
    app.extensions.pop("verification_tally", None)


def sent(client: FlaskClient, files: list[tuple[str, bytes]], **headers: str) -> Any:
    data = {"file": [(BytesIO(content), name) for name, content in files]}
    return client.post("/verify/file", data=data, headers=headers)


def told(client: FlaskClient, files: list[tuple[str, bytes]]) -> dict[str, Any]:
    said = sent(client, files, **JSON).get_json()["files"]
    assert [each["file"] for each in said] == [name for name, _content in files]
    return {each["file"]: each for each in said}


def test_every_file_is_answered_beside_the_others(app: Flask, client: FlaskClient) -> None:
    paper.in_register()
    forged = paper.forged(first="ปลอม")
    said = told(
        client,
        [
            ("ours.pdf", paper.document()),
            ("forged.pdf", forged),
            ("locked.pdf", hostile.encrypted()),
            ("empty.pdf", b""),
            ("photo.jpg", b"\xff\xd8\xff" + bytes(99)),
            ("large.pdf", b"%PDF-1.7" + bytes(LARGEST)),
            ("table.xlsx", write_xlsx(["เลขที่"], [[paper.facts().number]])),
            ("again.pdf", paper.document()),
        ],
    )
    states = {name: (each["document"], each["status"]) for name, each in said.items()}
    assert states == {
        "ours.pdf": ("match", "valid"),
        "forged.pdf": ("altered", None),
        "locked.pdf": ("unreadable", None),
        "empty.pdf": ("unreadable", None),
        "photo.jpg": ("unreadable", None),
        "large.pdf": ("unreadable", None),
        "table.xlsx": ("unreadable", None),
        "again.pdf": ("match", "valid"),
    }
    assert list(said["forged.pdf"]["differs"]["fields"]) == ["holder"]


def test_the_page_names_what_differs_in_each(app: Flask, client: FlaskClient) -> None:
    paper.in_register()
    files = [("ดี.pdf", paper.document()), ("ปลอม.pdf", paper.forged(first="ปลอม"))]
    page = sent(client, files).text
    good, bad = page.split("ปลอม.pdf", 1)
    assert "ตรงกับต้นฉบับในทะเบียนทุกประการ" in good
    assert "ชื่อในเอกสารไม่ตรงกับทะเบียน" in bad
    assert "ไม่ใช่บัตรประจำตัวหรือหลักฐานการมอบอำนาจ" in bad


def test_no_more_than_so_many_at_a_time(app: Flask, client: FlaskClient) -> None:
    paper.in_register()
    files = [(f"{place}.pdf", paper.document()) for place in range(MOST_FILES)]
    assert sent(client, files).status_code == 200
    refused = sent(client, [*files, ("more.pdf", paper.document())])
    assert refused.status_code == 422
    assert f"ไม่เกิน {MOST_FILES} ไฟล์" in refused.text
    assert "กัญญ์ณัฏฐ์" not in refused.text


def test_when_every_place_is_taken_known_files_are_answered_all_the_same(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "PATIENCE", 0.05)
    paper.in_register()
    folder = current_settings().data
    files = [("ours.pdf", paper.document()), ("other.pdf", paper.document() + b"\n")]
    with examining._places.turn(folder), examining._places.turn(folder):
        said = told(client, files)
        page = sent(client, files).text
        alone = sent(client, [files[1], files[1]])
    assert said["ours.pdf"]["status"] == "valid"
    assert (said["other.pdf"]["status"], said["other.pdf"]["undecided"]) == (None, True)
    assert "ยังตรวจไม่ได้" in page
    assert (alone.status_code, alone.headers["Retry-After"]) == (429, "15")


def test_nobody_is_let_wait_for_a_heap_of_heavy_files(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "ENOUGH", -1)
    paper.in_register()
    said = told(client, [("ours.pdf", paper.document()), ("other.pdf", b"%PDF-1.7 x")])
    assert said["ours.pdf"]["status"] == "valid"
    assert said["other.pdf"]["undecided"] is True


def test_numbers_guessed_in_several_files_are_braked(app: Flask, client: FlaskClient) -> None:
    paper.in_register()
    tally = app.extensions.setdefault("verification_tally", many.tally())
    for _ in range(200):
        tally.missed("127.0.0.1")
    assert sent(client, [("a.pdf", paper.document())] * 2).status_code == 429


def test_an_officer_s_files_are_recorded_each(app: Flask, client: FlaskClient) -> None:
    certificate = paper.in_register()
    sign_in(client, an_officer())
    sent(client, [("ours.pdf", paper.document()), ("other.pdf", b"%PDF-1.7 x")])
    looks = db.session.scalars(select(Check).order_by(Check.id)).all()
    assert [(look.channel, look.certificate_id, look.answer) for look in looks] == [
        ("file", certificate.id, "valid"),
        ("file", None, "unreadable"),
    ]
