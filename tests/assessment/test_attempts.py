"""A test from beginning to review, as a browser without and with script sees it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms.assessment.answer_sheet import Line
from lms.assessment.models import Attempt, Mark, SavedAnswer
from lms.assessment.queries.attempts import answer_sheet
from lms.clock import frozen, now
from lms.curricula.models import Edition, Question, Quiz, ReviewRule
from lms.curricula.questions import Kind
from lms.db import db
from lms.jobs import run
from lms.learning.models import Result, ResultKind
from lms.people.models import Person
from tests.assessment.papers import a_full_edition, a_reader, loaded, right_fields
from tests.builders import a_volunteer, an_enrolment, an_officer, sign_in

POST = "/curricula/change-leader/tests/post"
JSON = {"Accept": "application/json"}


def begin(client: FlaskClient, person: Person, address: str = POST) -> int:
    """Sign in, begin, and give the number of the attempt."""
    sign_in(client, person)
    answer = client.post(address)
    assert answer.status_code == 303, answer.text
    return int(answer.location.split("/")[2])


def keep(
    client: FlaskClient, attempt: int, position: int, key: str, fields: dict[str, Any]
) -> TestResponse:
    """What the script sends when one answer is given."""
    body = {"position": position, "key": key, **fields}
    return client.post(f"/attempts/{attempt}/answers", data=body, headers=JSON)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_everything_right_passes_and_counts(client: FlaskClient) -> None:
    person = a_volunteer()
    enrolment = a_reader(person)
    number = begin(client, person)
    for position, fields in right_fields(loaded(person, number)).items():
        answer = keep(client, number, position, f"key-{position:05d}", fields)
        assert answer.status_code == 200, answer.text
        assert answer.get_json()["receipt"] > 0
    assert client.post(f"/attempts/{number}/submit").status_code == 303
    page = client.get(f"/attempts/{number}/review")
    assert "ร้อยละ 100" in page.text, BeautifulSoup(page.text, "html.parser").text
    result = db.session.scalars(select(Result)).one()
    assert (result.enrolment_id, result.kind) == (enrolment.id, ResultKind.POST_TEST)
    assert (result.percent, result.passed) == (100.0, True)


def test_two_clicks_begin_one_attempt(client: FlaskClient, app: Flask) -> None:
    person = a_volunteer()
    a_reader(person)
    number = begin(client, person)
    assert begin(app.test_client(), person) == number
    assert count(Attempt) == 1


def test_the_post_test_waits_for_the_lessons_and_says_so(client: FlaskClient) -> None:
    person = a_volunteer()
    an_enrolment(person, a_full_edition())
    sign_in(client, person)
    page = client.get(POST)
    assert page.status_code == 200
    assert "เหลืออีก 2 บท" in page.text
    assert client.post(POST).status_code == 422
    assert count(Attempt) == 0


def test_the_pre_test_is_open_at_once_taken_once_and_blocks_nothing(client: FlaskClient) -> None:
    person = a_volunteer()
    an_enrolment(person, a_full_edition())
    address = POST.replace("post", "pre")
    number = begin(client, person, address)
    client.post(f"/attempts/{number}/submit")
    assert db.session.scalars(select(Result.kind)).all() == [ResultKind.PRE_TEST]
    assert client.post(address).status_code == 422
    assert client.get(address).status_code == 200


def test_papers_share_no_question_while_the_bank_has_fresh_ones(client: FlaskClient) -> None:
    def draws_three(edition: Edition) -> None:
        for quiz in db.session.scalars(select(Quiz).where(Quiz.edition_id == edition.id)):
            quiz.blueprint = [{**quiz.blueprint[0], "count": 3}]

    person = a_volunteer()
    a_reader(person, a_full_edition(also=draws_three))
    papers: list[set[int]] = []
    for address in (POST.replace("post", "pre"), POST, POST):
        number = begin(client, person, address)
        papers.append(set(db.session.get_one(Attempt, number).paper))
        client.post(f"/attempts/{number}/submit")
    bank_size = db.session.scalar(select(func.count()).select_from(Question)) or 0
    assert len(set.union(*papers)) == min(9, bank_size)
    assert not papers[0] & papers[1]


def test_attempts_end_with_the_editions_limit(client: FlaskClient) -> None:
    person = a_volunteer()
    a_reader(person, a_full_edition(attempts_allowed=2))
    for _ in range(2):
        client.post(f"/attempts/{begin(client, person)}/submit")
    assert client.post(POST).status_code == 422
    assert "ทำครบจำนวนครั้งแล้ว" in client.get(POST).text


def test_a_stranger_finds_no_attempt(client: FlaskClient, app: Flask) -> None:
    person = a_volunteer()
    a_reader(person)
    number = begin(client, person)
    for other in (a_volunteer(first_name="อื่น"), an_officer()):
        stranger = app.test_client()
        sign_in(stranger, other)
        for path in ("", "/summary", "/review"):
            assert stranger.get(f"/attempts/{number}{path}").status_code == 404
        assert keep(stranger, number, 1, "stranger-1", {}).status_code == 404
        assert stranger.post(f"/attempts/{number}/submit").status_code == 404
    assert app.test_client().get(f"/attempts/{number}").status_code == 302
    assert client.get("/attempts/99999999999999999999").status_code == 404
    assert count(SavedAnswer) == 0


def test_the_same_key_again_gives_the_same_receipt(client: FlaskClient) -> None:
    person = a_volunteer()
    a_reader(person)
    number = begin(client, person)
    fields = right_fields(loaded(person, number))[1]
    first = keep(client, number, 1, "offline-replay-1", fields)
    again = keep(client, number, 1, "offline-replay-1", fields)
    assert first.get_json()["receipt"] == again.get_json()["receipt"]
    assert count(SavedAnswer) == 1
    client.post(f"/attempts/{number}/submit")
    late = keep(client, number, 1, "offline-replay-1", fields)
    assert late.get_json()["receipt"] == first.get_json()["receipt"]


def test_without_script_a_page_saves_and_goes_on(client: FlaskClient) -> None:
    person = a_volunteer()
    a_reader(person)
    number = begin(client, person)
    fields = right_fields(loaded(person, number))
    body = {"seen": 0, "go": "2", "q1-flag": "1", **fields[1]}
    answer = client.post(f"/attempts/{number}/answers", data=body)
    assert answer.location == f"/attempts/{number}?q=2"
    again = client.post(f"/attempts/{number}/answers", data=body)
    assert again.status_code == 303
    assert count(SavedAnswer) == 1
    soup = BeautifulSoup(client.get(f"/attempts/{number}?q=1").text, "html.parser")
    assert [q["id"] for q in soup.select("fieldset.question") if "hidden" not in q.attrs] == ["q1"]
    assert soup.select('[name="q1-flag"][checked]')
    assert len(soup.select(".numbers .is-answered")) == 1
    summary = client.get(f"/attempts/{number}/summary").text
    assert "ตอบแล้ว 1 จาก 7 ข้อ" in summary


def test_an_old_tab_takes_nothing_back(client: FlaskClient) -> None:
    person = a_volunteer()
    a_reader(person)
    number = begin(client, person)
    fields = right_fields(loaded(person, number))
    keep(client, number, 1, "tab-one-1", fields[1])
    # the other tab was opened before, shows question 1 empty, and answers question 2
    client.post(f"/attempts/{number}/answers", data={"seen": 0, "go": "3", **fields[2]})
    sheet = {line.position: line.response for line in _sheet(person, number)}
    assert sheet[1] is not None
    assert sheet[2] is not None


def test_a_page_sent_before_it_has_all_come_takes_nothing_back(client: FlaskClient) -> None:
    person = a_volunteer()
    a_reader(person)
    number = begin(client, person)
    fields = right_fields(loaded(person, number))
    for position in fields:
        assert (
            keep(client, number, position, f"before-{position}", fields[position]).status_code
            == 200
        )
    come = client.get(f"/attempts/{number}").text.partition('id="q2"')[0]
    inputs = BeautifulSoup(come, "html.parser").select("form#paper input[type=hidden]")
    hidden = {one["name"]: one["value"] for one in inputs}
    client.post(f"/attempts/{number}/answers", data={**hidden, **fields[1], "go": "2"})
    assert [line.position for line in _sheet(person, number) if line.response is None] == []


def _sheet(person: Person, number: int) -> tuple[Line, ...]:
    return answer_sheet(loaded(person, number))


def test_an_answer_can_be_changed_and_taken_back(client: FlaskClient) -> None:
    person = a_volunteer()
    a_reader(person)
    number = begin(client, person)
    fields = right_fields(loaded(person, number))[1]
    keep(client, number, 1, "change-01", fields)
    keep(client, number, 1, "change-02", {})
    assert _sheet(person, number)[0].response is None
    assert count(SavedAnswer) == 2


BAD = (
    {"q{n}-answer": "no-such-option"},
    {"q{n}-answer": "x" * 5000},
    {"q{n}-answer": ["a", "b", "c"]},
    {"q{n}-answer": "\x00\ud7ff'; DROP TABLE attempts; --"},
)


@pytest.mark.parametrize("fields", BAD)
def test_nonsense_is_refused_in_words(client: FlaskClient, fields: dict[str, Any]) -> None:
    person = a_volunteer()
    a_reader(person)
    number = begin(client, person)
    for position in range(8):
        body = {name.format(n=position): value for name, value in fields.items()}
        answer = keep(client, number, position, "nonsense-1", body)
        assert answer.status_code in (200, 422), answer.text
        plain = client.post(f"/attempts/{number}/answers", data={"seen": "x" * 50, **body})
        assert plain.status_code in (303, 422)
    assert keep(client, number, 1, "x", {}).status_code == 422
    assert keep(client, number, 1, "ก" * 20, {}).status_code == 422


def test_rows_of_matching_and_ordering_take_only_what_is_there(client: FlaskClient) -> None:
    person = a_volunteer()
    a_reader(person)
    number = begin(client, person)
    for line in _sheet(person, number):
        for row in line.shown.rows:
            answer = keep(client, number, line.position, "rows-0001", {line.prefix + row.key: "99"})
            assert answer.status_code == 422


def test_when_the_time_is_over_what_was_saved_counts(client: FlaskClient) -> None:
    person = a_volunteer()
    a_reader(person)
    number = begin(client, person)
    fields = right_fields(loaded(person, number))
    keep(client, number, 1, "in-time-1", fields[1])
    with frozen(now() + timedelta(minutes=31)):
        late = keep(client, number, 2, "too-late-1", fields[2])
        assert late.status_code == 409
        assert "1 จาก 7" in late.get_json()["detail"]
    attempt = loaded(person, number)
    assert attempt.timed_out
    assert attempt.submitted_at == attempt.deadline_at
    assert count(SavedAnswer) == 1
    assert db.session.scalars(select(Mark.points)).one() == 1.0


def test_opening_an_attempt_after_its_time_hands_it_in(client: FlaskClient) -> None:
    person = a_volunteer()
    a_reader(person)
    number = begin(client, person)
    with frozen(now() + timedelta(minutes=31)):
        answer = client.get(f"/attempts/{number}")
        assert answer.location == f"/attempts/{number}/review"
        assert "หมดเวลา" in client.get(answer.location).text
    assert count(Mark) == 1


def test_an_answer_on_its_way_at_the_deadline_is_taken(client: FlaskClient) -> None:
    person = a_volunteer()
    a_reader(person)
    number = begin(client, person)
    fields = right_fields(loaded(person, number))
    deadline = loaded(person, number).deadline_at
    assert deadline is not None
    with frozen(deadline + timedelta(seconds=5)):
        assert keep(client, number, 1, "just-in-1", fields[1]).status_code == 200


def sweep(app: Flask) -> None:
    """Run the periodic task as a worker does, beside the test's own transaction."""
    db.session.commit()
    run(app, "assessment.close_expired")


