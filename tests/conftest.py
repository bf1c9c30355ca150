"""What every test may ask for.

`app` is the application on an empty database, its context pushed: build rows with
tests.builders, call services, ask with `client`. Whatever asks for it runs on SQLite and on
PostgreSQL; `--database sqlite` keeps to one. Rules need none of this.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from tests.support.settings import scratch_folder

# The application is imported by the fixtures that need it: the tests of rules start at once.
if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.support.databases import Database

pytest_plugins = ("tests.support.live", "tests.support.browser")

# A busy machine is no fault: examples may take as long as they need, and are the same every time.
# Here, for a test keeps the profile that stood when its file was read.
hypothesis.settings.register_profile(
    "patient",
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("patient")

KINDS = ("sqlite", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which databases to run on."""
    parser.addoption("--database", choices=(*KINDS, "both"), default="both")


def pytest_xdist_auto_num_workers() -> int:
    """As many as there are cores: tests have browsers, servers and workers beside them."""
    return max(2, len(os.sched_getaffinity(0)))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Everything that touches the database runs on both, unless it says why not."""
    if "database" not in metafunc.fixturenames:
        return
    wanted = metafunc.config.getoption("--database")
    kinds = [kind for kind in KINDS if wanted in (kind, "both")]
    for only in KINDS:
        if metafunc.definition.get_closest_marker(f"{only}_only"):
            kinds = [kind for kind in kinds if kind == only]
    metafunc.parametrize("database", kinds, indirect=True, scope="session")


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """The migrated database and its application, made once."""
    from tests.support.databases import open_database

    with scratch_folder() as folder, open_database(request.param, folder) as database:
        yield database


@pytest.fixture
def app(request: pytest.FixtureRequest, database: Database) -> Iterator[Flask]:
    """The application on an empty database, its context pushed.

    `@pytest.mark.settings(mode=Mode.PRODUCTION)` gives the test an application of its own.
    """
    from lms.curricula.memory import forget
    from lms.db import db
    from tests.support.client import Client

    app = database.app
    if marker := request.node.get_closest_marker("settings"):
        app = _another(database, **marker.kwargs)
    app.test_client_class = Client
    with app.app_context():
        yield app
        db.session.rollback()
        db.session.remove()
        if app is not database.app:
            db.engine.dispose()
    database.empty()
    forget()  # what was kept of editions that are no more
    app.extensions["jobs"] = None  # a queue on a file that goes away
    for left in ("files", "jobs.sqlite3"):
        path = database.settings.data / left
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _another(database: Database, **fields: Any) -> Flask:
    from lms.app import create_app

    app = create_app(dataclasses.replace(database.settings, **fields))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody's browser; `app.test_client()` makes another person's."""
    return app.test_client()


@pytest.fixture
def pages_compiled_once() -> Iterator[None]:
    """Printing is not what is tried: all keys and installations share what was compiled."""
    from tests.support.printing import compiled_once

    with compiled_once():
        yield


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis of our own, for the tests of the queue."""
    from tests.support.servers import redis_server

    with redis_server() as url:
        yield url
