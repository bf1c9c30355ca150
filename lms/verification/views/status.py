"""The lists of what was taken back, for whoever verifies: also later, without a network."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, request
from flask.typing import ResponseReturnValue

from lms.access import public
from lms.certification.credential import MEDIA_TYPE
from lms.certification.revoked import FRESH, exists, signed_list
from lms.certification.signing_key import SigningError
from lms.certification.status_list import named
from lms.errors import NotFound
from lms.verification.views.blueprint import blueprint, log
from lms.verification.views.keys import for_anybody
from lms.web import no_store


@blueprint.get("/status/<list_name>")
@public
def status_list(list_name: str) -> ResponseReturnValue:
    """One list, signed (BitstringStatusListCredential); 404 where no number has its bit yet."""
    wanted = named(list_name)
    if wanted is None or not exists(wanted):
        raise NotFound
    try:
        made = signed_list(wanted)
    except SigningError as fault:
        return _unsigned(fault)
    answer = Response(mimetype=MEDIA_TYPE)
    answer.set_etag(made.tag, weak=True)
    if request.if_none_match.contains_weak(made.tag):
        answer.status_code = HTTPStatus.NOT_MODIFIED
    else:
        answer.set_data(made.jwt)
    return for_anybody(answer, int(FRESH.total_seconds()))


def _unsigned(fault: SigningError) -> ResponseReturnValue:
    """No key may sign: whoever has an older list keeps it, and nobody is told that all is well."""
    log.error("the list of revocations cannot be signed: %s", fault)
    no_store()
    answer = Response("cannot be signed now\n", 503, mimetype="text/plain")
    answer.headers["Retry-After"] = "600"
    return answer
