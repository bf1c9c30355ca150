"""The register from before this system: asked for a number and a name, never dressed up as ours."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import Actor, Permission, public
from lms.errors import wants_json
from lms.forms import LINE, clean_line
from lms.verification import earlier as register
from lms.verification.earlier import Found, Wanted
from lms.verification.services import is_officer
from lms.verification.views.blueprint import blueprint, checking_actor
from lms.verification.views.record import record
from lms.web import csrf, no_store, page, token_unless_json


@csrf.exempt  # type: ignore[untyped-decorator]
@blueprint.route("/verify/earlier", methods=["GET", "POST"])
@public
def earlier() -> ResponseReturnValue:
    """พบในทะเบียนเดิม, for who holds the paper; names are posted and stay out of addresses."""
    token_unless_json()
    actor = checking_actor()
    no_store()
    number, name = _typed("number"), _typed("name")
    if request.method == "GET" and not (is_officer(actor) and number):
        return page("verification/earlier.html", number=number, is_officer=is_officer(actor))
    found = register.check(number, name, actor, request.remote_addr or "")
    if request.is_json or wants_json():
        return jsonify(register.as_json(found)), _status(found)
    return _answer(found, number, name, actor), _status(found)


def _typed(field: str) -> str:
    """What was asked for; a name never comes from the address."""
    if request.is_json:
        said = request.get_json(silent=True)
        text = said.get(field) if isinstance(said, dict) else None
    else:
        text = (request.form if field == "name" else request.values).get(field)
    return clean_line(text[:LINE]) or "" if isinstance(text, str) else ""


def _status(found: Found) -> int:
    if found.wanted is not None:
        return 422
    return 200 if found.papers else 404


def _answer(found: Found, number: str, name: str, actor: Actor | None) -> str:
    words = {
        Wanted.NUMBER: _("พิมพ์เลขที่ตามที่เห็นบนกระดาษ"),
        Wanted.NAME: _("พิมพ์นามสกุลตามที่เห็นบนกระดาษด้วย เลขที่อย่างเดียวไม่พอ"),
        Wanted.FULL_NAME: _("มีหลายฉบับที่ใช้เลขและนามสกุลนี้ พิมพ์ทั้งชื่อและนามสกุล"),
    }
    typed = {"number": number, "name": name, "is_officer": is_officer(actor)}
    if found.wanted is not None:
        return page(
            "verification/earlier.html", wanted=found.wanted, error=words[found.wanted], **typed
        )
    return page(
        "verification/earlier_answer.html",
        found=found,
        areas=actor.areas(Permission.SEE_CERTIFICATES) if actor else (),
        record=record(actor, _("ทะเบียนเดิม เลขที่ %(number)s", number=number), request.path),
        **typed,
    )
