"""Certificates and officers for the tests of what happens after issue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask

from lms.access import Role
from lms.certification import issuing, services
from lms.certification.lineage import replacing, revoking
from lms.certification.lineage.models import CertificateCase
from lms.certification.models import Certificate, RevocationClass
from lms.clock import today
from lms.curricula.models import Edition
from lms.db import db
from lms.people.actors import AccountActor
from lms.people.models import Person
from lms.people.names import printed_name, refresh_name_keys
from tests.builders import a_completed, a_volunteer, actor_of, an_edition, an_officer, perform

REASON = "ใช้วุฒิบัตรแอบอ้างเรี่ยไรเงินเมื่อวันที่ 1 ตุลาคม"


def central(name: str) -> AccountActor:
    """An officer of the centre; each name is another person."""
    return actor_of(an_officer(Role.CENTRAL_OFFICER, first_name=name))


def held(
    person: Person | None = None, edition: Edition | None = None, **facts: Any
) -> tuple[Person, Certificate]:
    """Somebody with a certificate."""
    person = person or a_volunteer()
    enrolment = a_completed(person, edition or an_edition(**facts))
    services.confirm_own_name(actor_of(person), enrolment, printed_name(person))
    db.session.flush()
    certificate = issuing.issue(enrolment.id)
    assert certificate is not None
    return person, certificate


def printed(app: Flask, certificate: Certificate) -> int:
    """Its document is made; the id, since rows are loaded anew."""
    certificate_id = certificate.id
    perform(app, "certification.make_documents")
    return certificate_id


def proposed(
    actor: AccountActor,
    certificate: Certificate,
    kind: RevocationClass = RevocationClass.ISSUED_IN_ERROR,
) -> CertificateCase:
    """A proposal to take it back."""
    return revoking.propose(actor, certificate.id, kind, REASON, today())


def revoked(certificate: Certificate, in_days: int = 0) -> None:
    """Taken back by two officers, from so many days on."""
    case = proposed(central("เสนอ"), certificate)
    day = today() + timedelta(days=in_days)
    revoking.decide(central("ตัดสิน"), case.id, "ออกผิดคน", day)
    db.session.expire_all()


def renamed(person: Person, last_name: str = "รักเรียน") -> None:
    """The register has the corrected name."""
    person.last_name = last_name
    refresh_name_keys(person)
    db.session.flush()


def asked(person: Person, certificate: Certificate) -> CertificateCase:
    """The holder has confirmed the corrected name."""
    case = replacing.ask_correction(
        actor_of(person), certificate.id, printed_name(person), person.latin_name
    )
    assert case is not None
    return case
