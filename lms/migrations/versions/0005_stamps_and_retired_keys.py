"""Documents are time-stamped later; a signing key's work ends on a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "key_retirements",
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=False),
        sa.Column("compromised_since", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["key_id"],
            ["signer_certificates.key_id"],
            name=op.f("fk_key_retirements_key_id_signer_certificates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_retirements")),
    )
    with op.batch_alter_table("key_retirements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_key_retirements_key_id"), ["key_id"], unique=False)

    op.create_table(
        "stamp_claims",
        sa.Column("document_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("unanswered", sa.Boolean(), nullable=False),
        sa.Column("fault", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["certificate_documents.id"],
            name=op.f("fk_stamp_claims_document_id_certificate_documents"),
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_stamp_claims")),
    )
    with op.batch_alter_table("stamp_claims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stamp_claims_due_at"), ["due_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("stamp_claims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stamp_claims_due_at"))

    op.drop_table("stamp_claims")
    with op.batch_alter_table("key_retirements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_key_retirements_key_id"))

    op.drop_table("key_retirements")