def test_the_sweep_closes_what_was_left_open(client: FlaskClient, app: Flask) -> None:
    person = a_volunteer()
    a_reader(person)
    number = begin(client, person)
    sweep(app)
    assert count(Mark) == 0
    with frozen(now() + timedelta(minutes=31)):
        sweep(app)
        sweep(app)
    assert count(Mark) == 1
    assert loaded(person, number).timed_out


def test_an_expired_attempt_makes_room_for_the_next(client: FlaskClient) -> None:
    person = a_volunteer()
    a_reader(person)
    number = begin(client, person)
    with frozen(now() + timedelta(minutes=40)):
        assert begin(client, person) != number
    assert count(Mark) == 1


def test_a_test_without_a_clock_never_ends_by_itself(client: FlaskClient) -> None:
    person = a_volunteer()
    a_reader(person, a_full_edition(minutes=None))
    number = begin(client, person)
    with frozen(now() + timedelta(days=9)):
        assert client.get(f"/attempts/{number}").status_code == 200


SECRETS = (
    *("ถูกต้อง", "น้อยไป", "เห็น ฟัง บอก ส่งต่อ", "ไม่ใช่อำนาจ", "correct", "72 ชั่วโมง", "PDPA"),
    *("acceptable", "ความไว้ใจ", "ขายความสามารถ", "คนละกระทรวง"),
)


