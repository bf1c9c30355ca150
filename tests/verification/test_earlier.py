"""พบในทะเบียนเดิม: said only to who holds the paper, and never dressed up as one of ours."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.certification.earlier import importing
from lms.certification.earlier.models import EarlierCertificate, EarlierImport
from lms.db import db
from lms.verification.commands import verify
from lms.verification.earlier import looks_earlier
from lms.verification.models import Check, PublicCount
from lms.verification.tally import MISSES, tally
from tests.builders import a_province, a_volunteer, actor_of, an_officer, lampang, sign_in
from tests.certification.earlier.offices import COURSE, GOOD, SOURCE, an_xlsx, imported

HERE = "/verify/earlier"
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _nothing_counted(request: pytest.FixtureRequest) -> None:
    """Counts of other tests stay in the process."""
    if "app" in request.fixturenames:
        request.getfixturevalue("app").extensions.pop("verification_tally", None)


def a_register(app: Flask) -> EarlierImport:
    return imported(app, actor_of(an_officer()), a_province(), an_xlsx(GOOD))


def asked(client: FlaskClient, number: str, name: str = "", **headers: str) -> TestResponse:
    return client.post(HERE, data={"number": number, "name": name}, headers=headers)


def as_json(client: FlaskClient, number: str, name: str = "") -> Any:
    return asked(client, number, name, **JSON).get_json()


def an_answer(response: TestResponse) -> str:
    return response.text.split('id="answer-word">')[1].split("<")[0]


def test_a_paper_is_found_by_number_and_surname(app: Flask, client: FlaskClient) -> None:
    found = a_register(app)
    response = asked(client, "อพม. 123/2561", "ใจดี")
    assert (response.status_code, an_answer(response)) == (200, "พบในทะเบียนเดิม")
    for words in (
        "ไม่ได้ออกหรือลงลายมือชื่อโดยระบบนี้",
        "อพม. ๑๒๓/๒๕๖๑",
        "นายสมชาย",
        COURSE,
        "12 กันยายน 2561",
        "สำนักงาน พมจ.เชียงใหม่",
        SOURCE,
        f"ครั้งที่ {found.id}",
    ):
        assert words in response.text, words


def test_it_never_looks_like_one_of_ours(app: Flask, client: FlaskClient) -> None:
    a_register(app)
    shown = asked(client, "123/2561", "ใจดี").text
    assert "answer-valid" not in shown
    assert "มีผล" not in shown
    assert 'class="answer answer-earlier"' in shown
    said = as_json(client, "123/2561", "ใจดี")
    assert (said["status"], said["register"], said["number"], said["holder"]) == (
        None,
        "earlier",
        None,
        None,
    )
    assert said["signed_by_this_system"] is False
    assert said["words"] == "พบในทะเบียนเดิม"


def test_programs_are_told_who_vouches_for_it(app: Flask, client: FlaskClient) -> None:
    found = a_register(app)
    (paper,) = as_json(client, "๑๒๓-๒๕๖๑", "นายสมชาย ใจดี")["earlier"]
    assert paper.pop("imported_on")
    assert paper == {
        "number": "อพม. ๑๒๓/๒๕๖๑",
        "holder": "นายสมชาย ใจดี",
        "curriculum": COURSE,
        "issued_on": "2018-09-12",
        "issuer": None,
        "vouched_by": "สำนักงาน พมจ.เชียงใหม่",
        "source": SOURCE,
        "import": found.id,
    }


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("123/2561", "สมชาย"),  # a first name is soon guessed
        ("123/2561", "ดีใจ"),  # the neighbour's
        ("126/2561", "ใจดี"),
        ("123/2562", "ใจดี"),
        ("ชม. 123/2561", "ใจดี"),
        ("123/2561", "%"),
        ("' OR 1=1", "ใจดี"),
    ],
)
def test_a_pair_that_does_not_belong_together_is_not_found(
    app: Flask, client: FlaskClient, number: str, name: str
) -> None:
    a_register(app)
    response = asked(client, number, name)
    assert (response.status_code, an_answer(response)) == (404, "ไม่พบข้อมูล")
    assert "ไม่ได้แปลว่าปลอม" in response.text
    assert as_json(client, number, name) | {"earlier": []} == as_json(client, number, name)


def test_nobody_is_told_anything_by_a_number_alone(app: Flask, client: FlaskClient) -> None:
    a_register(app)
    for number in ("123/2561", "999/2561"):
        refused = asked(client, number)
        assert refused.status_code == 422
        assert "พิมพ์นามสกุล" in refused.text
        assert "ใจดี" not in refused.text
        assert as_json(client, number)["wanted"] == "name"
        assert "answer-word" not in client.get(f"{HERE}?number={number}&name=ใจดี").text
    assert asked(client, " ", "ใจดี").status_code == 422
    volunteer = app.test_client()
    sign_in(volunteer, a_volunteer())
    assert asked(volunteer, "123/2561").status_code == 422


def test_the_numbers_own_page_says_nothing_of_the_old_register(
    app: Flask, client: FlaskClient
) -> None:
    a_register(app)
    known, unknown = (client.get(f"/verify/{number}-2561") for number in ("124", "999"))
    assert (known.status_code, unknown.status_code) == (404, 404)
    assert known.text.replace("124", "999") == unknown.text
    assert HERE in known.text


def test_an_old_number_typed_at_the_desk_goes_to_the_old_register(
    app: Flask, client: FlaskClient
) -> None:
    for typed in ("อพม. ๑๒๓/๒๕๖๑", "123/2561"):
        sent_on = client.get("/verify", query_string={"number": typed})
        assert (sent_on.status_code, sent_on.location.startswith(f"{HERE}?number=")) == (303, True)
        shown = client.get(sent_on.location)
        assert shown.status_code == 200
        assert f'value="{typed}"' in shown.text
    ours = client.get("/verify", query_string={"number": "DEMO-2569-0001234-7QK4"})
    assert HERE not in ours.location


@pytest.mark.parametrize(
    ("typed", "earlier"),
    [
        ("อพม. ๑๒๓/๒๕๖๑", True),
        ("123/2561", True),
        ("DEMO-2569-0001234-7QK4-M", False),
        ("demo2569", False),
        ("สวัสดี", False),
        ("", False),
        ("1" * 61, False),
    ],
)
def test_an_old_number_has_no_latin_letters(typed: str, *, earlier: bool) -> None:
    assert looks_earlier(typed) is earlier


def test_an_officer_finds_by_number_alone_and_it_is_recorded(
    app: Flask, client: FlaskClient
) -> None:
    a_register(app)
    other = actor_of(an_officer(unit=lampang(), first_name="ลำปาง"))
    same = [["1", "123/2561", "นางดวง ดารา", COURSE, "1 ก.พ. 2561"]]
    imported(app, other, lampang(), an_xlsx(same))
    officer = sign_in(client, an_officer(first_name="ผู้ตรวจ"))
    shown = client.get(f"{HERE}?number=123/2561")
    assert shown.status_code == 200
    assert "นายสมชาย" in shown.text
    assert "นางดวง" in shown.text
    only = asked(client, "123/2561", "ดารา")
    assert "นายสมชาย" not in only.text
    assert client.get(f"{HERE}?number=999/2561", headers=JSON).status_code == 404
    checks = db.session.scalars(select(Check).order_by(Check.id)).all()
    assert [(one.officer_id, one.channel, one.asked, one.answer) for one in checks] == [
        (officer.person_id, "earlier", "123/2561", "earlier"),
        (officer.person_id, "earlier", "123/2561 ดารา", "earlier"),
        (officer.person_id, "earlier", "999/2561", "not_found"),
    ]


def test_two_papers_of_one_number_and_surname_ask_for_the_whole_name(
    app: Flask, client: FlaskClient
) -> None:
    a_register(app)
    other = actor_of(an_officer(unit=lampang(), first_name="ลำปาง"))
    imported(app, other, lampang(), an_xlsx([["1", "123/2561", "นางใจ ใจดี", COURSE, ""]]))
    asks = asked(client, "123/2561", "ใจดี")
    assert asks.status_code == 422
    assert "พิมพ์ทั้งชื่อและนามสกุล" in asks.text
    assert "สมชาย" not in asks.text
    assert [one["holder"] for one in as_json(client, "123/2561", "ใจ ใจดี")["earlier"]] == [
        "นางใจ ใจดี"
    ]


def test_what_was_struck_is_not_found(app: Flask, client: FlaskClient) -> None:
    actor = actor_of(an_officer())
    found = imported(app, actor, a_province(), an_xlsx(GOOD))
    one = db.session.scalars(select(EarlierCertificate).order_by(EarlierCertificate.id)).first()
    assert one is not None
    importing.strike_certificate(actor, one.id, "คัดผิด")
    db.session.commit()
    assert asked(client, "123/2561", "ใจดี").status_code == 404
    assert asked(client, "124/2561", "ดีใจ").status_code == 200
    importing.strike_import(actor, found.id, "ผิดเล่ม")
    db.session.commit()
    assert asked(client, "124/2561", "ดีใจ").status_code == 404


def test_wrong_pairs_are_braked_like_wrong_numbers(app: Flask, client: FlaskClient) -> None:
    a_register(app)
    for number in range(MISSES + 1):
        assert asked(client, f"{number}/2500", "ใจดี").status_code == 404
    refused = asked(client, "123/2561", "ใจดี")
    assert refused.status_code == 429
    assert "พบในทะเบียนเดิม" not in refused.text
    assert as_json(client, "123/2561", "ใจดี")["undecided"] is True
    assert client.get("/verify/1-2561").status_code == 429
    sign_in(client, an_officer(first_name="ผู้ตรวจ"))
    assert asked(client, "123/2561", "ใจดี").status_code == 200


def test_of_the_publics_checks_only_their_number_is_kept(app: Flask, client: FlaskClient) -> None:
    a_register(app)
    asked(client, "123/2561", "ใจดี")
    asked(client, "999/2561", "ใจดี")
    tally().write()
    counted = db.session.execute(
        select(PublicCount.answer, PublicCount.count)
        .where(PublicCount.channel == "earlier")
        .order_by(PublicCount.answer)
    ).all()
    assert [tuple(row) for row in counted] == [("earlier", 1), ("not_found", 1)]
    assert db.session.scalars(select(Check)).all() == []


def test_the_answer_is_kept_by_no_cache(app: Flask, client: FlaskClient) -> None:
    a_register(app)
    assert asked(client, "123/2561", "ใจดี").headers["Cache-Control"] == "no-store"


def test_an_officer_whose_account_is_erased_leaves_the_register(app: Flask) -> None:
    from lms.certification.earlier import erasing

    actor = actor_of(an_officer())
    found = imported(app, actor, a_province(), an_xlsx(GOOD))
    importing.strike_import(actor, found.id, "ผิดเล่ม")
    erasing.forget([actor.person_id])
    db.session.expire_all()
    assert (found.started_by, found.confirmed_by) == (None, None)
    assert db.session.scalars(select(EarlierCertificate)).all()


def test_the_terminal_finds_it_and_never_says_valid(app: Flask) -> None:
    a_register(app)
    runner = app.test_cli_runner()
    found = runner.invoke(verify, ["อพม. 123/2561"])
    assert found.exit_code == 1
    assert "พบในทะเบียนเดิม" in found.output
    assert "ไม่ได้ออกหรือลงลายมือชื่อโดยระบบนี้" in found.output
    assert "นายสมชาย ใจดี" in found.output
    said = json.loads(runner.invoke(verify, ["124/2561", "--name", "ดีใจ", "--json"]).output)
    assert (said["status"], said["register"]) == (None, "earlier")
    for words in (["124/2561", "--name", "ใจดี"], ["999/2561"]):
        missed = runner.invoke(verify, words)
        assert (missed.exit_code, "ไม่พบข้อมูล" in missed.output) == (1, True)


def pasted(client: FlaskClient, *lines: str, **headers: str) -> TestResponse:
    return client.post("/verify", data={"number": "\n".join(lines)}, headers=headers)


def test_in_a_list_old_papers_are_found_by_number_and_name(app: Flask, client: FlaskClient) -> None:
    a_register(app)
    table = ("เลขที่\tชื่อ-สกุล", "อพม. 123/2561\tนายสมชาย ใจดี", "124/2561\tสมชาย", "125/2561\t")
    rows = pasted(client, *table, **JSON).get_json()["rows"]
    assert [row["earlier"] and row["earlier"]["holder"] for row in rows] == [
        "นายสมชาย ใจดี",
        None,
        None,
    ]
    assert [(row["status"], row["holder"]) for row in rows] == [("not_found", None)] * 3
    shown = pasted(client, *table).text
    assert "พบในทะเบียนเดิมของ สำนักงาน พมจ.เชียงใหม่: นายสมชาย ใจดี" in shown
    assert "มาลี" not in shown
    assert "แก้ว" not in shown
    sign_in(client, an_officer(first_name="ผู้ตรวจ"))
    rows = pasted(client, *table, **JSON).get_json()["rows"]
    assert [bool(row["earlier"]) for row in rows] == [True, False, True]


def test_a_program_asks_in_json_without_a_token_and_a_form_never_does(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_register(app)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    asked_for = {"number": "อพม. 123/2561", "name": "ใจดี"}
    found = client.post(HERE, json=asked_for)
    assert (found.status_code, found.get_json()["register"]) == (200, "earlier")
    said: Any
    for said in ([], "x", {"number": 5, "name": ["ใจดี"]}):
        assert client.post(HERE, json=said).get_json()["wanted"] == "number"
    assert client.post(HERE, data=asked_for).status_code == 400
