"""ตั้งค่าครั้งแรก: the first administrator; not here once there is one."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import public
from lms.errors import NotFound, TooMany
from lms.people import first_run, sign_in, throttle, units
from lms.people.models import SecretKind
from lms.people.register import PersonFacts
from lms.people.register_forms import TITLES
from lms.people.setup_form import SetupForm
from lms.people.views.blueprint import blueprint
from lms.web import no_store, page


@blueprint.route("/setup", methods=["GET", "POST"])
@public
def setup() -> ResponseReturnValue:
    """Make the first administrator with the code that the terminal printed."""
    no_store()
    if not first_run.is_open():
        raise NotFound
    form = SetupForm()
    form.prepare(SecretKind.PASSWORD, form.volunteer_number.data, form.email.data)
    if form.validate_on_submit():
        device = sign_in.device_cookie()
        if throttle.locked_until("setup", device, known=False):
            raise TooMany(_("ลองรหัสผิดหลายครั้ง โปรดรอ 15 นาทีแล้วลองใหม่"))
        if first_run.is_code(form.code.data):
            account = first_run.begin(_facts(form), form.chosen)
            if account is None:
                raise NotFound
            sign_in.sign_in(account, kept=True)
            flash(_("ระบบพร้อมแล้ว ท่านเป็นผู้ดูแลระบบคนแรก"), "good")
            return redirect("/")
        throttle.failed("setup", device, known=False)
        form.code.errors = [_("รหัสไม่ถูกต้อง ดูรหัสล่าสุดในหน้าจอที่เปิดระบบ")]
    return page("people/setup.html", form=form, titles=TITLES), 422 if form.errors else 200


def _facts(form: SetupForm) -> PersonFacts:
    return PersonFacts(
        title=form.title.data,
        first_name=form.first_name.data,
        last_name=form.last_name.data,
        middle_name=form.middle_name.data,
        latin_name=form.latin_name.data,
        unit_id=units.root().id,
        volunteer_number=form.volunteer_number.data,
        phone=form.phone.data,
        email=form.email.data,
    )
