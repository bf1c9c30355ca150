"""The log for anybody: its newest head, its keys, and the proofs of one certificate."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms.access import public
from lms.errors import wants_json
from lms.verification import logged
from lms.verification.answers import as_json
from lms.verification.services import check_number
from lms.verification.views.blueprint import blueprint, checking_actor
from lms.verification.views.keys import for_anybody
from lms.web import page

MINUTE = 60  # as often as a head is signed


@blueprint.get("/log/checkpoint")
@public
def checkpoint() -> Response:
    """The newest signed head (C2SP tlog-checkpoint): to be kept where nobody here can reach it."""
    return for_anybody(Response(logged.checkpoint(), mimetype="text/plain"), MINUTE)


@blueprint.get("/log/keys")
@public
def log_keys() -> Response:
    """The public keys that sign heads, each in a line."""
    return for_anybody(Response(logged.keys(), mimetype="text/plain"), MINUTE)


@blueprint.get("/log/consistency/<int:old>")
@public
def consistency(old: int) -> Response:
    """That the newest head goes on from one that somebody has kept."""
    return for_anybody(jsonify(logged.grown_from(old)), MINUTE)


@blueprint.get("/verify/<number>/log")
@public
def proof(number: str) -> ResponseReturnValue:
    """หลักฐานในบันทึกถาวร of one certificate; a wrong number is answered as any unknown one."""
    actor = checking_actor()
    answer = check_number(number, actor, request.remote_addr or "", "number")
    entry = answer.entry
    if entry is None:
        if wants_json():
            return jsonify(as_json(answer)), HTTPStatus.NOT_FOUND
        return redirect(url_for("verification.number", number=number), HTTPStatus.SEE_OTHER)
    if wants_json() or request.args.get("as") == "json":
        leaves = logged.proofs_of(entry.certificate_id, entry.facts)
        return jsonify({"number": entry.facts.number, "leaves": leaves})
    return page("verification/log.html", entry=entry, leaves=logged.all_of(entry.certificate_id))
