"""Work in the background: issue what is ready, then print and sign it."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import socket
from datetime import timedelta

from sqlalchemy import exists, or_, select, update

from lms import clock
from lms.certification import due, issuing, signers
from lms.certification.facts import CertificateFacts
from lms.certification.models import Certificate, CertificateDocument, DocumentClaim
from lms.config import Settings, current_settings
from lms.db import commit, db, insert_once
from lms.jobs import enqueue, periodic
from lms.learning.models import Enrolment
from lms.notices.services import tell
from lms.storage import store

log = logging.getLogger(__name__)

BATCH = 200
HOLD = timedelta(minutes=5)
TRIES = 5
LATER = timedelta(hours=6)  # after so many tries: a full disk is emptied one day
PICTURE_WIDTH = 1400  # pixels


@periodic("certification.issue_due")
def issue_due() -> None:
    """Issue every certificate that is ready, each in a transaction of its own."""
    if reasons := issuing.why_not(current_settings()):
        log.warning("issuing is refused: %s", "; ".join(reasons))
        return
    last = 0
    while batch := due.ready(BATCH, after=last):
        db.session.rollback()
        for last in batch:
            _issue(last)


def _issue(enrolment_id: int) -> None:
    """One that cannot be issued does not hold up the others."""
    try:
        if issuing.issue(enrolment_id) is not None:
            enqueue("certification.make_documents")
        commit()
    except Exception:
        db.session.rollback()
        log.exception("enrolment %s is ready and could not be issued", enrolment_id)


@periodic("certification.make_documents")
def make_documents() -> None:
    """Print and sign every certificate that has no document yet."""
    while (certificate_id := _claim()) is not None:
        try:
            make_document(certificate_id)
            commit()
        except Exception as fault:
            db.session.rollback()
            log.exception("certificate %s has no document yet", certificate_id)
            _note(certificate_id, fault)
            commit()


def _claim() -> int | None:
    """Take hold of one certificate without a document; a dead worker's hold lapses."""
    moment = clock.now()
    lapsed = or_(
        DocumentClaim.claimed_at < moment - LATER,
        (DocumentClaim.claimed_at < moment - HOLD) & (DocumentClaim.tries < TRIES),
    )
    waiting = (
        select(Certificate.id)
        .outerjoin(DocumentClaim, DocumentClaim.certificate_id == Certificate.id)
        .where(
            ~exists().where(CertificateDocument.certificate_id == Certificate.id),
            or_(DocumentClaim.certificate_id.is_(None), lapsed),
        )
        .order_by(Certificate.id)
        .limit(20)
    )
    worker = f"{socket.gethostname()[:28]}:{os.getpid()}"
    for certificate_id in db.session.scalars(waiting).all():
        fresh = insert_once(
            DocumentClaim, certificate_id=certificate_id, worker=worker, claimed_at=moment, tries=1
        )
        stale = (
            update(DocumentClaim)
            .where(DocumentClaim.certificate_id == certificate_id, lapsed)
            .values(worker=worker, claimed_at=moment, tries=DocumentClaim.tries + 1)
        )
        if fresh or db.session.execute(stale).rowcount:  # type: ignore[attr-defined]
            commit()
            return certificate_id
    db.session.rollback()
    return None


def make_document(certificate_id: int) -> None:
    """Print, sign and store one certificate; its row is added last, when all is on disk."""
    from lms.certification import printing
    from lms.certification.picture import picture

    certificate = db.session.get_one(Certificate, certificate_id)
    number, facts = certificate.number, certificate.facts
    db.session.rollback()  # printing takes a while; nobody waits for our transaction
    one = signers.signer()
    document = printing.signed_document(_thaw(facts), one, _pictures(current_settings()))
    digest = hashlib.sha256(document).hexdigest()
    name = f"certificates/{number.lower()}/{digest[:16]}"
    store().put(f"{name}.pdf", document)
    store().put(f"{name}.webp", picture(document, PICTURE_WIDTH))
    signers.remember(one)
    stored = insert_once(
        CertificateDocument,
        certificate_id=certificate_id,
        level="B-B",
        sha256=digest,
        size=len(document),
        storage_key=f"{name}.pdf",
        picture_key=f"{name}.webp",
        key_id=one.key.key_id,
        created_at=clock.now(),
    )
    if stored:
        _tell(certificate_id)


def _pictures(settings: Settings) -> dict[str, bytes]:
    """The issuer's own logo and the signatory's signature, where they are set."""
    files = {"logo": settings.issuer_logo, "signature": settings.signature_picture}
    return {name: file.read_bytes() for name, file in files.items() if file}


def _thaw(facts: dict[str, object]) -> CertificateFacts:
    return CertificateFacts.from_json(json.dumps(facts, ensure_ascii=False))


def _tell(certificate_id: int) -> None:
    row = db.session.execute(
        select(Certificate.facts, Enrolment.person_id)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .where(Certificate.id == certificate_id)
    ).one()
    tell(
        row.person_id,
        "issued",
        f"issued:{certificate_id}",
        f"/certificates/{certificate_id}",
        curriculum=row.facts["curriculum_th"],
    )


def _note(certificate_id: int, fault: Exception) -> None:
    db.session.execute(
        update(DocumentClaim)
        .where(DocumentClaim.certificate_id == certificate_id)
        .values(fault=f"{type(fault).__name__}: {fault}"[:200])
    )
