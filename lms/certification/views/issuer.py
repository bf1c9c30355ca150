"""ผู้ออกวุฒิบัตร: what certificates say of their issuer, a draft of it, and publishing it."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import Permission, may, signed_in
from lms.certification import issuing
from lms.certification.design import all_designs
from lms.certification.issuer import current, versions
from lms.certification.issuer.fields import KINDS, PHRASES, SIGNING
from lms.certification.issuer.form import IssuerForm, fields_of
from lms.certification.issuer.profile import Profile
from lms.certification.views.blueprint import blueprint
from lms.config import current_settings
from lms.db import release
from lms.errors import Busy
from lms.web import page, paged


@blueprint.get("/certificates/issuer")
@may(Permission.MANAGE_ISSUER)
def issuer() -> ResponseReturnValue:
    """What is in force, the draft, and every version so far."""
    actor, settings = signed_in(), current_settings()
    found = versions.versions(actor)
    published = found.published
    return page(
        "certification/issuer.html",
        found=found,
        shown=Profile.from_plain(published.content) if published else current.of_settings(settings),
        history=paged(versions.history(actor), 20),
        reasons=issuing.why_not(settings),
        period_of=current.period_of,
    )


@blueprint.route("/certificates/issuer/draft", methods=["GET", "POST"])
@may(Permission.MANAGE_ISSUER)
def issuer_draft() -> ResponseReturnValue:
    """Edit the draft; without one, saving begins it with what is in force."""
    actor = signed_in()
    found = versions.versions(actor)
    if request.method == "GET":
        shown = versions.edited(found, current_settings())
        return _form_page(IssuerForm(formdata=None, version=found.seen, **fields_of(shown)))
    form = IssuerForm()
    release()  # pictures take a while; nobody waits for our transaction
    faults = form.take_pictures()
    good = form.validate()
    for name, words in faults.items():
        form[name].errors = [*form[name].errors, words]
    if faults or not good:
        return _form_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        versions.save(actor, form.version.data or "", form.profile())
    except Busy as changed:
        form.form_errors = [*form.form_errors, changed.message]
        return _form_page(form), changed.status
    flash(_("บันทึกร่างแล้ว ยังไม่ได้เผยแพร่ ตรวจดูตัวอย่างก่อน"), "good")
    return redirect(url_for("certification.issuer_preview"), HTTPStatus.SEE_OTHER)


def _form_page(form: IssuerForm) -> str:
    return page(
        "certification/issuer_draft.html",
        form=form,
        signing=SIGNING,
        kinds=KINDS,
        phrases=PHRASES,
        usual=all_designs()[0].wording,
        usual_en=next(one.wording for one in all_designs() if "line_en" in one.slots),
    )


@blueprint.post("/certificates/issuer/draft/drop")
@may(Permission.MANAGE_ISSUER)
def drop_issuer_draft() -> ResponseReturnValue:
    """ทิ้งร่าง."""
    versions.drop(signed_in(), _version_sent())
    flash(_("ทิ้งร่างแล้ว"), "info")
    return redirect(url_for("certification.issuer"), HTTPStatus.SEE_OTHER)


@blueprint.route("/certificates/issuer/publish", methods=["GET", "POST"])
@may(Permission.MANAGE_ISSUER)
def publish_issuer() -> ResponseReturnValue:
    """เผยแพร่: what it means first; certificates issued from then on name this version."""
    actor = signed_in()
    if request.method == "POST":
        done = versions.publish(actor, _version_sent())
        flash(
            _(
                "เผยแพร่ฉบับที่ %(number)d แล้ว วุฒิบัตรที่ออกนับจากนี้ใช้ฉบับนี้ ฉบับที่ออกแล้วไม่เปลี่ยน",
                number=done.number,
            ),
            "good",
        )
        return redirect(url_for("certification.issuer"), HTTPStatus.SEE_OTHER)
    found = versions.versions(actor)
    if found.draft is None:
        return redirect(url_for("certification.issuer"), HTTPStatus.SEE_OTHER)
    shown = Profile.from_plain(found.draft.content)
    return page(
        "certification/issuer_publish.html",
        found=found,
        shown=shown,
        warnings=current.out_of_office(shown),
        period_of=current.period_of,
    )


def _version_sent() -> str:
    return request.form.get("version", "")[:40]
