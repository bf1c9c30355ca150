"""Which version the tables are at, which they should be at, and the way there.

Alembic is imported only to move: a web process that answers requests has no use for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import text

from lms.db import db
from lms.root import PACKAGE

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = PACKAGE / "migrations"
HEAD = MIGRATIONS / "HEAD"  # pinned, so that two branches that both add a version collide in git
_ONE_AT_A_TIME = 0x6C6D73  # any number, as long as every server asks for the same


@cache
def head() -> str:
    """The version that this code is written for."""
    return HEAD.read_text("ascii").strip()


def version() -> str | None:
    """The version of the tables; None when there are none yet."""
    with db.engine.connect() as connection:
        if not db.inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def upgrade(to: str | None = None) -> str | None:
    """Bring the tables to the head; answers the new version, or None when nothing was to do.

    An earlier version is asked for only to load a backup of that time.
    """
    from alembic import command

    wanted = to or head()
    if version() == wanted:
        return None
    with _alone():
        command.upgrade(_alembic(), wanted)
    return wanted


def versions() -> frozenset[str]:
    """Every version that this code knows the way from."""
    from alembic.script import ScriptDirectory

    walk = ScriptDirectory.from_config(_alembic()).walk_revisions()
    return frozenset(script.revision for script in walk)


def revise(message: str) -> str:
    """Write a migration from the tables as they are to the models as they are; its version."""
    from alembic import command
    from alembic.script import ScriptDirectory

    settings = _alembic()
    following = f"{len(list(ScriptDirectory.from_config(settings).walk_revisions())) + 1:04}"
    command.revision(settings, message, autogenerate=True, rev_id=following)
    HEAD.write_text(f"{following}\n", "ascii")
    return following


def _alembic() -> Config:
    from alembic.config import Config

    settings = Config(MIGRATIONS / "alembic.ini")
    settings.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return settings


@contextmanager
def _alone() -> Iterator[None]:
    """Several servers may start at once on one PostgreSQL; SQLite locks by itself."""
    if db.engine.dialect.name != "postgresql":
        yield
        return
    with db.engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ONE_AT_A_TIME})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ONE_AT_A_TIME})
