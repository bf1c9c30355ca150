"""Catalogue, a curriculum's page, and enrolling."""

from sqlalchemy import func, select

from lms.access import Role
from lms.audit import AuditEntry
from lms.clock import now
from lms.curricula.loading import load
from lms.db import db
from lms.learning.models import Enrolment
from tests.builders import a_volunteer, an_edition, an_enrolment, an_officer, sign_in

PAGE = "/curricula/first-aid"


def enrolments() -> int:
    return db.session.scalar(select(func.count()).select_from(Enrolment)) or 0


def test_a_stranger_sees_the_catalogue_and_the_outline_but_no_lesson(client, course):
    catalogue = client.get("/curricula").text
    introduction = client.get(PAGE).text

    assert course.name_th in catalogue
    assert "หลักสูตรตัวอย่าง ยังไม่ใช่หลักสูตรทางการ" in catalogue
    assert "ข้อมูลกฎหมาย ณ วันที่ 1 พฤศจิกายน 2569" in introduction
    assert "เข้าสู่ระบบเพื่อเรียน" in introduction
    assert "01-first" not in introduction
    assert client.get(f"{PAGE}/01-listen/01-first").status_code == 302


def test_no_curriculum_is_an_empty_page_that_says_so(client, app):
    assert "ยังไม่มีหลักสูตรที่เปิดเรียน" in client.get("/curricula").text


def test_an_unknown_curriculum_is_not_found(client, course):
    assert client.get("/curricula/none").status_code == 404


def test_enrolling_twice_enrols_once(client, learner):
    sign_in(client, learner)

    answers = [client.post(f"{PAGE}/enrol") for _ in range(2)]

    assert [answer.location for answer in answers] == [PAGE, PAGE]
    assert enrolments() == 1
    acts = select(func.count()).where(AuditEntry.act == "enrolled")
    assert db.session.scalar(acts) == 1


def test_somebody_who_withdrew_may_enrol_again(client, learner, course):
    row = Enrolment(person_id=learner.id, edition_id=course.edition_id, withdrawn_at=now())
    db.session.add(row)
    sign_in(client, learner)

    client.post(f"{PAGE}/enrol")
    db.session.expire_all()

    assert (enrolments(), row.withdrawn_at) == (1, None)


def test_a_learner_stays_in_the_edition_they_began(client, learner, course, tmp_path):
    sign_in(client, learner)
    client.post(f"{PAGE}/enrol")
    file = tmp_path / "first-aid/edition.yaml"
    file.write_text(file.read_text("utf-8").replace("ปฐมพยาบาลทางใจ", "ชื่อใหม่"), "utf-8")
    load(tmp_path, publish=True)

    client.post(f"{PAGE}/enrol")

    assert enrolments() == 1
    assert "ปฐมพยาบาลทางใจ" in client.get(PAGE).text
    assert "ชื่อใหม่" in client.application.test_client().get(PAGE).text


def test_a_prerequisite_closes_enrolling_and_says_so(client, app):
    first = an_edition("change-leader", name_th="พื้นฐาน")
    an_edition("opm-administrator", name_th="นักบริหาร", prerequisites=["change-leader"])
    person = a_volunteer()
    sign_in(client, person)

    page = client.get("/curricula/opm-administrator").text
    refused = client.post("/curricula/opm-administrator/enrol")

    assert "ต้องผ่านหลักสูตรนี้ก่อน" in page
    assert "พื้นฐาน" in page
    assert "/curricula/opm-administrator/enrol" not in page
    assert refused.status_code == 422

    an_enrolment(person, first, completed_at=now())
    assert client.post("/curricula/opm-administrator/enrol").status_code == 302


def test_staff_do_not_enrol(client, course):
    sign_in(client, an_officer(Role.CENTRAL_OFFICER))

    assert client.post(f"{PAGE}/enrol").status_code == 404
    assert f"{PAGE}/enrol" not in client.get(PAGE).text


def test_enrolling_needs_a_sign_in(client, course):
    answer = client.post(f"{PAGE}/enrol")

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


def test_the_page_of_a_learner_says_what_is_missing_and_why_something_is_closed(client, learner):
    sign_in(client, learner)
    client.post(f"{PAGE}/enrol")

    page = client.get(PAGE).text

    assert "ยังขาดเพื่อรับวุฒิบัตร" in page
    assert "บทเรียนอีก 2 บท" in page
    assert "แบบทดสอบหลังอบรม ให้ได้อย่างน้อยร้อยละ 70" in page
    assert "การฝึกปฏิบัติที่ผ่านการตรวจ" in page
    assert "เปิดเมื่อเรียนหน่วย 1.1 จบ" in page
    assert "เริ่มเรียน" in page


def test_it_is_all_there_in_english(client, learner):
    sign_in(client, learner)
    client.post(f"{PAGE}/enrol")
    client.set_cookie("lang", "en")

    page = client.get(PAGE).text

    assert "Still missing for the certificate" in page
    assert "2 more lessons" in page
    assert "Opens when module 1.1 is finished" in page
