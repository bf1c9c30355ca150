"""A bulk issue that an officer starts is a row of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "issue_runs",
        sa.Column("curriculum_id", sa.Integer(), nullable=False),
        sa.Column("started_by", sa.Integer(), nullable=True),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("printed", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("floor_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stretch_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stretch_printed", sa.Integer(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["curriculum_id"], ["curricula.id"], name=op.f("fk_issue_runs_curriculum_id_curricula")
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["persons.id"], name=op.f("fk_issue_runs_started_by_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_runs")),
    )
    with op.batch_alter_table("issue_runs", schema=None) as batch_op:
        batch_op.create_index(
            "uq_issue_runs_open",
            ["curriculum_id"],
            unique=True,
            sqlite_where=sa.text("finished_at IS NULL"),
            postgresql_where=sa.text("finished_at IS NULL"),
        )


def downgrade() -> None:

    with op.batch_alter_table("issue_runs", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_issue_runs_open",
            sqlite_where=sa.text("finished_at IS NULL"),
            postgresql_where=sa.text("finished_at IS NULL"),
        )

    op.drop_table("issue_runs")
