"""The first page, for everybody who may open it."""

import pytest

from lms.access import Role
from lms.clock import now
from lms.curricula.outline import outline
from lms.learning import services
from lms.notices.services import tell
from tests.builders import a_volunteer, an_edition, an_enrolment, an_officer, sign_in


def test_a_stranger_is_greeted_with_the_mottos_and_three_ways_on(client, app):
    page = client.get("/").text

    assert "อพม. เข้าถึงไว ร่วมแก้ไขปัญหาสังคม" in page
    assert "ร่วมคิด ร่วมทำ ร่วมรับผิดชอบ" in page
    for way in ("/sign-in", "/curricula", "/verify"):
        assert f'href="{way}"' in page


def test_a_newcomer_sees_the_catalogue_and_how_to_begin(client, app):
    an_edition(name_th="ผู้นำการเปลี่ยนแปลง")
    sign_in(client, a_volunteer(first_name="กัญญ์ณัฏฐ์", last_name="ฐิติญาณวิโรจน์ ณ อยุธยา"))

    page = client.get("/").text

    assert "กัญญ์ณัฏฐ์" in page
    assert "ผู้นำการเปลี่ยนแปลง" in page
    assert "กด ลงทะเบียนอบรม" in page
    assert "เรียนต่อ" not in page


def test_a_learner_has_one_way_on_with_its_time_and_what_is_missing(client, app):
    edition = an_edition(name_th="ผู้นำการเปลี่ยนแปลง")
    person = a_volunteer()
    services.finish_lesson(an_enrolment(person, edition), first_lesson(edition))
    sign_in(client, person)

    page = client.get("/").text

    assert 'href="/curricula/change-leader/resume"' in page
    assert "หน่วยที่ 1 จาก 1" in page
    assert "บทเรียนที่ 2" in page
    assert "หน่วยนี้ เหลือประมาณ 5 นาที" in page
    assert "บทเรียนอีก 1 บท" in page


def first_lesson(edition):
    return outline(edition.id).lessons[0].id


def test_messages_are_there_until_they_are_opened(client, app):
    person = a_volunteer()
    an_enrolment(person)
    tell(person.id, "work_passed", "grading:1", path="/curricula", title="งานหนึ่ง")
    sign_in(client, person)
    assert "งานหนึ่ง" in client.get("/").text

    answer = client.post("/notices/1/open")

    assert answer.location == "/curricula"
    assert "งานหนึ่ง" not in client.get("/").text
    assert "งานหนึ่ง" in client.get("/notices").text


def test_what_is_completed_leads_to_the_certificate(client, app):
    person = a_volunteer()
    an_enrolment(person, completed_at=now())
    sign_in(client, person)

    assert 'href="/curricula/change-leader/certificate"' in client.get("/").text


@pytest.mark.parametrize(
    ("role", "present", "absent"),
    [
        (Role.TRAINER, ["งานฝึกปฏิบัติรอตรวจ"], ["คำขอเข้าร่วม", "วุฒิบัตรรออนุมัติ"]),
        (Role.PROVINCIAL_OFFICER, ["คำขอเข้าร่วม", "คำขอแก้ไขชื่อ"], ["งานฝึกปฏิบัติรอตรวจ", "วุฒิบัตรรออนุมัติ"]),
        (Role.CENTRAL_OFFICER, ["วุฒิบัตรรออนุมัติ", "คำขอเข้าร่วม"], ["งานฝึกปฏิบัติรอตรวจ"]),
        (Role.AUDITOR, ["บันทึกการใช้งานระบบ"], ["คำขอเข้าร่วม", "วุฒิบัตรรออนุมัติ"]),
        (Role.ADMINISTRATOR, ["บันทึกการใช้งานระบบ"], ["วุฒิบัตรรออนุมัติ"]),
    ],
)
def test_staff_find_what_waits_for_them_and_nothing_else(client, app, role, present, absent):
    sign_in(client, an_officer(role))

    page = client.get("/").text

    assert [words for words in present if words not in page] == []
    assert [words for words in absent if words in page] == []
