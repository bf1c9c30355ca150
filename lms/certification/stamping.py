"""Work in the background: have signed documents time-stamped, where an authority is configured.

A stamped document is a new row and a new file; the one before it stays, and either verifies. Work
waits on somebody else's network, so it runs for a short while at a time, behind whatever else is
queued, and an authority that does not answer is left alone for longer and longer.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import aliased

from lms import clock
from lms.certification import signers
from lms.certification.key_files import private_bytes
from lms.certification.log import entries
from lms.certification.log.appending import append
from lms.certification.models import CertificateDocument, StampClaim
from lms.certification.signing_key import SigningError
from lms.certification.time_stamps import Authority, Lengthened, NotToBeHad, Stamper, Unreachable
from lms.config import Settings, current_settings
from lms.db import commit, db, insert_once
from lms.jobs import enqueue, periodic
from lms.storage import store

log = logging.getLogger(__name__)

TASK = "certification.stamp_documents"
PASSWORD_FILE = "tsa.password"  # noqa: S105 - where it is, not what it is
SPAN = 20.0  # seconds of work at a time
HOLD = timedelta(minutes=5)  # of a worker on one document
FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=12)  # between tries; doubled each time
_LOOK = 20
_MORE = 6  # tries that a B-T is taken to have had: the rest is not in a hurry


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document that this worker alone stamps now."""

    id: int
    certificate_id: int
    level: str
    storage_key: str
    key_id: str


@periodic(TASK)
def stamp_documents() -> None:
    """Stamp for a while; the rest is queued again behind what others wait for."""
    settings = current_settings()
    if settings.tsa_url is None or _authority_rests():
        db.session.rollback()
        return
    stamper = Stamper(_authority(settings))
    until = monotonic() + SPAN
    while (waiting := _claim()) is not None:
        if not _stamp(waiting, stamper):
            return
        if monotonic() > until:
            enqueue(TASK)
            return


def _stamp(waiting: Waiting, stamper: Stamper) -> bool:
    """Stamp one; False when the authority is away. What fails is tried later."""
    try:
        made = _made(waiting, stamper)
        _keep(waiting, made)
    except Exception as fault:
        db.session.rollback()
        away = isinstance(fault, Unreachable)
        if isinstance(fault, Unreachable | NotToBeHad):
            log.warning("document %s is not stamped yet: %s", waiting.id, fault)
        else:
            log.exception("document %s is not stamped yet", waiting.id)
        _put_off(waiting.id, fault, unanswered=away)
        commit()
        return not away
    commit()
    return True


def _made(waiting: Waiting, stamper: Stamper) -> Lengthened:
    from lms.certification.signing import inspect

    trusted = signers.known_certificates()
    db.session.rollback()  # the network takes a while; nobody waits for our transaction
    before = store().get(waiting.storage_key)
    made = stamper.lengthen(before, waiting.level)
    if not (made.pdf.startswith(before) and inspect(made.pdf, trusted).ours):
        raise SigningError("the stamped document would not be ours")
    return made


def _keep(waiting: Waiting, made: Lengthened) -> None:
    """File first, then the row; who was second takes away what nobody knows of."""
    digest = hashlib.sha256(made.pdf).hexdigest()
    key = f"{waiting.storage_key.rpartition('/')[0]}/{digest[:16]}.pdf"
    store().put(key, made.pdf)
    stored = insert_once(
        CertificateDocument,
        certificate_id=waiting.certificate_id,
        level=made.level,
        sha256=digest,
        size=len(made.pdf),
        storage_key=key,
        key_id=waiting.key_id,
        created_at=clock.now(),
    )
    db.session.execute(delete(StampClaim).where(StampClaim.document_id == waiting.id))
    if stored:
        row = db.session.scalars(
            select(CertificateDocument).where(CertificateDocument.sha256 == digest)
        ).one()
        append([entries.document(row)])
    else:
        store().delete(key)
    if stored and made.why_no_more:
        log.info("%s has a time stamp only: %s", waiting.storage_key, made.why_no_more)
        _wait_for_more(digest, made.why_no_more)


