"""From complete to issued: what is asked for, what is frozen, and what happens only once."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, date, datetime
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms import clock
from lms.access import Permission, Role
from lms.certification import due, issuing, queries, services
from lms.certification.facts import CertificateFacts
from lms.certification.models import Certificate, NumberSeries
from lms.certification.number import parse
from lms.config import Mode
from lms.curricula.models import IssueRule
from lms.db import db
from lms.errors import Busy, Invalid, NotFound, Refused
from lms.learning import cohorts
from lms.people.actors import AccountActor
from lms.people.models import Person
from lms.people.names import printed_name, refresh_name_keys
from tests.builders import (
    a_completed,
    a_province,
    a_volunteer,
    actor_of,
    an_edition,
    an_enrolment,
    an_officer,
    lampang,
)


def confirmed(person: Person, edition: Any = None) -> Any:
    enrolment = a_completed(person, edition)
    services.confirm_own_name(actor_of(person), enrolment, printed_name(person))
    db.session.flush()
    return enrolment


def certificates() -> int:
    return db.session.scalar(select(func.count()).select_from(Certificate)) or 0


def test_an_automatic_edition_issues_once_the_name_is_confirmed(app: Flask) -> None:
    person = a_volunteer()
    enrolment = a_completed(person)
    assert due.ready(10) == []
    services.confirm_own_name(actor_of(person), enrolment, printed_name(person))
    assert due.ready(10) == [enrolment.id]


def test_the_number_of_the_cohort_stands_on_the_certificate(app: Flask) -> None:
    officer, edition = actor_of(an_officer()), an_edition()
    inside, outside = (a_volunteer(first_name=n, volunteer_number=n) for n in ("IN1", "OUT1"))
    waiting = [confirmed(person, edition).id for person in (inside, outside)]
    cohort = cohorts.open_cohort(officer, "change-leader", a_province().id, 2570, 2)
    cohorts.fill(officer, cohort, "IN1")
    first, second = (
        db.session.get_one(Certificate, issued) for issued in issuing.issue_all(waiting)
    )
    assert (first.facts["edition_label"], second.facts["edition_label"]) == ("รุ่นที่ 2", "")
    cohorts.take_out(officer, cohort, waiting[0])
    old = queries.in_area(officer, Permission.SEE_CERTIFICATES, first.id)
    again = issuing.issue_in_place_of(officer, old)
    assert again.facts["edition_label"] == "รุ่นที่ 2"


def test_the_name_that_was_shown_is_the_name_that_is_confirmed(app: Flask) -> None:
    person = a_volunteer()
    enrolment = a_completed(person)
    with pytest.raises(Busy):
        services.confirm_own_name(actor_of(person), enrolment, "นางสาวสมศรี  ใจร้าย")
    assert due.confirmation_of(enrolment.id) is None


def test_nobody_confirms_before_completing(app: Flask) -> None:
    person = a_volunteer()
    with pytest.raises(Invalid):
        services.confirm_own_name(actor_of(person), an_enrolment(person), printed_name(person))


def test_a_name_changed_after_confirming_is_confirmed_again(app: Flask) -> None:
    person = a_volunteer()
    enrolment = confirmed(person)
    person.last_name = "ใหม่เอี่ยม"
    refresh_name_keys(person)
    db.session.flush()
    assert issuing.issue(enrolment.id) is None
    services.confirm_own_name(actor_of(person), enrolment, printed_name(person))
    db.session.flush()
    issued = issuing.issue(enrolment.id)
    assert issued is not None
    assert issued.holder == "นางสาวสมศรี ใหม่เอี่ยม"


def waiting(approver: AccountActor) -> int:
    return len(db.session.scalars(due.waiting_for_approval(approver)).all())


def test_a_name_corrected_before_approval_leaves_the_list_until_confirmed(app: Flask) -> None:
    central = actor_of(an_officer(Role.CENTRAL_OFFICER))
    person = a_volunteer()
    enrolment = confirmed(person, an_edition(issue_rule=IssueRule.APPROVED))
    assert waiting(central) == 1
    person.last_name = "ใหม่เอี่ยม"
    refresh_name_keys(person)
    db.session.flush()
    assert waiting(central) == 0
    assert [row.at is None for row in queries.status_line(enrolment)][:2] == [False, True]
    services.confirm_own_name(actor_of(person), enrolment, printed_name(person))
    db.session.flush()
    assert waiting(central) == 1


def test_a_name_that_cannot_be_printed_is_not_confirmed(app: Flask) -> None:
    person = a_volunteer(first_name="สมศรี漢")
    with pytest.raises(Invalid, match="漢"):
        services.confirm_own_name(actor_of(person), a_completed(person), printed_name(person))


def test_what_is_issued_never_changes_with_the_register(app: Flask) -> None:
    person = a_volunteer()
    issued = issuing.issue(confirmed(person).id)
    assert issued is not None
    person.last_name = "เปลี่ยนแล้ว"
    db.session.flush()
    db.session.refresh(issued)
    assert issued.holder == "นางสาวสมศรี ใจดี"
    assert issued.facts["last"] == "ใจดี"
    assert parse(issued.number) is not None


@pytest.mark.parametrize("is_sample", [True, False])
def test_whether_the_curriculum_is_official_is_frozen_at_issue(app: Flask, is_sample: bool) -> None:
    person = a_volunteer()
    enrolment = confirmed(person, an_edition(is_sample=is_sample))
    issued = issuing.issue(enrolment.id)
    assert issued is not None
    assert issued.facts["sample_curriculum"] is is_sample


def test_a_name_corrected_after_issue_is_not_asked_for_again(app: Flask) -> None:
    person = a_volunteer()
    enrolment = confirmed(person)
    issuing.issue(enrolment.id)
    person.last_name = "เปลี่ยนแล้ว"
    refresh_name_keys(person)
    db.session.flush()
    reached = {one.stage: one.at for one in queries.status_line(enrolment)}
    assert reached[queries.Stage.NAME] is not None


def test_an_approved_edition_waits_for_a_central_officer(app: Flask) -> None:
    central = actor_of(an_officer(Role.CENTRAL_OFFICER))
    provincial = actor_of(an_officer(Role.PROVINCIAL_OFFICER))
    enrolment = confirmed(a_volunteer(), an_edition(issue_rule=IssueRule.APPROVED))
    assert due.ready(10) == []
    assert services.approve(provincial, [enrolment.id]) == 0
    assert waiting(central) == 1
    assert services.approve(central, [enrolment.id]) == 1
    assert services.approve(central, [enrolment.id]) == 0, "a second click approves nobody"
    assert waiting(central) == 0
    assert due.ready(10) == [enrolment.id]


def test_nobody_approves_their_own(app: Flask) -> None:
    person = an_officer(Role.CENTRAL_OFFICER)
    enrolment = confirmed(person, an_edition(issue_rule=IssueRule.APPROVED))
    assert waiting(actor_of(person)) == 0
    assert services.approve(actor_of(person), [enrolment.id]) == 0
    another = actor_of(an_officer(Role.CENTRAL_OFFICER, first_name="อีกท่าน"))
    assert services.approve(another, [enrolment.id]) == 1


def test_an_officer_confirms_only_within_their_area_and_says_how(app: Flask) -> None:
    officer = actor_of(an_officer())
    near, far = a_volunteer(), a_volunteer(lampang(), first_name="สมหมาย")
    edition = an_edition()
    here, there = a_completed(near, edition), a_completed(far, edition)
    with pytest.raises(NotFound):
        services.confirm_name_for(officer, there.id, printed_name(far), "ทางโทรศัพท์")
    with pytest.raises(Invalid):
        services.confirm_name_for(officer, here.id, printed_name(near), None)
    services.confirm_name_for(officer, here.id, printed_name(near), "อ่านให้ฟังทางโทรศัพท์")
    row = due.confirmation_of(here.id)
    assert row is not None
    assert (row.for_holder, row.confirmed_by, row.note) == (
        True,
        officer.person_id,
        "อ่านให้ฟังทางโทรศัพท์",
    )


def test_numbers_follow_each_other_and_cannot_be_guessed(app: Flask) -> None:
    edition = an_edition()
    rows = []
    for name in ("หนึ่ง", "สอง", "สาม"):
        issued = issuing.issue(confirmed(a_volunteer(first_name=name), edition).id)
        assert issued is not None
        rows.append(parse(issued.number))
    assert [row.sequence for row in rows if row] == [1, 2, 3]
    assert len({row.random for row in rows if row}) == 3
    assert all(row.prefix == "DEMO" for row in rows if row)


def test_a_year_of_its_own_counts_from_one_again(app: Flask) -> None:
    edition = an_edition()
    first = confirmed(a_volunteer(), edition)
    second = confirmed(a_volunteer(first_name="สมหมาย"), edition)
    # 17:30 UTC on 31 December is already the new year in Thailand
    with clock.frozen(datetime(2026, 12, 31, 16, 30, tzinfo=UTC)):
        old = issuing.issue(first.id)
    with clock.frozen(datetime(2026, 12, 31, 17, 30, tzinfo=UTC)):
        new = issuing.issue(second.id)
    assert old is not None
    assert new is not None
    assert old.number.startswith("DEMO-2569-0000001-")
    assert new.number.startswith("DEMO-2570-0000001-")


def test_issuing_twice_issues_once(app: Flask) -> None:
    enrolment = confirmed(a_volunteer())
    assert issuing.issue(enrolment.id) is not None
    assert issuing.issue(enrolment.id) is None
    assert certificates() == 1


def test_two_issuers_at_once_make_one_certificate_and_waste_no_number(app: Flask) -> None:
    enrolment_id = confirmed(a_volunteer()).id
    db.session.commit()

    def race() -> None:
        with app.app_context():
            try:
                issuing.issue(enrolment_id)
                db.session.commit()
            finally:
                db.session.remove()

    racers = [Thread(target=race) for _ in range(6)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    db.session.expire_all()
    assert certificates() == 1
    assert db.session.scalar(select(NumberSeries.last)) == 1


@pytest.mark.settings(mode=Mode.PRODUCTION, public_url="http://127.0.0.1:8000")
def test_production_refuses_to_issue_and_names_every_remedy(app: Flask) -> None:
    enrolment = confirmed(a_volunteer())
    with pytest.raises(Refused) as refusal:
        issuing.issue(enrolment.id)
    for remedy in ("LMS_PUBLIC_URL", "LMS_ISSUER_TH", "LMS_SIGNATORY_NAME", "LMS_SECRETS"):
        assert remedy in refusal.value.message
    assert certificates() == 0


@pytest.mark.settings(
    signatory_position="รองอธิบดี รักษาราชการแทน | อธิบดีกรมตัวอย่าง",
    signatory2_name="นายร่วม ลงนาม",
    signatory2_position="ผู้อำนวยการกอง",
    signatory2_note="คำสั่งที่ ๒/๒๕๖๙",
)
def test_both_signatories_are_frozen_with_the_lines_of_their_positions(app: Flask) -> None:
    issued = issuing.issue(confirmed(a_volunteer()).id)
    assert issued is not None
    facts = CertificateFacts.from_json(json.dumps(issued.facts))
    assert facts.signatory_positions == ("รองอธิบดี รักษาราชการแทน", "อธิบดีกรมตัวอย่าง")
    assert (facts.signatory2_name, facts.signatory2_positions, facts.signatory2_note) == (
        "นายร่วม ลงนาม",
        ("ผู้อำนวยการกอง",),
        "คำสั่งที่ ๒/๒๕๖๙",
    )


@pytest.mark.settings(signatory2_position="ผู้อำนวยการกอง")
def test_a_position_without_a_name_is_nobodys(app: Flask) -> None:
    issued = issuing.issue(confirmed(a_volunteer()).id)
    assert issued is not None
    assert issued.facts["signatory2_name"] is None
    assert issued.facts["signatory2_positions"] == []


def test_validity_ends_on_the_same_day_or_the_last_of_a_shorter_month() -> None:
    day = date(2028, 2, 29)
    assert issuing.months_after(day, 12) == date(2029, 2, 28)
    assert issuing.months_after(day, 60) == date(2033, 2, 28)
    assert issuing.months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert issuing.months_after(day, None) is None


def test_the_frozen_facts_come_back_as_they_were(app: Flask) -> None:
    issued = issuing.issue(confirmed(a_volunteer()).id)
    assert issued is not None
    facts = CertificateFacts.from_json(json.dumps(issued.facts))
    assert facts.number == issued.number
    assert dataclasses.replace(facts) == facts
    assert facts.sample
    assert facts.test_key
