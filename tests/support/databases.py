"""The two databases of the tests: each made once a session, emptied after every test."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from flask import Flask
from sqlalchemy import create_engine, text

from lms import schema
from lms.app import create_app
from lms.config import Settings
from lms.db import db
from tests.support.servers import database_url, postgresql
from tests.support.settings import settings_for


class Database(Protocol):
    """A migrated database without a row, and the application on it."""

    settings: Settings
    app: Flask

    def empty(self) -> None:
        """As it was before the test."""


class Sqlite:
    """A file, written over with itself when it was new."""

    def __init__(self, folder: Path) -> None:
        self.settings = settings_for(folder / "data")
        self.app = migrated(self.settings)
        self._file = self.settings.data / "lms.sqlite3"
        self._fresh = folder / "fresh.sqlite3"
        with self.app.app_context():
            db.engine.dispose()  # the last to leave writes the log into the file
        shutil.copyfile(self._file, self._fresh)

    def empty(self) -> None:
        """As it was before the test."""
        with self.app.app_context():
            db.engine.dispose()
        # Through SQLite, not beneath it: a thread that a test left behind may still hold the file.
        with closing(sqlite3.connect(self._fresh)) as fresh, closing(self._open()) as used:
            fresh.backup(used)

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file, timeout=15)
        connection.execute("PRAGMA synchronous=OFF")
        return connection


class Postgresql:
    """A database of a cluster of our own; tables that got rows are truncated."""

    def __init__(self, folder: Path, cluster: str) -> None:
        url = database_url(cluster, "lms")
        engine = create_engine(cluster, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CREATE DATABASE lms"))
        engine.dispose()
        self.settings = settings_for(folder / "data", LMS_DATABASE_URL=url)
        self.app = migrated(self.settings)
        with self.app.app_context():
            tables = set(db.inspect(db.engine).get_table_names()) - {"alembic_version"}
        self._tables = " UNION ALL ".join(
            f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in sorted(tables)
        )

    def empty(self) -> None:
        """As it was before the test."""
        with self.app.app_context(), db.engine.begin() as connection:
            connection.execute(text("SET lock_timeout = '10s'"))
            if full := connection.scalars(text(self._tables)).all():
                connection.execute(text(f"TRUNCATE {', '.join(full)} RESTART IDENTITY CASCADE"))


def migrated(settings: Settings) -> Flask:
    """An application whose tables are at the head."""
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        schema.upgrade()
        db.session.remove()
    return app


@contextmanager
def open_database(kind: str, folder: Path) -> Iterator[Database]:
    """The database of that kind, for as long as the session lasts."""
    if kind == "sqlite":
        yield Sqlite(folder)
        return
    with postgresql() as cluster:
        database = Postgresql(folder, cluster)
        yield database
        with database.app.app_context():
            db.engine.dispose()
