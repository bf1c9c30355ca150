"""What programs of others need to check our documents and credentials: the public keys."""

from __future__ import annotations

from flask import Response, jsonify

from lms.access import public
from lms.certification.published_keys import did_document, published_certificates
from lms.certification.published_keys import key_set as keys_by_name
from lms.config import current_settings
from lms.verification.views.blueprint import blueprint

FRESH = 300  # seconds: so long may a lost key go on being believed


@blueprint.get("/.well-known/jwks.json")
@public
def key_set() -> Response:
    """Every key that signs or ever signed here, but those in strange hands."""
    said = keys_by_name(current_settings().public_url, published_certificates())
    return for_anybody(jsonify(said), FRESH)


@blueprint.get("/.well-known/did.json")
@blueprint.get("/did.json")
@public
def did() -> Response:
    """The same as a did:web document; of a site with a path, it is asked for below that."""
    said = did_document(current_settings().public_url, published_certificates())
    return for_anybody(jsonify(said), FRESH)


def for_anybody(answer: Response, seconds: int) -> Response:
    """Verifiers elsewhere read it from their own pages, and may keep it for a while."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Cache-Control"] = f"public, max-age={seconds}"
    return answer
