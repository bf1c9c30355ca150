"""A new certificate in the place of an old one: corrected after the name was, or renewed.

Neither is one person's act: the name is confirmed by its holder, or by an officer for them, and
a central officer who has neither proposed nor confirmed it lets it be issued.
"""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import gettext as _

from lms import clock
from lms.access import Actor, Permission
from lms.certification import due, issuing, queries, services
from lms.certification.facts import printed_name_of
from lms.certification.lineage import appealing, finding, logged, revoking, steps
from lms.certification.lineage.models import CertificateCase, Replacement, ReplacementKind
from lms.certification.lineage.procedure import Procedure, procedure
from lms.certification.lineage.states import CaseKind, CaseState
from lms.certification.models import Certificate, RevocationClass
from lms.certification.standing import Standing
from lms.clock import now
from lms.curricula.outline import outline
from lms.db import insert_once
from lms.errors import Busy, Invalid
from lms.jobs import enqueue
from lms.learning.services import enrol_again
from lms.notices.services import tell
from lms.people.models import Person

KINDS = (CaseKind.CORRECTION, CaseKind.RENEWAL, CaseKind.REINSTATEMENT)
_TOLD = {
    ReplacementKind.CORRECTION: "corrected",
    ReplacementKind.RENEWAL: "renewed",
    ReplacementKind.REINSTATEMENT: "reinstated",
}


def name_differs(certificate: Certificate, person: Person) -> bool:
    """Whether the register's name is another than the printed one, now."""
    if printed_name_of(certificate.facts) != person.full_name:
        return True
    latin = services.needs_latin_name(certificate.enrolment)
    return latin and certificate.facts.get("latin_name") != person.latin_name


def why_not_correct(certificate: Certificate, person: Person) -> str | None:
    """Why there is no corrected copy to be had; None when there is."""
    if certificate.revocation is not None:
        return str(_("วุฒิบัตรฉบับนี้ถูกเพิกถอนแล้ว ออกฉบับแก้ไขไม่ได้"))
    if certificate.standing is Standing.EXPIRED:
        return str(_("วุฒิบัตรฉบับนี้หมดอายุแล้ว ให้ต่ออายุแทน ฉบับใหม่จะพิมพ์ชื่อปัจจุบัน"))
    if not name_differs(certificate, person):
        return str(_("ชื่อบนวุฒิบัตรตรงกับทะเบียนแล้ว หากชื่อในทะเบียนผิด ให้ขอแก้ไขชื่อก่อน"))
    return None


def why_not_renew(certificate: Certificate, rules: Procedure, today: date) -> str | None:
    """Why an officer may not renew it now; None when one may."""
    last = certificate.expires_on
    if last is None:
        return str(_("วุฒิบัตรฉบับนี้ไม่มีวันหมดอายุ"))
    if certificate.revocation is not None:
        return str(_("วุฒิบัตรฉบับนี้ถูกเพิกถอนแล้ว ต่ออายุไม่ได้"))
    opens, closes = window(last, rules)
    if today < opens:
        return str(_("ยังต่ออายุไม่ได้ ต่อได้ตั้งแต่ %(days)s วันก่อนหมดอายุ", days=rules.opens_days))
    if today > closes:
        return str(_("เลยกำหนดต่ออายุแล้ว (%(days)s วันหลังหมดอายุ) ต้องเรียนใหม่", days=rules.closes_days))
    return None


def window(last: date, rules: Procedure) -> tuple[date, date]:
    """First and last day on which an officer may renew what ends on `last`."""
    return last - timedelta(days=rules.opens_days), last + timedelta(days=rules.closes_days)


def ask_correction(
    actor: Actor, certificate_id: int, shown: str, latin_shown: str | None
) -> CertificateCase | None:
    """The holder has read the name as it will print and says that it is right.

    Where a renewal waits for just that, this is the answer to it, and no case of its own.
    """
    certificate = queries.own_with_enrolment(actor, certificate_id)
    if _renewal_waits(certificate):
        services.confirm_own_name(actor, certificate.enrolment, shown, latin_shown)
        return None
    _check_correction(certificate)
    services.confirm_own_name(actor, certificate.enrolment, shown, latin_shown)
    return steps.begin(actor, certificate, CaseKind.CORRECTION, "", by_holder=True)


