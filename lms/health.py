"""GET /healthz: 200 when this process can serve, else 503 with what is wrong."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit
from urllib.request import url2pathname

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue

from lms import __version__, schema
from lms.access import public
from lms.config import Settings, current_settings
from lms.storage import store_at

log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Hang the page on the application."""
    app.add_url_rule("/healthz", "healthz", healthz)


@public
def healthz() -> ResponseReturnValue:
    """What a load balancer and `lms serve` ask; says nothing that a stranger may not know."""
    faults = {name: fault for name, check in CHECKS.items() if (fault := _try(check))}
    answer = jsonify(
        status="unavailable" if faults else "ok",
        version=__version__,
        checks={name: faults.get(name, "ok") for name in CHECKS},
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer, HTTPStatus.SERVICE_UNAVAILABLE if faults else HTTPStatus.OK


def _try(check: Callable[[Settings], str]) -> str:
    try:
        return check(current_settings())
    except Exception:
        log.exception("health check failed")
        return "unreachable"


def _database(_settings: Settings) -> str:
    found = schema.version()
    if found == schema.head():
        return ""
    return f"at {found or 'no version'}, the code needs {schema.head()}: run `lms db upgrade`"


def _store(settings: Settings) -> str:
    return why_not_writable(settings.store_url)


CHECKS: dict[str, Callable[[Settings], str]] = {"database": _database, "store": _store}


def why_not_writable(store_url: str) -> str:
    """Empty when a file can be written to the store; a full disk shows here first."""
    parts = urlsplit(store_url)
    if parts.scheme != "file":
        store_at(store_url).exists("healthz")
        return ""
    folder = Path(url2pathname(parts.path))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder) as draft:
            draft.write(bytes(4096))
    except OSError as fault:
        return f"not writable: {os.strerror(fault.errno or 0)}"
    return ""
