"""The one function that moves a case on: it appends a step, or says why it may not."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from lms import audit
from lms.access import Actor
from lms.certification.lineage.models import CaseStep, CertificateCase
from lms.certification.lineage.states import CaseKind, CaseState, may_follow
from lms.certification.models import Certificate, RevocationClass
from lms.clock import now
from lms.db import db, insert_once
from lms.errors import Busy


def begin(
    actor: Actor,
    certificate: Certificate,
    kind: CaseKind,
    words: str,
    *,
    revocation_class: RevocationClass | None = None,
    **more: Any,
) -> CertificateCase:
    """A new case with its first step; the caller holds the certificate's lock."""
    case = CertificateCase(
        certificate_id=certificate.id, kind=kind, revocation_class=revocation_class
    )
    db.session.add(case)
    db.session.flush()
    _insert(actor, case, 1, CaseState.PROPOSED, words, **more)
    return case


def move(actor: Actor, case: CertificateCase, wanted: CaseState, words: str, **more: Any) -> None:
    """Append the next step, when it may follow; of two who act at once the second is told.

    The only way in which a case changes. `more`: by_holder, day, texts.
    """
    last = case.steps[-1]
    if not may_follow(CaseKind(case.kind), CaseState(last.state), wanted):
        raise Busy(_why_not(CaseState(last.state)))
    if not _insert(actor, case, last.number + 1, wanted, words, **more):
        raise Busy(_("มีผู้ดำเนินการเรื่องนี้ไปก่อนหน้าท่านเมื่อครู่ โปรดอ่านเรื่องอีกครั้ง"))


def _insert(
    actor: Actor,
    case: CertificateCase,
    number: int,
    state: CaseState,
    words: str,
    *,
    by_holder: bool = False,
    day: date | None = None,
    texts: dict[str, Any] | None = None,
) -> bool:
    taken = insert_once(
        CaseStep,
        case_id=case.id,
        number=number,
        state=state,
        actor_id=actor.person_id,
        by_holder=by_holder,
        words=words,
        day=day,
        texts=texts or {},
        created_at=now(),
    )
    if taken:
        db.session.expire(case, ["steps"])
        act = f"case_{state.value}"
        audit.record(actor, act, "certificate", case.certificate_id, case=case.id, kind=case.kind)
    return taken


def _why_not(present: CaseState) -> str:
    words: dict[CaseState, str] = {
        CaseState.PROPOSED: _("ต้องแจ้งผู้ถือวุฒิบัตรก่อน"),
        CaseState.NOTIFIED: _("แจ้งผู้ถือวุฒิบัตรแล้ว"),
        CaseState.ANSWERED: _("ผู้ถือวุฒิบัตรตอบแล้ว"),
        CaseState.REVOKED: _("เรื่องนี้ตัดสินไปแล้ว วุฒิบัตรถูกเพิกถอน"),
        CaseState.ALLOWED: _("เรื่องนี้ตัดสินไปแล้วว่าอุทธรณ์ฟังขึ้น"),
        CaseState.ISSUED: _("เรื่องนี้ออกวุฒิบัตรฉบับใหม่ไปแล้ว"),
        CaseState.DECLINED: _("เรื่องนี้ตัดสินไปแล้วว่าไม่ดำเนินการ"),
        CaseState.WITHDRAWN: _("ผู้เสนอถอนเรื่องนี้ไปแล้ว"),
    }
    return words[present]


def hold(certificate: Certificate) -> None:
    """Whoever proposes or issues for a certificate holds its row: they come one by one.

    Rows that only point to the certificate are not held up.
    """
    its_row = select(Certificate.id).where(Certificate.id == certificate.id)
    db.session.execute(its_row.with_for_update(key_share=True))
