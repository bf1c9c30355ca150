"""The trainer's queue: oldest first, one's own curricula only, each work judged once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.access import Role
from lms.assessment.models import Grading, Submission, WorkState
from lms.assessment.queries.grading import waiting_work
from lms.clock import frozen, now
from lms.curricula.models import Edition
from lms.db import db
from lms.learning.models import Result, ResultKind
from lms.notices.models import Notice
from lms.people.actors import AccountActor
from tests.assessment.papers import ENOUGH, a_full_edition, handed_in, work_of
from tests.builders import (
    LAMPANG,
    a_province,
    a_volunteer,
    actor_of,
    an_enrolment,
    an_officer,
    sign_in,
)

GOOD = {"level-c1": "3", "level-c2": "2", "outcome": "pass", "comment": "ชัดเจนดี"}
BACK = {"outcome": "return", "comment": "โปรดเพิ่มตัวเลขผลลัพธ์"}


def waiting_count(actor: AccountActor) -> int:
    return len(db.session.execute(waiting_work(actor)).all())


@pytest.fixture
def waiting(app: Flask):
    """Two volunteers' work in one curriculum, the first one older."""
    edition = a_full_edition()
    found = []
    for name in ("ต้น", "ปลาย"):
        person = a_volunteer(first_name=name)
        enrolment = an_enrolment(person, edition)
        found.append((enrolment, handed_in(person, enrolment)))
    return found


@pytest.fixture
def trainer(client: FlaskClient):
    person = an_officer(Role.TRAINER, first_name="วิทยา", curriculum="change-leader")
    sign_in(client, person)
    return person


def test_the_queue_is_oldest_first_and_counted(client: FlaskClient, waiting, trainer) -> None:
    page = client.get("/grading").text
    assert "เหลือ 2 ชิ้น" in page
    assert page.index("ต้น") < page.index("ปลาย")
    assert waiting_count(actor_of(trainer)) == 2


def test_an_empty_queue_says_what_will_stand_here(client: FlaskClient, trainer) -> None:
    assert "ไม่มีงานรอตรวจ" in client.get("/grading").text
    assert client.post("/grading/next").location == "/grading"


def test_a_pass_counts_is_told_and_leads_to_the_next(client: FlaskClient, waiting, trainer) -> None:
    (enrolment, first), (_, second) = waiting
    assert client.post("/grading/next").location == f"/grading/{first.id}"
    answer = client.post(f"/grading/{first.id}", data=GOOD)
    assert answer.location == f"/grading/{second.id}"
    result = db.session.scalars(select(Result)).one()
    assert (result.kind, result.passed) == (ResultKind.PRACTICUM, True)
    assert work_of(enrolment).state == WorkState.PASSED
    notice = db.session.scalars(select(Notice)).one()
    assert (notice.kind, notice.person_id) == ("work_passed", enrolment.person_id)
    assert client.post(f"/grading/{second.id}", data=BACK).location == "/grading"
    assert waiting_count(actor_of(trainer)) == 0


def test_returned_work_is_read_mended_and_handed_in_again(
    client: FlaskClient, app: Flask, waiting, trainer
) -> None:
    enrolment, first = waiting[0]
    client.post(f"/grading/{first.id}", data=BACK)
    assert db.session.scalars(select(Result)).all() == []
    author = app.test_client()
    sign_in(author, db.session.get_one(type(trainer), enrolment.person_id))
    page = author.get("/curricula/change-leader/practicum").text
    assert "ส่งคืนให้แก้ไข" in page
    assert BACK["comment"] in page
    again = handed_in(db.session.get_one(type(trainer), enrolment.person_id), enrolment, ENOUGH)
    assert again.number == 2
    assert BACK["comment"] in client.get(f"/grading/{again.id}").text
    assert waiting_count(actor_of(trainer)) == 2


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (GOOD | {"level-c2": ""}, "เลือกระดับให้ครบทุกเกณฑ์"),
        (GOOD | {"level-c1": "99"}, "เลือกระดับให้ครบทุกเกณฑ์"),
        (GOOD | {"level-c1": "0"}, "ได้ 2 คะแนน ต้องได้อย่างน้อย 4"),
        (BACK | {"comment": "   "}, "เขียนข้อเสนอแนะก่อนส่งคืน"),
        (BACK | {"comment": "ย" * 5000}, "กรอกไม่เกิน 4000"),
        ({"outcome": "maybe"}, "เลือกว่าให้ผ่านหรือส่งคืน"),
        ({}, "เลือกว่าให้ผ่านหรือส่งคืน"),
    ],
)
def test_half_a_judgement_is_no_judgement(
    client: FlaskClient, waiting, trainer, body: dict[str, str], words: str
) -> None:
    answer = client.post(f"/grading/{waiting[0][1].id}", data=body)
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.scalars(select(Grading)).all() == []
    if body.get("level-c1") == "3":
        assert 'value="3" checked' in answer.text


