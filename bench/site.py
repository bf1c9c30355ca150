"""The system under test: the real `lms serve` with its processes, filled with people."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from flask import Flask

from bench.memory import measured
from bench.population import Population, populate
from bench.report import Plan
from lms.config import Settings
from tests.support import live
from tests.support.servers import postgresql


@dataclass
class Site:
    """Where it answers, who lives in it, and an application of our own on the same database."""

    server: live.Server
    settings: Settings
    app: Flask
    population: Population

    @property
    def address(self) -> str:
        """http://127.0.0.1:PORT."""
        return self.server.address

    def memory(self) -> dict[str, float]:
        """Megabytes (PSS) by purpose."""
        return measured(self.server.process.pid)


@contextmanager
def site(plan: Plan) -> Iterator[Site]:
    """Start it in a folder of its own on a real disk, fill it, stop it, sweep it away."""
    folder = Path(tempfile.mkdtemp(prefix="lms-bench-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        environment = {}
        if plan.database == "postgresql":
            environment["LMS_DATABASE_URL"] = stack.enter_context(postgresql(durable=True))
        data = folder / "data"
        server = live.start(data, **environment)
        stack.callback(server.stop)
        server.wait_until_ready()
        settings = Settings.from_env({"LMS_DATA": str(data), **environment})
        app = application(settings)
        began = time.perf_counter()
        with app.app_context():
            population = populate(app, plan.people)
        print(f"  filled in {time.perf_counter() - began:.0f} s: {population.described()}")
        yield Site(server, settings, app, population)


def application(settings: Settings) -> Flask:
    """The same application in this process, to seed with and to count queries in."""
    from lms.app import create_app

    return create_app(settings)


def until_it_answers(address: str, patience: float = 30.0) -> None:
    """Wait for a server that has just been started."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=5):
                return
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"nothing answers at {address}")
