"""Pictures, downloads, sound and film of lessons."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from flask import Response, request
from flask.typing import ResponseReturnValue

from lms.access import Permission, may, signed_in
from lms.curricula.media import PREFIX, SHOWN
from lms.curricula.models import MediaFile
from lms.learning.media import media_file
from lms.learning.views.blueprint import blueprint
from lms.storage import Store, store

_PIECE = 512 * 1024
# An SVG may style itself and carry pictures within; it runs nothing and reaches nothing.
_NOTHING_BUT_STYLE = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"
_FOR_A_YEAR = "private, max-age=31536000, immutable"  # an edition's file never changes


@blueprint.get(f"{PREFIX}<int:edition_id>/<path:path>")
@may(Permission.USE_ACCOUNT)
def media(edition_id: int, path: str) -> ResponseReturnValue:
    """A file of an edition, whole or the part that a player asks for."""
    found = media_file(signed_in(), edition_id, path)
    response = _part(found) or _whole(found)
    response.headers["Cache-Control"] = _FOR_A_YEAR
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Security-Policy"] = _NOTHING_BUT_STYLE
    if not found.content_type.startswith(SHOWN):
        response.headers["Content-Disposition"] = "attachment"
    response.set_etag(found.sha256)
    if response.status_code == HTTPStatus.OK:
        response.make_conditional(request)
    return response


def _whole(found: MediaFile) -> Response:
    response = Response(_pieces(found, 0, found.size), content_type=found.content_type)
    response.content_length = found.size
    return response


def _part(found: MediaFile) -> Response | None:
    """The bytes asked for by Range; None when none, or several parts, or nonsense are asked."""
    wanted = request.range.range_for_length(found.size) if request.range else None
    if request.method != "GET" or request.range is None or wanted is None:
        return None
    start, end = wanted
    response = Response(
        _pieces(found, start, end), HTTPStatus.PARTIAL_CONTENT, content_type=found.content_type
    )
    response.content_range = request.range.make_content_range(found.size)
    response.content_length = end - start
    return response


def _pieces(found: MediaFile, start: int, end: int) -> Iterator[bytes]:
    return _read(store(), found.storage_key, start, end)


def _read(files: Store, key: str, start: int, end: int) -> Iterator[bytes]:
    for at in range(start, end, _PIECE):
        yield files.part(key, at, min(at + _PIECE, end))
