"""A lesson may be read aloud from a recording, and gives its summary to its module's card; those of
earlier editions do neither."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("lessons", schema=None) as batch_op:
        batch_op.add_column(sa.Column("audio", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("summary_html", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("lessons", schema=None) as batch_op:
        batch_op.drop_column("summary_html")
        batch_op.drop_column("audio")
