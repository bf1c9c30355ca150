"""Styles, scripts and fonts of the pages: addresses that name their content, served for ever.

`asset("app.css")` gives `/assets/app.1f2e3d4c.css`. The files lie in `lms/static`; what is made or
fetched at set-up (`python -m lms.assets build`) lies in `lms/static/vendor`.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from posixpath import join, normpath

import brotli
from flask import Blueprint, Flask, Response, abort, current_app, request

from lms.access import public

STATIC = Path(__file__).parent / "static"
PREFIX = "/assets/"
FOR_EVER = "public, max-age=31536000, immutable"

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".txt": "text/plain; charset=utf-8",
}
PACKED = {".woff2", ".png", ".jpg", ".webp"}  # already compressed

_IMPORT = re.compile(r"""@import\s+["']([^"']+)["'];\s*""")
_CSS_URL = re.compile(r"""url\(["']?(?!data:|#)([^"')]+)["']?\)""")
_JS_FROM = re.compile(r"""(\bfrom\s*|\bimport\s*\(?\s*)(["'])(\.{1,2}/[^"']+)\2""")
_GAP = re.compile(r"\s*([{};,])\s*|(?<=[a-z]):\s+")  # white space that styles do not need
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# What scripts say to those who read them: a comment on top, and lines of their own.
_NOTE = re.compile(r"\A\s*/\*.*?\*/\s*|^[ \t]*//[^\n]*\n", re.DOTALL | re.MULTILINE)
_HASHED = re.compile(r"^(.*)\.([0-9a-f]{12})(\.[a-z0-9]+)$")

bp = Blueprint("assets", __name__)


class Asset:
    """One file as it is sent: its bytes, and its compressed forms once somebody asks."""

    def __init__(self, name: str, body: bytes) -> None:
        self.name = name
        self.body = body
        self.digest = hashlib.sha256(body).hexdigest()[:12]
        stem, dot, suffix = name.rpartition(".")
        self.suffix = dot + suffix
        self.url = f"{PREFIX}{stem}.{self.digest}{self.suffix}"

    @cached_property
    def brotli(self) -> bytes:
        """At the highest level: it is done once and sent for ever."""
        return bytes(brotli.compress(self.body, mode=brotli.MODE_TEXT, quality=11))

    @cached_property
    def gzip(self) -> bytes:
        """For the few readers without brotli (it is offered over https only by browsers)."""
        return gzip.compress(self.body, 9, mtime=0)

    def encoded(self, accepts: Callable[[str], bool]) -> tuple[bytes, str]:
        """The smallest form the reader takes, and the encoding's name ("" for none)."""
        if self.suffix not in PACKED:
            if accepts("br"):
                return self.brotli, "br"
            if accepts("gzip"):
                return self.gzip, "gzip"
        return self.body, ""


class Assets:
    """The files of one folder: listed at the start, each read when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._paths = {
            path.relative_to(folder).as_posix(): path
            for path in sorted(folder.rglob("*"))
            if path.suffix in TYPES and path.is_file()
        }
        self._read: dict[str, Asset] = {}

    def url(self, name: str) -> str:
        """The address of `name`; a file that is not there keeps its plain name."""
        found = self.find(name)
        return found.url if found else PREFIX + name

    def find(self, name: str) -> Asset | None:
        """The file as it is sent, or None: a name that was not listed reaches no disk."""
        if name not in self._paths:
            return None
        if name not in self._read:
            self._read[name] = Asset(name, self._sent(name))
        return self._read[name]

    def _sent(self, name: str) -> bytes:
        path = self._paths[name]
        if path.suffix == ".css":
            return self._style(name, path.read_text("utf-8")).encode()
        if path.suffix in {".js", ".mjs"}:
            return self._script(name, path.read_text("utf-8")).encode()
        return path.read_bytes()

    def _style(self, name: str, text: str) -> str:
        """Imports put in place, what is not needed dropped, addresses made to name content."""

        def imported(match: re.Match[str]) -> str:
            inner = _beside(name, match[1])
            return self._style(inner, self._paths[inner].read_text("utf-8"))

        def addressed(match: re.Match[str]) -> str:
            if match[1].startswith(PREFIX):
                return match[0]
            return f'url("{self.url(_beside(name, match[1]))}")'

        text = _IMPORT.sub(imported, _COMMENT.sub("", text))
        text = _CSS_URL.sub(addressed, text)
        return _GAP.sub(lambda gap: gap[1] or ":", text).strip()

    def _script(self, name: str, text: str) -> str:
        """Modules that a module imports, by the addresses that name their content; our notes
        stay here, what others wrote is sent as it is."""

        def addressed(match: re.Match[str]) -> str:
            return f"{match[1]}{match[2]}{self.url(_beside(name, match[3]))}{match[2]}"

        text = text if name.startswith("vendor/") else _NOTE.sub("", text)
        return _JS_FROM.sub(addressed, text)


def _beside(name: str, relative: str) -> str:
    return normpath(join(name, "..", relative))


def register(app: Flask) -> None:
    """Serve the folder and let templates name its files."""
    app.extensions["assets"] = Assets(STATIC)
    app.register_blueprint(bp)


def asset(name: str) -> str:
    """The address of a file of `lms/static`, for templates."""
    assets: Assets = current_app.extensions["assets"]
    return assets.url(name)


@bp.get(PREFIX + "<path:name>")
@public
def serve(name: str) -> Response:
    """A file; under its hashed name it may be kept for ever, under any other it is asked again.

    A hash of yesterday's version answers with today's file, so that a page opened before an
    upgrade still finds its style.
    """
    assets: Assets = current_app.extensions["assets"]
    hashed = _HASHED.match(name)
    found = assets.find(hashed[1] + hashed[3]) if hashed else assets.find(name)
    if found is None:
        abort(404)
    body, encoding = found.encoded(lambda code: request.accept_encodings[code] > 0)
    response = Response(body, content_type=TYPES[found.suffix])
    current = hashed is not None and hashed[2] == found.digest
    response.headers["Cache-Control"] = FOR_EVER if current else "public, no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.set_etag(f"{found.digest}-{encoding or 'plain'}")
    response.make_conditional(request)
    return response


def main(arguments: list[str]) -> int:
    """`python -m lms.assets build`: make the fonts and copy the packages, unless that is done."""
    if arguments != ["build"]:
        print("usage: python -m lms.assets build", file=sys.stderr)
        return 2
    from lms.asset_build import build

    build(STATIC)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
