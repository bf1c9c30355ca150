"""An appeal as it came on paper, entered by an officer."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import Permission, may, signed_in
from lms.certification import queries
from lms.certification.lineage import appealing
from lms.certification.lineage.forms import AppealForm
from lms.certification.lineage.models import CertificateCase
from lms.certification.lineage.procedure import procedure
from lms.certification.views.blueprint import blueprint
from lms.certification.views.shown_again import proposed_or_shown
from lms.thai import be_date, local_day
from lms.web import page


@blueprint.route("/certificates/issued/<int:certificate_id>/appeal", methods=["GET", "POST"])
@may(Permission.CONFIRM_NAMES)
def appeal(certificate_id: int) -> ResponseReturnValue:
    """บันทึกอุทธรณ์: what was written, when it came, and until when it could."""
    actor, form = signed_in(), AppealForm()

    def propose() -> CertificateCase:
        return appealing.enter(actor, certificate_id, form.words.data, form.day, form.told_on)

    def shown() -> str:
        found = queries.in_area(actor, Permission.CONFIRM_NAMES, certificate_id)
        if found.revocation and request.method == "GET":
            ordered_on = local_day(found.revocation.created_at)
            form.told_day.data = be_date(ordered_on, "arabic")
        return page(
            "certification/appeal.html",
            certificate=found,
            form=form,
            allowed=appealing.may_be_appealed(found),
            rules=procedure(),
        )

    said = _("บันทึกอุทธรณ์แล้ว และแจ้งผู้ถือวุฒิบัตรแล้ว")
    return proposed_or_shown(form, propose, said, shown)
