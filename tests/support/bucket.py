"""A bucket that speaks as much of S3 as the store asks for, kept in memory."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

PAGE = 100  # keys in one answer to a listing; the real one gives 1,000


class Bucket(ThreadingHTTPServer):
    """The server; `files` by key, with the moment of writing."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.files: dict[str, tuple[bytes, datetime]] = {}

    @property
    def address(self) -> str:
        """For AWS_ENDPOINT_URL."""
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def a_bucket() -> Iterator[Bucket]:
    """A running one, called `files`."""
    server = Bucket()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Bucket

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""

    @property
    def _key(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix("/files").lstrip("/")

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("If-None-Match") == "*" and self._key in self.server.files:
            self._say(412)
            return
        self.server.files[self._key] = content, datetime.now(UTC)
        self._say(200, b"", ETag=f'"{hashlib.md5(content).hexdigest()}"')

    def do_GET(self) -> None:
        if not self._key:
            self._list()
            return
        if (found := self.server.files.get(self._key)) is None:
            self._say(404)
            return
        content, moment = found
        if wanted := re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", "")):
            start, end = int(wanted[1]), min(int(wanted[2]) + 1, len(content))
            about = {"Content-Range": f"bytes {start}-{end - 1}/{len(content)}"}
            self._say(206, content[start:end], **_stamps(content, moment), **about)
            return
        self._say(200, content, **_stamps(content, moment))

    do_HEAD = do_GET  # noqa: N815

    def do_DELETE(self) -> None:
        self.server.files.pop(self._key, None)
        self._say(204)

    def _list(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        prefix, after = (asked.get(n, [""])[0] for n in ("prefix", "continuation-token"))
        keys = sorted(key for key in self.server.files if key.startswith(prefix) and key > after)
        page = keys[:PAGE]
        more = len(keys) > PAGE
        rows = "".join(self._row(key) for key in page)
        token = f"<NextContinuationToken>{escape(page[-1])}</NextContinuationToken>" if more else ""
        self._say(
            200,
            f"<ListBucketResult><IsTruncated>{str(more).lower()}</IsTruncated>"
            f"{rows}{token}</ListBucketResult>".encode(),
        )

    def _row(self, key: str) -> str:
        content, moment = self.server.files[key]
        return (
            f"<Contents><Key>{escape(key)}</Key><Size>{len(content)}</Size>"
            f"<LastModified>{moment.isoformat().replace('+00:00', 'Z')}</LastModified></Contents>"
        )

    def _say(self, status: int, content: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def _stamps(content: bytes, moment: datetime) -> dict[str, str]:
    return {
        "ETag": f'"{hashlib.md5(content).hexdigest()}"',
        "Last_Modified": moment.strftime("%a, %d %b %Y %H:%M:%S GMT"),
    }
