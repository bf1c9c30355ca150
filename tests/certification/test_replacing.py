"""Corrected copies, renewals, notices before the end, and files handed out again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms import clock
from lms.access import Role
from lms.certification import issuing, queries, services
from lms.certification.lineage import expiring, finding, replacing, revoking
from lms.certification.lineage.models import CaseStep, Duplicate, Replacement
from lms.certification.lineage.procedure import procedure
from lms.certification.log.heads import sign_head
from lms.certification.log.models import LogLeaf
from lms.certification.models import Certificate, RevocationClass
from lms.certification.standing import Standing
from lms.db import db
from lms.errors import Busy, Invalid, NotFound
from lms.learning.services import enrol_again
from lms.notices.models import Notice
from lms.people.models import Person
from lms.people.names import printed_name
from tests.builders import (
    a_completed,
    a_volunteer,
    actor_of,
    an_edition,
    an_officer,
    lampang,
    perform,
    sign_in,
)
from tests.certification.line import asked, central, held, printed, proposed, renamed, revoked
from tests.certification.log.register import codes
from tests.certification.test_documents import quick_printing

DAY = timedelta(days=1)


def again(certificate: Certificate) -> Certificate:
    """The row with everything, as pages load it."""
    number = certificate.number
    db.session.expire(certificate)
    found = queries.by_number(number)
    assert found is not None
    return found


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def told(person: Person) -> list[str]:
    query = select(Notice.kind).where(Notice.person_id == person.id).order_by(Notice.id)
    return list(db.session.scalars(query))


def days_before_the_end(certificate: Certificate, days: int) -> Any:
    """The clock so many days before its last day."""
    assert certificate.expires_on is not None
    left = certificate.expires_on - clock.today()
    return clock.frozen(clock.now() + left - days * DAY)


def test_a_corrected_copy_takes_the_place_of_the_old_one(app: Flask) -> None:
    person, old = held(validity_months=36)
    renamed(person)
    case = asked(person, old)
    assert again(old).standing is Standing.VALID, "until the new one is issued"
    new = replacing.issue(central("ออก"), case.id)
    old, new = again(old), again(new)
    assert new.facts["replaces"] == old.number
    assert (new.holder, new.generation) == ("นางสาวสมศรี รักเรียน", old.generation + 1)
    assert new.number != old.number
    assert new.expires_on == old.expires_on, "a correction gives no longer time"
    assert not new.facts["renewal"]
    assert old.revocation is not None
    assert old.revocation.revocation_class == RevocationClass.SUPERSEDED
    assert (old.standing, new.standing) == (Standing.REVOKED, Standing.VALID)
    line = finding.line_of(old.id)
    assert line.after is not None
    assert line.after.number == new.number
    assert told(person) == ["corrected"]


def test_the_old_qr_leads_to_the_new_number_and_slanders_nobody(
    app: Flask, client: FlaskClient
) -> None:
    person, old = held()
    renamed(person)
    new = replacing.issue(central("ออก"), asked(person, old).id)
    db.session.commit()
    shown = client.get(f"/V/{old.number}").text
    assert "ยกเลิกเพราะออกฉบับแก้ไขแล้ว" in shown
    assert new.number in shown
    said = client.get(f"/V/{old.number}", headers={"Accept": "application/json"}).get_json()
    assert (said["status"], said["reason"]) == ("revoked", "superseded")
    assert said["replaced_by"] == new.number


def test_without_a_corrected_name_there_is_nothing_to_correct(app: Flask) -> None:
    person, certificate = held()
    with pytest.raises(Invalid):
        asked(person, certificate)


def test_the_name_that_was_read_is_the_name_that_is_confirmed(app: Flask) -> None:
    person, certificate = held()
    renamed(person)
    with pytest.raises(Busy):
        replacing.ask_correction(actor_of(person), certificate.id, "นายคนอื่น", None)
    assert count(CaseStep) == 0


def test_whoever_confirmed_the_name_does_not_issue(app: Flask) -> None:
    person, certificate = held()
    renamed(person)
    officer = central("ยืนยัน")
    case = replacing.ask_correction_for(officer, certificate.id, printed_name(person), "อ่านให้ฟัง")
    assert case is not None
    with pytest.raises(Invalid):
        replacing.issue(officer, case.id)
    with pytest.raises(NotFound):
        replacing.issue(actor_of(an_officer()), case.id)
    assert replacing.issue(central("ออก"), case.id).generation == 1


def test_one_correction_at_a_time_and_none_of_a_replaced_one(app: Flask) -> None:
    person, old = held()
    renamed(person)
    case = asked(person, old)
    with pytest.raises(Busy):
        asked(person, old)
    new = replacing.issue(central("ออก"), case.id)
    with pytest.raises(Busy):
        replacing.issue(central("อีกคน"), case.id)
    db.session.expire_all()
    renamed(person, "อีกชื่อ")
    with pytest.raises(Busy):
        asked(person, old)
    later = replacing.issue(central("ออกอีก"), asked(person, again(new)).id)
    assert (later.generation, later.facts["replaces"]) == (2, new.number)


def test_nothing_is_corrected_while_a_revocation_waits_or_after_it(app: Flask) -> None:
    person, certificate = held()
    renamed(person)
    case = asked(person, certificate)
    other = proposed(central("เสนอ"), certificate)
    with pytest.raises(Busy) as said:
        replacing.issue(central("ออก"), case.id)
    assert "เพิกถอน" in said.value.message
    revoking.decide(central("ตัดสิน"), other.id, "ออกผิดคน", clock.today())
    db.session.expire_all()
    with pytest.raises(Invalid):
        replacing.issue(central("ออกอีก"), case.id)
    assert count(Certificate) == 1


def test_a_holder_may_be_declined_and_told_so(app: Flask) -> None:
    person, certificate = held()
    renamed(person)
    case = asked(person, certificate)
    revoking.decline(central("ไม่ออก"), case.id, "ชื่อผิดอยู่")
    assert told(person) == ["replacement_declined"]
    renamed(person, "ถูกแล้ว")
    assert asked(person, certificate).id != case.id


def test_two_who_issue_at_once_issue_one(app: Flask) -> None:
    person, certificate = held()
    renamed(person)
    case_id = asked(person, certificate).id
    browsers = [app.test_client() for _ in range(3)]
    for place, browser in enumerate(browsers):
        sign_in(browser, an_officer(Role.CENTRAL_OFFICER, first_name=f"ออก {place}"))
    db.session.commit()
    address = f"/certificates/cases/{case_id}/issue"
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda one: one.post(address).status_code, browsers))
    db.session.expire_all()
    assert answers.count(302) == 1
    assert {409, 422} >= set(answers) - {302}
    assert (count(Certificate), count(Replacement)) == (2, 1)


def test_an_officer_renews_within_the_window_and_another_issues(app: Flask) -> None:
    person, old = held(validity_months=36)
    first = actor_of(an_officer())
    with pytest.raises(Invalid):
        replacing.propose_renewal(first, old.id, "ยังเร็วไป")
    with days_before_the_end(old, procedure().opens_days):
        case = replacing.propose_renewal(first, old.id, "ทำงานต่อเนื่อง")
        new = again(replacing.issue(central("ออก"), case.id))
        old = again(old)
        assert new.facts["renewal"]
        assert new.facts["replaces"] == old.number
        assert new.expires_on == issuing.months_after(old.expires_on, 36), "no day is lost"  # type: ignore[arg-type]
        assert old.revocation is None
        assert old.standing is Standing.VALID
    with clock.frozen(clock.now() + timedelta(days=1200)):
        assert (old.standing, new.standing) == (Standing.EXPIRED, Standing.VALID)
    assert told(person) == ["renewed"]


def test_the_window_closes(app: Flask) -> None:
    _, old = held(validity_months=12)
    rules, first = procedure(), actor_of(an_officer())
    with days_before_the_end(old, -rules.closes_days - 1), pytest.raises(Invalid):
        replacing.propose_renewal(first, old.id, "สายไป")
    with days_before_the_end(old, -rules.closes_days):
        case = replacing.propose_renewal(first, old.id, "ทัน")
        new = replacing.issue(central("ออก"), case.id)
        assert new.expires_on == issuing.months_after(clock.today(), 12)


def test_a_renewal_prints_todays_name_when_its_holder_has_confirmed_it(app: Flask) -> None:
    person, old = held(validity_months=12)
    renamed(person)
    with days_before_the_end(old, 1):
        case = replacing.propose_renewal(actor_of(an_officer()), old.id, "ทำงานต่อเนื่อง")
        with pytest.raises(Invalid):
            replacing.issue(central("ออก"), case.id)
        shown = printed_name(person)
        assert replacing.ask_correction(actor_of(person), old.id, shown, None) is None
        assert replacing.issue(central("ออกอีก"), case.id).holder == "นางสาวสมศรี รักเรียน"


def test_who_learns_the_newer_edition_renews(app: Flask) -> None:
    person, old = held(validity_months=12)
    again_in = an_edition(number=2, content_hash="2", validity_months=12, name_th="ฉบับใหม่")
    with days_before_the_end(old, 10):
        slug = replacing.learn_again(actor_of(person), old.id)
        assert replacing.learn_again(actor_of(person), old.id) == slug, "twice is once"
        enrolment = enrol_again(actor_of(person), slug)
        assert enrolment.edition_id == again_in.id
        enrolment.completed_at = clock.now()
        services.confirm_own_name(actor_of(person), enrolment, printed_name(person))
        db.session.flush()
        new = issuing.issue(enrolment.id)
        assert new is not None
        assert (new.facts["replaces"], new.facts["renewal"]) == (old.number, True)
        line = finding.line_of(new.id)
        assert line.before is not None
        assert line.before.certificate_id == old.id
        assert again(old).standing is Standing.VALID


def test_learning_again_waits_for_the_window_and_a_newer_edition(app: Flask) -> None:
    person, old = held(validity_months=12)
    with pytest.raises(Invalid):
        replacing.learn_again(actor_of(person), old.id)
    with days_before_the_end(old, 5), pytest.raises(Invalid) as said:
        replacing.learn_again(actor_of(person), old.id)
    assert "ฉบับใหม่กว่า" in said.value.message


def test_another_curriculum_renews_nothing(app: Flask) -> None:
    person, old = held(validity_months=12)
    other = a_completed(person, an_edition("child-protection", validity_months=12))
    services.confirm_own_name(actor_of(person), other, printed_name(person))
    db.session.flush()
    new = issuing.issue(other.id)
    assert new is not None
    assert new.facts["replaces"] is None
    assert finding.line_of(old.id).after is None


def test_notices_are_sent_once_each_and_not_all_at_once(app: Flask) -> None:
    person, old = held(validity_months=12)
    quiet = held(a_volunteer(first_name="ตลอดชีพ"), an_edition("for-life"))[0]
    sent: list[list[str]] = []
    for days in (91, 90, 60, 30, 29, 0, -1, -2):
        with days_before_the_end(old, days):
            for _ in range(2):
                expiring.tell_holders()
        sent.append(told(person))
    soon, ended = "expires_soon", "expired"
    assert [len(one) for one in sent] == [0, 1, 1, 2, 2, 2, 3, 3]
    assert sent[-1] == [soon, soon, ended]
    assert told(quiet) == []


def test_after_a_month_of_silence_one_notice_is_sent(app: Flask) -> None:
    person, old = held(validity_months=12)
    with days_before_the_end(old, 3):
        perform(app, "certification.expiry_notices")
        assert told(person) == ["expires_soon"]


def test_what_is_revoked_or_renewed_is_not_spoken_of(app: Flask) -> None:
    person, old = held(validity_months=12)
    revoked(old, in_days=300)
    with days_before_the_end(old, 3):
        expiring.tell_holders()
    assert told(person) == ["revoked"]


def test_a_duplicate_is_the_same_file_recorded_once(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_printing(monkeypatch)
    person, certificate = held()
    number, certificate_id = certificate.number, printed(app, certificate)
    holder = app.test_client()
    sign_in(holder, person)
    original = holder.get(f"/certificates/{certificate_id}/certificate.pdf").data
    sign_in(client, an_officer())
    address = f"/certificates/issued/{certificate_id}/duplicate"
    assert 'name="once"' in client.get(address).text
    good = {"asked_by": "บุตรสาวพร้อมหนังสือมอบอำนาจ", "why": "lost", "note": "", "once": "a" * 32}
    assert client.post(address, data=good | {"why": "other"}).status_code == 422
    assert client.post(address, data=good | {"once": "x"}).status_code == 422
    first, second = (client.post(address, data=good) for _ in range(2))
    assert (first.status_code, first.location) == (302, second.location)
    assert (count(Duplicate), count(Certificate)) == (1, 1)
    cover = client.get(first.location).text
    assert number in cover
    assert "บุตรสาว" in cover
    assert client.get(f"{first.location}/certificate.pdf").data == original
    stranger = app.test_client()
    sign_in(stranger, an_officer(unit=lampang()))
    assert stranger.get(first.location).status_code == 404
    assert stranger.get(f"{first.location}/certificate.pdf").status_code == 404
    assert stranger.post(address, data=good).status_code == 404


def test_a_revoked_one_is_not_handed_out_again(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_printing(monkeypatch)
    _, certificate = held()
    certificate_id = printed(app, certificate)
    revoked(db.session.get_one(Certificate, certificate_id))
    sign_in(client, an_officer())
    good = {"asked_by": "เจ้าของ", "why": "damaged", "once": "b" * 32}
    answer = client.post(f"/certificates/issued/{certificate_id}/duplicate", data=good)
    assert answer.status_code == 422
    assert count(Duplicate) == 0


def test_the_history_says_why_to_officers_more_than_to_the_holder(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_printing(monkeypatch)
    person, certificate = held()
    certificate_id = printed(app, certificate)
    case = proposed(central("ผู้เสนอลับ"), db.session.get_one(Certificate, certificate_id))
    officer = an_officer()
    sign_in(client, officer)
    client.get(f"/verify/{certificate.number}")
    address = f"/certificates/{certificate_id}/history"
    seen = client.get(address).text
    for words in ("hash of change-leader", "ผู้ถือยืนยันชื่อ", "ผู้เสนอลับ", "B-B", "ประจำการ", "แบบมาตรฐาน"):
        assert words in seen, words
    holder, stranger = app.test_client(), app.test_client()
    sign_in(holder, person)
    own = holder.get(address).text
    assert "ผู้ถือยืนยันชื่อ" in own
    for words in ("ผู้เสนอลับ", "เสนอเพิกถอน", f"/certificates/cases/{case.id}", "ประจำการ"):
        assert words not in own, words
    sign_in(stranger, a_volunteer(first_name="คนอื่น"))
    assert stranger.get(address).status_code == 404


def test_the_list_of_what_ends_is_the_areas_own(app: Flask, client: FlaskClient) -> None:
    _, certificate = held(validity_months=12)
    strangers = an_officer(unit=lampang())
    other = app.test_client()
    with days_before_the_end(certificate, 20):
        sign_in(client, an_officer())
        sign_in(other, strangers)
        assert certificate.number in client.get("/certificates/expiring").text
        assert certificate.number not in other.get("/certificates/expiring").text
    assert certificate.number not in client.get("/certificates/expiring").text


def test_the_log_holds_all_of_it_and_finds_nothing_wrong(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_printing(monkeypatch)
    person, first = held()
    renamed(person)
    corrected = replacing.issue(central("ออก"), asked(person, first).id)
    revoked(corrected, in_days=5)
    other, ends = held(a_volunteer(first_name="ต่ออายุ"), an_edition("ends", validity_months=12))
    with days_before_the_end(ends, 5):
        case = replacing.propose_renewal(actor_of(an_officer()), ends.id, "ทำงานต่อเนื่อง")
        replacing.issue(central("ออกอีก"), case.id)
        perform(app, "certification.make_documents")
        sign_head()
        db.session.commit()
        assert codes() == set()
    kinds = db.session.scalars(select(LogLeaf.kind).order_by(LogLeaf.position)).all()
    assert [kinds.count(kind) for kind in ("issued", "revoked", "renewed")] == [4, 2, 1]
    assert told(other) == ["renewed", "issued", "issued"]


def test_what_is_revoked_at_that_very_moment_is_not_renewed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, old = held(validity_months=12)
    holding, judge = replacing.steps.hold, central("เพิกถอน")

    def while_another_decides(certificate: Certificate) -> None:
        day = clock.today()
        revoking.take_back(judge, certificate, RevocationClass.MISCONDUCT, "ทุจริต", day)
        holding(certificate)

    with days_before_the_end(old, 5):
        case = replacing.propose_renewal(actor_of(an_officer()), old.id, "ทำงานต่อเนื่อง")
        monkeypatch.setattr(replacing.steps, "hold", while_another_decides)
        monkeypatch.setattr(replacing, "why_not_issue", lambda *_: None)  # asked of what was loaded
        with pytest.raises(Busy):
            replacing.issue(central("ออก"), case.id)


def test_a_successful_appeal_leads_to_a_new_certificate(app: Flask, client: FlaskClient) -> None:
    person, old = held(validity_months=12)
    first, second = central("เสนอใหม่"), central("ออกใหม่")
    with pytest.raises(Invalid):
        replacing.propose_reinstatement(first, old.id, "ยังไม่ถูกเพิกถอน")
    revoked(old)
    case = replacing.propose_reinstatement(first, old.id, "คำวินิจฉัยอุทธรณ์ที่ 1/2570")
    with pytest.raises(Invalid):
        replacing.issue(first, case.id)
    new = again(replacing.issue(second, case.id))
    old = again(old)
    assert (old.standing, new.standing) == (Standing.REVOKED, Standing.VALID)
    assert (new.facts["replaces"], new.expires_on) == (old.number, old.expires_on)
    db.session.commit()
    said = client.get(f"/verify/{old.number}", headers={"Accept": "application/json"}).get_json()
    assert (said["status"], said["reason"]) == ("revoked", "issued_in_error")
    assert said["replaced_by"] == new.number
    assert new.number in client.get(f"/verify/{old.number}").text
    assert told(person) == ["revoked", "reinstated"]


def test_a_superseded_one_is_not_reinstated(app: Flask) -> None:
    person, old = held()
    renamed(person)
    replacing.issue(central("ออก"), asked(person, old).id)
    db.session.expire_all()
    with pytest.raises(Busy):
        replacing.propose_reinstatement(central("เสนอ"), old.id, "x")
