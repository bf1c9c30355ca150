"""ขอแก้ไขชื่อ: one's own request. Deciding is the desk's, which can also tell the asker."""

from __future__ import annotations

from dataclasses import asdict

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import Permission, may, signed_in
from lms.people import name_requests, profile
from lms.people.models import Person
from lms.people.name_requests import NewName
from lms.people.register_forms import TITLES, NameRequestForm
from lms.people.views.blueprint import blueprint
from lms.web import page


@blueprint.route("/profile/name", methods=["GET", "POST"])
@may(Permission.USE_ACCOUNT)
def name_request() -> ResponseReturnValue:
    """Ask for the register's name to be corrected."""
    actor = signed_in()
    waiting = name_requests.waiting_of(actor)
    own = profile.own(actor)
    form = NameRequestForm(obj=waiting or own)
    if form.validate_on_submit() and _asks_something(form, own):
        name_requests.ask(actor, new_name(form), form.message.data)
        flash(_("ส่งคำขอแล้ว เจ้าหน้าที่จะพิจารณาและแจ้งผลในระบบ"), "good")
        return redirect(url_for("people.name_request"))
    shown = {"form": form, "waiting": waiting, "titles": TITLES}
    return page("people/name_request.html", **shown), 422 if form.errors else 200


def _asks_something(form: NameRequestForm, own: Person) -> bool:
    """Whether a part of the name differs from the register's, or a word says what is wanted."""
    asked = asdict(new_name(form))
    if form.message.data or any(
        (value or None) != getattr(own, part) for part, value in asked.items()
    ):
        return True
    form.form_errors.append(_("ชื่อยังตรงกับทะเบียน แก้ไขอย่างน้อยหนึ่งช่อง หรือเขียนเหตุผล"))
    return False


def new_name(form: NameRequestForm) -> NewName:
    """The name as it was typed."""
    return NewName(
        title=form.title.data,
        first_name=form.first_name.data,
        middle_name=form.middle_name.data,
        last_name=form.last_name.data,
        latin_name=form.latin_name.data,
    )
