"""Issuing: take a number, freeze the facts. What is printed is made from them afterwards."""

from __future__ import annotations

import calendar
import json
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms import audit, clock
from lms.certification import due
from lms.certification.facts import CertificateFacts, CertificateKind
from lms.certification.models import Certificate, NumberSeries
from lms.certification.number import new_number
from lms.certification.signers import signing_is_test, why_not_sign
from lms.config import Settings, current_settings
from lms.curricula.outline import outline
from lms.db import db, insert_once
from lms.errors import Refused
from lms.learning.models import Enrolment
from lms.people.models import Person
from lms.people.names import display_name
from lms.qr import verify_address
from lms.thai import be_year, fold

SAMPLE_ISSUER = "หน่วยงานตัวอย่าง"
SAMPLE_ISSUER_EN = "Sample Agency"
SAMPLE_SIGNATORY = "นายตัวอย่าง  ลงนาม"
SAMPLE_POSITION = "ผู้อำนวยการหน่วยงานตัวอย่าง"


def why_not(settings: Settings) -> list[str]:
    """What forbids issuing in this installation, each with its remedy; empty when nothing does."""
    reasons = settings.why_not_issue()
    if not settings.is_demo:
        reasons += why_not_sign()
        if db.session.scalar(select(Person.id).where(Person.is_demo).limit(1)):
            reasons.append("lms demo remove: ยังมีบุคคลสาธิตอยู่ในระบบ")
    return reasons


def issue(enrolment_id: int) -> Certificate | None:
    """Issue one certificate that is ready; None when it is not (any more), or was issued.

    Number and facts are stored before anything is printed or signed, so that no document
    can be out in the world and unknown here. The unique key of (enrolment, generation)
    makes one of two issuers at once lose.
    """
    settings = current_settings()
    if reasons := why_not(settings):
        raise Refused("\n".join(reasons))
    enrolment = _locked(enrolment_id)
    taken = db.session.scalar(select(Certificate.id).filter_by(enrolment_id=enrolment_id).limit(1))
    if taken is not None or enrolment.completed_at is None:
        return None
    if due.confirmation_of(enrolment_id) is None:
        return None  # or it was, and the name was corrected since: its holder is asked again
    facts = freeze(enrolment, _next_number(settings.number_prefix), settings)
    certificate = Certificate(
        enrolment_id=enrolment_id,
        number=facts.number,
        holder=facts.holder,
        holder_fold=fold(f"{facts.holder} {facts.latin_name or ''}")[:600],
        issued_on=facts.issued_on,
        expires_on=facts.expires_on,
        is_test=facts.sample or facts.test_key,
        facts=json.loads(facts.to_json()),
    )
    db.session.add(certificate)
    db.session.flush()
    audit.record(None, "certificate_issued", "certificate", certificate.id, number=facts.number)
    return certificate


def _locked(enrolment_id: int) -> Enrolment:
    return db.session.scalars(
        select(Enrolment)
        .options(joinedload(Enrolment.person))
        .where(Enrolment.id == enrolment_id)
        .with_for_update(of=Enrolment)
    ).one()


def _next_number(prefix: str) -> str:
    """The next of the year's series; its row is locked until the commit."""
    year = be_year(clock.today())
    insert_once(NumberSeries, prefix=prefix, year_be=year, last=0)
    series = db.session.scalars(
        select(NumberSeries).filter_by(prefix=prefix, year_be=year).with_for_update()
    ).one()
    series.last += 1
    return str(new_number(prefix, year, series.last))


def freeze(enrolment: Enrolment, number: str, settings: Settings) -> CertificateFacts:
    """The facts as they stand now; afterwards nothing changes them."""
    person, edition = enrolment.person, outline(enrolment.edition_id)
    assert enrolment.completed_at is not None
    issued = clock.today()
    return CertificateFacts(
        number=number,
        kind=CertificateKind(edition.certificate_kind.value),
        title=person.title,
        first=person.first_name,
        middle=person.middle_name,
        last=person.last_name,
        holder=display_name(person),
        latin_name=person.latin_name,
        curriculum_th=edition.name_th,
        curriculum_en=edition.person_title_en,
        hours=edition.hours,
        started_on=enrolment.created_at.astimezone(clock.BANGKOK).date(),
        completed_on=enrolment.completed_at.astimezone(clock.BANGKOK).date(),
        issued_on=issued,
        expires_on=months_after(issued, edition.validity_months),
        issuer_th=settings.issuer_th or SAMPLE_ISSUER,
        issuer_en=settings.issuer_en or (None if settings.issuer_th else SAMPLE_ISSUER_EN),
        signatory_name=settings.signatory_name or SAMPLE_SIGNATORY,
        signatory_positions=(settings.signatory_position or SAMPLE_POSITION,),
        signatory_note=settings.signatory_note,
        site_address=settings.public_url,
        verify_url=verify_address(settings.public_url, number),
        sample=settings.is_demo,
        test_key=signing_is_test(),
        sample_curriculum=edition.is_sample,
        design=edition.design,
    )


def months_after(day: date, months: int | None) -> date | None:
    """The same day so many months on, or the month's last; None stands for life."""
    if months is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
