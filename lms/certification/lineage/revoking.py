"""Taking a certificate back: one officer proposes, another decides; for cause the holder is
heard in between.

A revocation takes effect on the day it is decided, or on a later one, and never before: what
the register answered yesterday was true, and people relied on it (docs/adr/0028).
"""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import gettext as _

from lms import audit, clock
from lms.access import Actor, Permission
from lms.certification import queries
from lms.certification.lineage import finding, letters, logged, steps
from lms.certification.lineage.models import CertificateCase
from lms.certification.lineage.procedure import procedure
from lms.certification.lineage.states import FINAL, CaseKind, CaseState, is_heard
from lms.certification.models import Certificate, Revocation, RevocationClass
from lms.db import insert_once
from lms.errors import Busy, Invalid
from lms.notices.services import tell

FOR_CAUSE = frozenset({RevocationClass.MISCONDUCT})  # the holder must be heard first
HEARABLE = FOR_CAUSE | {RevocationClass.ISSUED_IN_ERROR}  # or may be, if officers find it fair
PROPOSABLE = (
    RevocationClass.ISSUED_IN_ERROR,
    RevocationClass.MISCONDUCT,
    RevocationClass.HOLDER_REQUEST,
)
_FURTHEST = timedelta(days=366)


def propose(
    actor: Actor, certificate_id: int, kind: RevocationClass, reason: str, known_on: date
) -> CertificateCase:
    """Open a case; nothing changes for the holder yet."""
    certificate = queries.in_area(actor, Permission.REVOKE, certificate_id)
    if kind not in PROPOSABLE:
        raise Invalid(_("เลือกประเภทของเหตุผล"))
    if certificate.enrolment.person_id == actor.person_id:
        raise Invalid(_("วุฒิบัตรของท่านเอง โปรดให้เจ้าหน้าที่ท่านอื่นเสนอ"))
    steps.hold(certificate)
    if finding.is_revoked(certificate.id):
        raise Busy(_("วุฒิบัตรฉบับนี้ถูกเพิกถอนไปแล้ว"))
    if finding.open_case(certificate.id, [CaseKind.REVOCATION]) is not None:
        raise Busy(_("วุฒิบัตรฉบับนี้มีเรื่องเสนอเพิกถอนรออยู่แล้ว"))
    return steps.begin(
        actor, certificate, CaseKind.REVOCATION, reason, revocation_class=kind, day=known_on
    )


def notify(actor: Actor, case_id: int, way: str, told_on: date) -> None:
    """The holder is told the reasons and the last day to answer; a notice says where."""
    case = finding.in_area(actor, Permission.REVOKE, case_id)
    if case.revocation_class not in HEARABLE:
        raise Invalid(_("เรื่องประเภทนี้ไม่ต้องแจ้งให้ตอบก่อน"))
    if told_on > clock.today():
        raise Invalid(_("วันที่ต้องไม่อยู่ในอนาคต"))
    answer_by = told_on + timedelta(days=procedure().answer_days)
    texts = letters.notice(case, answer_by)
    steps.move(actor, case, CaseState.NOTIFIED, way, day=answer_by, texts=texts)
    tell_holder(case, "revocation_notified")


def answer(actor: Actor, case_id: int, words: str) -> None:
    """The holder's answer, in their own words."""
    case = finding.own(actor, case_id)
    steps.move(actor, case, CaseState.ANSWERED, words, by_holder=True, day=_answer_by(case))


def answer_for(actor: Actor, case_id: int, words: str, how: str) -> None:
    """The same, written down by an officer for somebody who answered in another way."""
    case = finding.in_area(actor, Permission.CONFIRM_NAMES, case_id)
    more = {"day": _answer_by(case), "texts": {"how": how}}
    steps.move(actor, case, CaseState.ANSWERED, words, **more)


def _answer_by(case: CertificateCase) -> date | None:
    return case.steps[-1].day if case.steps[-1].state != CaseState.PROPOSED else None


def may_decide(case: CertificateCase) -> str | None:
    """Why nobody may decide yet; None when a second person may. Who was told has all their days."""
    last = case.steps[-1]
    if case.revocation_class not in FOR_CAUSE and not was_told(case):
        return None
    if last.state == CaseState.PROPOSED:
        return str(_("ยังตัดสินไม่ได้ ต้องแจ้งเหตุผลแก่ผู้ถือวุฒิบัตรและให้เวลาตอบก่อน"))
    if not is_heard(CaseState(last.state), last.day, clock.today()):
        return str(_("ยังตัดสินไม่ได้ ผู้ถือวุฒิบัตรยังตอบได้จนสิ้นวันสุดท้ายที่กำหนด"))
    return None


