"""Those revoked before revocations had a day keep the day in Thailand on which it was done."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib import import_module

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask import Flask

from lms.db import db

NIGHT = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)  # already the 23rd in Thailand
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def tables_of_before() -> sa.MetaData:
    """As much of them as the migration touches."""
    before = sa.MetaData()
    for name in ("persons", "certificate_documents"):
        sa.Table(name, before, sa.Column("id", sa.Integer, primary_key=True))
    sa.Table(
        "certificates",
        before,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("expires_on", sa.Date),
    )
    sa.Table(
        "revocations",
        before,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    return before


def test_old_revocations_get_their_day(app: Flask) -> None:
    postgresql = db.engine.dialect.name == "postgresql"
    engine = db.engine if postgresql else sa.create_engine("sqlite://")
    with engine.connect() as connection, connection.begin() as transaction:
        if postgresql:
            connection.execute(sa.text("CREATE SCHEMA before"))
            connection.execute(sa.text("SET LOCAL search_path TO before"))
        before = tables_of_before()
        before.create_all(connection)
        rows = [{"id": 1, "created_at": NIGHT}, {"id": 2, "created_at": NOON}]
        connection.execute(sa.insert(before.tables["revocations"]), rows)
        with Operations.context(MigrationContext.configure(connection)):
            import_module("lms.migrations.versions.0007_lineage").upgrade()
        query = sa.text("SELECT effective_on FROM revocations ORDER BY id")
        found = [date.fromisoformat(str(day)) for day in connection.scalars(query)]
        transaction.rollback()
    assert found == [date(2026, 11, 23), date(2026, 11, 22)]
