"""Which version the tables are at, which they should be at, and the way there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from flask_migrate import upgrade as migrate
from sqlalchemy import text

from lms.config import ROOT
from lms.db import db

MIGRATIONS = ROOT / "lms" / "migrations"
_ONE_AT_A_TIME = 0x6C6D73  # any number, as long as every server asks for the same


@cache
def head() -> str:
    """The version that this code is written for."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""


def version() -> str | None:
    """The version of the tables; None when there are none yet."""
    with db.engine.connect() as connection:
        if not db.inspect(connection).has_table("alembic_version"):
            return None
        return connection.scalar(text("SELECT version_num FROM alembic_version"))


def upgrade() -> str | None:
    """Bring the tables to the head; answers the new version, or None when nothing was to do."""
    if version() == head():
        return None
    with _alone():
        migrate()
    return head()


@contextmanager
def _alone() -> Iterator[None]:
    """Several servers may start at once on one PostgreSQL; SQLite locks by itself."""
    if db.engine.dialect.name != "postgresql":
        yield
        return
    with db.engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ONE_AT_A_TIME})
        yield
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ONE_AT_A_TIME})
