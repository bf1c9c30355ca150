"""What a phone keeps to check papers later without a network: a page, keys and lists.

Nothing of this is about anybody: the page is the same for all, and signed-in pages are never kept.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from flask import Response, current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from lms.access import public
from lms.assets import PREFIX, Assets, asset
from lms.certification.revoked import list_names
from lms.config import current_settings
from lms.verification.offline_words import in_both, offline_words
from lms.verification.views.blueprint import blueprint
from lms.verification.views.keys import FRESH, for_anybody
from lms.web import page, scanner_page

SCRIPTS = ("bytes", "cbor", "payload", "signatures", "kit", "judge")
_PAGE = ("words", "answer", "camera", "seeing", "offline")
_OTHERS = ("app.css", "js/proof/reader.js", "vendor/qr/decode.js", "vendor/qr/index.js", "icon.svg")
_FONTS = ("regular", "bold", "regular-more", "bold-more")


@blueprint.get("/status")
@public
def status_lists() -> Response:
    """The names of the lists of revocations there are: what a phone keeps one of each."""
    return for_anybody(jsonify({"lists": list_names()}), FRESH)


@blueprint.get("/verify/offline")
@public
def offline() -> str:
    """The page that a phone shows in the place of ours while it has no network."""
    scanner_page()
    words = in_both(offline_words)
    return page("verification/offline.html", words=words, scripts=_scripts())


@blueprint.get("/verify/worker.js")
@public
def worker() -> ResponseReturnValue:
    """The service worker. What it keeps changes with the files and words it is made of."""
    kept = [asset(name) for name in [*_scripts(), *_OTHERS, *_fonts()]]
    told = {
        "name": f"offline-{_version((request.script_root, current_settings(), *kept))}",
        "shell": url_for("verification.offline"),
        "files": kept,
        "assets": PREFIX,
        "keys": url_for("verification.key_set"),
        "lists": url_for("verification.status_lists"),
    }
    assets: Assets = current_app.extensions["assets"]
    found = assets.find("js/proof/worker.js")
    assert found
    script = f"const KEEP = {json.dumps(told)};\n{found.body.decode()}"
    answer = Response(script, mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = f"{request.script_root}/"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@blueprint.get("/verify/app.webmanifest")
@public
def manifest() -> Response:
    """The camera page as something to put on a phone's home screen."""
    settings = current_settings()
    icon = {"src": asset("icon.svg"), "type": "image/svg+xml", "sizes": "any"}
    said = {
        "name": "ตรวจสอบวุฒิบัตร อพม.",
        "short_name": "ตรวจวุฒิบัตร",
        "description": settings.site_name_th,
        "lang": "th",
        "id": url_for("verification.desk"),
        "start_url": url_for("verification.scan"),
        "scope": url_for("verification.desk"),
        "display": "standalone",
        "background_color": "#faf7f0",
        "theme_color": "#faf7f0",
        "icons": [{**icon, "purpose": purpose} for purpose in ("any", "maskable")],
    }
    answer = jsonify(said)
    answer.mimetype = "application/manifest+json"
    answer.headers["Cache-Control"] = f"public, max-age={FRESH}"
    return answer


@lru_cache(maxsize=8)
def _version(_of: tuple[object, ...]) -> str:
    """Of the page and its files: browsers ask for the worker whenever a page is opened."""
    return hashlib.sha256(f"{_of[2:]} {offline()}".encode()).hexdigest()[:16]


def _scripts() -> list[str]:
    ours = [f"js/proof/{name}.js" for name in (*SCRIPTS, *_PAGE)]
    return ["vendor/pako/pako_inflate.umd.min.js", *ours]


def _fonts() -> list[str]:
    return [f"vendor/fonts/sarabun-{name}.woff2" for name in _FONTS]
