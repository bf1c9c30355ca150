"""The log for anybody: proofs for whoever has a number, heads and keys for whoever watches."""

from __future__ import annotations

import json
from base64 import b64decode
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, event

from lms.certification.log import entries
from lms.certification.log.appending import append, record_status
from lms.certification.log.heads import sign_head
from lms.certification.log.models import LogCheckpoint
from lms.certification.log.notes import read, read_keys, signers_of
from lms.certification.log.tree import is_consistent, root_of_inclusion
from lms.certification.number import new_number
from lms.db import db
from tests.certification.log.register import printed, take_back
from tests.certification.test_documents import quick_printing
from tests.verification import paper

JSON = {"Accept": "application/json"}


@pytest.fixture
def number(app: Flask, monkeypatch: pytest.MonkeyPatch) -> str:
    """Of a certificate that was printed and then taken back."""
    quick_printing(monkeypatch)
    row, *_ = printed(3)
    take_back(row)
    record_status(row.id, "case_opened", reason="secret")
    sign_head()
    db.session.commit()
    return str(row.number)


def canonical(said: dict[str, Any]) -> str:
    """As RFC 8785 writes it."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def proofs(client: FlaskClient, number: str) -> list[dict[str, Any]]:
    said = client.get(f"/verify/{number}/log", headers=JSON).get_json()
    assert said["number"] == number
    return list(said["leaves"])


def test_whoever_has_the_number_can_check_every_leaf_by_themselves(
    client: FlaskClient, number: str
) -> None:
    head = read(client.get("/log/checkpoint").text)
    publics = read_keys(client.get("/log/keys").text)[head.origin]
    assert signers_of(head.note, head.origin, publics)
    found = proofs(client, number)
    assert [one["kind"] for one in found] == ["issued", "document", "revoked"]
    for one in found:
        content = json.dumps(
            one["facts"], ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        hashed = sha256(b64decode(one["salt"]) + content.encode()).hexdigest()
        assert json.loads(one["leaf"])["content"] == hashed
        leaf = sha256(b"\0" + one["leaf"].encode()).digest()
        hashes = [b64decode(each) for each in one["hashes"]]
        assert root_of_inclusion(leaf, one["index"], head.size, hashes) == head.root
    assert found[0]["facts"]["number"] == number
    assert found[1]["facts"].keys() == {"sha256", "level"}
    assert found[2]["facts"]["revocation_class"] == "issued_in_error"
    assert "secret" not in json.dumps(found)


def test_a_leaf_that_no_head_covers_yet_says_so(client: FlaskClient, number: str) -> None:
    db.session.execute(delete(LogCheckpoint))
    db.session.commit()
    assert all(one["waits_for_head"] for one in proofs(client, number))
    assert "รอหัวบันทึกถัดไป" in client.get(f"/verify/{number}/log").text
    assert client.get("/log/checkpoint").status_code == 404


def test_the_page_tells_an_officer_what_was_logged_and_when(
    client: FlaskClient, number: str
) -> None:
    shown = client.get(f"/verify/{number}/log").text
    for words in ("ออกวุฒิบัตร", "ลงลายมือชื่อในไฟล์", "เพิกถอน", "อยู่ใต้หัวบันทึกที่ลงลายมือชื่อแล้ว"):
        assert words in shown
    assert "case_opened" not in shown
    answer = client.get(f"/verify/{number}").text
    assert "การออกเลขที่นี้ลงบันทึกถาวรเมื่อ" in answer
    assert f'href="/verify/{number}/log"' in answer


def test_a_certificate_that_the_log_does_not_know_is_not_passed_over_in_silence(
    app: Flask, client: FlaskClient
) -> None:
    number = paper.in_register().number
    assert "ไม่พบในบันทึกถาวร" in client.get(f"/verify/{number}").text
    assert "ไม่พบในบันทึกถาวร" in client.get(f"/verify/{number}/log").text


def test_a_guessed_number_learns_nothing(client: FlaskClient, number: str) -> None:
    guess = str(new_number("DEMO", 2569, int(number.split("-")[2])))
    unknown = str(new_number("DEMO", 2569, 4711))
    answers = [client.get(f"/verify/{one}/log", headers=JSON) for one in (guess, unknown)]
    assert {one.status_code for one in answers} == {404}
    assert answers[0].get_json() == answers[1].get_json()
    pages = [client.get(f"/verify/{one}/log", follow_redirects=True) for one in (guess, unknown)]
    assert {one.status_code for one in pages} == {404}
    assert all("ไม่พบข้อมูล" in one.text for one in pages)


def test_guessing_proofs_is_slowed_down_like_guessing_numbers(
    client: FlaskClient, number: str
) -> None:
    for sequence in range(1, 200):
        guess = str(new_number("DEMO", 2569, sequence))
        somebody = {"REMOTE_ADDR": "192.0.2.99"}
        path = f"/verify/{guess}/log"
        if client.get(path, headers=JSON, environ_overrides=somebody).status_code == 429:
            break
    else:
        pytest.fail("nobody was slowed down")


def test_a_watcher_is_shown_that_the_log_goes_on_from_what_they_kept(
    client: FlaskClient, number: str
) -> None:
    kept = read(client.get("/log/checkpoint").text)
    row = entries.status(1, number, "noted", None, {})
    append([row] * 300)
    sign_head()
    said = client.get(f"/log/consistency/{kept.size}").get_json()
    head = read(said["checkpoint"])
    hashes = [b64decode(one) for one in said["hashes"]]
    assert head.size > kept.size + 300
    assert is_consistent(kept.size, kept.root, head.size, head.root, hashes)
    for none in (0, head.size + 1):
        assert client.get(f"/log/consistency/{none}").status_code == 404


def test_heads_may_be_kept_and_read_from_anywhere(client: FlaskClient, number: str) -> None:
    for path in ("/log/checkpoint", "/log/keys", "/log/consistency/1"):
        answer = client.get(path)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert client.get("/log/checkpoint").mimetype == "text/plain"


def test_an_installation_without_a_log_has_nothing_to_show(app: Flask, client: FlaskClient) -> None:
    for path in ("/log/checkpoint", "/log/keys", "/log/consistency/1"):
        assert client.get(path).status_code == 404


def test_the_page_asks_little(app: Flask, client: FlaskClient, number: str) -> None:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        client.get(f"/verify/{number}/log")
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(asked) == 2, asked
