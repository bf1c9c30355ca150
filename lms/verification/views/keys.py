"""The public keys with which anybody checks our documents and credentials."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from lms.access import public
from lms.certification.key_register import trusted_certificates
from lms.certification.published_keys import did_document, jwks
from lms.config import current_settings
from lms.verification.views.blueprint import blueprint


@blueprint.get("/.well-known/jwks.json")
@public
def key_set() -> Response:
    """Every key that ever signed here, but those in strange hands."""
    return _for_anybody(jwks(trusted_certificates()))


@blueprint.get("/.well-known/did.json")
@public
def did() -> Response:
    """The same as a did:web document."""
    return _for_anybody(did_document(current_settings().public_url, trusted_certificates()))


def _for_anybody(said: dict[str, Any]) -> Response:
    """Verifiers elsewhere read it from their own pages."""
    answer = jsonify(said)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer
