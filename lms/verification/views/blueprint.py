"""The part's blueprint, on its own so that every file of pages may import it."""

from __future__ import annotations

import logging

from flask import Blueprint, current_app, jsonify, make_response, session
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError

from lms.access import Actor, current_actor
from lms.db import write_in_this_request
from lms.errors import as_nobody, wants_json
from lms.verification.answers import without_answer
from lms.verification.examining import NoTurn
from lms.verification.services import Refused
from lms.verification.tally import tally
from lms.web import no_store, page

blueprint = Blueprint("verification", __name__)
log = logging.getLogger(__name__)


def checking_actor() -> Actor | None:
    """Whoever checks; to be asked before anything else is read, for an officer's check writes."""
    if "_user_id" in session:
        write_in_this_request()
    return current_actor()


@blueprint.after_request
def _told_apart(response: Response) -> Response:
    """Page or JSON: a cache must not take one for the other."""
    response.vary.add("Accept")
    tally().write_when_due(current_app._get_current_object())  # type: ignore[attr-defined]
    return response


@blueprint.errorhandler(Refused)
def _refused(_fault: Refused) -> ResponseReturnValue:
    return _undecided(_("มีการค้นเลขที่ไม่มีในทะเบียนจากเครือข่ายนี้หลายครั้ง โปรดรอ 15 นาที"), wait=900)


@blueprint.errorhandler(NoTurn)
def _no_turn(_fault: NoTurn) -> ResponseReturnValue:
    return _undecided(_("ขณะนี้มีผู้ส่งไฟล์ตรวจหลายคน โปรดรอสักครู่"), wait=15)


@blueprint.errorhandler(DBAPIError)
def _no_register(fault: DBAPIError) -> ResponseReturnValue:
    """The register cannot be asked: never anything that looks like its answer."""
    log.error("the register cannot be asked", exc_info=fault)
    as_nobody()
    if wants_json():
        return jsonify(without_answer(undecided=True)), 503
    return page("verification/no_register.html"), 503


def _undecided(why: str, wait: int) -> ResponseReturnValue:
    no_store()
    if wants_json():
        answer = jsonify(without_answer(undecided=True, detail=why))
    else:
        answer = make_response(page("verification/undecided.html", why=why))
    answer.headers["Retry-After"] = str(wait)
    return answer, 429
