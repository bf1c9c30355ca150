"""The register as officers use it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.access import Role
from lms.audit import AuditEntry
from lms.db import db
from lms.people import register, slips
from lms.people.models import Person, Standing, StandingChange, UnitKind
from tests.builders import (
    a_country,
    a_person,
    a_province,
    a_unit,
    a_volunteer,
    actor_of,
    an_officer,
    lampang,
    sign_in,
    the_account,
)

ID = "1101700230708"  # right by its check digit, nobody's
NAUGHTY = ["'; DROP TABLE persons;--", "<script>alert(1)</script>", "\x00ก", "%_\\", "😀" * 40]


def facts(**changed):
    form = {
        "title": "นาง",
        "first_name": "บุญมี",
        "last_name": "ศรีสุข",
        "province": a_province().id,
        "nationality": "TH",
    }
    return form | changed


@pytest.fixture
def officer(app, client):
    person = an_officer()
    sign_in(client, person)
    return person


def only(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.first_name == name)).one()


def test_the_list_holds_the_officers_own_area_only(client, officer):
    a_person(first_name="ใกล้")
    far = a_person(lampang(), first_name="เขลางค์")
    page = client.get("/people").text
    assert "ใกล้" in page
    assert "ทั้งหมด 2 รายการ" in page  # the officer and one other
    for query in ("", "?q=เขลางค์", f"?province={lampang().id}"):
        assert f"/people/{far.id}" not in client.get(f"/people{query}").text


@pytest.mark.parametrize(
    ("words", "finds"),
    [("สมศรี", True), ("ศรี ใจ", True), ("cm๐๐๐๑", True), ("081-2345678", True), ("สมชาย", False),
     ("%", False), ("_", False)],
)  # fmt: skip
def test_people_are_found_by_name_number_or_phone(client, officer, words, finds):
    a_person(volunteer_number="CM0001", phone="0812345678")
    assert ("CM0001" in client.get("/people", query_string={"q": words}).text) is finds


def test_filters_by_district_and_standing(client, officer):
    district = a_unit(a_province(), UnitKind.DISTRICT, "5001", "เมือง", "Mueang")
    a_person(district, first_name="ในเมือง")
    left = a_person(first_name="ลาออก")
    register.change_standing(left, Standing.LEFT, left.created_at.date(), None, actor_of(officer))
    in_district = client.get(f"/people?province={a_province().id}&district={district.id}").text
    assert "ในเมือง" in in_district
    assert "ลาออก" not in in_district
    gone = client.get("/people?standing=left").text
    assert "ลาออก" in gone
    assert "ในเมือง" not in gone


@pytest.mark.parametrize(
    "query", ["page=x", "page=99", "standing=x", "province=x", "q=" + "ก" * 300]
)
def test_odd_addresses_of_the_list_are_answered(client, officer, query):
    assert client.get(f"/people?{query}").status_code == 200


def test_a_persons_page_shows_the_end_of_the_national_id_and_is_recorded(client, officer):
    person = a_person(national_id=ID, volunteer_number="CM0001")
    page = client.get(f"/people/{person.id}").text
    assert "x-xxxx-xxxxx-70-8" in page
    assert ID not in page
    assert "1101" not in page
    seen = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "person_seen")).one()
    assert (seen.actor_id, seen.subject_id) == (officer.id, person.id)
    stored = db.session.get_one(Person, person.id)
    assert ID not in (stored.national_id_cipher or "")
    assert ID not in (stored.national_id_index or "")


@pytest.mark.parametrize("path", ["", "/edit", "/roles"])
def test_a_person_of_lampang_is_not_found_from_chiang_mai(client, officer, path):
    far = a_person(lampang())
    missing = client.get(f"/people/999999{path}")
    assert client.get(f"/people/{far.id}{path}").status_code == 404 == missing.status_code
    assert client.post(f"/people/{far.id}/edit", data=facts()).status_code == 404
    assert client.post(f"/people/{far.id}/standing", data={}).status_code == 404


def test_volunteers_find_no_register(app, client):
    person = a_volunteer()
    sign_in(client, person)
    for path in ("/people", f"/people/{person.id}", "/people/new", "/people/joins"):
        assert client.get(path).status_code == 404


def test_an_auditor_reads_and_changes_nothing(app, client):
    person = a_person()
    sign_in(client, an_officer(Role.AUDITOR))
    assert client.get(f"/people/{person.id}").status_code == 200
    assert client.get(f"/people/{person.id}/edit").status_code == 404
    assert client.post(f"/people/{person.id}/standing", data={}).status_code == 404


def test_an_officer_enters_a_person(client, officer):
    added = client.post(
        "/people/new",
        data=facts(volunteer_number="cm ๐๐๐๗", phone="๐๘๑ ๒๓๔ ๕๖๗๘", email="Boon@Example.org",
                   national_id="1-1017-00230-70-8", latin_name="Boonmee Srisuk"),
    )  # fmt: skip
    person = only("บุญมี")
    assert added.location == f"/people/{person.id}"
    assert person.volunteer_number == "CM0007"
    assert person.phone == "+66812345678"
    assert person.email == "boon@example.org"
    assert person.latin_name == "BOONMEE SRISUK"
    assert [c.standing for c in db.session.scalars(select(StandingChange))] == [Standing.ACTIVE]


def test_no_surname_no_national_id_and_another_nationality_are_right(client, officer):
    added = client.post("/people/new", data=facts(last_name="", title="พระ", nationality="MM"))
    assert added.status_code == 302
    person = only("บุญมี")
    assert (person.last_name, person.national_id_index, person.nationality) == (None, None, "MM")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("first_name", "", "โปรดกรอกช่องนี้"),
        ("first_name", "\x00", "โปรดกรอกช่องนี้"),
        ("national_id", "1101700230709", "เลขไม่ถูกต้อง"),
        ("national_id", "abc", "เลขไม่ถูกต้อง"),
        ("phone", "12", "กรอกเบอร์โทรศัพท์"),
        ("email", "nobody", "กรอกอีเมลให้ครบ"),
        ("latin_name", "สมศรี", "ตัวอักษรอังกฤษ"),
        ("volunteer_number", "a b?c", "ตัวเลขและตัวอักษร"),
        ("province", "999999", "เลือกจากรายการ"),
        ("nationality", "XX9", "โปรดเลือกจากรายการ"),
        ("first_name", "ก" * 201, "ไม่เกิน 200"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(client, officer, field, value, says):
    refused = client.post("/people/new", data=facts(**{"last_name": "พิมพ์ไว้", field: value}))
    assert refused.status_code == 422
    assert says in refused.text
    assert "พิมพ์ไว้" in refused.text


def test_a_place_outside_the_area_cannot_be_chosen(client, officer):
    assert client.post("/people/new", data=facts(province=lampang().id)).status_code == 422


def test_the_next_step_of_a_place_keeps_what_is_typed(client, officer):
    district = a_unit(a_province(), UnitKind.DISTRICT, "5001", "เมืองทดสอบ", "Mueang")
    ward = a_unit(district, UnitKind.SUBDISTRICT, "500101", "ตำบลทดสอบ", "Ward")
    step = client.post("/people/new", data=facts(pick="1"))
    assert step.status_code == 200
    assert "เมืองทดสอบ" in step.text
    assert "บุญมี" in step.text
    step = client.post("/people/new", data=facts(pick="1", district=district.id))
    assert "ตำบลทดสอบ" in step.text
    client.post("/people/new", data=facts(district=district.id, subdistrict=ward.id))
    assert only("บุญมี").unit_id == ward.id


def test_numbers_already_in_the_register_are_told(client, officer):
    a_person(first_name="เจ้าของ", volunteer_number="CM0001", national_id=ID)
    a_person(lampang(), first_name="คนไกล", volunteer_number="LP0001")
    near = client.post("/people/new", data=facts(volunteer_number="CM0001")).text
    assert "เจ้าของ" in near
    assert "เจ้าของ" in client.post("/people/new", data=facts(national_id=ID)).text
    far = client.post("/people/new", data=facts(volunteer_number="LP0001")).text
    assert "คนไกล" not in far
    assert "นอกพื้นที่" in far


def test_a_race_for_a_number_is_told_and_loses_nothing(app):
    from lms.errors import Invalid

    officer = actor_of(an_officer())
    a_person(volunteer_number="CM0001")
    twin = register.PersonFacts("นาย", "แฝด", None, a_province().id, volunteer_number="CM0001")
    with pytest.raises(Invalid):
        register.enter(twin, officer)
    db.session.commit()


def test_an_officer_corrects_a_person_and_the_record_keeps_the_old_name(client, officer):
    person = a_person(volunteer_number="CM0001", national_id=ID)
    page = client.get(f"/people/{person.id}/edit").text
    assert "สมศรี" in page
    assert "x-xxxx-xxxxx-70-8" in page
    changed = client.post(
        f"/people/{person.id}/edit", data=facts(first_name="สมหญิง", volunteer_number="CM0001")
    )
    assert changed.status_code == 302
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "name_changed")).one()
    assert "สมศรี" in entry.detail["old"]
    assert "สมหญิง" in entry.detail["new"]
    assert only("สมหญิง").national_id_index is not None, "an empty box changes nothing"


def test_standing_changes_are_appended_with_date_and_note(client, officer):
    person = a_person()
    form = {"standing": "lapsed", "since": "๑ ต.ค. ๒๕๖๘", "note": "ไม่ต่ออายุ"}
    assert client.post(f"/people/{person.id}/standing", data=form).status_code == 302
    page = client.get(f"/people/{person.id}").text
    assert "ขาดการต่ออายุ" in page
    assert "1 ตุลาคม 2568" in page
    assert "ไม่ต่ออายุ" in page
    assert len(db.session.scalars(select(StandingChange)).all()) == 2


@pytest.mark.parametrize("since", ["", "เมื่อวาน", "31 ก.พ. 2568", "1 ม.ค. 2650"])
def test_a_date_that_cannot_be_is_said(client, officer, since):
    person = a_person()
    form = {"standing": "left", "since": since}
    refused = client.post(f"/people/{person.id}/standing", data=form)
    assert refused.status_code == 422
    assert len(db.session.scalars(select(StandingChange)).all()) == 1


def test_who_has_died_signs_in_no_more(app, client, officer):
    person = a_volunteer()
    theirs = app.test_client()
    sign_in(theirs, person)
    form = {"standing": "deceased", "since": "1 ต.ค. 2568"}
    client.post(f"/people/{person.id}/standing", data=form)
    assert theirs.get("/profile").status_code == 302
    assert the_account(person).disabled_at is not None


@pytest.mark.parametrize("text", NAUGHTY)
def test_naughty_strings_are_kept_as_text_or_refused(client, officer, text):
    answered = client.post(
        "/people/new", data=facts(first_name=text, last_name=text, title=text[:40])
    )
    assert answered.status_code in {302, 422}
    listed = client.get("/people").text
    assert "<script>alert" not in listed


def test_a_moved_volunteer_belongs_to_the_new_unit_everywhere(client, officer):
    district = a_unit(a_province(), UnitKind.DISTRICT, "5001", "เมือง", "Mueang")
    person = a_person()
    client.post(f"/people/{person.id}/edit", data=facts(district=district.id))
    from lms.people.models import RoleGrant

    assert db.session.scalars(
        select(RoleGrant.unit_id).where(RoleGrant.person_id == person.id)
    ).all() == [district.id]


def test_a_provincial_officer_cannot_close_or_change_an_administrator(client, officer):
    administrator = an_officer(Role.ADMINISTRATOR, a_country(), volunteer_number="ADMIN1")
    administrator.unit_id = a_province().id
    form = {"standing": "deceased", "since": "1 ต.ค. 2568"}
    assert client.post(f"/people/{administrator.id}/standing", data=form).status_code == 403
    assert client.post(f"/people/{administrator.id}/edit", data=facts()).status_code == 403
    assert the_account(administrator).disabled_at is None
    assert "พิมพ์ใบรหัสเข้าใช้" not in client.get(f"/people/{administrator.id}").text


def test_the_slips_of_who_has_died_stop_working(app, client, officer):
    person = a_person(volunteer_number="CM0001")
    made = slips.make(person, None)
    form = {"standing": "deceased", "since": "1 ต.ค. 2568"}
    client.post(f"/people/{person.id}/standing", data=form)
    assert app.test_client().get(f"/slip/{made.token}").location == "/slip"
    refused = client.post("/people/slips", data={"person": person.id}).text
    assert 'class="slip-code"' not in refused
