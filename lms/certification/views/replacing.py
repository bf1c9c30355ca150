"""Corrected copies, renewals and files handed out again: officers' and holders' pages."""

from __future__ import annotations

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms import clock
from lms.access import Permission, may, signed_in
from lms.certification import queries
from lms.certification.facts import printed_name_of
from lms.certification.files import answer_document
from lms.certification.forms import ConfirmForm
from lms.certification.lineage import (
    appealing,
    duplicates,
    expiring,
    finding,
    letters,
    replacing,
    revoking,
)
from lms.certification.lineage.forms import (
    WHYS,
    AnswerForm,
    CloseForm,
    CorrectForForm,
    DuplicateForm,
    RenewForm,
)
from lms.certification.lineage.models import CertificateCase, DuplicateWhy
from lms.certification.lineage.procedure import procedure
from lms.certification.lineage.states import CaseState
from lms.certification.services import needs_latin_name
from lms.certification.views.blueprint import blueprint
from lms.certification.views.shown_again import proposed_or_shown
from lms.errors import NotFound
from lms.people.names import printed_name
from lms.web import page, paged


@blueprint.get("/certificates/expiring")
@may(Permission.SEE_CERTIFICATES)
def expiring_list() -> ResponseReturnValue:
    """ใกล้หมดอายุ and เพิ่งหมดอายุ in the area, the earliest end first."""
    today = clock.today()
    found = paged(expiring.in_area(signed_in(), procedure(), today))
    words = letters.renewal_words()
    return page("certification/expiring.html", found=found, words=words, today=today)


@blueprint.route("/certificates/issued/<int:certificate_id>/renew", methods=["GET", "POST"])
@may(Permission.CONFIRM_NAMES)
def renew(certificate_id: int) -> ResponseReturnValue:
    """เสนอต่ออายุ without a new course; another, central officer issues it."""
    actor, form = signed_in(), RenewForm()

    def propose() -> CertificateCase:
        return replacing.propose_renewal(actor, certificate_id, form.reason.data)

    def shown() -> str:
        found = queries.in_area(actor, Permission.CONFIRM_NAMES, certificate_id)
        return page(
            "certification/renew.html",
            certificate=found,
            form=form,
            why_not=replacing.why_not_renew(found, procedure(), clock.today()),
            words=letters.renewal_words(),
        )

    said = _("บันทึกข้อเสนอแล้ว เจ้าหน้าที่ส่วนกลางอีกท่านหนึ่งเป็นผู้ออก")
    return proposed_or_shown(form, propose, said, shown)


@blueprint.route("/certificates/issued/<int:certificate_id>/reinstate", methods=["GET", "POST"])
@may(Permission.REVOKE)
def reinstate(certificate_id: int) -> ResponseReturnValue:
    """ออกใหม่ตามผลอุทธรณ์: a new certificate for a revoked one; another officer issues it."""
    actor, form = signed_in(), CloseForm()

    def propose() -> CertificateCase:
        return replacing.propose_reinstatement(actor, certificate_id, form.reason.data)

    def shown() -> str:
        found = queries.in_area(actor, Permission.REVOKE, certificate_id)
        allowed = appealing.may_be_appealed(found)
        return page("certification/reinstate.html", certificate=found, form=form, allowed=allowed)

    said = _("บันทึกข้อเสนอแล้ว เจ้าหน้าที่ส่วนกลางอีกท่านหนึ่งเป็นผู้ออก")
    return proposed_or_shown(form, propose, said, shown)


@blueprint.route("/certificates/issued/<int:certificate_id>/correct", methods=["GET", "POST"])
@may(Permission.CONFIRM_NAMES)
def correct_for(certificate_id: int) -> ResponseReturnValue:
    """ฉบับแก้ไข for a holder without a phone: the name is confirmed for them."""
    actor = signed_in()
    found = queries.in_area(actor, Permission.CONFIRM_NAMES, certificate_id)
    person = found.enrolment.person
    form = CorrectForForm(name=printed_name(person))
    if form.validate_on_submit():
        replacing.ask_correction_for(actor, certificate_id, form.name.data, form.note.data)
        flash(_("ยืนยันชื่อแทนแล้ว เจ้าหน้าที่ส่วนกลางอีกท่านหนึ่งเป็นผู้ออก"), "good")
        return redirect(url_for("certification.issued_one", certificate_id=certificate_id))
    form.name.data = printed_name(person)
    return page(
        "certification/correct.html",
        certificate=found,
        form=form,
        old_name=printed_name_of(found.facts),
        name=printed_name(person),
        latin=person.latin_name if needs_latin_name(found.enrolment) else None,
        why_not=replacing.why_not_confirm(found, person),
        for_holder=True,
    ), 422 if form.errors else 200