def test_nothing_of_the_right_answers_leaves_before_its_time(client: FlaskClient) -> None:
    person = a_volunteer()
    a_reader(person)
    number = begin(client, person)
    seen = [client.get(f"/attempts/{number}{rest}").text for rest in ("", "?all=1", "/summary")]
    fields = right_fields(loaded(person, number))
    seen += [keep(client, number, at, f"leak-{at:05d}", {}).text for at in fields]
    for text in seen:
        for secret in SECRETS:
            assert secret not in text
    assert client.get(f"/attempts/{number}/review").status_code == 302


def test_the_order_shown_differs_from_attempt_to_attempt(client: FlaskClient) -> None:
    person = a_volunteer()
    a_reader(person, a_full_edition(attempts_allowed=9))
    orders = set()
    for _ in range(6):
        number = begin(client, person)
        soup = BeautifulSoup(client.get(f"/attempts/{number}?all=1").text, "html.parser")
        orders.add(tuple(i["value"] for i in soup.select("input[type=radio],input[type=checkbox]")))
        client.post(f"/attempts/{number}/submit")
    assert len(orders) > 1


def test_a_review_says_of_every_option_why(client: FlaskClient) -> None:
    person = a_volunteer()
    a_reader(person)
    number = begin(client, person)
    lines = {line.question.kind: line for line in answer_sheet(loaded(person, number))}
    told = lines[Kind.SITUATIONAL]
    key = next(one.key for one in told.shown.options if one.text.startswith("โทร"))
    page = client.get(f"/attempts/{number}?q={told.position}").text
    assert "เลือกวิธีที่เหมาะสมที่สุด" in page
    assert "ยายคนหนึ่งนั่งขอเงินหน้าตลาด<br>หลานเล็ก\u00a0ๆ นั่งข้าง\u00a0ๆ" in page
    keep(client, number, told.position, "half-right", {f"{told.prefix}answer": key})
    client.post(f"/attempts/{number}/submit")
    assert db.session.scalars(select(Mark.points)).one() == 0.5
    soup = BeautifulSoup(client.get(f"/attempts/{number}/review").text, "html.parser")
    rows = soup.select(f"section[aria-labelledby=q{told.position}] .review")
    said = [row.get_text(" ", strip=True) for row in rows]
    assert [row["class"][1:] for row in rows] == [[], ["is-right"], ["is-half"], []]
    assert len({str(row.svg) for row in rows}) == 3, "a shape for each judgement"
    assert said[0].endswith("ไม่เหมาะสม ไม่ช่วยให้เข้าถึงบริการ")
    assert "เหมาะสมที่สุด เหมาะสมที่สุด เริ่มจากความไว้ใจ" in said[1]
    assert "ทำได้ แต่ไม่ใช่ทางที่ดีที่สุด · คำตอบของท่าน ทำได้ แต่ยังไม่รู้เรื่อง" in said[2]
    whole = soup.get_text(" ", strip=True)
    for why in ("ขายความสามารถ", "เป็นการแสดง", "โทรได้ทุกวัน", "คนละกระทรวง", "ฟังก่อนจึงบอกได้", "น้อยไป"):
        assert why in whole


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        (ReviewRule.AFTER_SUBMISSION, True),
        (ReviewRule.AFTER_PASSING, False),
        (ReviewRule.NEVER, False),
    ],
)
def test_the_review_keeps_to_the_editions_rule(
    client: FlaskClient, rule: ReviewRule, shown: bool
) -> None:
    person = a_volunteer()
    a_reader(person, a_full_edition(review_rule=rule))
    number = begin(client, person)
    client.post(f"/attempts/{number}/submit")
    page = client.get(f"/attempts/{number}/review").text
    assert ("คำตอบที่ถูก" in page) is shown
    assert ("น้อยไป" in page) is shown


