"""The credential of a certificate, the very bytes that its document carries."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from lms.access import public
from lms.certification.credential import BADGE_FILE, BADGE_PATH, MEDIA_TYPE
from lms.verification.answers import Answer, as_json
from lms.verification.credentials import embedded
from lms.verification.services import check_number
from lms.verification.views.blueprint import blueprint, checking_actor
from lms.verification.views.keys import FRESH, for_anybody

DAY = 24 * 3600
_OFFERED = ["text/html", "application/json", MEDIA_TYPE, "application/jwt"]


@blueprint.get("/verify/<number>/credential")
@public
def credential(number: str) -> ResponseReturnValue:
    """To keep, or for a wallet; a wrong number is answered as any unknown one."""
    actor = checking_actor()
    return credential_of(check_number(number, actor, request.remote_addr or "", "number"))


@blueprint.get(BADGE_PATH)
@public
def badge() -> Response:
    """The picture that credentials name."""
    return for_anybody(Response(BADGE_FILE.read_bytes(), mimetype="image/svg+xml"), DAY)


def wants_credential() -> bool:
    """Whether the reader is a verifier of credentials: it prefers them to a page."""
    return (request.accept_mimetypes.best_match(_OFFERED) or "").endswith("jwt")


def credential_of(answer: Answer) -> ResponseReturnValue:
    """Taken from the stored document, never made again; 404 until that is printed."""
    entry = answer.entry
    if entry is None or entry.document_key is None:
        return jsonify(as_json(answer)), HTTPStatus.NOT_FOUND
    tag, made = f"{entry.document_sha256}-credential", Response(mimetype=MEDIA_TYPE)
    made.set_etag(tag)
    name = f"certificate-{entry.facts.number}.jwt"
    made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if request.if_none_match.contains(tag):
        made.status_code = HTTPStatus.NOT_MODIFIED
    elif token := embedded(entry):
        made.set_data(token)
    else:
        return jsonify(as_json(answer)), HTTPStatus.NOT_FOUND
    for_anybody(made, FRESH)
    made.headers["Cache-Control"] = f"private, max-age={FRESH}"  # it has a name in it
    return made
