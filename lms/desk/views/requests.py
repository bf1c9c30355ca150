"""คำขอแก้ไขชื่อ: the officer's queue and decision."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import Permission, may, signed_in
from lms.desk import requests
from lms.desk.views.blueprint import blueprint
from lms.people import name_requests as asking
from lms.people.register_forms import ReasonForm
from lms.web import page, paged


@blueprint.get("/people/names")
@may(Permission.CONFIRM_NAMES)
def name_requests() -> ResponseReturnValue:
    """Requests that wait in the officer's area."""
    found = paged(asking.waiting_in_area(signed_in()))
    return page("desk/name_requests.html", found=found)


@blueprint.get("/people/names/<int:request_id>")
@may(Permission.CONFIRM_NAMES)
def name_request(request_id: int) -> ResponseReturnValue:
    """One request: the name as it is, and as it should be."""
    asked = asking.load(signed_in(), request_id)
    return page("desk/name_request.html", asked=asked, form=ReasonForm())


@blueprint.post("/people/names/<int:request_id>/accept")
@may(Permission.CONFIRM_NAMES)
def accept_name(request_id: int) -> ResponseReturnValue:
    """The register takes the new name."""
    actor = signed_in()
    requests.accept_name(actor, asking.load(actor, request_id))
    flash(_("แก้ไขชื่อในทะเบียนแล้ว และแจ้งผู้ขอแล้ว"), "good")
    return redirect(url_for("desk.name_requests"))


@blueprint.post("/people/names/<int:request_id>/decline")
@may(Permission.CONFIRM_NAMES)
def decline_name(request_id: int) -> ResponseReturnValue:
    """The name stays, with a reason."""
    actor = signed_in()
    asked = asking.load(actor, request_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return page("desk/name_request.html", asked=asked, form=form), 422
    requests.decline_name(actor, asked, form.reason.data)
    flash(_("บันทึกผลแล้ว และแจ้งผู้ขอแล้ว"), "good")
    return redirect(url_for("desk.name_requests"))