def test_after_passing_earlier_attempts_may_be_reviewed_too(client: FlaskClient) -> None:
    person = a_volunteer()
    a_reader(person, a_full_edition(review_rule=ReviewRule.AFTER_PASSING))
    failed = begin(client, person)
    client.post(f"/attempts/{failed}/submit")
    passed = begin(client, person)
    for position, fields in right_fields(loaded(person, passed)).items():
        keep(client, passed, position, f"pass-{position:05d}", fields)
    client.post(f"/attempts/{passed}/submit")
    assert "คำตอบที่ถูก" in client.get(f"/attempts/{failed}/review").text
    assert client.post(POST).status_code == 422
    assert "ผ่านแบบทดสอบนี้แล้ว" in client.get(POST).text


def test_a_page_of_a_test_costs_few_queries_whatever_was_saved(
    client: FlaskClient, queries: list[str]
) -> None:
    person = a_volunteer()
    a_reader(person)
    number = begin(client, person)
    fields = right_fields(loaded(person, number))
    for turn in range(10):
        for position in fields:
            keep(client, number, position, f"turn-{turn}-{position:03d}", fields[position])
    for path in (POST, f"/attempts/{number}", f"/attempts/{number}/summary"):
        client.get(path)
        queries.clear()
        assert client.get(path).status_code == 200
        assert len(queries) <= 6, queries
    queries.clear()
    keep(client, number, 1, "counted-01", fields[1])
    assert len(queries) <= 5, queries
    client.post(f"/attempts/{number}/submit")
    queries.clear()
    assert client.get(f"/attempts/{number}/review").status_code == 200
    assert len(queries) <= 6, queries


def test_saved_means_stored(client: FlaskClient, app: Flask) -> None:
    person = a_volunteer()
    a_reader(person)
    number = begin(client, person)
    fields = right_fields(loaded(person, number))[1]
    receipt = keep(client, number, 1, "durable-01", fields).get_json()["receipt"]
    with db.engine.connect() as another:
        row = another.execute(select(SavedAnswer.response).where(SavedAnswer.id == receipt)).one()
    assert json.dumps(row[0])
