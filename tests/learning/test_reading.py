"""Lessons: read by those who may, finished once, and found again at the exact place."""

import pytest
from sqlalchemy import func, select

from lms.access import Role
from lms.curricula.models import Edition
from lms.db import db
from lms.learning.models import Enrolment, LessonProgress
from tests.builders import (
    a_module,
    a_volunteer,
    an_edition,
    an_enrolment,
    an_officer,
    sign_in,
)

FIRST = "/curricula/first-aid/01-listen/01-first"
SECOND = "/curricula/first-aid/02-refer/01-first"
RESUME = "/curricula/first-aid/resume"


@pytest.fixture
def reader(client, learner, course):
    """A learner at the very beginning, signed in."""
    an_enrolment(learner, course_edition(course))
    sign_in(client, learner)
    return learner


def course_edition(course):
    return db.session.get_one(Edition, course.edition_id)


def rows():
    db.session.expire_all()
    return list(db.session.scalars(select(LessonProgress).order_by(LessonProgress.id)))


def test_a_lesson_shows_its_text_its_cost_and_where_the_law_stands(client, reader):
    page = client.get(FIRST)

    assert page.status_code == 200
    assert "เปิดเรื่อง" in page.text
    assert "ทั้งหลักสูตรเหลือ 16 นาที" in page.text
    assert "ข้อมูลกฎหมาย ณ วันที่ 1 พฤศจิกายน 2569" in page.text
    assert 'lang="th"' in page.text
    assert "How to listen." not in page.text


def test_an_english_reader_gets_the_summary_above_the_thai_text(client, reader):
    client.set_cookie("lang", "en")

    page = client.get(FIRST).text

    assert "How to listen." in page
    assert "The lesson itself is in Thai." in page


def test_opening_a_lesson_is_remembered_once(client, reader):
    for _ in range(3):
        client.get(FIRST)

    (row,) = rows()
    assert (row.finished_at, row.place) == (None, None)
    assert client.get(RESUME).location == FIRST


def test_the_exact_place_is_found_again(client, reader):
    client.get(FIRST)

    answer = client.post(f"{FIRST}/place", data={"place": "p-2"})

    assert answer.status_code == 204
    assert client.get(RESUME).location == f"{FIRST}#p-2"


@pytest.mark.parametrize("place", ["", "javascript:alert(1)", "p-2\r\nX: y", "p-" + "9" * 50])
def test_a_place_that_cannot_be_is_not_kept(client, reader, place):
    client.post(f"{FIRST}/place", data={"place": place})

    assert client.get(RESUME).location == FIRST


def test_finishing_leads_to_the_next_lesson_and_twice_is_once(client, reader):
    first = client.post(f"{FIRST}/finish")
    moment = rows()[0].finished_at
    second = client.post(f"{FIRST}/finish")

    assert (first.location, second.location) == (SECOND, SECOND)
    assert [row.finished_at for row in rows()] == [moment]
    assert client.get(RESUME).location == SECOND


def test_a_closed_lesson_says_why_and_is_not_opened(client, reader):
    page = client.get(SECOND)

    assert page.status_code == 403
    assert "บทเรียนนี้ยังไม่เปิด" in page.text
    assert "1.1" in page.text
    assert client.post(f"{SECOND}/finish").status_code == 403
    assert client.post(f"{SECOND}/place", data={"place": "p-1"}).status_code == 403
    assert rows() == []


def test_a_finished_module_opens_the_one_that_waits_for_it(client, reader):
    client.post(f"{FIRST}/finish")

    assert client.get(SECOND).status_code == 200


def test_after_the_last_lesson_resume_leads_to_the_post_test(client, reader):
    client.post(f"{FIRST}/finish")
    last = client.post(f"{SECOND}/finish")

    assert last.location == "/curricula/first-aid"
    assert client.get(RESUME).location.endswith("/post")


def test_a_volunteer_who_is_not_enrolled_is_shown_how_to(client, learner, course):
    sign_in(client, learner)

    answer = client.get(FIRST)

    assert answer.location == "/curricula/first-aid"
    assert "ลงทะเบียนอบรมหลักสูตรนี้ก่อน" in client.get(answer.location).text
    for act in ("finish", "place"):
        assert client.post(f"{FIRST}/{act}").status_code == 404
    assert client.get(RESUME).status_code == 404


@pytest.mark.parametrize("path", ["01-listen/99-none", "99-none/01-first"])
def test_a_lesson_that_is_not_there_is_not_found(client, reader, path):
    assert client.get(f"/curricula/first-aid/{path}").status_code == 404


@pytest.mark.parametrize("role", [Role.CENTRAL_OFFICER, Role.AUDITOR])
def test_staff_read_without_enrolling_and_leave_no_trace(client, course, role):
    sign_in(client, an_officer(role))

    page = client.get(SECOND)

    assert page.status_code == 200
    assert "อ่านจบแล้ว" not in page.text
    assert rows() == []
    assert db.session.scalar(select(func.count()).select_from(Enrolment)) == 0


def test_a_trainer_reads_their_own_curriculum_only(client, course):
    sign_in(client, an_officer(Role.TRAINER, curriculum="first-aid"))
    other = client.application.test_client()
    sign_in(other, an_officer(Role.TRAINER, curriculum="change-leader", first_name="อื่น"))

    assert client.get(FIRST).status_code == 200
    assert "/01-listen/01-first" in client.get("/curricula/first-aid").text
    assert other.get(FIRST).status_code == 302
    assert "/01-listen/01-first" not in other.get("/curricula/first-aid").text


def test_a_provincial_officer_has_no_business_with_content(client, course):
    sign_in(client, an_officer())

    assert client.get(FIRST).status_code == 302


def test_finishing_passes_over_what_is_closed_and_what_is_done(client, app):
    def fill(edition):
        a_module(edition, 1, position=2, requires=["01-first"])
        a_module(edition, 1, position=3)

    person = a_volunteer()
    an_enrolment(person, an_edition(lessons=2, fill=fill))
    sign_in(client, person)
    base = "/curricula/change-leader"

    ways = [
        client.post(f"{base}/{lesson}/finish").location
        for lesson in ("01-first/02-lesson", "03-next/01-lesson", "01-first/01-lesson")
    ]

    assert ways == [
        f"{base}/03-next/01-lesson",
        f"{base}/01-first/01-lesson",
        f"{base}/02-next/01-lesson",
    ]