def test_what_one_trainer_holds_another_cannot_judge_until_it_lapses(
    client: FlaskClient, app: Flask, waiting, trainer
) -> None:
    number = waiting[0][1].id
    client.post(f"/grading/{number}/claim")
    assert 'id="grading"' in client.get(f"/grading/{number}").text
    other = app.test_client()
    sign_in(other, an_officer(Role.TRAINER, first_name="อีกคน"))
    page = other.get(f"/grading/{number}").text
    assert "วิทยา" in page
    assert 'id="grading"' not in page
    refused = other.post(f"/grading/{number}", data=BACK)
    assert refused.status_code == 409
    assert BACK["comment"] in refused.text
    other.post(f"/grading/{number}/claim")
    assert db.session.get_one(Submission, number).claimed_by == trainer.id
    assert other.post("/grading/next").location == f"/grading/{waiting[1][1].id}"
    with frozen(now() + timedelta(minutes=31)):
        assert other.post(f"/grading/{number}", data=BACK).status_code == 303


def test_a_hold_given_up_is_free_at_once(client: FlaskClient, app: Flask, waiting, trainer) -> None:
    number = waiting[0][1].id
    client.post(f"/grading/{number}/claim")
    other = app.test_client()
    sign_in(other, an_officer(Role.TRAINER, first_name="อีกคน"))
    other.post(f"/grading/{number}/release")
    assert db.session.get_one(Submission, number).claimed_by == trainer.id
    client.post(f"/grading/{number}/release")
    assert other.post(f"/grading/{number}", data=BACK).status_code == 303


def test_the_second_trainer_is_told_what_was_decided(
    client: FlaskClient, app: Flask, waiting, trainer
) -> None:
    number = waiting[0][1].id
    client.post(f"/grading/{number}", data=GOOD)
    other = app.test_client()
    sign_in(other, an_officer(Role.TRAINER, first_name="อีกคน"))
    answer = other.post(f"/grading/{number}", data=BACK)
    assert answer.status_code == 409
    for words in ("วิทยา", GOOD["comment"], BACK["comment"]):
        assert words in answer.text
    assert "ตรวจแล้ว" in other.get(f"/grading/{number}").text


def test_a_second_click_is_no_second_judgement(client: FlaskClient, waiting, trainer) -> None:
    number = waiting[0][1].id
    for _ in range(2):
        assert client.post(f"/grading/{number}", data=GOOD).status_code == 303
    assert len(db.session.scalars(select(Grading)).all()) == 1


def test_work_of_other_curricula_places_and_ones_own_is_not_found(app: Flask, waiting) -> None:
    number = waiting[0][1].id
    strangers = (
        an_officer(Role.TRAINER, first_name="ก", curriculum="child-protection"),
        an_officer(Role.TRAINER, a_province(LAMPANG), first_name="ข", curriculum="change-leader"),
        an_officer(Role.CENTRAL_OFFICER, first_name="ค"),
        a_volunteer(first_name="ง"),
    )
    for person in strangers:
        browser = app.test_client()
        sign_in(browser, person)
        assert browser.get(f"/grading/{number}").status_code == 404
        for path in ("", "/claim", "/release"):
            assert browser.post(f"/grading/{number}{path}", data=GOOD).status_code == 404
        assert "ต้น" not in browser.get("/grading").text
        assert waiting_count(actor_of(person)) == 0


def test_grants_do_not_mix(app: Flask, waiting) -> None:
    """This curriculum elsewhere and another curriculum here open nothing together."""
    from lms.people import register

    lampang = a_province(LAMPANG)
    person = an_officer(Role.TRAINER, lampang, first_name="ก", curriculum="change-leader")
    register.grant(person.id, Role.TRAINER, a_province(), None, "child-protection")
    browser = app.test_client()
    sign_in(browser, person)
    assert browser.get(f"/grading/{waiting[0][1].id}").status_code == 404
    assert waiting_count(actor_of(person)) == 0


def test_pages_cost_few_queries_whatever_waits(
    client: FlaskClient, waiting, trainer, queries: list[str]
) -> None:
    edition = db.session.get_one(Edition, waiting[0][0].edition_id)
    for number in range(12):
        person = a_volunteer(first_name=f"คนที่{number}")
        handed_in(person, an_enrolment(person, edition))
    number = waiting[0][1].id
    client.post(f"/grading/{number}/claim")
    for path in ("/grading", f"/grading/{number}", "/grading?curriculum=change-leader&page=9"):
        client.get(path)
        queries.clear()
        assert client.get(path).status_code == 200
        assert len(queries) <= 6, queries
