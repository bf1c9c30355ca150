"""What every page shares: language, headers, paging, and the names that templates may use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from flask import (
    Flask,
    Response,
    current_app,
    g,
    has_request_context,
    render_template,
    request,
    session,
)
from flask_babel import Babel, get_locale
from flask_compress import Compress
from flask_wtf import CSRFProtect
from sqlalchemy import Select, func, select
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from lms import __version__, thai
from lms.access import current_actor
from lms.clock import BANGKOK
from lms.config import Settings, current_settings
from lms.db import db
from lms.root import ROOT
from lms.templating import template_in

LANGUAGES = ("th", "en")
TEXT_SIZES = ("a", "a1", "a2")
MAX_BODY = 24 * 1024 * 1024  # four photographs of a phone and their text
YEAR = 365 * 24 * 3600

T = TypeVar("T")

csrf = CSRFProtect()

_CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
    " font-src 'self'; connect-src 'self'; media-src 'self'; object-src 'none'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'; worker-src 'self'; manifest-src 'self'"
)

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class RowNumber(IntegerConverter):
    """A number in an address: one that no database could hold names nothing (404)."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - werkzeug's own name
        super().__init__(map, max=2**31 - 1)


def register(app: Flask, settings: Settings) -> None:
    """Sessions, languages, compression and headers."""
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=400,
        SESSION_COOKIE_NAME="lms",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        PERMANENT_SESSION_LIFETIME=30 * 24 * 3600,
        SESSION_REFRESH_EACH_REQUEST=False,  # its row ends 30 days after signing in, whatever comes
        WTF_CSRF_TIME_LIMIT=None,  # an hour would refuse the answers of a volunteer back online
        WTF_CSRF_SSL_STRICT=False,  # SameSite and the token guard; proxies often drop Referer
        BABEL_DEFAULT_LOCALE="th",
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations"),
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_LEVEL=5,
        COMPRESS_MIMETYPES=["text/html", "application/json", "image/svg+xml", "text/plain"],
    )
    app.url_map.converters["int"] = RowNumber
    csrf.init_app(app)
    Compress(app)
    Babel(app, locale_selector=language)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.after_request(_security_headers)
    app.context_processor(_names)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def language() -> str:
    """The reader's language: the person's own, else the browser's choice here, else Thai."""
    if not has_request_context():
        return "th"
    chosen = getattr(current_actor(), "language", None) or request.cookies.get("lang")
    return chosen if chosen in LANGUAGES else "th"


def text_size() -> str:
    """The reader's text size, one of TEXT_SIZES."""
    chosen = getattr(current_actor(), "text_size", None) or request.cookies.get("text_size")
    return chosen if chosen in TEXT_SIZES else "a"


def reader_zone() -> ZoneInfo:
    """The reader's own time zone; Thailand's unless they chose another."""
    return ZoneInfo(getattr(current_actor(), "timezone", None) or BANGKOK.key)


def scanner_page() -> None:
    """Let this page alone use the camera."""
    g.scanner = True


def token_unless_json() -> None:
    """Ask for the form's token, in a view that is exempt since programs post JSON to it.

    Another site's page cannot send JSON in its reader's name: browsers ask us before they do.
    """
    if not request.is_json and current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect()


def no_store() -> None:
    """Keep this page out of every cache: it is personal."""
    g.no_store = True


def _security_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _CSP)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    camera = "camera=(self)" if "scanner" in g else "camera=()"
    response.headers.setdefault(
        "Permissions-Policy", f"{camera}, microphone=(), geolocation=(), payment=()"
    )
    if current_settings().https:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}")
    if "Cache-Control" not in response.headers:
        signed = session.get("_user_id") or "no_store" in g
        response.headers["Cache-Control"] = "no-store" if signed else "no-cache"
    return response


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call: a unit's name, phone, hours and LINE link, as far as they are known."""

    name: str
    phone: str | None
    hours: str | None
    line_url: str | None
    name_en: str | None = None


# The demo's own; no number in use begins with 010.
_NOBODY = Contact(
    "หน่วยงานตัวอย่าง",
    "010 000 0000",
    "จันทร์–ศุกร์ 08.30–16.30 น. (ข้อมูลสมมุติ)",
    "https://line.example/opm-demo",
    "Sample office",
)


def contact() -> Contact:
    """Whom this reader may call: their own unit, else the installation's contact."""
    actor = current_actor()
    own: Contact | None = getattr(actor, "contact", None)
    if own is not None and (own.phone or own.line_url):
        return in_readers_language(own)
    settings = current_settings()
    if settings.is_demo and not settings.contact_phone:
        return in_readers_language(_NOBODY)
    ours = Contact(
        settings.contact_name or settings.issuer_th or settings.site_name_th,
        settings.contact_phone,
        settings.contact_hours,
        settings.contact_line_url,
    )
    return in_readers_language(ours)


def in_readers_language(found: Contact) -> Contact:
    """The same contact; for readers of English its English name, and its hours in English."""
    if language() != "en":
        return found
    hours = thai.hours_in_english(found.hours)
    return replace(found, name=found.name_en or found.name, hours=hours)


def _names() -> dict[str, Any]:
    from lms.assets import asset

    return {
        "asset": asset,
        "lang": str(get_locale() or "th"),
        "actor": current_actor(),
        "text_size": text_size(),
        "settings": current_settings(),
        "contact": contact(),
        "be_date": show_date,
        "be_datetime": show_moment,
        "thai": thai,
        "site_version": __version__,
    }


def show_date(value: date | datetime | None) -> str:
    """A date as this reader reads it: พ.ศ. in Thai, the common era in English."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(reader_zone()).date()
    if str(get_locale()) == "en":
        return f"{value.day} {value:%B %Y}"
    return thai.be_date(value, digits="arabic")


def show_moment(value: datetime | None) -> str:
    """A moment in the reader's zone, with minutes."""
    if value is None:
        return ""
    local = value.astimezone(reader_zone())
    if str(get_locale()) == "en":
        return f"{show_date(value)}, {local:%H:%M}"
    return f"{show_date(value)} {local:%H.%M} น."


def page(template: str, **context: Any) -> str:
    """Render one page in the reader's language."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return render_template(template_in(app, template, str(get_locale() or "th")), **context)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a long list."""

    rows: list[T]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page, at least 1."""
        return max(1, -(-self.total // self.size))


def paged(query: Select[Any], size: int = 50) -> Page[Any]:
    """Rows of the page that the address asks for, and how many there are in all."""
    number = request.args.get("page", "1")
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery()))
    last = max(1, -(-(total or 0) // size))
    wanted = min(max(wanted, 1), last)
    rows = db.session.scalars(query.limit(size).offset((wanted - 1) * size)).unique().all()
    return Page(list(rows), wanted, size, total or 0)
