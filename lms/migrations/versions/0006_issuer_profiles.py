"""What certificates say of their issuer is set and published in versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issuer_profiles",
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("draft", sa.Boolean(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(draft IS NULL) = (number IS NOT NULL)",
            name=op.f("ck_issuer_profiles_draft_or_numbered"),
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["persons.id"], name=op.f("fk_issuer_profiles_published_by_persons")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["persons.id"], name=op.f("fk_issuer_profiles_saved_by_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuer_profiles")),
        sa.UniqueConstraint("draft", name=op.f("uq_issuer_profiles_draft")),
        sa.UniqueConstraint("number", name=op.f("uq_issuer_profiles_number")),
    )


def downgrade() -> None:
    op.drop_table("issuer_profiles")
