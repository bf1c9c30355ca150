"""Signing in, out, and by a printed slip."""

from __future__ import annotations

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import current_actor, own_page, public
from lms.clock import now
from lms.db import release
from lms.errors import Busy, TooMany
from lms.people import accounts, sign_in, slips, throttle
from lms.people.actors import AccountActor
from lms.people.forms import FirstSecretForm, SignInForm, SlipForm
from lms.people.models import AccessSlip, Person
from lms.people.names import display_name
from lms.people.register import secret_kind_of
from lms.people.secrets import hash_secret
from lms.people.sign_in import Outcome, Try
from lms.people.views.blueprint import blueprint
from lms.web import no_store, page


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in_page() -> ResponseReturnValue:
    """เข้าสู่ระบบ."""
    no_store()
    sign_in.device_cookie()
    form = SignInForm(next=request.args.get("next"))
    if current_actor() is not None and request.method == "GET":
        return redirect(own_page(form.next.data) or "/")
    ask_number = bool(form.number.data)
    if form.validate_on_submit():
        _slow_down("sign_in")
        tried = sign_in.attempt(
            form.identifier.data,
            form.secret.data,
            form.number.data,
            kept=form.device.data == "own",
        )
        _count("sign_in")
        if tried.outcome is Outcome.SIGNED_IN:
            return redirect(own_page(form.next.data) or "/")
        ask_number = ask_number or tried.outcome is Outcome.WHICH
        _explain(form, tried)
    status = 422 if form.errors else 200
    shown = {"ask_number": ask_number, "contact": sign_in.contact_here()}
    return page("people/sign_in.html", form=form, **shown), status


def _explain(form: SignInForm, tried: Try) -> None:
    if tried.outcome is Outcome.WHICH:
        form.number.errors = [_("เบอร์นี้มีผู้ใช้มากกว่าหนึ่งคน กรอกเลขประจำตัวอาสาสมัครด้วย")]
    elif tried.outcome is Outcome.LOCKED and tried.locked_until:
        minutes = max(1, -(-int((tried.locked_until - now()).total_seconds()) // 60))
        form.secret.errors = [
            _(
                "เครื่องนี้ลองผิดหลายครั้ง โปรดรอ %(minutes)d นาทีแล้วลองใหม่ หรือขอใบรหัสเข้าใช้จากเจ้าหน้าที่",
                minutes=minutes,
            )
        ]
    else:
        form.secret.errors = [
            _("เลขประจำตัวหรือรหัสไม่ถูกต้อง ลองได้อีก %(left)d ครั้ง", left=tried.tries_left)
        ]


def _slow_down(purpose: str) -> None:
    if throttle.address_is_flooding(purpose, request.remote_addr or ""):
        raise TooMany(_("มีการลองจากเครือข่ายนี้มากผิดปกติ โปรดรอ 15 นาทีแล้วลองใหม่"))


def _count(purpose: str) -> None:
    throttle.count_address(purpose, request.remote_addr or "")


@blueprint.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """ออกจากระบบ; harmless when already out."""
    actor = current_actor()
    if isinstance(actor, AccountActor):
        sign_in.sign_out(actor)
    flash(_("ออกจากระบบแล้ว"), "good")
    return redirect(url_for("people.sign_in_page"))


@blueprint.route("/slip", methods=["GET", "POST"])
@public
def slip_page() -> ResponseReturnValue:
    """ใบรหัสเข้าใช้: typed by hand."""
    no_store()
    form = SlipForm()
    if form.validate_on_submit():
        _slow_down("slip")
        device = sign_in.device_cookie()
        key = f"slip:{accounts.canonical(form.identifier.data)}"
        if throttle.locked_until(key, device, known=False):
            raise TooMany(_("ลองรหัสผิดหลายครั้ง โปรดรอ 15 นาทีแล้วลองใหม่ หรือติดต่อเจ้าหน้าที่"))
        slip = slips.by_code(form.identifier.data, form.code.data)
        if slip is None:
            throttle.failed(key, device, known=False)
        _count("slip")
        if slip is not None:
            return _begin(slip)
        form.code.errors = [_("ไม่พบใบรหัสนี้ ตรวจตัวเลขทั้งสองช่อง ใบรหัสใช้ได้ครั้งเดียวภายใน 30 วัน")]
    answer = page("people/slip.html", form=form, contact=sign_in.contact_here())
    return answer, 422 if form.errors else 200


@blueprint.get("/slip/<token>")
@public
def slip_scanned(token: str) -> ResponseReturnValue:
    """ใบรหัสเข้าใช้: its QR scanned by the phone's camera."""
    no_store()
    slip = slips.by_token(token)
    if slip is not None:
        return _begin(slip)
    flash(_("ใบรหัสนี้ใช้แล้วหรือหมดอายุ โปรดขอใบใหม่จากเจ้าหน้าที่"), "warn")
    return redirect(url_for("people.slip_page"))


def _begin(slip: AccessSlip) -> ResponseReturnValue:
    session["slip"] = slip.id
    return redirect(url_for("people.choose_secret"))


@blueprint.route("/choose-pin", methods=["GET", "POST"])
@public
def choose_secret() -> ResponseReturnValue:
    """A slip's holder chooses a PIN (staff: a password) twice, and is in."""
    no_store()
    slip = slips.by_id(session.get("slip") or 0)
    if slip is None:
        flash(_("โปรดกรอกรหัสจากใบรหัสเข้าใช้อีกครั้ง"), "info")
        return redirect(url_for("people.slip_page"))
    person: Person = slip.person
    kind = secret_kind_of(person.id)
    form = FirstSecretForm().prepare(kind, person.volunteer_number, person.email, person.phone)
    if form.validate_on_submit():
        release()  # hashing is slow on purpose; nobody else's answer waits for it
        chosen = hash_secret(form.chosen)
        if not slips.use(slip):
            raise Busy(_("ใบรหัสนี้ใช้แล้ว โปรดขอใบใหม่จากเจ้าหน้าที่"))
        account = accounts.set_secret(person, kind, chosen)
        sign_in.sign_in(account, kept=form.device.data == "own")
        flash(_("ตั้งรหัสเรียบร้อย ครั้งต่อไปใช้รหัสนี้เข้าสู่ระบบ"), "good")
        return redirect("/")
    shown = {
        "holder": display_name(person),
        "kind": kind,
        "number": person.volunteer_number,
        "contact": sign_in.contact_of(person.unit_id),
    }
    return page("people/choose_secret.html", form=form, **shown), 422 if form.errors else 200
