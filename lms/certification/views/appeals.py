"""An appeal as it came on paper, entered by an officer."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import Permission, may, signed_in
from lms.certification import queries
from lms.certification.lineage import appealing
from lms.certification.lineage.forms import AppealForm
from lms.certification.lineage.procedure import procedure
from lms.certification.views.blueprint import blueprint
from lms.certification.views.shown_again import refused
from lms.errors import Busy, Invalid
from lms.thai import be_date, local_day
from lms.web import page


@blueprint.route("/certificates/issued/<int:certificate_id>/appeal", methods=["GET", "POST"])
@may(Permission.CONFIRM_NAMES)
def appeal(certificate_id: int) -> ResponseReturnValue:
    """บันทึกอุทธรณ์: what was written, when it came, and until when it could."""
    actor, form, status = signed_in(), AppealForm(), HTTPStatus.OK
    if form.validate_on_submit():
        try:
            case = appealing.enter(actor, certificate_id, form.words.data, form.day, form.told_on)
            flash(_("บันทึกอุทธรณ์แล้ว และแจ้งผู้ถือวุฒิบัตรแล้ว"), "good")
            return redirect(url_for("certification.case", case_id=case.id))
        except (Busy, Invalid) as fault:
            status = refused(form, fault)
    elif form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    found = queries.in_area(actor, Permission.CONFIRM_NAMES, certificate_id)
    if found.revocation and request.method == "GET":
        ordered_on = local_day(found.revocation.created_at)
        form.told_day.data = be_date(ordered_on, "arabic")
    shown = {
        "certificate": found,
        "form": form,
        "allowed": appealing.may_be_appealed(found),
        "rules": procedure(),
    }
    return page("certification/appeal.html", **shown), status
