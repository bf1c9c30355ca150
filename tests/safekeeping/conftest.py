"""Places of either database, as many as a test needs, all of them empty."""

from __future__ import annotations

import shutil
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
Made = Callable[[str], Settings]
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
        return _place(request, folder, kind, **environment)

    return make


@pytest.fixture(scope="session")
def templates() -> Iterator[dict[tuple[str, str], Settings]]:
    """Installations that are made once and copied for each test that begins with one."""
    with scratch_folder() as folder:
        yield {("folder", ""): settings_for(folder)}


@pytest.fixture
def with_tables(request: pytest.FixtureRequest, folder: Path) -> Made:
    """An installation with its tables and nothing in them, of that kind."""
    return lambda kind: _copy_of(request, folder, kind, "tables", _with_tables)


@pytest.fixture
def certified(request: pytest.FixtureRequest, folder: Path) -> Made:
    """An installation of that kind that has issued and printed three certificates."""
    from tests.safekeeping.installation import certify

    return lambda kind: _copy_of(request, folder, kind, "certified", certify)


def _place(
    request: pytest.FixtureRequest, folder: Path, kind: str, like: str = "", **environment: str
) -> Settings:
    """An empty place; on PostgreSQL its database may be a copy of another."""
    name = f"place{next(_NUMBERS)}"
    if kind == "postgresql":
        cluster = request.getfixturevalue("cluster")
        engine = create_engine(cluster, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            copied = f" TEMPLATE {like}" if like else ""
            connection.execute(text(f"CREATE DATABASE {name}{copied}"))
        engine.dispose()
        environment["LMS_DATABASE_URL"] = database_url(cluster, name)
    return settings_for(folder / name, **environment)


def _copy_of(
    request: pytest.FixtureRequest,
    folder: Path,
    kind: str,
    what: str,
    make: Callable[[Settings], object],
) -> Settings:
    known = request.getfixturevalue("templates")
    if (kind, what) not in known:
        made = _place(request, known["folder", ""].data, kind)
        make(made)
        known[kind, what] = made
    made = known[kind, what]
    copy = _place(request, folder, kind, made.data.name)
    shutil.copytree(made.data, copy.data)
    return copy


def _with_tables(settings: Settings) -> None:
    with closed(migrated(settings)):
        pass


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
def place(kind: str, with_tables: Made) -> Settings:
    """An installation with its tables and nothing in them."""
    return with_tables(kind)


@pytest.fixture(autouse=True)
def _compiled_once() -> Iterator[None]:
    """Every installation prints the same page here."""
    from tests.support.printing import compiled_once

    with compiled_once():
        yield


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
