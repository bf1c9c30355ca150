"""ขอเข้าร่วม: the public form, and the officer's queue."""

from __future__ import annotations

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import Actor, Permission, may, public, signed_in
from lms.errors import TooMany
from lms.people import joining, sign_in, throttle
from lms.people.joining import Wish
from lms.people.models import JoinRequest
from lms.people.phones import shown
from lms.people.places import place_name
from lms.people.register_forms import TITLES, JoinForm, ReasonForm
from lms.people.unit_choice import ANYWHERE
from lms.people.views.blueprint import blueprint
from lms.web import no_store, page, paged

JOINS_FROM_AN_ADDRESS = 400  # within 15 minutes: a hall, not a machine


@blueprint.route("/join", methods=["GET", "POST"])
@public
def join() -> ResponseReturnValue:
    """ขอเข้าร่วม."""
    no_store()
    form = JoinForm()
    form.offer(ANYWHERE)
    if form.is_submitted() and not form.picking and form.validate():
        if throttle.address_is_flooding("join", request.remote_addr or "", JOINS_FROM_AN_ADDRESS):
            raise TooMany(_("มีคำขอจากเครือข่ายนี้มากผิดปกติ โปรดรอ 15 นาทีแล้วลองใหม่"))
        asked, is_new = joining.ask(_wish(form))
        throttle.count_address("join", request.remote_addr or "")
        session["joined"] = [asked.id, is_new]
        return redirect(url_for("people.joined"))
    shown = {"form": form, "titles": TITLES, "contact": sign_in.contact_here()}
    return page("people/join.html", **shown), 422 if form.errors else 200


def _wish(form: JoinForm) -> Wish:
    assert form.place.chosen is not None
    return Wish(
        title=form.title.data,
        first_name=form.first_name.data,
        middle_name=form.middle_name.data,
        last_name=form.last_name.data,
        latin_name=form.latin_name.data,
        phone=form.phone.data,
        email=form.email.data,
        unit_id=form.place.chosen.id,
        message=form.message.data,
    )


@blueprint.get("/join/thanks")
@public
def joined() -> ResponseReturnValue:
    """What happens next."""
    if "joined" not in session:
        return redirect(url_for("people.join"))
    number, is_new = session["joined"]
    shown = {"number": number, "is_new": is_new, "contact": sign_in.contact_here()}
    return page("people/joined.html", **shown)


@blueprint.get("/people/joins")
@may(Permission.MANAGE_PEOPLE)
def joins() -> ResponseReturnValue:
    """Requests that wait in the officer's area."""
    found = paged(joining.waiting_in_area(signed_in()))
    return page("people/joins.html", found=found, place_name=place_name)


@blueprint.get("/people/joins/<int:request_id>")
@may(Permission.MANAGE_PEOPLE)
def join_request(request_id: int) -> ResponseReturnValue:
    """One request, beside who may be the same person."""
    actor = signed_in()
    return _join_page(actor, joining.load(actor, request_id), ReasonForm()), 200


def _join_page(actor: Actor, asked: JoinRequest, form: ReasonForm) -> str:
    return page(
        "people/join_request.html",
        asked=asked,
        known=joining.perhaps_known(actor, asked),
        form=form,
        place=place_name(asked.unit),
        phone=shown(asked.phone),
    )


@blueprint.post("/people/joins/<int:request_id>/accept")
@may(Permission.MANAGE_PEOPLE)
def accept_join(request_id: int) -> ResponseReturnValue:
    """Into the register: as a new person, or as somebody who is there."""
    actor = signed_in()
    asked = joining.load(actor, request_id)
    same = request.form.get("person", "")
    known = int(same) if same.isascii() and same.isdigit() and len(same) < 10 else None
    person = joining.accept(actor, asked, known)
    flash(_("รับเข้าทะเบียนแล้ว ขั้นต่อไปพิมพ์ใบรหัสเข้าใช้"), "good")
    return redirect(url_for("people.person", person_id=person.id))


@blueprint.post("/people/joins/<int:request_id>/decline")
@may(Permission.MANAGE_PEOPLE)
def decline_join(request_id: int) -> ResponseReturnValue:
    """Not accepted, with the reason."""
    actor = signed_in()
    asked = joining.load(actor, request_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _join_page(actor, asked, form), 422
    joining.decline(actor, asked, form.reason.data)
    flash(_("บันทึกการไม่รับคำขอแล้ว"), "good")
    return redirect(url_for("people.joins"))