@blueprint.route("/certificates/<int:certificate_id>/name", methods=["GET", "POST"])
@may(Permission.USE_ACCOUNT)
def correct(certificate_id: int) -> ResponseReturnValue:
    """The holder reads the corrected name as it will print, and asks for the corrected copy."""
    actor = signed_in()
    found = queries.own_with_enrolment(actor, certificate_id)
    person, form = found.enrolment.person, ConfirmForm()
    if form.validate_on_submit():
        replacing.ask_correction(actor, certificate_id, form.name.data, form.latin_shown.data)
        flash(_("ยืนยันชื่อแล้ว เจ้าหน้าที่ส่วนกลางจะออกฉบับใหม่ และแจ้งในระบบ"), "good")
        return redirect(url_for("certification.certificate", certificate_id=certificate_id))
    name = printed_name(person)
    return page(
        "certification/correct.html",
        certificate=found,
        form=ConfirmForm(formdata=None, name=name, latin_shown=person.latin_name),
        old_name=printed_name_of(found.facts),
        name=name,
        latin=person.latin_name if needs_latin_name(found.enrolment) else None,
        why_not=replacing.why_not_confirm(found, person),
        for_holder=False,
    ), 422 if form.errors else 200


@blueprint.route("/certificates/<int:certificate_id>/cases/<int:case_id>", methods=["GET", "POST"])
@may(Permission.USE_ACCOUNT)
def own_case(certificate_id: int, case_id: int) -> ResponseReturnValue:
    """What the holder was told, their answer, and the decision with how to appeal."""
    actor, form = signed_in(), AnswerForm()
    found = finding.own(actor, case_id)
    if found.certificate_id != certificate_id:
        raise NotFound
    address = url_for("certification.own_case", certificate_id=certificate_id, case_id=case_id)
    if form.validate_on_submit():
        revoking.answer(actor, case_id, form.words.data)
        flash(_("ส่งคำตอบแล้ว เจ้าหน้าที่จะอ่านก่อนตัดสิน"), "good")
        return redirect(address)
    can_answer = found.steps[-1].state in {CaseState.NOTIFIED, CaseState.ANSWERED}
    shown = {"case": found, "form": form, "can_answer": can_answer}
    return page("certification/own_case.html", **shown), 422 if form.errors else 200


@blueprint.post("/certificates/<int:certificate_id>/again")
@may(Permission.LEARN)
def learn_again(certificate_id: int) -> ResponseReturnValue:
    """เรียนใหม่เพื่อต่ออายุ: into the newest edition of the same curriculum."""
    slug = replacing.learn_again(signed_in(), certificate_id)
    flash(_("ลงทะเบียนแล้ว เมื่อเรียนครบจะได้วุฒิบัตรใหม่ต่อจากเลขที่เดิม"), "good")
    return redirect(url_for("learning.curriculum", slug=slug))


@blueprint.route("/certificates/issued/<int:certificate_id>/duplicate", methods=["GET", "POST"])
@may(Permission.CONFIRM_NAMES)
def duplicate(certificate_id: int) -> ResponseReturnValue:
    """ใบแทน: who asks and why is recorded, then the same file is there to take."""
    actor, form = signed_in(), DuplicateForm()
    found = queries.in_area(actor, Permission.CONFIRM_NAMES, certificate_id)
    if form.validate_on_submit():
        given = duplicates.hand_out(
            actor,
            certificate_id,
            form.asked_by.data,
            DuplicateWhy(form.why.data),
            form.note.data,
            form.once.data,
        )
        return redirect(url_for("certification.duplicate_given", duplicate_id=given.id))
    shown = {"certificate": found, "form": form}
    return page("certification/duplicate.html", **shown), 422 if form.errors else 200


@blueprint.get("/certificates/duplicates/<int:duplicate_id>")
@may(Permission.SEE_CERTIFICATES)
def duplicate_given(duplicate_id: int) -> ResponseReturnValue:
    """The record of one, to print as the file's cover, with the button of the file."""
    given, found, document = duplicates.load(signed_in(), duplicate_id)
    rules = procedure()
    return page(
        "certification/duplicate_given.html",
        given=given,
        certificate=found,
        document=document,
        why=WHYS[given.why],
        words={language: rules.say("duplicate", language) for language in letters.LANGUAGES},
    )


@blueprint.get("/certificates/duplicates/<int:duplicate_id>/certificate.pdf")
@may(Permission.SEE_CERTIFICATES)
def duplicate_file(duplicate_id: int) -> Response:
    """The very bytes that were handed out."""
    _given, found, document = duplicates.load(signed_in(), duplicate_id)
    return answer_document(found, document)
