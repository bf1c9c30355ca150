"""The register, asked for one certificate: everything an answer needs in one query."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import aliased

from lms.access import Actor, Permission
from lms.certification.facts import CertificateFacts
from lms.certification.lineage.models import Replacement, ReplacementKind
from lms.certification.log.leaves import Kind
from lms.certification.log.models import LogLeaf
from lms.certification.models import Certificate, CertificateDocument, Revocation
from lms.db import db
from lms.learning.models import Enrolment
from lms.people import units
from lms.people.models import OrgUnit, Person
from lms.verification.answers import Entry

CHUNK = 2_000  # rows asked for in one query

T = TypeVar("T")


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


def entries_of_numbers(numbers: Collection[str]) -> dict[str, Entry]:
    """The certificates of canonical numbers; a query for every CHUNK of them."""
    found = {}
    for some in _chunks(numbers):
        for row in db.session.execute(_entries().where(Certificate.number.in_(some))):
            entry = _entry(row)
            found[entry.facts.number] = entry
    return found


def entries_of_documents(digests: Collection[str]) -> dict[str, Entry]:
    """The certificates of whose documents these are the SHA-256."""
    of_it = CertificateDocument.certificate_id == Certificate.id
    query = _entries().join(CertificateDocument, of_it).add_columns(CertificateDocument.sha256)
    found = {}
    for some in _chunks(digests):
        for row in db.session.execute(query.where(CertificateDocument.sha256.in_(some))):
            found[row[-1]] = _entry(row)
    return found


def _chunks(wanted: Collection[T]) -> Iterator[list[T]]:
    each = list(dict.fromkeys(wanted))
    return (each[start : start + CHUNK] for start in range(0, len(each), CHUNK))


def entry_of_numbers(numbers: Sequence[str]) -> Entry | None:
    """The first of several numbers that the register knows."""
    found = entries_of_numbers(numbers)
    return next((found[number] for number in numbers if number in found), None)


@dataclass(frozen=True, slots=True)
class Holder:
    """Where to find somebody whom an officer may see."""

    person_id: int
    unit_th: str
    unit_en: str


def holders_in_area(actor: Actor, enrolment_ids: Collection[int]) -> dict[int, Holder]:
    """Holders by enrolment, of those whom the actor may see."""
    here = units.below(actor, Permission.SEE_CERTIFICATES)
    query = (
        select(Enrolment.id, Person.id, OrgUnit.name_th, OrgUnit.name_en)
        .join(Person, Enrolment.person_id == Person.id)
        .join(OrgUnit, OrgUnit.id == Person.unit_id)
        .where(here)
    )
    found = {}
    for some in _chunks(enrolment_ids):
        for row in db.session.execute(query.where(Enrolment.id.in_(some))):
            found[row[0]] = Holder(row[1], row.name_th, row.name_en)
    return found


def holder_in_area(actor: Actor, entry: Entry) -> Holder | None:
    """The holder, when the actor may see certificates where the holder belongs."""
    return holders_in_area(actor, [entry.enrolment_id]).get(entry.enrolment_id)


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
            LogLeaf.logged_at,
            LogLeaf.before_log,
        )
        .select_from(Certificate)
        .outerjoin(newest, newest.id == newest_id)
        .outerjoin(Revocation, Revocation.certificate_id == Certificate.id)
        .outerjoin(Replacement, Replacement.old_id == Certificate.id)
        .outerjoin(later, later.id == Replacement.new_id)
        .outerjoin(
            LogLeaf, (LogLeaf.certificate_id == Certificate.id) & (LogLeaf.kind == Kind.ISSUED)
        )
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
        replaced_by=row.later if row.replacement != ReplacementKind.RENEWAL else None,
        renewed_by=row.later if row.replacement == ReplacementKind.RENEWAL else None,
        logged_at=row.logged_at,
        logged_late=bool(row.before_log),
    )
