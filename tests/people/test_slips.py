"""ใบรหัสเข้าใช้: printed once, used once, and by nobody else."""

from __future__ import annotations

import base64
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.access import Role
from lms.clock import now
from lms.db import db
from lms.people import register, slips
from lms.people.cancelling import cancel_slips
from lms.people.models import AccessSlip, SecretKind
from tests.builders import (
    PIN,
    a_country,
    a_person,
    a_province,
    a_volunteer,
    actor_of,
    an_officer,
    lampang,
    sign_in,
    the_account,
)
from tests.support.codes import read_codes

pytestmark = pytest.mark.usefixtures("light_secrets")

NEW_PIN = {"secret": "481920", "again": "481920"}


def codes(page: str) -> list[str]:
    return [a + b for a, b in re.findall(r'class="slip-code">(\d{4}) (\d{4})<', page)]


def print_for(client, *people):
    return client.post("/people/slips", data={"person": [person.id for person in people]})


def test_an_officer_prints_several_slips_with_everything_on_them(app, client):
    sign_in(client, an_officer())
    one, two = a_person(volunteer_number="CM0001"), a_person(phone="0812345678")
    printed = print_for(client, one, two)
    assert printed.status_code == 200
    assert printed.headers["Cache-Control"] == "no-store"
    assert len(codes(printed.text)) == 2
    assert "CM0001" in printed.text
    assert f"{now().year + 543}" in printed.text or f"{now().year + 544}" in printed.text
    assert printed.text.count('class="slip"') == 2


def test_the_qr_opens_the_page_where_a_pin_is_chosen(app, client):
    import io

    import PIL.Image

    from lms.qr import qr_png

    sign_in(client, an_officer())
    person = a_person(volunteer_number="CM0001")
    page = print_for(client, person).text
    pictures = re.findall(r"svg\+xml;base64,([\w+/=]+)", page)
    assert [b"<svg" in base64.b64decode(picture) for picture in pictures] == [True]
    made = slips.make(person, None)
    address = f"http://127.0.0.1:8000/slip/{made.token}"
    seen = read_codes(PIL.Image.open(io.BytesIO(qr_png(address))))
    assert [code.text for code in seen] == [address]
    phone = app.test_client()
    assert phone.get(f"/slip/{made.token}").location == "/choose-pin"
    assert "สมศรี" in phone.get("/choose-pin").text
    assert phone.post("/choose-pin", data=NEW_PIN | {"device": "own"}).status_code == 302
    assert phone.get("/profile").status_code == 200


@pytest.mark.parametrize("identifier", ["CM0001", "cm ๐๐๐๑", "081 234 5678", "{slip}"])
def test_the_eight_digits_work_with_slip_number_volunteer_number_or_phone(app, client, identifier):
    person = a_person(volunteer_number="CM0001", phone="0812345678")
    made = slips.make(person, None)
    code = f"{made.code[:4]} {made.code[4:]}"
    form = {"identifier": identifier.format(slip=made.slip.id), "code": code}
    assert client.post("/slip", data=form).location == "/choose-pin"
    assert client.post("/choose-pin", data=NEW_PIN | {"device": "own"}).status_code == 302
    assert the_account(person).secret_kind == SecretKind.PIN


def test_a_slip_works_once_and_a_new_one_cancels_the_earlier(app, client):
    person = a_person(volunteer_number="CM0001")
    first = slips.make(person, None)
    second = slips.make(person, None)
    assert client.get(f"/slip/{first.token}").location == "/slip"
    client.get(f"/slip/{second.token}")
    assert client.post("/choose-pin", data=NEW_PIN | {"device": "own"}).status_code == 302
    assert client.get(f"/slip/{second.token}").location == "/slip"
    again = app.test_client()
    form = {"identifier": "CM0001", "code": second.code}
    assert again.post("/slip", data=form).status_code == 422


def test_a_slip_cancelled_while_its_pin_is_chosen_is_not_used(app):
    slip = slips.make(a_volunteer(), None).slip
    cancel_slips(slip.person_id)
    assert not slips.use(slip)


def test_an_expired_slip_is_not_good(app, client):
    made = slips.make(a_person(volunteer_number="CM0001"), None)
    made.slip.expires_at = now() - timedelta(seconds=1)
    assert client.get(f"/slip/{made.token}").location == "/slip"


def test_codes_cannot_be_guessed_from_one_device(app, client):
    made = slips.make(a_person(volunteer_number="CM0001"), None)
    wrong = "00000000" if made.code != "00000000" else "11111111"
    for _ in range(5):
        client.post("/slip", data={"identifier": "CM0001", "code": wrong})
    right = {"identifier": "CM0001", "code": made.code}
    assert client.post("/slip", data=right).status_code == 429
    assert app.test_client().post("/slip", data=right).location == "/choose-pin"


