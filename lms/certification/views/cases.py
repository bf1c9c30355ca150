"""Officers' pages of what is proposed about a certificate: read, notify, decide, issue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms import clock
from lms.access import Actor, Permission, may, signed_in
from lms.certification import queries
from lms.certification.forms import CLASSES
from lms.certification.lineage import appealing, finding, replacing, revoking
from lms.certification.lineage.forms import (
    AnswerForForm,
    CloseForm,
    DecideForm,
    NotifyForm,
    ProposeForm,
)
from lms.certification.lineage.models import CertificateCase
from lms.certification.lineage.procedure import procedure
from lms.certification.lineage.states import FINAL, CaseKind, CaseState
from lms.certification.models import RevocationClass
from lms.certification.views.blueprint import blueprint
from lms.certification.views.shown_again import acted_or_shown, proposed_or_shown
from lms.forms import Form
from lms.people.names import printed_name
from lms.thai import local_day
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
    actor, form = signed_in(), ProposeForm()

    def propose() -> CertificateCase:
        kind = RevocationClass(form.kind.data)
        return revoking.propose(actor, certificate_id, kind, form.reason.data, form.day)

    def shown() -> str:
        found = queries.in_area(actor, Permission.REVOKE, certificate_id)
        return page("certification/propose.html", certificate=found, form=form, rules=procedure())

    said = _("บันทึกข้อเสนอแล้ว เจ้าหน้าที่อีกท่านหนึ่งต้องเป็นผู้ตัดสิน")
    return proposed_or_shown(form, propose, said, shown)


@blueprint.get("/certificates/cases/<int:case_id>")
@may(Permission.SEE_CERTIFICATES)
def case(case_id: int) -> ResponseReturnValue:
    """One case with every step, and what this officer may do next."""
    actor = signed_in()
    return _case_page(actor, finding.in_area(actor, Permission.SEE_CERTIFICATES, case_id))


def _case_page(actor: Actor, found: CertificateCase, **forms: Form) -> str:
    person = found.certificate.enrolment.person
    shown: dict[str, Form] = {
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
        not_issued=replacing.why_not_issue(actor, found)
        if found.kind in replacing.KINDS and not ended
        else None,
        appeal_by=appealing.last_day(local_day(found.steps[-1].created_at))
        if found.steps[-1].state == CaseState.REVOKED
        else None,
        **_of_appeal(actor, found, ended=ended),
        **shown,
    )


def _of_appeal(actor: Actor, found: CertificateCase, *, ended: bool) -> dict[str, Any]:
    if found.kind != CaseKind.APPEAL:
        return {"is_appeal": False}
    return {
        "is_appeal": True,
        "until": date.fromisoformat(found.steps[0].texts["until"]),
        "is_late": appealing.is_late(found),
        "not_ended": None if ended else appealing.why_not_end(actor, found),
    }


def _step(
    case_id: int, permission: Permission, act: Callable[[], object], **forms: Form
) -> ResponseReturnValue:
    """Do it and go to the case; refused, the case's page with what was typed and why it is not."""
    actor, (form,) = signed_in(), forms.values()

    def found() -> CertificateCase:
        return finding.in_area(actor, permission, case_id)

    def done() -> ResponseReturnValue:
        found()  # a stranger gets no further
        act()
        return redirect(url_for("certification.case", case_id=case_id))

    return acted_or_shown(form, done, lambda: _case_page(actor, found(), **forms))


@blueprint.post("/certificates/cases/<int:case_id>/notify")
@may(Permission.REVOKE)
def notify(case_id: int) -> ResponseReturnValue:
    """แจ้งผู้ถือวุฒิบัตร: the reasons, and the last day to answer."""
    form = NotifyForm()

    def act() -> None:
        revoking.notify(signed_in(), case_id, form.way.data, form.day)
        flash(_("บันทึกการแจ้งแล้ว ผู้ถือวุฒิบัตรได้รับข้อความในระบบด้วย"), "good")

    return _step(case_id, Permission.REVOKE, act, notify=form)


@blueprint.post("/certificates/cases/<int:case_id>/answer")
@may(Permission.CONFIRM_NAMES)
def answer_for(case_id: int) -> ResponseReturnValue:
    """The holder's answer, for somebody who did not give it here."""
    form = AnswerForForm()

    def act() -> None:
        revoking.answer_for(signed_in(), case_id, form.words.data, form.how.data)
        flash(_("บันทึกคำตอบแล้ว"), "good")

    return _step(case_id, Permission.CONFIRM_NAMES, act, answer=form)


@blueprint.post("/certificates/cases/<int:case_id>/decide")
@may(Permission.REVOKE)
def decide(case_id: int) -> ResponseReturnValue:
    """เพิกถอน, by a second person."""
    form = DecideForm()

    def act() -> None:
        revoking.decide(signed_in(), case_id, form.reasons.data, form.day)
        flash(_("เพิกถอนวุฒิบัตรแล้ว และแจ้งผู้ถือวุฒิบัตรแล้ว"), "good")

    return _step(case_id, Permission.REVOKE, act, decide=form)


@blueprint.post("/certificates/cases/<int:case_id>/decline")
@may(Permission.REVOKE)
def decline(case_id: int) -> ResponseReturnValue:
    """ไม่เพิกถอน, no new certificate, or ยกอุทธรณ์."""
    form = CloseForm()

    def act() -> None:
        found = finding.in_area(signed_in(), Permission.REVOKE, case_id)
        dismissed = found.kind == CaseKind.APPEAL
        end = appealing.dismiss if dismissed else revoking.decline
        end(signed_in(), case_id, form.reason.data)
        flash(_("บันทึกผลอุทธรณ์แล้ว") if dismissed else _("บันทึกแล้วว่าไม่ดำเนินการ"), "good")

    return _step(case_id, Permission.REVOKE, act, close=form)


@blueprint.post("/certificates/cases/<int:case_id>/withdraw")
@may(Permission.CONFIRM_NAMES)
def withdraw(case_id: int) -> ResponseReturnValue:
    """ถอนเรื่อง, by whoever proposed it."""
    form = CloseForm()

    def act() -> None:
        revoking.withdraw(signed_in(), case_id, form.reason.data)
        flash(_("ถอนเรื่องแล้ว"), "good")

    return _step(case_id, Permission.CONFIRM_NAMES, act, close=form)


@blueprint.post("/certificates/cases/<int:case_id>/issue")
@may(Permission.APPROVE)
def issue_replacement(case_id: int) -> ResponseReturnValue:
    """ออกฉบับแก้ไข or ต่ออายุ: the new certificate gets its number."""
    new = replacing.issue(signed_in(), case_id)
    flash(_("ออกวุฒิบัตรเลขที่ %(number)s แล้ว กำลังจัดทำเอกสาร", number=new.number), "good")
    return redirect(url_for("certification.issued_one", certificate_id=new.id))
