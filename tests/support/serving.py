"""A test's own application at an address that a real browser can open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from socket import SO_REUSEADDR, SOL_SOCKET, socket
from threading import Thread

from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server


class Site:
    """The application at http://127.0.0.1; what a test has committed is seen there."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._server: BaseWSGIServer | None = None
        self._held: socket | None = None
        self._thread = Thread()
        self._port = 0
        self.appear()

    @property
    def address(self) -> str:
        """Stays the same while the site is away."""
        return f"http://127.0.0.1:{self._port}"

    def appear(self) -> None:
        """Answer, at the same port as before."""
        if self._held:
            self._held.close()
        self._server = make_server("127.0.0.1", self._port, self._app, threaded=True)
        self._port = self._server.server_port
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def vanish(self) -> None:
        """Nobody answers any more: what is asked fails at once."""
        if self._server:
            self._server.shutdown()
            self._thread.join(10)
            self._server.server_close()
            self._server = None
            self._held = socket()  # nobody else is given the port meanwhile
            self._held.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
            self._held.bind(("127.0.0.1", self._port))

    def end(self) -> None:
        """For ever."""
        self.vanish()
        if self._held:
            self._held.close()


@contextmanager
def site_of(app: Flask) -> Iterator[Site]:
    """A site that goes when the test ends."""
    site = Site(app)
    try:
        yield site
    finally:
        site.end()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of such a site."""
    with site_of(app) as site:
        yield site.address
