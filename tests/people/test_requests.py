"""ขอเข้าร่วม and ขอแก้ไขชื่อ: asked, queued, decided once, by the right officer."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.access import Role
from lms.audit import AuditEntry
from lms.db import db
from lms.notices.models import Notice
from lms.people.models import JoinRequest, NameRequest, Person, RequestState
from tests.builders import a_person, a_province, a_volunteer, an_officer, lampang, sign_in


def wish(**changed):
    form = {
        "title": "นาย",
        "first_name": "มาใหม่",
        "last_name": "ตั้งใจ",
        "phone": "081 234 5678",
        "province": a_province().id,
    }
    return form | changed


def joins() -> list[JoinRequest]:
    return list(db.session.scalars(select(JoinRequest).order_by(JoinRequest.id)))


def named(name: str) -> list[Person]:
    return list(db.session.scalars(select(Person).where(Person.first_name == name)))


@pytest.fixture
def officer(app):
    browser = app.test_client()
    sign_in(browser, an_officer())
    return browser


def test_anybody_may_ask_to_join_and_is_thanked(app, client):
    sent = client.post("/join", data=wish())
    assert sent.location == "/join/thanks"
    assert "ได้รับคำขอของท่านแล้ว" in client.get("/join/thanks").text
    assert joins()[0].phone == "+66812345678"


def test_asking_twice_is_told_gently_and_kept_once(app, client):
    client.post("/join", data=wish())
    again = app.test_client()
    again.post("/join", data=wish(phone="0812345678", first_name=" มาใหม่ "))
    assert "ท่านส่งคำขอนี้ไว้แล้ว" in again.get("/join/thanks").text
    assert len(joins()) == 1
    again.post("/join", data=wish(first_name="คนอื่นในบ้าน"))
    assert len(joins()) == 2


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"phone": "", "email": ""}, "อย่างน้อยหนึ่งอย่าง"),
        ({"first_name": "  "}, "โปรดกรอกช่องนี้"),
        ({"province": ""}, "เลือกจากรายการ"),
        ({"province": "1e9"}, "เลือกจากรายการ"),
        ({"message": "ก" * 2001}, "ไม่เกิน 2000"),
    ],
)
def test_a_request_that_cannot_be_answered_is_explained(app, client, changed, says):
    refused = client.post("/join", data=wish(**changed))
    assert refused.status_code == 422
    assert says in refused.text
    assert "ตั้งใจ" in refused.text
    assert joins() == []


def test_thanks_are_for_those_who_asked(app, client):
    assert client.get("/join/thanks").location == "/join"


def test_the_officer_of_the_place_sees_it_and_no_other(app, client, officer):
    client.post("/join", data=wish())
    asked = joins()[0]
    assert "มาใหม่" in officer.get("/people/joins").text
    stranger = app.test_client()
    sign_in(stranger, an_officer(unit=lampang()))
    assert "มาใหม่" not in stranger.get("/people/joins").text
    for answer in (
        stranger.get(f"/people/joins/{asked.id}"),
        stranger.post(f"/people/joins/{asked.id}/accept"),
        stranger.post(f"/people/joins/{asked.id}/decline", data={"reason": "ไม่"}),
    ):
        assert answer.status_code == 404
    assert db.session.get_one(JoinRequest, asked.id).state == RequestState.OPEN


def test_accepting_enters_the_person_once_and_offers_the_slip(app, client, officer):
    client.post("/join", data=wish())
    asked = joins()[0]
    accepted = officer.post(f"/people/joins/{asked.id}/accept")
    person = named("มาใหม่")[0]
    assert accepted.location == f"/people/{person.id}"
    assert "พิมพ์ใบรหัสเข้าใช้" in officer.get(accepted.location).text
    assert officer.post(f"/people/joins/{asked.id}/accept").status_code == 409
    assert len(named("มาใหม่")) == 1
    assert db.session.get_one(JoinRequest, asked.id).person_id == person.id


def test_accepting_may_link_somebody_who_is_there(app, client, officer):
    known = a_person(first_name="มาใหม่", last_name="ตั้งใจ")
    client.post("/join", data=wish())
    asked = joins()[0]
    assert f'value="{known.id}"' in officer.get(f"/people/joins/{asked.id}").text
    officer.post(f"/people/joins/{asked.id}/accept", data={"person": known.id})
    assert len(named("มาใหม่")) == 1
    assert named("มาใหม่")[0].phone == "+66812345678"


def test_a_request_cannot_be_linked_to_a_stranger(app, client, officer):
    far = a_person(lampang())
    client.post("/join", data=wish())
    asked = joins()[0]
    refused = officer.post(f"/people/joins/{asked.id}/accept", data={"person": far.id})
    assert refused.status_code == 404
    assert db.session.get_one(JoinRequest, asked.id).state == RequestState.OPEN


def test_declining_needs_a_reason(app, client, officer):
    client.post("/join", data=wish())
    asked = joins()[0]
    assert officer.post(f"/people/joins/{asked.id}/decline").status_code == 422
    done = officer.post(f"/people/joins/{asked.id}/decline", data={"reason": "อยู่นอกพื้นที่"})
    assert done.location == "/people/joins"
    assert db.session.get_one(JoinRequest, asked.id).reason == "อยู่นอกพื้นที่"
    assert named("มาใหม่") == []


# --- names

NAME = {"title": "นางสาว", "first_name": "สมศรี", "last_name": "ใจงาม", "message": "สมรส"}


def test_a_name_is_asked_accepted_recorded_and_told(app, client, officer):
    person = a_volunteer()
    sign_in(client, person)
    assert "ใจดี" in client.get("/profile/name").text
    assert client.post("/profile/name", data=NAME).location == "/profile/name"
    assert "รอเจ้าหน้าที่พิจารณา" in client.get("/profile/name").text
    asked = db.session.scalars(select(NameRequest)).one()
    assert "สมศรี" in officer.get("/people/names").text
    assert "ใจงาม" in officer.get(f"/people/names/{asked.id}").text
    assert officer.post(f"/people/names/{asked.id}/accept").status_code == 302
    assert officer.post(f"/people/names/{asked.id}/accept").status_code == 409
    assert db.session.get_one(Person, person.id).last_name == "ใจงาม"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "name_changed")).one()
    assert ("ใจดี" in entry.detail["old"], "ใจงาม" in entry.detail["new"]) == (True, True)
    notice = db.session.scalars(select(Notice)).one()
    assert (notice.person_id, notice.kind) == (person.id, "name_accepted")


def test_asking_again_changes_the_request_that_waits(app, client):
    sign_in(client, a_volunteer())
    client.post("/profile/name", data=NAME)
    client.post("/profile/name", data=NAME | {"last_name": "ใจสวย"})
    assert [r.last_name for r in db.session.scalars(select(NameRequest))] == ["ใจสวย"]


def test_a_declined_name_stays_and_the_reason_is_told(app, client, officer):
    person = a_volunteer()
    sign_in(client, person)
    client.post("/profile/name", data=NAME)
    asked = db.session.scalars(select(NameRequest)).one()
    assert officer.post(f"/people/names/{asked.id}/decline").status_code == 422
    officer.post(f"/people/names/{asked.id}/decline", data={"reason": "แนบหลักฐานก่อน"})
    assert db.session.get_one(Person, person.id).last_name == "ใจดี"
    assert db.session.scalars(select(Notice)).one().values == {"reason": "แนบหลักฐานก่อน"}


def test_a_name_of_chiang_mai_is_not_lampangs_business(app, client):
    sign_in(client, a_volunteer())
    client.post("/profile/name", data=NAME)
    asked = db.session.scalars(select(NameRequest)).one()
    stranger = app.test_client()
    sign_in(stranger, an_officer(unit=lampang()))
    assert stranger.get(f"/people/names/{asked.id}").status_code == 404
    assert stranger.post(f"/people/names/{asked.id}/accept").status_code == 404


def test_nobody_decides_about_themselves(app, client):
    officer = an_officer(Role.CENTRAL_OFFICER)
    sign_in(client, officer)
    client.post("/profile/name", data=NAME)
    asked = db.session.scalars(select(NameRequest)).one()
    assert client.post(f"/people/names/{asked.id}/accept").status_code == 409


@pytest.mark.parametrize("field", ["title", "first_name"])
def test_a_name_needs_its_parts(app, client, field):
    sign_in(client, a_volunteer())
    assert client.post("/profile/name", data=NAME | {field: ""}).status_code == 422
