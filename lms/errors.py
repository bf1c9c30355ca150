"""Our exceptions and the one map from them to pages and API problems."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, g, jsonify, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError
from werkzeug.exceptions import HTTPException

log = logging.getLogger(__name__)


class Problem(Exception):
    """Something the reader can be told; `message` is in the reader's language."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class NotFound(Problem):
    """No such thing, or not for this reader: the two are told apart by nobody."""

    status = HTTPStatus.NOT_FOUND


class Refused(Problem):
    """Known and not allowed."""

    status = HTTPStatus.FORBIDDEN


class Busy(Problem):
    """Somebody else holds it, or it has moved on meanwhile."""

    status = HTTPStatus.CONFLICT


class Invalid(Problem):
    """What was sent cannot be used; the message says what to do."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class TooMany(Problem):
    """Throttled."""

    status = HTTPStatus.TOO_MANY_REQUESTS


# title and what to do, by status
_PAGES: dict[int, tuple[Any, Any]] = {
    400: (_l("คำขอไม่สมบูรณ์"), _l("โปรดกลับไปหน้าก่อน แล้วลองส่งอีกครั้ง")),
    401: (_l("โปรดเข้าสู่ระบบ"), _l("เข้าสู่ระบบแล้วหน้านี้จะเปิดต่อให้")),
    403: (_l("ท่านไม่มีสิทธิ์เปิดหน้านี้"), _l("หากควรเปิดได้ โปรดติดต่อเจ้าหน้าที่ของหน่วยงานท่าน")),
    404: (
        _l("ไม่พบหน้านี้"),
        _l("ที่อยู่อาจพิมพ์ผิด หรือหน้านี้ไม่ใช่ของท่าน โปรดตรวจที่อยู่ หรือเริ่มจากหน้าแรก"),
    ),
    405: (_l("หน้านี้ใช้วิธีเปิดแบบอื่น"), _l("โปรดเริ่มจากหน้าแรก แล้วกดปุ่มในหน้าแทนการพิมพ์ที่อยู่")),
    409: (_l("มีการเปลี่ยนแปลงระหว่างที่ท่านทำงาน"), _l("โปรดเปิดหน้านี้ใหม่เพื่อดูข้อมูลล่าสุด")),
    413: (_l("ไฟล์หรือข้อความใหญ่เกินไป"), _l("โปรดลดขนาดรูปหรือแบ่งส่งทีละไฟล์ แล้วส่งอีกครั้ง")),
    422: (_l("ข้อมูลที่ส่งยังใช้ไม่ได้"), _l("โปรดกลับไปแก้ไขตามที่แจ้ง แล้วส่งอีกครั้ง")),
    429: (_l("มีการลองหลายครั้งเกินไป"), _l("โปรดรอสักครู่ แล้วลองใหม่")),
    500: (
        _l("ระบบขัดข้อง"),
        _l("สิ่งที่ระบบแจ้งว่าบันทึกแล้วไม่สูญหาย โปรดลองอีกครั้งในอีกสักครู่"),
    ),
    503: (
        _l("ระบบยังไม่พร้อม"),
        _l("สิ่งที่ระบบแจ้งว่าบันทึกแล้วไม่สูญหาย โปรดลองอีกครั้งในอีกสักครู่"),
    ),
}


def register(app: Flask) -> None:
    """Hang the one map on the application."""
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DataError, _unstorable)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _unexpected)


def wants_json() -> bool:
    """Whether the reader is a program: it prefers JSON to HTML."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def _problem(problem: Problem) -> Any:
    return respond(problem.status, problem.message)


def _stale_form(_error: CSRFError) -> Any:
    from lms.access import current_actor, is_public, to_sign_in

    if current_actor() is None and not is_public(request.endpoint):
        return to_sign_in()  # the cookie is gone, and with it the token
    message = _("แบบฟอร์มนี้หมดอายุหรือเปิดจากที่อื่น ยังไม่มีการบันทึก โปรดเปิดหน้านี้ใหม่แล้วส่งอีกครั้ง")
    return respond(HTTPStatus.BAD_REQUEST, message)


def _http(error: HTTPException) -> Any:
    if error.response is not None or (error.code or 500) < HTTPStatus.BAD_REQUEST:
        return error
    answer, status = respond(error.code or 500, "")
    headers = {k: v for k, v in error.get_headers() if k in {"Allow", "Retry-After"}}
    return answer, status, headers


def _unstorable(error: DataError) -> Any:
    """What was sent is no text or number for a database, as a NUL is none for PostgreSQL."""
    log.warning("refused by the database: %s", type(error.orig).__name__)
    return respond(HTTPStatus.UNPROCESSABLE_ENTITY, "")


def _database(error: DBAPIError) -> Any:
    log.error("database failed", exc_info=error)
    return respond(HTTPStatus.SERVICE_UNAVAILABLE, "", plain=True)


def _unexpected(error: Exception) -> Any:
    log.error("unexpected error", exc_info=error)
    return respond(HTTPStatus.INTERNAL_SERVER_ERROR, "", plain=True)


def respond(status: int, message: str, *, plain: bool = False) -> tuple[Any, int]:
    """An error as JSON or as a page; `plain` ones ask nothing of the database."""
    status = int(status)
    if plain:
        as_nobody()
    try:
        return _answer(status, message, "errors/plain.html" if plain else "errors/error.html")
    except Exception:
        if plain:
            raise
        log.exception("error page failed")
        return respond(status, message, plain=True)


def as_nobody() -> None:
    """Go on as if nobody were signed in: the database cannot say who it is."""
    g._login_user = AnonymousUserMixin()  # noqa: SLF001 - where Flask-Login keeps them


def _answer(status: int, message: str, template: str) -> tuple[Any, int]:
    title, remedy = _PAGES.get(status) or _PAGES[500 if status >= 500 else 400]
    if wants_json():
        return jsonify(error=status, title=str(title), detail=message or str(remedy)), status
    shown = {"code": status, "title": title, "message": message, "remedy": remedy}
    return render_template(template, **shown), status
