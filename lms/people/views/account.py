"""One's own account: profile, PIN or password, language and text size; the privacy notice."""

from __future__ import annotations

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import Permission, current_actor, may, own_page, public, signed_in
from lms.config import current_settings
from lms.people import accounts, profile, sign_in, units
from lms.people.forms import ChangeSecretForm, ProfileForm
from lms.people.models import SecretKind
from lms.people.phones import shown
from lms.people.places import place_name
from lms.people.sign_in import Outcome, Try
from lms.people.views.blueprint import blueprint
from lms.web import LANGUAGES, TEXT_SIZES, YEAR, page


@blueprint.post("/preferences")
@public
def preferences() -> ResponseReturnValue:
    """Language and text size: kept with the person, and in this browser."""
    response = make_response(redirect(own_page(request.form.get("next")) or "/"))
    chosen = {
        "lang": _one_of(request.form.get("language"), LANGUAGES),
        "text_size": _one_of(request.form.get("text_size"), TEXT_SIZES),
    }
    for cookie, value in chosen.items():
        if value:
            secure = current_settings().https
            response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=secure)
    if actor := current_actor():
        profile.remember(actor, language=chosen["lang"], text_size=chosen["text_size"])
    return response


def _one_of(value: str | None, allowed: tuple[str, ...]) -> str | None:
    return value if value in allowed else None


@blueprint.route("/profile", methods=["GET", "POST"])
@may(Permission.USE_ACCOUNT)
def profile_page() -> ResponseReturnValue:
    """ข้อมูลของฉัน."""
    actor = signed_in()
    person = profile.own(actor)
    form = ProfileForm(
        data={
            "phone": shown(person.phone),
            "email": person.email,
            "latin_name": person.latin_name,
            "timezone": person.timezone,
        }
    )
    if form.validate_on_submit():
        profile.change(
            actor, form.phone.data, form.email.data, form.latin_name.data, form.timezone.data
        )
        flash(_("บันทึกข้อมูลแล้ว"), "good")
        return redirect(url_for("people.profile_page"))
    place = place_name(person.unit)
    answer = page("people/profile.html", form=form, person=person, place=place)
    return answer, 422 if form.errors else 200


@blueprint.route("/profile/secret", methods=["GET", "POST"])
@may(Permission.USE_ACCOUNT)
def change_secret() -> ResponseReturnValue:
    """เปลี่ยน PIN or password; every other browser is signed out."""
    person = profile.own(signed_in())
    account = accounts.account_of(person.id)
    assert account is not None
    form = ChangeSecretForm().prepare(account.secret_kind, person.volunteer_number, person.email)
    if form.validate_on_submit():
        if fault := sign_in.change_secret(account, form.current.data, form.chosen):
            form.current.errors = [_wrong_current(fault)]
        else:
            flash(_("เปลี่ยนรหัสแล้ว เครื่องอื่นออกจากระบบทั้งหมด"), "good")
            return redirect(url_for("people.profile_page"))
    pin = account.secret_kind == SecretKind.PIN
    return page("people/change_secret.html", form=form, pin=pin), 422 if form.errors else 200


def _wrong_current(tried: Try) -> str:
    if tried.outcome is Outcome.LOCKED:
        return str(_("ลองผิดหลายครั้ง โปรดรอ 15 นาทีแล้วลองใหม่ หรือขอใบรหัสเข้าใช้จากเจ้าหน้าที่"))
    return str(_("รหัสปัจจุบันไม่ถูกต้อง ลองได้อีก %(left)d ครั้ง", left=tried.tries_left))


@blueprint.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """ประกาศความเป็นส่วนตัว."""
    return page("people/privacy.html")


@blueprint.get("/contacts")
@public
def contacts() -> ResponseReturnValue:
    """ติดต่อเจ้าหน้าที่: whom to call, province by province."""
    return page("people/contacts.html", offices=units.offices())
