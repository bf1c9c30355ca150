"""The register, asked for one certificate: everything an answer needs in one query."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import aliased

from lms.access import Actor, Permission
from lms.certification.facts import CertificateFacts
from lms.certification.lineage.models import Replacement, ReplacementKind
from lms.certification.models import Certificate, CertificateDocument, Revocation
from lms.db import db
from lms.learning.models import Enrolment
from lms.people import units
from lms.people.models import OrgUnit, Person
from lms.verification.answers import Entry


def entry_of_number(number: str) -> Entry | None:
    """The certificate of a canonical number."""
    row = db.session.execute(_by_number(), {"number": number}).first()
    return _entry(row) if row else None


def entry_of_document(sha256: str) -> Entry | None:
    """The certificate of which these very bytes are a document."""
    of_it = CertificateDocument.certificate_id == Certificate.id
    query = _entries().join(CertificateDocument, of_it)
    row = db.session.execute(query.where(CertificateDocument.sha256 == sha256)).first()
    return _entry(row) if row else None


def entry_of_numbers(numbers: Sequence[str]) -> Entry | None:
    """The first of several numbers that the register knows."""
    rows = db.session.execute(_entries().where(Certificate.number.in_(numbers))).all()
    found = [_entry(row) for row in rows]
    return min(found, key=lambda entry: numbers.index(entry.facts.number), default=None)


def person_in_area(actor: Actor, entry: Entry) -> int | None:
    """The holder, when the actor may see certificates where the holder belongs."""
    return db.session.scalar(
        select(Person.id)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(OrgUnit, OrgUnit.id == Person.unit_id)
        .where(Enrolment.id == entry.enrolment_id, units.below(actor, Permission.SEE_CERTIFICATES))
    )


@cache
def _by_number() -> Select[Any]:
    """Put together once: that takes longer than asking."""
    return _entries().where(Certificate.number == bindparam("number"))


def _entries() -> Select[Any]:
    newest = aliased(CertificateDocument)
    newest_id = (
        select(CertificateDocument.id)
        .where(CertificateDocument.certificate_id == Certificate.id)
        .order_by(CertificateDocument.id.desc())
        .limit(1)
        .correlate(Certificate)
        .scalar_subquery()
    )
    later = aliased(Certificate)
    return (
        select(
            Certificate.id,
            Certificate.enrolment_id,
            Certificate.facts,
            Certificate.is_test,
            newest.sha256,
            newest.storage_key,
            Revocation.effective_on,
            Revocation.revocation_class,
            Revocation.reason,
            Replacement.kind.label("replacement"),
            later.number.label("later"),
        )
        .select_from(Certificate)
        .outerjoin(newest, newest.id == newest_id)
        .outerjoin(Revocation, Revocation.certificate_id == Certificate.id)
        .outerjoin(Replacement, Replacement.old_id == Certificate.id)
        .outerjoin(later, later.id == Replacement.new_id)
    )


def _entry(row: Row[Any]) -> Entry:
    facts = json.dumps(row.facts, ensure_ascii=False)
    return Entry(
        certificate_id=row.id,
        enrolment_id=row.enrolment_id,
        facts=CertificateFacts.from_json(facts),
        is_test=row.is_test,
        document_sha256=row.sha256,
        document_key=row.storage_key,
        revoked_on=row.effective_on,
        revocation_class=row.revocation_class,
        reason=row.reason,
        replaced_by=row.later if row.replacement == ReplacementKind.CORRECTION else None,
        renewed_by=row.later if row.replacement == ReplacementKind.RENEWAL else None,
    )
