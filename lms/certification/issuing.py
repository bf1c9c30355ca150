"""Issuing: take a number, freeze the facts. What is printed is made from them afterwards."""

from __future__ import annotations

import calendar
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select, update

from lms import audit, clock
from lms.access import Actor
from lms.certification import due
from lms.certification.facts import CertificateFacts, CertificateKind
from lms.certification.issuer import current as issuer
from lms.certification.issuer.current import Current
from lms.certification.lineage import renewing
from lms.certification.log import entries
from lms.certification.log.appending import append
from lms.certification.models import Certificate, NumberSeries
from lms.certification.number import new_number
from lms.certification.signers import signing_is_test, why_not_sign
from lms.config import Settings, current_settings
from lms.curricula.outline import outline
from lms.db import db, insert_once
from lms.errors import Refused
from lms.learning import cohorts
from lms.learning.models import Enrolment
from lms.people.models import Person
from lms.people.names import display_name
from lms.qr import verify_address
from lms.thai import be_year, fold


def why_not(settings: Settings) -> list[str]:
    """What forbids issuing in this installation, each with its remedy; empty when nothing does."""
    reasons = settings.why_not_reachable() + issuer.why_not(settings)
    if not settings.is_demo:
        reasons += why_not_sign()
        if db.session.scalar(select(Person.id).where(Person.is_demo).limit(1)):
            reasons.append("lms demo remove: ยังมีบุคคลสาธิตอยู่ในระบบ")
    return reasons


def issue(enrolment_id: int) -> Certificate | None:
    """Issue one certificate that is ready; None when it is not (any more), or was issued."""
    issued = issue_all([enrolment_id])
    return db.session.get_one(Certificate, issued[0]) if issued else None


def issue_all(enrolment_ids: Sequence[int], **about: Any) -> list[int]:
    """Issue those of the list that are ready, in the caller's transaction; the certificates' ids.

    Number and facts are stored before anything is printed or signed, so that no document
    can be out in the world and unknown here. The enrolments are locked, then asked once more
    whether they are ready: of two issuers at once the second finds nothing left.
    `about` goes into the record beside the number.
    """
    settings = current_settings()
    if reasons := why_not(settings):
        raise Refused("\n".join(reasons))
    db.session.scalars(
        select(Enrolment.id)
        .where(Enrolment.id.in_(enrolment_ids))
        .order_by(Enrolment.id)
        .with_for_update()
    ).all()
    enrolments = due.ready_among(enrolment_ids)
    if not enrolments:
        return []
    renewed = renewing.predecessors(enrolments)  # their rows first, then the series, then the log
    numbers = _next_numbers(settings.number_prefix, len(enrolments))
    test_key, named = signing_is_test(), issuer.current_with_pictures(settings)
    placed = cohorts.numbers_of([enrolment.id for enrolment in enrolments])
    certificates = [
        _certificate(
            enrolment,
            replace(
                freeze(enrolment, number, settings, named, test_key=test_key),
                edition_label=_label(placed.get(enrolment.id)),
            ),
            replaces=renewed.get(enrolment.id),
        )
        for enrolment, number in zip(enrolments, numbers, strict=True)
    ]
    _store(None, certificates, **about)
    renewing.link(certificates, renewed)
    return [one.id for one in certificates]


def issue_in_place_of(actor: Actor, old: Certificate, **changes: Any) -> Certificate:
    """Another certificate of the same enrolment, which names the one whose place it takes.

    The caller holds the old one's row and has asked whether it may be; `changes` are facts.
    """
    settings = current_settings()
    if reasons := why_not(settings):
        raise Refused("\n".join(reasons))
    (number,) = _next_numbers(settings.number_prefix, 1)
    named = issuer.current_with_pictures(settings)
    facts = freeze(old.enrolment, number, settings, named, test_key=signing_is_test())
    label = old.facts.get("edition_label", "")
    facts = replace(facts, edition_label=label, **changes)
    new = _certificate(old.enrolment, facts, replaces=old)
    new.generation = old.generation + 1
    _store(actor, [new], replaces=old.number)
    return new


def _label(cohort: int | None) -> str:
    return f"รุ่นที่ {cohort}" if cohort else ""


def _store(actor: Actor | None, certificates: Sequence[Certificate], **about: Any) -> None:
    db.session.add_all(certificates)
    db.session.flush()
    for one in certificates:
        audit.record(actor, "certificate_issued", "certificate", one.id, number=one.number, **about)
    append([entries.issued(one) for one in certificates])


def _certificate(
    enrolment: Enrolment, facts: CertificateFacts, replaces: Certificate | None = None
) -> Certificate:
    if replaces is not None:
        renewal = enrolment.id != replaces.enrolment_id or facts.renewal
        facts = replace(facts, replaces=replaces.number, renewal=renewal)
    return Certificate(
        enrolment_id=enrolment.id,
        number=facts.number,
        holder=facts.holder,
        holder_fold=fold(f"{facts.holder} {facts.latin_name or ''}")[:600],
        issued_on=facts.issued_on,
        expires_on=facts.expires_on,
        is_test=facts.sample or facts.test_key,
        facts=json.loads(facts.to_json()),
    )


def _next_numbers(prefix: str, count: int) -> list[str]:
    """The next of the year's series; its row is locked until the commit."""
    year = be_year(clock.today())
    insert_once(NumberSeries, prefix=prefix, year_be=year, last=0)
    last = db.session.scalars(
        update(NumberSeries)
        .where(NumberSeries.prefix == prefix, NumberSeries.year_be == year)
        .values(last=NumberSeries.last + count)
        .returning(NumberSeries.last)
        .execution_options(synchronize_session=False)
    ).one()
    return [str(new_number(prefix, year, last - count + place)) for place in range(1, count + 1)]


def freeze(
    enrolment: Enrolment, number: str, settings: Settings, named: Current, *, test_key: bool
) -> CertificateFacts:
    """The facts as they stand now, of the issuer as `named`; afterwards nothing changes them."""
    person, edition = enrolment.person, outline(enrolment.edition_id)
    assert enrolment.completed_at is not None
    issued, kind = clock.today(), CertificateKind(edition.certificate_kind.value)
    return CertificateFacts(
        number=number,
        kind=kind,
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
        site_address=settings.public_url,
        verify_url=verify_address(settings.public_url, number),
        sample=settings.is_demo,
        test_key=test_key,
        sample_curriculum=edition.is_sample,
        design=edition.design,
        **named.facts(kind),
    )


def months_after(day: date, months: int | None) -> date | None:
    """The same day so many months on, or the month's last; None stands for life."""
    if months is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
