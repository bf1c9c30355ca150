"""Officers' pages: who waits for what, approving, and what was issued."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms import clock
from lms.access import Permission, may, signed_in
from lms.certification import due, issuing, queries, services
from lms.certification.forms import CLASSES, ConfirmForForm, ConfirmLatinForForm
from lms.certification.lineage import appealing, finding, replacing
from lms.certification.lineage.procedure import procedure
from lms.certification.views.blueprint import blueprint
from lms.config import current_settings
from lms.learning.queries import enrolment_in_area
from lms.people import register
from lms.people.models import Person
from lms.people.names import display_name, printed_name
from lms.web import page, paged


@blueprint.get("/approvals")
@may(Permission.APPROVE)
def approvals() -> ResponseReturnValue:
    """รออนุมัติ: those whose names are confirmed and whose edition asks for approval."""
    waiting = paged(due.waiting_for_approval(signed_in()))
    names = due.confirmations_of([enrolment.id for enrolment in waiting.rows])
    reasons = issuing.why_not(current_settings())
    return page("certification/approvals.html", waiting=waiting, names=names, reasons=reasons)


@blueprint.post("/approvals")
@may(Permission.APPROVE)
def approve() -> ResponseReturnValue:
    """Approve the ticked ones; a second click finds nothing left to approve."""
    ids = [int(value) for value in request.form.getlist("enrolment") if _is_id(value)]
    approved = services.approve(signed_in(), ids[:500])
    words = ngettext("อนุมัติแล้ว %(num)d ฉบับ", "อนุมัติแล้ว %(num)d ฉบับ", approved)
    flash(words if ids else _("ยังไม่ได้เลือกรายชื่อ เลือกอย่างน้อยหนึ่งคน"), "good" if approved else "warn")
    return redirect(url_for("certification.approvals"))


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10  # what an integer column holds


@blueprint.get("/names")
@may(Permission.CONFIRM_NAMES)
def names() -> ResponseReturnValue:
    """Those who completed and have not confirmed their name, perhaps for want of a phone."""
    waiting = paged(due.waiting_for_name(signed_in()))
    return page("certification/names.html", waiting=waiting, printed_name=printed_name)


@blueprint.route("/names/<int:enrolment_id>", methods=["GET", "POST"])
@may(Permission.CONFIRM_NAMES)
def confirm_for(enrolment_id: int) -> ResponseReturnValue:
    """Confirm a name for its holder; who did so, and how, is recorded."""
    actor = signed_in()
    enrolment = enrolment_in_area(actor, Permission.CONFIRM_NAMES, enrolment_id)
    name = printed_name(enrolment.person)
    kind = ConfirmLatinForForm if services.needs_latin_name(enrolment) else ConfirmForForm
    form = kind(name=name, latin_name=enrolment.person.latin_name)
    if form.validate_on_submit():
        latin = form.latin_name.data if isinstance(form, ConfirmLatinForForm) else None
        services.confirm_name_for(actor, enrolment_id, form.name.data, form.note.data, latin)
        flash(_("ยืนยันชื่อแทนแล้ว"), "good")
        return redirect(url_for("certification.names"))
    form.name.data = name
    shown = {"form": form, "name": name, "enrolment": enrolment}
    return page("certification/confirm_for.html", **shown), 422 if form.errors else 200


@blueprint.get("/certificates")
@may(Permission.SEE_CERTIFICATES)
def issued() -> ResponseReturnValue:
    """วุฒิบัตรที่ออกแล้ว in the officer's area."""
    actor, words, of = signed_in(), request.args.get("q", "")[:200], request.args.get("person", "")
    query = queries.issued_in_area(actor, Permission.SEE_CERTIFICATES, words)
    person = register.load(actor, int(of), Permission.SEE_CERTIFICATES) if _is_id(of) else None
    if person is not None:
        query = query.where(Person.id == person.id)
    return page(
        "certification/issued.html",
        found=paged(query),
        words=words,
        person=person,
        display_name=display_name,
    )


@blueprint.get("/certificates/issued/<int:certificate_id>")
@may(Permission.SEE_CERTIFICATES)
def issued_one(certificate_id: int) -> ResponseReturnValue:
    """One certificate as an officer of the area sees it, its line, and what may be done."""
    found = queries.in_area(signed_in(), Permission.SEE_CERTIFICATES, certificate_id)
    line = finding.line_of(certificate_id)
    return page(
        "certification/issued_one.html",
        certificate=found,
        classes=CLASSES,
        line=line,
        cases=finding.short(certificate_id),
        today=clock.today(),
        can_correct=not line.after and not replacing.why_not_correct(found, found.enrolment.person),
        can_reinstate=not line.after and appealing.may_be_appealed(found),
        can_renew=not line.after and not replacing.why_not_renew(found, procedure(), clock.today()),
    )