def why_not_from(day: date) -> str | None:
    """Why a revocation may not take effect on this day; None when it may."""
    if clock.today() <= day <= clock.today() + _FURTHEST:
        return None
    return str(_("วันที่มีผลต้องเป็นวันนี้หรือหลังจากนี้ ไม่เกินหนึ่งปี เพิกถอนย้อนหลังไม่ได้"))


def decide(actor: Actor, case_id: int, reasons: str, effective_on: date) -> Revocation:
    """เพิกถอน, by somebody else than the proposer, from today or a later day on."""
    case = finding.in_area(actor, Permission.REVOKE, case_id)
    _second_person(actor, case)
    if case.steps[-1].state not in FINAL and (wait := may_decide(case)):
        raise Busy(wait)
    if why := why_not_from(effective_on):
        raise Invalid(why)
    texts = letters.revoked(case, reasons, effective_on)
    steps.move(actor, case, CaseState.REVOKED, reasons, day=effective_on, texts=texts)
    kind = RevocationClass(case.revocation_class or "")
    revocation = take_back(actor, case.certificate, kind, reasons, effective_on)
    tell_holder(case, "revoked")
    return revocation


def take_back(
    actor: Actor, certificate: Certificate, kind: RevocationClass, reason: str, effective_on: date
) -> Revocation:
    """The revocation itself; the log and the status list follow from it."""
    taken = insert_once(
        Revocation,
        certificate_id=certificate.id,
        revocation_class=kind,
        reason=reason,
        effective_on=effective_on,
        revoked_by=actor.person_id,
        created_at=clock.now(),
    )
    if not taken:
        raise Busy(_("วุฒิบัตรฉบับนี้ถูกเพิกถอนไปแล้ว"))
    day = effective_on.isoformat()
    about = {"kind": kind.value, "reason": reason, "effective_on": day}
    audit.record(actor, "certificate_revoked", "certificate", certificate.id, **about)
    return logged.revocation(certificate)


def decline(actor: Actor, case_id: int, reasons: str) -> None:
    """ไม่เพิกถอน, or no new certificate: by somebody else than the proposer."""
    revocation = finding.in_area(actor, Permission.SEE_CERTIFICATES, case_id).kind
    needed = Permission.REVOKE if revocation == CaseKind.REVOCATION else Permission.APPROVE
    case = finding.in_area(actor, needed, case_id)
    _second_person(actor, case)
    texts = letters.declined(case, reasons) if was_told(case) else {}
    steps.move(actor, case, CaseState.DECLINED, reasons, texts=texts)
    if texts or case.kind != CaseKind.REVOCATION:
        tell_holder(case, "case_declined" if texts else "replacement_declined")


def withdraw(actor: Actor, case_id: int, reason: str) -> None:
    """The proposer takes the proposal back; a holder who was told of it is told so."""
    case = finding.in_area(actor, Permission.SEE_CERTIFICATES, case_id)
    if proposer_of(case) != actor.person_id:
        raise Invalid(_("ผู้เสนอเท่านั้นถอนเรื่องได้ ท่านอื่นตัดสินไม่ดำเนินการได้"))
    texts = letters.declined(case, reason) if was_told(case) else {}
    steps.move(actor, case, CaseState.WITHDRAWN, reason, texts=texts)
    if texts:
        tell_holder(case, "case_declined")
    elif case.kind == CaseKind.APPEAL:
        tell_holder(case, "appeal_withdrawn")


def proposer_of(case: CertificateCase) -> int | None:
    """Who proposed; None when they were erased since."""
    return case.steps[0].actor_id


def was_told(case: CertificateCase) -> bool:
    """Whether the holder knows of a proposal to revoke."""
    return any(step.state == CaseState.NOTIFIED for step in case.steps)


def _second_person(actor: Actor, case: CertificateCase) -> None:
    if actor.person_id == proposer_of(case):
        raise Invalid(_("ท่านเป็นผู้เสนอเรื่องนี้ ต้องให้เจ้าหน้าที่อีกท่านหนึ่งเป็นผู้ตัดสิน"))
    if actor.person_id == case.certificate.enrolment.person_id:
        raise Invalid(_("วุฒิบัตรของท่านเอง โปรดให้เจ้าหน้าที่ท่านอื่นตัดสิน"))


def tell_holder(case: CertificateCase, kind: str) -> None:
    """A notice of what happened, which leads to what they may read of it."""
    certificate = case.certificate
    path = f"/certificates/{certificate.id}/cases/{case.id}"
    if case.kind not in {CaseKind.REVOCATION, CaseKind.APPEAL}:
        path = f"/certificates/{certificate.id}"
    number = certificate.number
    tell(certificate.enrolment.person_id, kind, f"{kind}:{case.id}", path, number=number)
