"""An appeal against a revocation: when it came and what it says, and what became of it.

The law wants it in writing, so an officer enters it. One that fails leaves the revocation as it
is; one that succeeds leads to a new certificate (`replacing.propose_reinstatement`).
"""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import gettext as _

from lms import clock
from lms.access import Actor, Permission
from lms.certification import queries
from lms.certification.lineage import finding, letters, revoking, steps
from lms.certification.lineage.models import CertificateCase
from lms.certification.lineage.procedure import procedure
from lms.certification.lineage.states import CaseKind, CaseState
from lms.certification.models import Certificate, RevocationClass
from lms.errors import Busy, Invalid


def last_day(told_on: date) -> date:
    """Until when somebody may appeal who was told of the order on this day."""
    return told_on + timedelta(days=procedure().appeal_days)


def may_be_appealed(certificate: Certificate) -> bool:
    """Whether it was taken back by an order; for a corrected copy there was none."""
    found = certificate.revocation
    return found is not None and found.revocation_class != RevocationClass.SUPERSEDED


def enter(
    actor: Actor, certificate_id: int, words: str, received_on: date, told_on: date
) -> CertificateCase:
    """What the holder wrote; late or not, it is entered: whether it is heard is a judgement."""
    certificate = queries.in_area(actor, Permission.CONFIRM_NAMES, certificate_id)
    if certificate.enrolment.person_id == actor.person_id:
        raise Invalid(_("วุฒิบัตรของท่านเอง โปรดให้เจ้าหน้าที่ท่านอื่นทำ"))
    if not may_be_appealed(certificate):
        raise Invalid(_("อุทธรณ์ได้เมื่อวุฒิบัตรถูกเพิกถอนเท่านั้น"))
    if not told_on <= received_on <= clock.today():
        raise Invalid(_("วันที่ได้รับอุทธรณ์ต้องไม่ก่อนวันที่ผู้ถือได้รับแจ้ง และไม่อยู่ในอนาคต"))
    steps.hold(certificate)
    if finding.is_replaced(certificate.id):
        raise Busy(_("วุฒิบัตรฉบับนี้มีฉบับใหม่แทนแล้ว"))
    if finding.open_case(certificate.id, [CaseKind.APPEAL]) is not None:
        raise Busy(_("มีอุทธรณ์ของวุฒิบัตรฉบับนี้รอผลอยู่แล้ว"))
    until = last_day(told_on).isoformat()
    case = steps.begin(
        actor, certificate, CaseKind.APPEAL, words, day=received_on, texts={"until": until}
    )
    revoking.tell_holder(case, "appeal_entered")
    return case


def is_late(case: CertificateCase) -> bool:
    """Whether the appeal came after its last day."""
    first = case.steps[0]
    return bool(first.day and first.day > date.fromisoformat(first.texts["until"]))


def why_not_end(actor: Actor, case: CertificateCase) -> str | None:
    """Why this officer may not say what became of it; None when they may."""
    found = case.certificate.revocation
    if actor.person_id == revoking.proposer_of(case):
        return str(_("ท่านเป็นผู้บันทึกอุทธรณ์นี้ ต้องให้เจ้าหน้าที่อีกท่านหนึ่งบันทึกผล"))
    if found is not None and actor.person_id == found.revoked_by:
        return str(_("ท่านเป็นผู้สั่งเพิกถอน ต้องให้เจ้าหน้าที่ท่านอื่นบันทึกผลอุทธรณ์"))
    if actor.person_id == case.certificate.enrolment.person_id:
        return str(_("วุฒิบัตรของท่านเอง โปรดให้เจ้าหน้าที่ท่านอื่นทำ"))
    return None


def dismiss(actor: Actor, case_id: int, reasons: str) -> None:
    """ยกอุทธรณ์: the revocation stands, and the holder is told why."""
    case = finding.in_area(actor, Permission.REVOKE, case_id)
    if why := why_not_end(actor, case):
        raise Invalid(why)
    texts = letters.appeal_dismissed(case, reasons)
    steps.move(actor, case, CaseState.DECLINED, reasons, texts=texts)
    revoking.tell_holder(case, "appeal_dismissed")


def allow(actor: Actor, certificate_id: int, reasons: str) -> None:
    """The appeal that waits, if one does, succeeds: somebody proposes a new certificate."""
    waiting = finding.open_case(certificate_id, [CaseKind.APPEAL])
    if waiting is None:
        return
    case = finding.in_area(actor, Permission.REVOKE, waiting)
    if why := why_not_end(actor, case):
        raise Invalid(why)
    steps.move(actor, case, CaseState.ALLOWED, reasons)
