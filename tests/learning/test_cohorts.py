"""รุ่น: opened for a unit, filled by volunteer numbers, seen and changed by its own officers."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.access import Role
from lms.audit import AuditEntry
from lms.curricula.models import Edition
from lms.db import db
from lms.errors import Busy, NotFound
from lms.learning import cohorts
from lms.learning.cohorts import Outcome
from lms.learning.models import Cohort, CohortPlace, Enrolment
from lms.people.models import Person
from tests.builders import (
    a_province,
    a_volunteer,
    actor_of,
    an_edition,
    an_enrolment,
    an_officer,
    lampang,
    sign_in,
)

SLUG = "change-leader"


@pytest.fixture
def officer(app: object) -> Person:
    an_edition()
    return an_officer()


def opened(officer: Person, number: int | None = None) -> Cohort:
    unit = a_province()
    return cohorts.open_cohort(actor_of(officer), SLUG, unit.id, 2570, number)


def outcomes(officer: Person, cohort: Cohort, *typed: str) -> list[Outcome]:
    lines = cohorts.fill(actor_of(officer), cohort, "\n".join(typed))
    return [one.outcome for one in lines]


def members() -> int:
    return db.session.scalar(select(func.count()).select_from(CohortPlace)) or 0


def test_the_next_number_of_the_year_is_taken(officer: Person) -> None:
    assert [opened(officer).number, opened(officer).number] == [1, 2]
    assert opened(officer, 7).number == 7
    assert opened(officer).number == 8


def test_the_same_cohort_is_not_opened_twice(officer: Person) -> None:
    opened(officer, 1)

    with pytest.raises(Busy, match="รุ่นที่ 1"):
        opened(officer, 1)


def test_a_cohort_is_opened_only_where_one_manages_people(officer: Person) -> None:
    with pytest.raises(NotFound):
        cohorts.open_cohort(actor_of(officer), SLUG, lampang().id, 2570, None)


def test_people_come_in_by_their_numbers_and_are_enrolled(officer: Person) -> None:
    cohort = opened(officer)
    reading = a_volunteer(volunteer_number="CM001")
    an_enrolment(reading, db.session.scalars(select(Edition)).one())
    a_volunteer(volunteer_number="CM002")
    a_volunteer(lampang(), volunteer_number="LP001")

    found = outcomes(officer, cohort, "CM001", " cm002 ", "", "LP001", "ไม่มีเลขนี้", "CM001")

    assert found == [Outcome.PLACED, Outcome.PLACED, Outcome.UNKNOWN, Outcome.UNKNOWN]
    assert members() == db.session.scalar(select(func.count()).select_from(Enrolment)) == 2


def test_sent_twice_nothing_changes_and_nobody_is_in_two(officer: Person) -> None:
    first, second = opened(officer), opened(officer)
    a_volunteer(volunteer_number="CM001")

    assert outcomes(officer, first, "CM001") == [Outcome.PLACED]
    assert outcomes(officer, first, "CM001") == [Outcome.HERE]
    assert outcomes(officer, second, "CM001") == [Outcome.ELSEWHERE]
    assert members() == 1


def test_whoever_has_to_pass_another_curriculum_first_is_said(officer: Person) -> None:
    an_edition("child-protection", name_th="คุ้มครองเด็ก", prerequisites=[SLUG])
    unit = a_province()
    cohort = cohorts.open_cohort(actor_of(officer), "child-protection", unit.id, 2570, None)
    a_volunteer(volunteer_number="CM001")

    assert outcomes(officer, cohort, "CM001") == [Outcome.NOT_YET]
    assert members() == 0


def test_taken_out_of_a_cohort_the_enrolment_stays(officer: Person) -> None:
    cohort = opened(officer)
    a_volunteer(volunteer_number="CM001")
    outcomes(officer, cohort, "CM001")
    enrolment = db.session.scalars(select(Enrolment)).one()

    cohorts.take_out(actor_of(officer), cohort, enrolment.id)
    cohorts.take_out(actor_of(officer), cohort, enrolment.id)

    assert members() == 0
    assert db.session.scalars(select(Enrolment)).one() is enrolment
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts.count("cohort_left") == 1


@pytest.mark.parametrize("code", ["50-2570-2", "52-2570-1", "50-2570", "", "50-2570-x", "%-2570-1"])
def test_a_wrong_code_finds_nothing(officer: Person, code: str) -> None:
    cohort = opened(officer)
    assert cohorts.by_code(cohort.curriculum_id, cohort.code) is cohort

    with pytest.raises(NotFound):
        cohorts.by_code(cohort.curriculum_id, code)


def test_the_whole_way_on_the_pages(client: FlaskClient, officer: Person) -> None:
    a_volunteer(volunteer_number="CM001", first_name="กานดา")
    sign_in(client, officer)
    form = {"slug": SLUG, "unit_id": officer.unit_id, "year": "๒๕๗๐", "number": ""}

    there = client.post("/cohorts/new", data=form)
    page = client.post(f"{there.location}/people", data={"numbers": "CM001\nCM999"}).text

    assert "เข้ารุ่นแล้ว" in page
    assert "ไม่พบเลขนี้" in page
    assert re.search(r"<textarea[^>]*>\s*CM999\s*</textarea>", page), "what was wrong stays"
    assert "กานดา" in client.get(there.location).text
    assert "50-2570-1" in client.get("/cohorts").text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("year", "70", "กรอกปี พ.ศ. สี่หลัก"),
        ("year", "2026", "กรอกปี พ.ศ. สี่หลัก"),
        ("number", "หนึ่ง", "กรอกเป็นตัวเลข"),
        ("slug", "nonsense", "เลือก"),
    ],
)
def test_a_wrong_form_comes_back_as_it_was(
    client: FlaskClient, officer: Person, field: str, value: str, words: str
) -> None:
    sign_in(client, officer)
    form = {"slug": SLUG, "unit_id": officer.unit_id, "year": "2570", "number": ""} | {field: value}

    answer = client.post("/cohorts/new", data=form)

    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.scalar(select(func.count()).select_from(Cohort)) == 0


def test_too_many_at_once_is_refused_and_stays_typed(client: FlaskClient, officer: Person) -> None:
    cohort = opened(officer)
    sign_in(client, officer)
    typed = "\n".join(f"CM{place:04d}" for place in range(cohorts.MOST + 1))

    answer = client.post(f"/cohorts/{cohort.id}/people", data={"numbers": typed})

    assert answer.status_code == 422
    assert "CM0500" in answer.text


def test_a_stranger_finds_no_cohort_and_changes_none(client: FlaskClient, officer: Person) -> None:
    place, code = f"/cohorts/{(cohort := opened(officer)).id}", cohort.code
    sign_in(client, an_officer(unit=lampang()))

    assert client.get(place).status_code == 404
    assert client.post(f"{place}/people", data={"numbers": "CM001"}).status_code == 404
    assert client.post(f"{place}/take-out/1").status_code == 404
    assert code not in client.get("/cohorts").text


def test_an_auditor_reads_and_changes_nothing(client: FlaskClient, officer: Person) -> None:
    cohort = opened(officer)
    sign_in(client, an_officer(Role.AUDITOR))

    page = client.get(f"/cohorts/{cohort.id}")
    assert page.status_code == 200
    assert "<textarea" not in page.text
    assert client.post(f"/cohorts/{cohort.id}/people", data={"numbers": "CM001"}).status_code == 404
