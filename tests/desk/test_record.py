"""The record of acts: read by those who may, filtered, a page at a time."""

from datetime import datetime

import pytest

from lms import audit
from lms.access import Role
from lms.clock import BANGKOK, frozen
from lms.db import db
from tests.builders import a_province, a_volunteer, actor_of, an_officer, lampang, sign_in


@pytest.fixture
def acts(app):
    for day, act in ((1, "enrolled"), (2, "name_confirmed"), (3, "enrolled")):
        # 00.30 in Thailand: the day before is still going on in Greenwich
        with frozen(datetime(2026, 3, day, 0, 30, tzinfo=BANGKOK)):
            audit.record(None, act, "enrolment", day, note=f"<b>รายการ {day}</b>")
            db.session.flush()


def shown(page: str) -> list[int]:
    return [day for day in (1, 2, 3) if f"รายการ {day}" in page]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [1, 2, 3]),
        ("?act=enrolled", [1, 3]),
        ("?since=2026-03-02", [2, 3]),
        ("?until=2026-03-02", [1, 2]),
        ("?since=2026-03-02&until=2026-03-02", [2]),
        ("?act=none", []),
        ("?since=never&page=x", [1, 2, 3]),
    ],
)
def test_it_is_filtered_by_act_and_day_as_thailand_counts_days(client, acts, query, expected):
    sign_in(client, an_officer(Role.AUDITOR))

    assert shown(client.get(f"/audit{query}").text) == expected


def test_an_auditor_of_a_province_reads_of_its_people_alone(client, acts):
    near, far = a_volunteer(), a_volunteer(lampang(), first_name="ไกลตา")
    for person in (near, far):
        audit.record(actor_of(person), "enrolled", "enrolment", 9, note=f"ของ{person.first_name}")
    sign_in(client, an_officer(Role.AUDITOR, a_province()))

    read = client.get("/audit").text
    assert f"ของ{near.first_name}" in read
    assert "ของไกลตา" not in read
    assert shown(read) == [], "acts of the system are the centre's to read"


def test_what_is_recorded_is_shown_as_text(client, acts):
    sign_in(client, an_officer(Role.AUDITOR))

    assert "<b>รายการ" not in client.get("/audit").text


@pytest.mark.parametrize("role", [Role.TRAINER, Role.PROVINCIAL_OFFICER, Role.CENTRAL_OFFICER])
def test_other_staff_find_nothing(client, app, role):
    sign_in(client, an_officer(role))

    assert client.get("/audit").status_code == 404


def test_a_volunteer_finds_nothing(client, app):
    sign_in(client, a_volunteer())

    assert client.get("/audit").status_code == 404
