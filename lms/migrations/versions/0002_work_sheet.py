"""A practicum has a work sheet and examples; those of earlier editions have neither."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _plain() -> sa.JSON:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        for name in ("form", "examples"):
            column = sa.Column(name, _plain(), server_default="[]", nullable=False)
            batch_op.add_column(column)


def downgrade() -> None:
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_column("examples")
        batch_op.drop_column("form")