def _wait_for_more(sha256: str, why: str) -> None:
    document_id = db.session.scalars(
        select(CertificateDocument.id).where(CertificateDocument.sha256 == sha256)
    ).one()
    due = clock.now() + _pause(_MORE)
    insert_once(StampClaim, document_id=document_id, due_at=due, tries=_MORE, fault=why[:200])


def _claim() -> Waiting | None:
    """Take hold of a document that was tried before and is due, or of one that never was."""
    moment = clock.now()
    taken = _claim_again(moment) or _claim_new(moment)
    if taken is None:
        db.session.rollback()
        return None
    row = db.session.get_one(CertificateDocument, taken)
    waiting = Waiting(row.id, row.certificate_id, row.level, row.storage_key, row.key_id)
    commit()
    return waiting


def _claim_again(moment: datetime) -> int | None:
    due = (
        select(StampClaim.document_id)
        .where(StampClaim.due_at <= moment)
        .order_by(StampClaim.unanswered.desc(), StampClaim.due_at)  # what failed for all goes first
        .limit(_LOOK)
    )
    for document_id in db.session.scalars(due).all():
        taken = db.session.execute(
            update(StampClaim)
            .where(StampClaim.document_id == document_id, StampClaim.due_at <= moment)
            .values(due_at=moment + HOLD, tries=StampClaim.tries + 1, unanswered=False)
            .execution_options(synchronize_session=False)
        )
        if taken.rowcount:  # type: ignore[attr-defined]
            return document_id
    return None


def _claim_new(moment: datetime) -> int | None:
    later = aliased(CertificateDocument)
    stamped = exists().where(
        later.certificate_id == CertificateDocument.certificate_id, later.level != "B-B"
    )
    held = exists().where(StampClaim.document_id == CertificateDocument.id)
    new = (
        select(CertificateDocument.id)
        .where(CertificateDocument.level == "B-B", ~stamped, ~held)
        .order_by(CertificateDocument.id)
        .limit(_LOOK)
    )
    for document_id in db.session.scalars(new).all():
        if insert_once(StampClaim, document_id=document_id, due_at=moment + HOLD, tries=1):
            return document_id
    return None


def _authority_rests() -> bool:
    resting = select(StampClaim.document_id).where(
        StampClaim.unanswered, StampClaim.due_at > clock.now()
    )
    return db.session.scalar(resting.limit(1)) is not None


def _put_off(document_id: int, fault: Exception, *, unanswered: bool) -> None:
    claim = db.session.get(StampClaim, document_id)
    if claim is None:  # another worker was quicker, after all
        return
    claim.due_at = clock.now() + _pause(claim.tries)
    claim.unanswered = unanswered
    claim.fault = f"{type(fault).__name__}: {fault}"[:200]


def _pause(tries: int) -> timedelta:
    return min(FIRST * (1 << min(tries - 1, 20)), LONGEST)


def _authority(settings: Settings) -> Authority:
    assert settings.tsa_url is not None
    credentials = None
    if settings.tsa_user:
        password = private_bytes(settings.secrets / PASSWORD_FILE).decode().strip()
        credentials = (settings.tsa_user, password)
    roots = settings.tsa_roots.read_bytes() if settings.tsa_roots else b""
    return Authority(settings.tsa_url, credentials, roots)


def not_stamped(most: int = 3) -> list[str]:
    """Why the first documents could not be stamped so far."""
    rows = db.session.execute(
        select(StampClaim.fault, StampClaim.due_at)
        .where(StampClaim.fault.is_not(None))
        .order_by(StampClaim.unanswered.desc(), StampClaim.document_id)
        .limit(most)
    )
    return [f"{fault} (→ {due.isoformat(' ', 'minutes')})" for fault, due in rows]
