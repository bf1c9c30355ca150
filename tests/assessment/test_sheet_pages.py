"""A practicum with a work sheet: a field for each part, examples, and the sheet on paper."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.access import Role
from lms.assessment.models import Submission, WorkState
from lms.db import db
from lms.learning.models import Enrolment
from lms.people.models import Person
from tests.assessment.papers import a_full_edition, a_photograph, work_of
from tests.builders import a_volunteer, an_enrolment, an_officer, sign_in

HERE = "/curricula/change-leader/practicum"
JSON = {"Accept": "application/json"}
FIRST = "บันไดศาลาชัน ผู้สูงอายุสี่คนขึ้นไม่ได้ และหกล้มสองครั้งในเดือนก่อน"
SECOND = "ทำทางลาดเสร็จ ขึ้นได้ทั้งสี่คน"
JOINED = f"## ปัญหา\n{FIRST}\n\n## ผล\n{SECOND}"


@pytest.fixture
def volunteer(client: FlaskClient) -> tuple[Person, Enrolment]:
    person = a_volunteer()
    enrolment = an_enrolment(person, a_full_edition(sheet=True))
    sign_in(client, person)
    return person, enrolment


def soup(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


def send(
    client: FlaskClient, p1: str = FIRST, p2: str = SECOND, act: str = "save", **rest: Any
) -> TestResponse:
    """Press a button of the page, with the version that the page shows."""
    seen = soup(client.get(HERE)).select_one('[name="seen"]')
    body = {"work-p1": p1, "work-p2": p2, "act": act, "seen": seen["value"] if seen else ""}
    return client.post(HERE, data=body | rest)


def fields(answer: TestResponse) -> dict[str, str]:
    return {one["name"]: one.text.strip() for one in soup(answer).select("textarea")}  # type: ignore[misc]


def test_each_part_has_its_field_with_label_and_hint(client: FlaskClient, volunteer) -> None:
    page = soup(client.get(HERE))
    assert [one["for"] for one in page.select("#work label.label")][:2] == ["work-p1", "work-p2"]
    area = page.select_one("#work-p1")
    assert area is not None
    described = page.find(id=str(area["aria-describedby"]))
    assert described is not None
    assert "ใครเดือดร้อน" in described.text
    assert "อย่างน้อย 40 ตัวอักษร" in described.text


def test_the_parts_are_one_draft_and_one_submission(client: FlaskClient, volunteer) -> None:
    assert send(client).status_code == 303
    assert work_of(volunteer[1]).draft == JOINED
    assert fields(client.get(HERE)) == {"work-p1": FIRST, "work-p2": SECOND}
    assert send(client, act="submit", photos=(a_photograph(), "a.jpg")).status_code == 303
    assert send(client, act="submit").status_code == 303  # a second click
    assert db.session.scalars(select(Submission.text)).all() == [JOINED]
    shown = soup(client.get(HERE))
    assert "ปัญหา" in shown.select("details h3")[-2].text
    assert [one.text for one in shown.select(".written")] == [FIRST, SECOND]


def test_a_part_that_is_too_short_is_linked_from_the_top(client: FlaskClient, volunteer) -> None:
    answer = send(client, p2="สั้น", act="submit", photos=(a_photograph(), "a.jpg"))
    assert answer.status_code == 422
    page = soup(answer)
    links = page.select(".error-summary a")
    assert [link["href"] for link in links] == ["#work-p2"]
    assert "ผล: เขียนอย่างน้อย 20 ตัวอักษร" in links[0].text
    area = page.select_one("#work-p2")
    assert area is not None
    assert (area["aria-invalid"], area.text.strip()) == ("true", "สั้น")
    assert "work-p2-error" in str(area["aria-describedby"])
    assert work_of(volunteer[1]).state == WorkState.DRAFT
    assert fields(client.get(HERE)) == {"work-p1": FIRST, "work-p2": "สั้น"}


def test_the_sum_is_not_enough_where_a_part_is_missing(client: FlaskClient, volunteer) -> None:
    answer = send(client, p1=FIRST * 3, p2="", act="submit")
    assert answer.status_code == 422
    links = soup(answer).select(".error-summary a")
    assert [link["href"] for link in links] == ["#photos", "#work-p2"]
    assert soup(answer).select_one("input#photos")
    assert work_of(volunteer[1]).state == WorkState.DRAFT


def test_too_long_a_part_comes_back_whole(client: FlaskClient, volunteer) -> None:
    answer = send(client, p1="ยาว" * 2_001)
    assert answer.status_code == 422
    assert "กรอกไม่เกิน 6000" in answer.text
    assert fields(answer)["work-p1"] == "ยาว" * 2_001


def test_a_line_like_a_heading_stays_in_its_part(client: FlaskClient, volunteer) -> None:
    send(client, p1=f"{FIRST}\n## ผล\n<script>alert(1)</script>")
    page = client.get(HERE)
    assert fields(page) == {
        "work-p1": f"{FIRST}\n## ผล\n<script>alert(1)</script>",
        "work-p2": SECOND,
    }
    assert "<script>alert" not in page.text


def test_the_script_saves_parts_and_a_second_window_covers_nothing(
    client: FlaskClient, volunteer
) -> None:
    body = {"work-p1": "หนึ่ง", "work-p2": "", "seen": ""}
    first = client.post(HERE, data=body, headers=JSON)
    assert first.status_code == 200
    other = body | {"work-p1": "อีกหน้าต่าง"}
    assert client.post(HERE, data=other, headers=JSON).status_code == 409
    button = client.post(HERE, data=other | {"act": "save"})
    assert button.status_code == 422
    assert fields(button)["work-p1"] == "อีกหน้าต่าง"
    assert [one.text for one in soup(button).select(".written")] == ["หนึ่ง"]
    seen = first.get_json()["seen"]
    again = client.post(HERE, data=other | {"seen": seen}, headers=JSON)
    assert again.status_code == 200
    assert work_of(volunteer[1]).draft == "## ปัญหา\nอีกหน้าต่าง\n\n## ผล"


def test_a_draft_that_was_one_text_is_not_lost(client: FlaskClient, volunteer) -> None:
    send(client)
    work_of(volunteer[1]).draft = "เขียนไว้ก่อนมีใบงาน"
    db.session.flush()
    assert fields(client.get(HERE)) == {"work-p1": "เขียนไว้ก่อนมีใบงาน", "work-p2": ""}


def test_examples_are_marked_as_invented_and_judged_by_criterion(
    client: FlaskClient, volunteer
) -> None:
    page = soup(client.get(HERE))
    good, poor = (one.find_parent("details") for one in page.select(".example"))
    assert good is not None
    assert poor is not None
    assert "ตัวอย่างสมมุติ" in page.select(".example")[0].text
    assert "open" not in good.attrs
    assert "ได้ 6 จาก 6 คะแนน" in good.text
    assert "เกณฑ์ c1" in good.text
    assert "เพราะ c1 ได้ 3" in good.text
    assert "งานที่ควรแก้นี้แต่งขึ้น" in poor.text
    assert "ส่งคืนให้แก้ไข" in poor.text
    client.post("/preferences", data={"language": "en", "next": HERE})
    english = soup(client.get(HERE))
    text = english.get_text(" ", strip=True)
    assert "Fictional, good." in text
    assert "c1 has 3" in text
    assert english.select_one("#work label")["for"] == "work-p1"  # type: ignore[index]
    assert "Problem" in english.select_one("#work label").text  # type: ignore[union-attr]


def test_an_empty_sheet_can_be_printed_by_whoever_is_enrolled(
    client: FlaskClient, app: Flask, volunteer
) -> None:
    page = soup(client.get(f"{HERE}/sheet"))
    assert [one.text for one in page.select(".blank h2")] == ["1. ปัญหา", "2. ผล"]
    assert all(len(one.select(".blank-line")) >= 3 for one in page.select(".blank"))
    assert "ห้ามใส่ชื่อผู้รับบริการ" in page.text
    assert f"{HERE}/sheet" in client.get(HERE).text
    stranger = app.test_client()
    assert stranger.get(f"{HERE}/sheet").status_code == 302
    sign_in(stranger, a_volunteer(first_name="อื่น"))
    assert stranger.get(f"{HERE}/sheet").status_code == 404
    assert stranger.post(HERE, data={"work-p1": "x"}).status_code == 404


def test_without_a_work_sheet_there_is_none_to_print(client: FlaskClient) -> None:
    person = a_volunteer()
    an_enrolment(person, a_full_edition())
    sign_in(client, person)
    assert client.get(f"{HERE}/sheet").status_code == 404
    assert f"{HERE}/sheet" not in client.get(HERE).text


def test_a_trainer_reads_the_parts_below_their_labels(
    client: FlaskClient, app: Flask, volunteer
) -> None:
    send(client, act="submit", photos=(a_photograph(), "a.jpg"))
    submission = db.session.scalars(select(Submission.id)).one()
    trainer = app.test_client()
    sign_in(trainer, an_officer(Role.TRAINER, first_name="ก", curriculum="change-leader"))
    page = soup(trainer.get(f"/grading/{submission}"))
    assert [one.text for one in page.select(".split > div h3")] == ["1. ปัญหา", "2. ผล"]
    assert [one.text for one in page.select(".split > div .written")] == [FIRST, SECOND]
