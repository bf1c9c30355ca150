"""Places of either database, as many as a test needs, all of them empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from lms.config import Settings
from tests.conftest import KINDS
from tests.support.databases import migrated
from tests.support.servers import database_url, postgresql
from tests.support.settings import scratch_folder, settings_for

NewPlace = Callable[..., Settings]
_NUMBERS = count(1)


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """A PostgreSQL of our own, for any number of databases."""
    with postgresql() as url:
        yield url


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder of one's own, with a name that has to be quoted."""
    with scratch_folder() as path:
        place = path / "ที่เก็บ สำรอง"
        place.mkdir()
        yield place


@pytest.fixture
def new_place(request: pytest.FixtureRequest, folder: Path) -> NewPlace:
    """Settings of an empty place: `new_place("sqlite")`, `new_place("postgresql")`."""

    def make(kind: str, **environment: str) -> Settings:
        name = f"place{next(_NUMBERS)}"
        if kind == "postgresql":
            cluster = request.getfixturevalue("cluster")
            engine = create_engine(cluster, isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name}"))
            engine.dispose()
            environment["LMS_DATABASE_URL"] = database_url(cluster, name)
        return settings_for(folder / name, **environment)

    return make


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`kind` is each of the two databases; `--database sqlite` keeps to one."""
    named = {
        name for mark in metafunc.definition.iter_markers("parametrize") for name in mark.args[:1]
    }
    if "kind" not in metafunc.fixturenames or "kind" in named:
        return
    wanted = metafunc.config.getoption("--database")
    metafunc.parametrize("kind", [kind for kind in KINDS if wanted in (kind, "both")])


@pytest.fixture
def place(kind: str, new_place: NewPlace) -> Settings:
    """An installation with its tables and nothing in them."""
    settings = new_place(kind)
    with closed(migrated(settings)):
        pass
    return settings


class closed:  # noqa: N801 - reads like contextlib.closing
    """An application's context that leaves no connection behind."""

    def __init__(self, app: Flask) -> None:
        self._context, self.app = app.app_context(), app

    def __enter__(self) -> Flask:
        self._context.push()
        return self.app

    def __exit__(self, *_: object) -> None:
        from lms.curricula.memory import forget
        from lms.db import db

        db.session.remove()
        db.engine.dispose()
        forget()
        self._context.pop()
