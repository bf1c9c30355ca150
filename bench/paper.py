"""Certificates in the register: numbers, frozen facts and document rows, without the files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select
from sqlalchemy.orm import joinedload

from lms.certification.issuer.current import current_with_pictures
from lms.certification.issuing import freeze
from lms.certification.models import Certificate, CertificateDocument, NumberSeries
from lms.certification.number import new_number
from lms.clock import now, today
from lms.config import current_settings
from lms.db import commit, db
from lms.learning.models import Enrolment
from lms.thai import be_year, fold

if TYPE_CHECKING:
    from bench.population import Learner

PIECE = 1_000


def certificates_of(learners: Sequence[Learner]) -> list[str]:
    """Give each a certificate as issuing would; returns the numbers."""
    settings = current_settings()
    named = current_with_pictures(settings)
    year = be_year(today())
    db.session.add(NumberSeries(prefix=settings.number_prefix, year_be=year, last=len(learners)))
    numbers: list[str] = []
    for start in range(0, len(learners), PIECE):
        ids = [one.enrolment_id for one in learners[start : start + PIECE]]
        enrolments = db.session.scalars(
            select(Enrolment)
            .options(joinedload(Enrolment.person))
            .where(Enrolment.id.in_(ids))
            .order_by(Enrolment.id)
        )
        certificates, documents = [], []
        for enrolment in enrolments:
            number = str(new_number(settings.number_prefix, year, len(numbers) + 1))
            numbers.append(number)
            facts = freeze(enrolment, number, settings, named, test_key=True)
            certificates.append(_certificate(len(numbers), enrolment.id, facts))
            documents.append(_document(len(numbers)))
        db.session.execute(insert(Certificate), certificates)
        db.session.execute(insert(CertificateDocument), documents)
        commit()
        db.session.expunge_all()
    return numbers


def _certificate(certificate_id: int, enrolment_id: int, facts: Any) -> dict[str, Any]:
    return {
        "id": certificate_id,
        "enrolment_id": enrolment_id,
        "generation": 0,
        "number": facts.number,
        "holder": facts.holder,
        "holder_fold": fold(facts.holder),
        "issued_on": facts.issued_on,
        "expires_on": facts.expires_on,
        "is_test": True,
        "facts": json.loads(facts.to_json()),
        "created_at": now(),
    }


def _document(certificate_id: int) -> dict[str, Any]:
    sha256 = hashlib.sha256(f"document {certificate_id}".encode()).hexdigest()
    return {
        "certificate_id": certificate_id,
        "level": "B-B",
        "sha256": sha256,
        "size": 62_000,
        "storage_key": f"bench/{sha256}.pdf",
        "key_id": hashlib.sha256(b"no key").hexdigest(),
        "created_at": now(),
    }