def ask_correction_for(
    actor: Actor, certificate_id: int, shown: str, note: str
) -> CertificateCase | None:
    """The same by an officer for somebody without a phone."""
    certificate = queries.in_area(actor, Permission.CONFIRM_NAMES, certificate_id)
    _not_own(actor, certificate)
    if _renewal_waits(certificate):
        services.confirm_name_for(actor, certificate.enrolment_id, shown, note)
        return None
    _check_correction(certificate)
    services.confirm_name_for(actor, certificate.enrolment_id, shown, note)
    return steps.begin(actor, certificate, CaseKind.CORRECTION, note)


def _renewal_waits(certificate: Certificate) -> bool:
    return finding.open_case(certificate.id, [CaseKind.RENEWAL]) is not None


def _check_correction(certificate: Certificate) -> None:
    steps.hold(certificate)
    _check_place(certificate)
    if why := why_not_correct(certificate, certificate.enrolment.person):
        raise Invalid(why)


def why_not_confirm(certificate: Certificate, person: Person) -> str | None:
    """Why there is no name to confirm here; a renewal that waits for it may be of any age."""
    if finding.is_replaced(certificate.id):
        return str(_("วุฒิบัตรฉบับนี้มีฉบับใหม่แทนแล้ว"))
    if _renewal_waits(certificate):
        return None
    if finding.open_case(certificate.id, KINDS) is not None:
        return str(_("มีเรื่องออกฉบับใหม่แทนฉบับนี้รออยู่แล้ว"))
    return why_not_correct(certificate, person)


def learn_again(actor: Actor, certificate_id: int) -> str:
    """Enrol the holder in the newest edition, when the end is near or past; the slug."""
    certificate = queries.own_with_enrolment(actor, certificate_id)
    last = certificate.expires_on
    if last is None or certificate.revocation is not None or finding.is_replaced(certificate.id):
        raise Invalid(_("วุฒิบัตรฉบับนี้ต่ออายุไม่ได้"))
    rules = procedure()
    if clock.today() < window(last, rules)[0]:
        raise Invalid(_("ยังต่ออายุไม่ได้ ต่อได้ตั้งแต่ %(days)s วันก่อนหมดอายุ", days=rules.opens_days))
    slug = outline(certificate.enrolment.edition_id).slug
    enrol_again(actor, slug)
    return slug


def propose_renewal(actor: Actor, certificate_id: int, reason: str) -> CertificateCase:
    """An officer proposes a renewal without a new course, and says why."""
    certificate = queries.in_area(actor, Permission.CONFIRM_NAMES, certificate_id)
    _not_own(actor, certificate)
    steps.hold(certificate)
    _check_place(certificate)
    if why := why_not_renew(certificate, procedure(), clock.today()):
        raise Invalid(why)
    return steps.begin(actor, certificate, CaseKind.RENEWAL, reason)


def propose_reinstatement(actor: Actor, certificate_id: int, reason: str) -> CertificateCase:
    """An appeal succeeded: a revocation is not undone, a new certificate takes its place."""
    certificate = queries.in_area(actor, Permission.REVOKE, certificate_id)
    _not_own(actor, certificate)
    steps.hold(certificate)
    _check_place(certificate)
    if not appealing.may_be_appealed(certificate):
        raise Invalid(_("ออกใหม่ตามผลอุทธรณ์ได้เมื่อวุฒิบัตรถูกเพิกถอนเท่านั้น"))
    appealing.allow(actor, certificate.id, reason)
    return steps.begin(actor, certificate, CaseKind.REINSTATEMENT, reason)


def _not_own(actor: Actor, certificate: Certificate) -> None:
    if certificate.enrolment.person_id == actor.person_id:
        raise Invalid(_("วุฒิบัตรของท่านเอง โปรดให้เจ้าหน้าที่ท่านอื่นทำ"))


