"""How Alembic reaches our database: through the running Flask application."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

from lms.db import Base, UtcDateTime, db


def _render(kind: str, item: object, autogenerating: Any) -> str | Literal[False]:
    """A migration names plain types, so that it stands when our own types move."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.JSON):
        autogenerating.imports.add("from sqlalchemy.dialects import postgresql")
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False


def run() -> None:
    """Upgrade or compare, on the application's own engine."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=_render,
            compare_type=True,
            render_as_batch=True,  # SQLite alters a table by making it anew
        )
        with context.begin_transaction():
            context.run_migrations()


run()
