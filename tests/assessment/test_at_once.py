"""Many clicks at the same moment: one attempt, one mark, one submission, one judgement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.access import Role
from lms.assessment.models import Attempt, Grading, Mark, SavedAnswer, Submission
from lms.db import db
from lms.learning.models import Result
from tests.assessment.papers import (
    ENOUGH,
    a_full_edition,
    a_photograph,
    a_reader,
    handed_in,
    loaded,
    right_fields,
)
from tests.builders import a_volunteer, an_enrolment, an_officer, sign_in

POST = "/curricula/change-leader/tests/post"


def at_once(
    app: Flask, client: FlaskClient, times: int, act: Callable[[FlaskClient], int]
) -> list[int]:
    """The same browser's cookie used by many threads; the status codes."""
    db.session.commit()
    with client.session_transaction() as session:
        signed = dict(session)
    browsers = [app.test_client() for _ in range(times)]
    for browser in browsers:
        with browser.session_transaction() as session:
            session.update(signed)
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(act, browsers))


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_twenty_starts_are_one_attempt(app: Flask, client: FlaskClient) -> None:
    person = a_volunteer()
    a_reader(person)
    sign_in(client, person)
    codes = at_once(app, client, 20, lambda browser: browser.post(POST).status_code)
    assert set(codes) == {303}
    assert count(Attempt) == 1


def test_twenty_submissions_are_one_mark(app: Flask, client: FlaskClient) -> None:
    person = a_volunteer()
    a_reader(person)
    sign_in(client, person)
    client.post(POST)
    number = db.session.scalars(select(Attempt.id)).one()
    address = f"/attempts/{number}/submit"
    codes = at_once(app, client, 20, lambda browser: browser.post(address).status_code)
    assert set(codes) == {303}
    assert (count(Mark), count(Result)) == (1, 1)


def test_one_answer_sent_twenty_times_is_kept_once(app: Flask, client: FlaskClient) -> None:
    person = a_volunteer()
    a_reader(person)
    sign_in(client, person)
    client.post(POST)
    number = db.session.scalars(select(Attempt.id)).one()
    body = {"position": 1, "key": "twenty-times", **right_fields(loaded(person, number))[1]}
    receipts = at_once(
        app,
        client,
        20,
        lambda browser: browser.post(
            f"/attempts/{number}/answers", data=body, headers={"Accept": "application/json"}
        ).get_json()["receipt"],
    )
    assert len(set(receipts)) == 1
    assert count(SavedAnswer) == 1


def test_answers_and_a_submission_at_once_lose_nothing_acknowledged(
    app: Flask, client: FlaskClient
) -> None:
    person = a_volunteer()
    a_reader(person)
    sign_in(client, person)
    client.post(POST)
    number = db.session.scalars(select(Attempt.id)).one()
    fields = right_fields(loaded(person, number))
    turns: Iterator[Any] = iter([*fields, "submit", *fields, "submit"])

    def act(browser: FlaskClient) -> int:
        turn = next(turns)
        if turn == "submit":
            return browser.post(f"/attempts/{number}/submit").status_code
        body = {"position": turn, "key": f"mixed-{turn:04d}", **fields[turn]}
        return browser.post(
            f"/attempts/{number}/answers", data=body, headers={"Accept": "application/json"}
        ).status_code

    codes = at_once(app, client, 14, act)
    assert set(codes) <= {200, 303, 409}
    points = db.session.scalars(select(Mark.points)).one()
    assert points == count(SavedAnswer)  # every answer kept was right, and every one was marked


def test_work_handed_in_twice_at_once_is_one_submission(app: Flask, client: FlaskClient) -> None:
    person = a_volunteer()
    an_enrolment(person, a_full_edition())
    sign_in(client, person)
    picture = a_photograph().read()

    def act(browser: FlaskClient) -> int:
        import io

        files = [(io.BytesIO(picture), "งาน.jpg")]
        return browser.post(
            "/curricula/change-leader/practicum",
            data={"text": ENOUGH, "act": "submit", "photos": files, "seen": ""},
        ).status_code

    codes = at_once(app, client, 6, act)
    assert set(codes) == {303}
    assert count(Submission) == 1


def test_two_trainers_at_once_make_one_judgement(app: Flask, client: FlaskClient) -> None:
    person = a_volunteer()
    submission = handed_in(person, an_enrolment(person, a_full_edition()))
    first, second = app.test_client(), app.test_client()
    sign_in(first, an_officer(Role.TRAINER, first_name="หนึ่ง"))
    sign_in(second, an_officer(Role.TRAINER, first_name="สอง"))
    db.session.commit()
    address, number = f"/grading/{submission.id}", submission.id

    def act(browser: FlaskClient) -> int:
        body = {"outcome": "return", "comment": "โปรดเพิ่มตัวเลขผลลัพธ์"}
        return browser.post(address, data=body).status_code

    db.session.commit()
    with ThreadPoolExecutor(2) as pool:
        codes = sorted(pool.map(act, (first, second)))
    assert codes == [303, 409]
    assert db.session.scalars(select(Grading.submission_id)).all() == [number]