def _check_place(certificate: Certificate) -> None:
    if finding.is_replaced(certificate.id):
        raise Busy(_("วุฒิบัตรฉบับนี้มีฉบับใหม่แทนแล้ว"))
    if finding.open_case(certificate.id, KINDS) is not None:
        raise Busy(_("มีเรื่องออกฉบับใหม่แทนฉบับนี้รออยู่แล้ว"))


def why_not_issue(actor: Actor, case: CertificateCase) -> str | None:
    """Why this officer may not issue the new certificate now; None when they may."""
    certificate = case.certificate
    person = certificate.enrolment.person
    named = due.confirmation_of(certificate.enrolment_id)
    if named is None:
        return str(_("รอผู้ถือวุฒิบัตรยืนยันชื่อที่จะพิมพ์"))
    involved = {revoking.proposer_of(case), person.id}
    if named.for_holder:
        involved.add(named.confirmed_by)
    if actor.person_id in involved:
        return str(_("ท่านเป็นผู้เสนอหรือผู้ยืนยันชื่อ ต้องให้เจ้าหน้าที่อีกท่านหนึ่งออกวุฒิบัตร"))
    if case.kind == CaseKind.REINSTATEMENT:
        return None
    if case.kind == CaseKind.CORRECTION:
        return why_not_correct(certificate, person)
    return why_not_renew(certificate, procedure(), clock.today())


def issue(actor: Actor, case_id: int) -> Certificate:
    """The new certificate: its own number, the old one's number on it, the next generation."""
    case = finding.in_area(actor, Permission.APPROVE, case_id)
    old = case.certificate
    steps.hold(old)
    if case.steps[-1].state == CaseState.PROPOSED:
        _check_issue(actor, case)
    steps.move(actor, case, CaseState.ISSUED, "")
    kind = ReplacementKind(case.kind)
    new = issuing.issue_in_place_of(actor, old, **_changes(kind, old))
    link = {"old_id": old.id, "new_id": new.id, "kind": kind, "case_id": case.id}
    if not insert_once(Replacement, **link, created_at=now()):
        raise Busy(_("วุฒิบัตรฉบับนี้มีฉบับใหม่แทนแล้ว"))
    if kind is ReplacementKind.CORRECTION:
        words = f"ออกฉบับแก้ไขแล้ว เลขที่ {new.number}"
        today = clock.today()
        revoking.take_back(actor, old, RevocationClass.SUPERSEDED, words, today)
    else:
        logged.follow(_TOLD[kind], [(old, new)])
    _tell(old, new, kind)
    enqueue("certification.make_documents")
    return new


def _check_issue(actor: Actor, case: CertificateCase) -> None:
    if finding.open_case(case.certificate_id, [CaseKind.REVOCATION]) is not None:
        raise Busy(_("วุฒิบัตรฉบับนี้มีเรื่องเสนอเพิกถอนรออยู่ ต้องตัดสินเรื่องนั้นก่อน"))
    if why := why_not_issue(actor, case):
        raise Invalid(why)
    if case.kind != CaseKind.REINSTATEMENT and finding.is_revoked(case.certificate_id):
        raise Busy(_("วุฒิบัตรฉบับนี้ถูกเพิกถอนไปแล้ว"))  # decided since the case was loaded


def _changes(kind: ReplacementKind, old: Certificate) -> dict[str, object]:
    """A renewal goes on from the old one's end; others last as long as the old one would have."""
    if kind is not ReplacementKind.RENEWAL:
        return {"expires_on": old.expires_on}
    today = clock.today()
    begins = max(today, old.expires_on or today)
    months = outline(old.enrolment.edition_id).validity_months
    return {"expires_on": issuing.months_after(begins, months), "renewal": True}


def _tell(old: Certificate, new: Certificate, kind: ReplacementKind) -> None:
    numbers = {"old": old.number, "number": new.number}
    once, path = f"{_TOLD[kind]}:{new.id}", f"/certificates/{new.id}"
    tell(old.enrolment.person_id, _TOLD[kind], once, path, **numbers)