def test_a_new_pin_signs_the_old_browser_out(app, client):
    person = a_volunteer(volunteer_number="CM0001")
    old = app.test_client()
    sign_in(old, person)
    client.get(f"/slip/{slips.make(person, None).token}")
    client.post("/choose-pin", data=NEW_PIN | {"device": "own"})
    assert old.get("/profile").status_code == 302


def test_choosing_keeps_a_shared_device_shared_and_refuses_two_different_pins(app, client):
    made = slips.make(a_person(volunteer_number="CM0001"), None)
    client.get(f"/slip/{made.token}")
    different = {"secret": "481920", "again": "481921", "device": "shared"}
    assert client.post("/choose-pin", data=different).status_code == 422
    done = client.post("/choose-pin", data=NEW_PIN | {"device": "shared"})
    cookie = next(c for c in done.headers.getlist("Set-Cookie") if c.startswith("lms="))
    assert "Expires=" not in cookie


def test_staff_choose_a_password(app, client):
    officer = an_officer(volunteer_number="ST0001")
    client.get(f"/slip/{slips.make(officer, None).token}")
    assert client.post("/choose-pin", data=NEW_PIN | {"device": "own"}).status_code == 422
    good = {"secret": "สามคำ ต่อกัน ยาวพอ", "again": "สามคำ ต่อกัน ยาวพอ", "device": "own"}
    assert client.post("/choose-pin", data=good).status_code == 302


def test_a_slip_page_without_a_slip_asks_for_it(app, client):
    assert client.get("/choose-pin").location == "/slip"
    assert client.post("/choose-pin", data=NEW_PIN).location == "/slip"
    assert client.get("/slip/ไม่มี").location == "/slip"


def test_an_officer_of_chiang_mai_prints_nothing_for_lampang(app, client):
    sign_in(client, an_officer())
    near, far = a_person(volunteer_number="CM0001"), a_person(lampang(), volunteer_number="LP0001")
    assert print_for(client, near, far).status_code == 404
    assert db.session.scalars(select(AccessSlip)).all() == []


def test_officers_cannot_reset_staff_and_so_become_them(app, client):
    officer = an_officer()
    sign_in(client, officer)
    colleague = an_officer(Role.CENTRAL_OFFICER, a_country(), volunteer_number="ST0002")
    colleague.unit_id = a_province().id
    refused = print_for(client, colleague)
    assert codes(refused.text) == []
    assert "ผู้ดูแลระบบเท่านั้น" in refused.text
    administrator = app.test_client()
    sign_in(administrator, an_officer(Role.ADMINISTRATOR))
    assert len(codes(print_for(administrator, colleague).text)) == 1


def test_a_slip_printed_before_lets_nobody_in_as_staff(app, client):
    """Else an officer could keep one, and be an administrator one day."""
    person = a_volunteer()
    kept = slips.make(person, actor_of(an_officer()))
    register.grant(person.id, Role.ADMINISTRATOR, a_country(), None)

    assert slips.by_token(kept.token) is None


def test_somebody_with_nothing_to_type_gets_no_slip(app, client):
    sign_in(client, an_officer())
    refused = print_for(client, a_person())
    assert codes(refused.text) == []
    assert "โปรดเพิ่มก่อน" in refused.text


def test_who_may_not_manage_finds_nothing_here(app, client):
    person = a_volunteer(volunteer_number="CM0001")
    sign_in(client, person)
    assert print_for(client, person).status_code == 404
    auditor = app.test_client()
    sign_in(auditor, an_officer(Role.AUDITOR))
    assert print_for(auditor, person).status_code == 404
    assert print_for(app.test_client(), person).location.startswith("/sign-in")


@pytest.mark.parametrize("bad", [[], ["abc"], ["99999999999999"], ["-1"], [""]])
def test_nonsense_prints_nothing(app, client, bad):
    sign_in(client, an_officer())
    assert client.post("/people/slips", data={"person": bad}).status_code in {302, 404}


def test_making_a_slip_is_recorded_without_its_secrets(app):
    from lms.audit import AuditEntry

    actor = actor_of(an_officer())
    made = slips.make(a_person(volunteer_number="CM0001"), actor)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "slip_made")).one()
    assert entry.actor_id == actor.person_id
    assert made.code not in str(entry.detail)
    assert PIN not in str(entry.detail)
