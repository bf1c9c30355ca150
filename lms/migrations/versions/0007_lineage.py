"""Certificates have a life after issue: revoked by steps, from a day on; replaced; handed out again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certificate_cases",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("revocation_class", sa.String(length=30), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificates.id"],
            name=op.f("fk_certificate_cases_certificate_id_certificates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_cases")),
    )
    with op.batch_alter_table("certificate_cases", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_certificate_cases_certificate_id"), ["certificate_id"], unique=False
        )

    op.create_table(
        "case_steps",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("by_holder", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column(
            "texts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["persons.id"], name=op.f("fk_case_steps_actor_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["certificate_cases.id"],
            name=op.f("fk_case_steps_case_id_certificate_cases"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_steps")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_case_steps_case_id_number")),
    )
    op.create_table(
        "duplicates",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(length=300), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("once", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificates.id"],
            name=op.f("fk_duplicates_certificate_id_certificates"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["certificate_documents.id"],
            name=op.f("fk_duplicates_document_id_certificate_documents"),
        ),
        sa.ForeignKeyConstraint(
            ["given_by"], ["persons.id"], name=op.f("fk_duplicates_given_by_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicates")),
        sa.UniqueConstraint("once", name=op.f("uq_duplicates_once")),
    )
    with op.batch_alter_table("duplicates", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_duplicates_certificate_id"), ["certificate_id"], unique=False
        )

    op.create_table(
        "replacements",
        sa.Column("old_id", sa.Integer(), nullable=False),
        sa.Column("new_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["certificate_cases.id"],
            name=op.f("fk_replacements_case_id_certificate_cases"),
        ),
        sa.ForeignKeyConstraint(
            ["new_id"], ["certificates.id"], name=op.f("fk_replacements_new_id_certificates")
        ),
        sa.ForeignKeyConstraint(
            ["old_id"], ["certificates.id"], name=op.f("fk_replacements_old_id_certificates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replacements")),
        sa.UniqueConstraint("new_id", name=op.f("uq_replacements_new_id")),
        sa.UniqueConstraint("old_id", name=op.f("uq_replacements_old_id")),
    )
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_certificates_expires_on"), ["expires_on"], unique=False
        )

    with op.batch_alter_table("revocations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("effective_on", sa.Date(), nullable=True))
    # Those revoked so far took effect on the day in Thailand on which it was done.
    day = "date(created_at, '+7 hours')"
    if op.get_bind().dialect.name == "postgresql":
        day = "CAST(created_at AT TIME ZONE 'Asia/Bangkok' AS date)"
    op.execute(f"UPDATE revocations SET effective_on = {day}")  # noqa: S608 - our own words
    with op.batch_alter_table("revocations", schema=None) as batch_op:
        batch_op.alter_column("effective_on", existing_type=sa.Date(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("revocations", schema=None) as batch_op:
        batch_op.drop_column("effective_on")

    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificates_expires_on"))

    op.drop_table("replacements")
    with op.batch_alter_table("duplicates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duplicates_certificate_id"))

    op.drop_table("duplicates")
    op.drop_table("case_steps")
    with op.batch_alter_table("certificate_cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_cases_certificate_id"))

    op.drop_table("certificate_cases")
