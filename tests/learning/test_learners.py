"""An officer's learners: those of the area, and nobody else's."""

import pytest

from lms.access import Role
from lms.clock import now
from lms.curricula.models import Edition
from lms.db import db
from tests.builders import (
    a_person,
    an_edition,
    an_enrolment,
    an_officer,
    lampang,
    sign_in,
)


@pytest.fixture
def enrolments(course):
    edition = db.session.get_one(Edition, course.edition_id)
    return {
        "here": an_enrolment(a_person(first_name="กานดา"), edition),
        "done": an_enrolment(a_person(first_name="ขวัญ"), edition, completed_at=now()),
        "there": an_enrolment(a_person(lampang(), first_name="ฉวี"), edition),
        "other": an_enrolment(
            a_person(first_name="งามตา"), an_edition("change-leader", name_th="ผู้นำ")
        ),
    }


def names(page: str) -> list[str]:
    return [name for name in ("กานดา", "ขวัญ", "ฉวี", "งามตา") if name in page]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["กานดา", "ขวัญ", "งามตา"]),
        ("?q=กาน", ["กานดา"]),
        ("?curriculum=change-leader", ["งามตา"]),
        ("?state=completed", ["ขวัญ"]),
        ("?state=learning&curriculum=first-aid", ["กานดา"]),
        ("?q=%25", []),
        ("?state=nonsense&page=-1", ["กานดา", "ขวัญ", "งามตา"]),
    ],
)
def test_an_officer_finds_the_learners_of_their_province(client, enrolments, query, expected):
    sign_in(client, an_officer())

    assert names(client.get(f"/learners{query}").text) == expected


def test_a_central_officer_finds_everybody(client, enrolments):
    sign_in(client, an_officer(Role.CENTRAL_OFFICER))

    assert names(client.get("/learners").text) == ["กานดา", "ขวัญ", "ฉวี", "งามตา"]


def test_one_learner_is_shown_with_what_is_missing(client, enrolments):
    sign_in(client, an_officer())

    page = client.get(f"/learners/{enrolments['here'].id}").text

    assert "กานดา" in page
    assert "บทเรียนอีก 2 บท" in page


def test_a_learner_of_another_province_is_not_found(client, enrolments):
    sign_in(client, an_officer())

    assert client.get(f"/learners/{enrolments['there'].id}").status_code == 404


@pytest.mark.parametrize("role", [Role.TRAINER])
def test_who_may_not_see_people_finds_no_learners(client, enrolments, role):
    sign_in(client, an_officer(role))

    assert client.get("/learners").status_code == 404
    assert client.get(f"/learners/{enrolments['here'].id}").status_code == 404
