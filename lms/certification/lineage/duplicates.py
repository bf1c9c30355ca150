"""ใบแทน: the very same file handed out again, and the record that it was. Nothing is issued."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms import audit
from lms.access import Actor, Permission
from lms.certification import queries
from lms.certification.lineage.models import Duplicate, DuplicateWhy
from lms.certification.models import Certificate, CertificateDocument
from lms.certification.standing import Standing
from lms.clock import now
from lms.db import db, insert_once
from lms.errors import Invalid, NotFound


def hand_out(
    actor: Actor, certificate_id: int, asked_by: str, why: DuplicateWhy, note: str | None, once: str
) -> Duplicate:
    """Record who asked and why; sent twice, it is recorded once."""
    certificate = queries.in_area(actor, Permission.CONFIRM_NAMES, certificate_id)
    if certificate.standing is Standing.REVOKED:
        raise Invalid(_("วุฒิบัตรฉบับนี้ถูกเพิกถอนแล้ว ให้ใบแทนไม่ได้"))
    if not certificate.documents:
        raise Invalid(_("เอกสารกำลังจัดทำ ให้ใบแทนได้เมื่อมีไฟล์แล้ว"))
    taken = insert_once(
        Duplicate,
        certificate_id=certificate.id,
        document_id=certificate.documents[-1].id,
        asked_by=asked_by,
        why=why,
        note=note,
        given_by=actor.person_id,
        once=once,
        created_at=now(),
    )
    found = db.session.scalars(select(Duplicate).where(Duplicate.once == once)).one()
    if found.certificate_id != certificate.id:
        raise NotFound
    if taken:
        audit.record(
            actor, "duplicate_given", "certificate", certificate.id, duplicate=found.id, why=why
        )
    return found


def load(actor: Actor, duplicate_id: int) -> tuple[Duplicate, Certificate, CertificateDocument]:
    """One record, its certificate and the file of then, for officers of the area."""
    found = db.session.scalar(
        select(Duplicate).options(joinedload(Duplicate.giver)).where(Duplicate.id == duplicate_id)
    )
    if found is None:
        raise NotFound
    certificate = queries.in_area(actor, Permission.SEE_CERTIFICATES, found.certificate_id)
    return found, certificate, next(d for d in certificate.documents if d.id == found.document_id)
