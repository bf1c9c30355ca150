"""Taking back: one proposes, another decides; for cause the holder is heard in between."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select

from lms import audit, clock
from lms.access import Permission, Role
from lms.certification import queries
from lms.certification.lineage import finding, revoking
from lms.certification.lineage.models import CaseStep
from lms.certification.lineage.procedure import procedure
from lms.certification.lineage.states import CaseKind, CaseState, is_heard, may_follow
from lms.certification.log.models import LogLeaf
from lms.certification.models import Revocation, RevocationClass
from lms.certification.standing import Standing
from lms.db import db
from lms.errors import Busy, Invalid, NotFound
from lms.notices.models import Notice
from tests.builders import a_volunteer, actor_of, an_edition, an_officer, lampang, sign_in
from tests.certification.line import REASON, central, held, proposed, revoked

CAUSE = RevocationClass.MISCONDUCT


def steps_of(case_id: int) -> list[str]:
    query = select(CaseStep.state).where(CaseStep.case_id == case_id).order_by(CaseStep.number)
    return list(db.session.scalars(query))


def told(person_id: int) -> list[str]:
    query = select(Notice.kind).where(Notice.person_id == person_id).order_by(Notice.id)
    return list(db.session.scalars(query))


@pytest.mark.parametrize("kind", CaseKind)
def test_nothing_follows_an_end(kind: CaseKind) -> None:
    ends = {CaseState.REVOKED, CaseState.ISSUED, CaseState.DECLINED, CaseState.WITHDRAWN}
    assert not [(a, b) for a in ends for b in CaseState if may_follow(kind, a, b)]


def test_the_last_day_to_answer_is_still_the_holders() -> None:
    day = clock.today()
    assert not is_heard(CaseState.NOTIFIED, day, day)
    assert is_heard(CaseState.NOTIFIED, day, day + timedelta(days=1))
    assert is_heard(CaseState.ANSWERED, day, day)
    assert not is_heard(CaseState.PROPOSED, None, day)


def test_two_officers_take_back_what_was_issued_in_error(app: Flask) -> None:
    person, certificate = held()
    case = proposed(central("เสนอ"), certificate)
    assert not finding.is_revoked(certificate.id)
    assert told(person.id) == [], "nothing has happened to the holder yet"
    revoking.decide(central("ตัดสิน"), case.id, "ออกผิดคน", clock.today())
    db.session.expire_all()
    assert certificate.number
    found = queries.by_number(certificate.number)
    assert found is not None
    assert found.revocation is not None
    assert (found.standing, found.revocation.reason) == (Standing.REVOKED, "ออกผิดคน")
    assert steps_of(case.id) == ["proposed", "revoked"]
    assert told(person.id) == ["revoked"]
    leaves = select(func.count()).select_from(LogLeaf).where(LogLeaf.kind == "revoked")
    assert db.session.scalar(leaves) == 1


def test_who_proposes_does_not_decide(app: Flask) -> None:
    _, certificate = held()
    officer = central("เสนอ")
    case = proposed(officer, certificate)
    for act in (
        lambda: revoking.decide(officer, case.id, "เอง", clock.today()),
        lambda: revoking.decline(officer, case.id, "เอง"),
    ):
        with pytest.raises(Invalid):
            act()
    assert steps_of(case.id) == ["proposed"]


def test_no_officer_has_a_hand_in_their_own_certificate(app: Flask) -> None:
    officer = an_officer(Role.CENTRAL_OFFICER, first_name="ถือ")
    _, certificate = held(officer)
    with pytest.raises(Invalid):
        proposed(actor_of(officer), certificate)
    case = proposed(central("เสนอ"), certificate)
    with pytest.raises(Invalid):
        revoking.decide(actor_of(officer), case.id, "ของตน", clock.today())


def test_it_is_never_taken_back_for_the_past_and_not_before_its_day(app: Flask) -> None:
    _, certificate = held()
    case = proposed(central("เสนอ"), certificate)
    second, today = central("ตัดสิน"), clock.today()
    for day in (today - timedelta(days=1), today + timedelta(days=500)):
        with pytest.raises(Invalid):
            revoking.decide(second, case.id, "ออกผิดคน", day)
    revoking.decide(second, case.id, "ออกผิดคน", today + timedelta(days=2))
    db.session.expire_all()
    found = queries.by_number(certificate.number)
    assert found is not None
    assert found.standing is Standing.VALID
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert found.standing is Standing.REVOKED


def test_for_cause_the_holder_is_told_and_heard_first(app: Flask) -> None:
    person, certificate = held()
    first, second = central("เสนอ"), central("ตัดสิน")
    case = proposed(first, certificate, CAUSE)
    with pytest.raises(Busy):
        revoking.decide(second, case.id, "ยังไม่แจ้ง", clock.today())
    revoking.notify(first, case.id, "ข้อความในระบบ", clock.today())
    assert told(person.id) == ["revocation_notified"]
    with pytest.raises(Busy):
        revoking.decide(second, case.id, "ยังไม่ถึงกำหนด", clock.today())
    revoking.answer(actor_of(person), case.id, "ไม่ได้ทำ")
    revoking.answer(actor_of(person), case.id, "มีพยาน")
    revoking.decide(second, case.id, "พยานไม่ตรงกัน", clock.today())
    assert steps_of(case.id) == ["proposed", "notified", "answered", "answered", "revoked"]
    letter = finding.own(actor_of(person), case.id)
    assert REASON in letter.steps[1].texts["th"]
    assert f"{procedure().appeal_days} วัน" in letter.steps[-1].texts["th"]
    assert "appeal" in letter.steps[-1].texts["en"]
    assert "พยานไม่ตรงกัน" in letter.steps[-1].texts["th"]


def test_silence_does_not_stop_it_after_the_last_day(app: Flask) -> None:
    _, certificate = held()
    first, second = central("เสนอ"), central("ตัดสิน")
    case = proposed(first, certificate, CAUSE)
    revoking.notify(first, case.id, "หนังสือ", clock.today())
    with clock.frozen(clock.now() + timedelta(days=procedure().answer_days + 1)):
        revoking.decide(second, case.id, "ไม่ตอบ", clock.today())
    assert steps_of(case.id)[-1] == "revoked"


def test_an_officer_writes_down_what_somebody_without_a_phone_says(app: Flask) -> None:
    _, certificate = held()
    first, second = central("เสนอ"), central("ตัดสิน")
    case = proposed(first, certificate, CAUSE)
    revoking.notify(first, case.id, "แจ้งด้วยตนเอง", clock.today())
    revoking.answer_for(actor_of(an_officer()), case.id, "ขอโทษ", "ด้วยวาจาที่สำนักงาน")
    with pytest.raises(NotFound):
        revoking.answer_for(actor_of(an_officer(unit=lampang())), case.id, "x", "y")
    revoking.decline(second, case.id, "เหตุผลฟังขึ้น")
    assert not finding.is_revoked(certificate.id)
    assert told(certificate.enrolment.person_id)[-1] == "case_declined"


def test_a_withdrawn_proposal_is_over_and_another_may_begin(app: Flask) -> None:
    person, certificate = held()
    first, second = central("เสนอ"), central("ตัดสิน")
    case = proposed(first, certificate)
    with pytest.raises(Busy):
        proposed(second, certificate)
    with pytest.raises(Invalid):
        revoking.withdraw(second, case.id, "ไม่ใช่ผู้เสนอ")
    revoking.withdraw(first, case.id, "เสนอผิดคน")
    for act in (
        lambda: revoking.decide(second, case.id, "ช้าไป", clock.today()),
        lambda: revoking.withdraw(first, case.id, "อีกครั้ง"),
    ):
        with pytest.raises(Busy) as said:
            act()
        assert "ถอนเรื่องนี้ไปแล้ว" in said.value.message
    assert told(person.id) == [], "who was never told of it hears nothing"
    assert proposed(second, certificate).id != case.id


def test_of_two_who_act_at_once_the_second_is_told(app: Flask) -> None:
    _, certificate = held()
    case, second = proposed(central("เสนอ"), certificate), central("ตัดสิน")
    assert len(finding.in_area(second, Permission.REVOKE, case.id).steps) == 1
    first = {"case_id": case.id, "number": 2, "state": "withdrawn", "words": "", "texts": {}}
    db.session.execute(insert(CaseStep), first)  # meanwhile, by somebody else
    with pytest.raises(Busy):
        revoking.decide(second, case.id, "ช้าไป", clock.today())
    assert db.session.scalar(select(func.count()).select_from(Revocation)) == 0


def test_two_click_decide_together_and_one_is_obeyed(app: Flask) -> None:
    person, certificate = held()
    case_id = proposed(central("เสนอ"), certificate).id
    browsers = [app.test_client() for _ in range(3)]
    for place, browser in enumerate(browsers):
        sign_in(browser, an_officer(Role.CENTRAL_OFFICER, first_name=f"ตัดสิน {place}"))
    db.session.commit()
    form = {"reasons": "ออกผิดคน", "written_day": clock.today().isoformat()}
    with ThreadPoolExecutor(3) as pool:
        address = f"/certificates/cases/{case_id}/decide"
        answers = list(pool.map(lambda one: one.post(address, data=form).status_code, browsers))
    assert sorted(answers) == [302, 409, 409]
    assert steps_of(case_id) == ["proposed", "revoked"]
    assert told(person.id) == ["revoked"]


def test_revoked_once_is_revoked(app: Flask) -> None:
    _, certificate = held()
    revoked(certificate)
    with pytest.raises(Busy):
        proposed(central("อีกคน"), certificate)


def test_every_step_is_in_the_record(app: Flask) -> None:
    _, certificate = held()
    revoked(certificate)
    acts = db.session.scalars(
        select(audit.AuditEntry.act).where(audit.AuditEntry.subject_id == certificate.id)
    ).all()
    assert {"case_proposed", "case_revoked"} <= set(acts)


def test_strangers_find_nothing(app: Flask) -> None:
    _, certificate = held()
    case = proposed(central("เสนอ"), certificate)
    for stranger in (an_officer(unit=lampang()), a_volunteer(first_name="คนอื่น")):
        with pytest.raises(NotFound):
            revoking.decide(actor_of(stranger), case.id, "x", clock.today())
        with pytest.raises(NotFound):
            finding.own(actor_of(stranger), case.id)


def test_the_pages_lead_from_proposal_to_decision(app: Flask, client: FlaskClient) -> None:
    person, certificate = held()
    number, certificate_id = certificate.number, certificate.id
    first, second = (an_officer(Role.CENTRAL_OFFICER, first_name=n) for n in ("ก", "ข"))
    sign_in(client, first)
    address = f"/certificates/issued/{certificate_id}/revoke"
    assert client.get(address).status_code == 200
    bad = {"kind": "superseded", "reason": "x", "written_day": "1 ต.ค. 2569"}
    assert client.post(address, data=bad).status_code == 422
    assert client.post(address, data={"kind": "misconduct"}).status_code == 422
    late = {"kind": "misconduct", "reason": REASON, "written_day": "1 ต.ค. 2580"}
    assert client.post(address, data=late).status_code == 422
    answer = client.post(address, data=late | {"written_day": "1 ต.ค. 2569"})
    assert answer.status_code == 302
    case = answer.location
    assert client.post(address, data=late | {"written_day": "1 ต.ค. 2569"}).status_code == 409
    assert REASON in client.get(case).text
    assert "เจ้าหน้าที่อีกท่านหนึ่งต้องเป็นผู้ตัดสิน" in client.get(case).text
    assert client.post(f"{case}/decide", data={"reasons": "x"}).status_code == 422
    told_now = {"way": "ข้อความในระบบ", "written_day": "วันอะไร"}
    assert client.post(f"{case}/notify", data=told_now).status_code == 422
    del told_now["written_day"]
    good = {"way": "ข้อความในระบบ", "written_day": clock.today().isoformat()}
    assert client.post(f"{case}/notify", data=good).status_code == 302
    assert client.post(f"{case}/notify", data=good).status_code == 409
    holder = app.test_client()
    sign_in(holder, person)
    own = f"/certificates/{certificate_id}/cases/{case.rsplit('/', 1)[1]}"
    assert REASON in holder.get(own).text
    assert "อ่านเหตุผลและตอบ" in holder.get(f"/certificates/{certificate_id}").text
    assert holder.post(own, data={"words": ""}).status_code == 422
    assert holder.post(own, data={"words": "ไม่ได้ทำ"}).status_code == 302
    other = app.test_client()
    sign_in(other, second)
    assert "ไม่ได้ทำ" in other.get(case).text
    decision = {"reasons": "ฟังไม่ขึ้น", "written_day": clock.today().isoformat()}
    backdated = other.post(f"{case}/decide", data=decision | {"written_day": "1 ต.ค. 2560"})
    assert backdated.status_code == 422
    assert "ฟังไม่ขึ้น" in backdated.text, "what was written is not lost"
    assert other.post(f"{case}/decide", data=decision).status_code == 302
    assert other.post(f"{case}/decide", data=decision).status_code == 409
    public = app.test_client().get(f"/verify/{number}").text
    assert "ถูกเพิกถอน" in public
    for secret in (REASON, "ฟังไม่ขึ้น", "ไม่ได้ทำ"):
        assert secret not in public
    assert "อุทธรณ์" in holder.get(own).text
    assert holder.post(own, data={"words": "สายไป"}).status_code == 409


@pytest.mark.parametrize("role", [Role.PROVINCIAL_OFFICER, Role.AUDITOR, Role.TRAINER])
def test_others_neither_propose_nor_decide(client: FlaskClient, role: Role) -> None:
    _, certificate = held()
    case = proposed(central("เสนอ"), certificate)
    sign_in(client, an_officer(role))
    assert client.get(f"/certificates/issued/{certificate.id}/revoke").status_code == 404
    for act in ("decide", "notify", "decline"):
        assert client.post(f"/certificates/cases/{case.id}/{act}", data={}).status_code == 404
    sees = 404 if role is Role.TRAINER else 200
    assert client.get(f"/certificates/cases/{case.id}").status_code == sees


def test_who_is_told_of_an_error_has_all_their_days_too(app: Flask) -> None:
    _, certificate = held()
    first, second = central("เสนอ"), central("ตัดสิน")
    case = proposed(first, certificate)
    revoking.notify(first, case.id, "หนังสือ", clock.today())
    with pytest.raises(Busy):
        revoking.decide(second, case.id, "ยังไม่ถึงกำหนด", clock.today())
    other = held(a_volunteer(first_name="ขอเอง"), an_edition("child-protection"))[1]
    asked_for = proposed(first, other, RevocationClass.HOLDER_REQUEST)
    with pytest.raises(Invalid):
        revoking.notify(first, asked_for.id, "ไม่ต้อง", clock.today())
    revoking.decide(second, asked_for.id, "ตามที่ขอ", clock.today())
