"""Officers' pages of what is proposed about a certificate: read, notify, decide, issue."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms import clock
from lms.access import Actor, Permission, may, signed_in
from lms.certification import queries
from lms.certification.forms import CLASSES
from lms.certification.lineage import finding, replacing, revoking
from lms.certification.lineage.forms import (
    AnswerForForm,
    CloseForm,
    DecideForm,
    NotifyForm,
    ProposeForm,
)
from lms.certification.lineage.models import CertificateCase
from lms.certification.lineage.procedure import procedure
from lms.certification.lineage.states import FINAL, CaseKind
from lms.certification.models import RevocationClass
from lms.certification.views.blueprint import blueprint
from lms.people.names import printed_name
from lms.web import page, paged


@blueprint.get("/certificates/cases")
@may(Permission.SEE_CERTIFICATES)
def cases() -> ResponseReturnValue:
    """What waits for somebody in the area, or what has ended."""
    kind, ended = request.args.get("kind", ""), request.args.get("state") == "ended"
    wanted = CaseKind(kind) if kind in list(CaseKind) else None
    found = paged(finding.cases(signed_in(), wanted, ended=ended))
    return page("certification/cases.html", found=found, kind=wanted, ended=ended, classes=CLASSES)


@blueprint.route("/certificates/issued/<int:certificate_id>/revoke", methods=["GET", "POST"])
@may(Permission.REVOKE)
def revoke(certificate_id: int) -> ResponseReturnValue:
    """เสนอเพิกถอน: a class for the public, reasons, and who decides is somebody else."""
    actor = signed_in()
    found = queries.in_area(actor, Permission.REVOKE, certificate_id)
    form = ProposeForm()
    if form.validate_on_submit():
        kind = RevocationClass(form.kind.data)
        case = revoking.propose(actor, certificate_id, kind, form.reason.data, form.day)
        flash(_("บันทึกข้อเสนอแล้ว เจ้าหน้าที่อีกท่านหนึ่งต้องเป็นผู้ตัดสิน"), "good")
        return _to(case)
    shown = {"certificate": found, "form": form, "rules": procedure()}
    return page("certification/propose.html", **shown), 422 if form.errors else 200


@blueprint.get("/certificates/cases/<int:case_id>")
@may(Permission.SEE_CERTIFICATES)
def case(case_id: int) -> ResponseReturnValue:
    """One case with every step, and what this officer may do next."""
    actor = signed_in()
    return _case_page(actor, finding.in_area(actor, Permission.SEE_CERTIFICATES, case_id))


def _case_page(actor: Actor, found: CertificateCase, **forms: Any) -> ResponseReturnValue:
    person = found.certificate.enrolment.person
    shown = {
        "notify": NotifyForm(formdata=None),
        "answer": AnswerForForm(formdata=None),
        "decide": DecideForm(formdata=None),
        "close": CloseForm(formdata=None),
        **forms,
    }
    is_revocation, ended = found.kind == CaseKind.REVOCATION, found.steps[-1].state in FINAL
    return page(
        "certification/case.html",
        case=found,
        person=person,
        name=printed_name(person),
        classes=CLASSES,
        rules=procedure(),
        today=clock.today(),
        is_revocation=is_revocation,
        for_cause=found.revocation_class in revoking.FOR_CAUSE,
        hearable=found.revocation_class in revoking.HEARABLE,
        ended=ended,
        proposer=revoking.proposer_of(found),
        not_yet=None if ended or not is_revocation else revoking.may_decide(found),
        not_issued=None if ended or is_revocation else replacing.why_not_issue(actor, found),
        **shown,
    ), 422 if forms else 200


def _to(found: CertificateCase) -> ResponseReturnValue:
    return redirect(url_for("certification.case", case_id=found.id))


@blueprint.post("/certificates/cases/<int:case_id>/notify")
@may(Permission.REVOKE)
def notify(case_id: int) -> ResponseReturnValue:
    """แจ้งผู้ถือวุฒิบัตร: the reasons, and the last day to answer."""
    actor, form = signed_in(), NotifyForm()
    found = finding.in_area(actor, Permission.REVOKE, case_id)
    if not form.validate_on_submit():
        return _case_page(actor, found, notify=form)
    revoking.notify(actor, case_id, form.way.data, form.day)
    flash(_("บันทึกการแจ้งแล้ว ผู้ถือวุฒิบัตรได้รับข้อความในระบบด้วย"), "good")
    return _to(found)


@blueprint.post("/certificates/cases/<int:case_id>/answer")
@may(Permission.CONFIRM_NAMES)
def answer_for(case_id: int) -> ResponseReturnValue:
    """The holder's answer, for somebody who did not give it here."""
    actor, form = signed_in(), AnswerForForm()
    found = finding.in_area(actor, Permission.CONFIRM_NAMES, case_id)
    if not form.validate_on_submit():
        return _case_page(actor, found, answer=form)
    revoking.answer_for(actor, case_id, form.words.data, form.how.data)
    flash(_("บันทึกคำตอบแล้ว"), "good")
    return _to(found)


@blueprint.post("/certificates/cases/<int:case_id>/decide")
@may(Permission.REVOKE)
def decide(case_id: int) -> ResponseReturnValue:
    """เพิกถอน, by a second person."""
    actor, form = signed_in(), DecideForm()
    found = finding.in_area(actor, Permission.REVOKE, case_id)
    if not form.validate_on_submit():
        return _case_page(actor, found, decide=form)
    number = found.certificate.number
    revoking.decide(actor, case_id, form.reasons.data, form.day)
    flash(_("เพิกถอนวุฒิบัตรเลขที่ %(number)s แล้ว และแจ้งผู้ถือวุฒิบัตรแล้ว", number=number), "good")
    return _to(found)


@blueprint.post("/certificates/cases/<int:case_id>/decline")
@may(Permission.REVOKE)
def decline(case_id: int) -> ResponseReturnValue:
    """ไม่เพิกถอน, or no new certificate."""
    actor, form = signed_in(), CloseForm()
    found = finding.in_area(actor, Permission.REVOKE, case_id)
    if not form.validate_on_submit():
        return _case_page(actor, found, close=form)
    revoking.decline(actor, case_id, form.reason.data)
    flash(_("บันทึกแล้วว่าไม่ดำเนินการ"), "good")
    return _to(found)


@blueprint.post("/certificates/cases/<int:case_id>/withdraw")
@may(Permission.CONFIRM_NAMES)
def withdraw(case_id: int) -> ResponseReturnValue:
    """ถอนเรื่อง, by whoever proposed it."""
    actor, form = signed_in(), CloseForm()
    found = finding.in_area(actor, Permission.CONFIRM_NAMES, case_id)
    if not form.validate_on_submit():
        return _case_page(actor, found, close=form)
    revoking.withdraw(actor, case_id, form.reason.data)
    flash(_("ถอนเรื่องแล้ว"), "good")
    return _to(found)


@blueprint.post("/certificates/cases/<int:case_id>/issue")
@may(Permission.APPROVE)
def issue_replacement(case_id: int) -> ResponseReturnValue:
    """ออกฉบับแก้ไข or ต่ออายุ: the new certificate gets its number."""
    new = replacing.issue(signed_in(), case_id)
    flash(_("ออกวุฒิบัตรเลขที่ %(number)s แล้ว กำลังจัดทำเอกสาร", number=new.number), "good")
    return redirect(url_for("certification.issued_one", certificate_id=new.id))
