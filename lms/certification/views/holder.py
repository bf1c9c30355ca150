"""The holder's pages: is the name right, where does it stand, and the certificate itself."""

from __future__ import annotations

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms import clock
from lms.access import Actor, Permission, may, signed_in
from lms.certification import queries, services
from lms.certification.files import answer_pdf, answer_picture
from lms.certification.forms import CLASSES, ConfirmForm, LatinNameForm
from lms.certification.lineage import finding, replacing
from lms.certification.lineage.letters import renewal_words
from lms.certification.lineage.procedure import procedure
from lms.certification.lineage.states import FINAL, CaseKind, CaseState
from lms.certification.views.blueprint import blueprint
from lms.curricula.outline import outline
from lms.learning.models import Enrolment
from lms.learning.queries import own_enrolment
from lms.people.names import printed_name
from lms.people.profile import own as own_person
from lms.web import page


@blueprint.route("/curricula/<slug>/certificate", methods=["GET", "POST"])
@may(Permission.LEARN)
def confirm(slug: str) -> ResponseReturnValue:
    """ "ชื่อนี้จะพิมพ์บนวุฒิบัตร": confirm it, or ask for a correction; then the dated line."""
    actor = signed_in()
    enrolment = own_enrolment(actor, slug)
    form = ConfirmForm()
    if form.validate_on_submit():
        services.confirm_own_name(actor, enrolment, form.name.data, form.latin_shown.data)
        flash(_("ยืนยันชื่อแล้ว"), "good")
        return redirect(url_for("certification.confirm", slug=slug))
    return _confirm_page(actor, enrolment)


@blueprint.post("/curricula/<slug>/certificate/latin-name")
@may(Permission.LEARN)
def latin_name(slug: str) -> ResponseReturnValue:
    """The Latin name, asked for where the certificate prints it; then it is shown to confirm."""
    actor = signed_in()
    enrolment = own_enrolment(actor, slug)
    form = LatinNameForm()
    if form.validate_on_submit():
        services.give_own_latin_name(actor, form.latin_name.data)
        return redirect(url_for("certification.confirm", slug=slug))
    return _confirm_page(actor, enrolment, form), 422


def _confirm_page(
    actor: Actor, enrolment: Enrolment, latin_form: LatinNameForm | None = None
) -> str:
    person = own_person(actor)
    name, needed = printed_name(person), services.needs_latin_name(enrolment)
    if latin_form is None and needed and ("edit" in request.args or not person.latin_name):
        latin_form = LatinNameForm(formdata=None, latin_name=person.latin_name)
    return page(
        "certification/confirm.html",
        form=ConfirmForm(formdata=None, name=name, latin_shown=person.latin_name),
        latin_form=latin_form,
        name=name,
        latin=person.latin_name if needed else None,
        enrolment=enrolment,
        edition=outline(enrolment.edition_id),
        line=queries.status_line(enrolment),
        certificate=queries.certificate_of(enrolment.id),
    )


@blueprint.get("/certificates/<int:certificate_id>")
@may(Permission.USE_ACCOUNT)
def certificate(certificate_id: int) -> ResponseReturnValue:
    """The certificate as a picture above the button of the PDF, and what came of it since."""
    own = queries.own_with_enrolment(signed_in(), certificate_id)
    line, cases, rules = finding.line_of(certificate_id), finding.short(certificate_id), procedure()
    ends = own.expires_on and clock.today() >= replacing.window(own.expires_on, rules)[0]
    waiting = {case.kind for case in cases if case.state not in FINAL} & set(replacing.KINDS)
    return page(
        "certification/certificate.html",
        certificate=own,
        line=line,
        cases=[case for case in cases if _may_read(case)],
        classes=CLASSES,
        today=clock.today(),
        waits=bool(waiting),
        confirm=CaseKind.RENEWAL in waiting,
        can_correct=not line.after
        and not waiting
        and not replacing.why_not_correct(own, own.enrolment.person),
        renewal=renewal_words() if ends and not line.after and not own.revocation else None,
    )


def _may_read(case: finding.Short) -> bool:
    """Whether the case is about something that the holder was told, or wrote."""
    return case.told or case.state == CaseState.REVOKED or case.kind is CaseKind.APPEAL


@blueprint.get("/certificates/<int:certificate_id>/certificate.pdf")
@may(Permission.USE_ACCOUNT)
def pdf(certificate_id: int) -> Response:
    """The signed file, the very bytes that were stored."""
    return answer_pdf(queries.own_or_in_area(signed_in(), certificate_id))


@blueprint.get("/certificates/<int:certificate_id>/picture.webp")
@may(Permission.USE_ACCOUNT)
def picture(certificate_id: int) -> Response:
    """The picture for sharing."""
    return answer_picture(queries.own_or_in_area(signed_in(), certificate_id))
