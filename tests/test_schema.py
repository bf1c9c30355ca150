"""The tables: every migration runs on both databases and ends at what the models say."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from lms import schema
from lms.db import Base, db


def test_the_pinned_head_is_the_newest_migration():
    newest = ScriptDirectory(str(schema.MIGRATIONS)).get_current_head()

    assert schema.head() == newest, f"write {newest} into {schema.HEAD}"


def test_the_migrations_lead_to_the_models(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        missing = compare_metadata(context, Base.metadata)

    assert not missing, "run `bin/lms db revise MESSAGE`"


def test_an_upgrade_at_the_head_does_nothing(app):
    assert schema.version() == schema.head()
    assert schema.upgrade() is None


def test_a_database_behind_is_upgraded_once_even_by_two_at_once(app):
    with schema._alone():
        assert schema.version() == schema.head()
    if db.engine.dialect.name == "postgresql":
        held = db.session.scalar(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
        assert held == 0
