"""An appeal is entered as it came, and its outcome is somebody else's to say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock
from lms.access import Permission, Role
from lms.certification.lineage import appealing, finding, replacing, revoking
from lms.certification.lineage.models import CaseStep, CertificateCase
from lms.certification.lineage.procedure import procedure
from lms.certification.models import Certificate
from lms.db import db
from lms.errors import Busy, Invalid, NotFound
from lms.notices.models import Notice
from lms.people.actors import AccountActor
from lms.people.models import Person
from tests.builders import actor_of, an_officer, lampang, sign_in
from tests.certification.line import central, held, proposed

PLEA = "ไม่เคยได้รับแจ้งเหตุ"


def taken_back() -> tuple[Person, Certificate, AccountActor]:
    """A holder, what was taken back from them, and the officer who ordered it."""
    person, certificate = held()
    judge = central("ผู้สั่ง")
    case = proposed(central("ผู้เสนอ"), certificate)
    revoking.decide(judge, case.id, "ออกผิดคน", clock.today())
    db.session.expire_all()
    return person, certificate, judge


def clerk() -> AccountActor:
    return actor_of(an_officer(first_name="รับเรื่อง"))


def entered(
    certificate: Certificate, days_late: int = 0, by: AccountActor | None = None
) -> CertificateCase:
    told_on = clock.today() - timedelta(days=procedure().appeal_days + days_late)
    by = by or clerk()
    case = appealing.enter(by, certificate.id, PLEA, clock.today(), told_on)
    return finding.in_area(by, Permission.SEE_CERTIFICATES, case.id)


def states(case: CertificateCase) -> list[str]:
    query = select(CaseStep.state).where(CaseStep.case_id == case.id).order_by(CaseStep.number)
    return list(db.session.scalars(query))


def test_it_is_late_only_after_its_last_day(app: Flask) -> None:
    _, certificate, _ = taken_back()
    by = clerk()
    case = entered(certificate, by=by)
    assert not appealing.is_late(case)
    revoking.withdraw(by, case.id, "บันทึกผิดฉบับ")
    assert appealing.is_late(entered(certificate, days_late=1, by=by))


def test_who_ordered_or_entered_it_does_not_end_it(app: Flask) -> None:
    person, certificate, judge = taken_back()
    case = entered(certificate)
    with pytest.raises(Busy):
        entered(certificate)
    with pytest.raises(Invalid):
        appealing.dismiss(judge, case.id, "ฟังไม่ขึ้น")
    with pytest.raises(Invalid):
        replacing.propose_reinstatement(judge, certificate.id, "ฟังขึ้น")
    with pytest.raises(NotFound):
        appealing.enter(
            actor_of(an_officer(unit=lampang(), first_name="อื่น")),
            certificate.id,
            PLEA,
            clock.today(),
            clock.today(),
        )
    appealing.dismiss(central("ผู้อื่น"), case.id, "ได้รับแจ้งแล้วเมื่อวันที่ 1")
    assert states(case) == ["proposed", "declined"]
    letter = finding.own(actor_of(person), case.id).steps[-1].texts
    assert "ได้รับแจ้งแล้วเมื่อวันที่ 1" in letter["th"]
    assert "dismissed" in letter["en"]
    told = db.session.scalars(select(Notice.kind).order_by(Notice.id)).all()
    assert told[-2:] == ["appeal_entered", "appeal_dismissed"]
    assert finding.is_revoked(certificate.id)


def test_when_it_succeeds_a_new_certificate_is_proposed_at_once(app: Flask) -> None:
    _, certificate, _ = taken_back()
    case = entered(certificate)
    replacing.propose_reinstatement(central("ผู้อื่น"), certificate.id, "คำวินิจฉัยที่ 1/2570")
    assert states(case) == ["proposed", "allowed"]
    with pytest.raises(Busy):
        appealing.dismiss(central("ช้าไป"), case.id, "ฟังไม่ขึ้น")


def test_nothing_is_appealed_that_was_not_taken_back(app: Flask) -> None:
    _, certificate = held()
    with pytest.raises(Invalid):
        entered(certificate)


def test_the_pages_of_an_appeal(app: Flask, client: FlaskClient) -> None:
    person, certificate, _ = taken_back()
    certificate_id = certificate.id
    sign_in(client, an_officer(first_name="รับเรื่อง"))
    address = f"/certificates/issued/{certificate_id}/appeal"
    assert address in client.get(f"/certificates/issued/{certificate_id}").text
    today = clock.today().isoformat()
    typed = {"words": PLEA, "written_day": "1 ต.ค. 2560", "told_day": today}
    answer = client.post(address, data=typed)
    assert answer.status_code == 422
    assert PLEA in answer.text
    answer = client.post(address, data=typed | {"written_day": today, "told_day": "1 ต.ค. 2560"})
    case = answer.location
    assert "ยื่นเกินกำหนด" in client.get(case).text
    again = client.post(address, data=typed | {"written_day": today})
    assert again.status_code == 409
    assert PLEA in again.text, "what was typed is still there"
    db.session.commit()
    holder, other = app.test_client(), app.test_client()
    sign_in(holder, person)
    own = f"/certificates/{certificate_id}/cases/{case.rsplit('/', 1)[1]}"
    assert own in holder.get(f"/certificates/{certificate_id}").text
    assert PLEA in holder.get(own).text
    sign_in(other, an_officer(Role.CENTRAL_OFFICER, first_name="ผู้อื่น"))
    assert "อุทธรณ์" in other.get("/certificates/cases?kind=appeal").text
    assert other.post(f"{case}/decline", data={"reason": "มาช้า"}).status_code == 302
    assert "ยกอุทธรณ์" in other.get(case).text
    assert "มาช้า" in holder.get(own).text
