"""Paper certificates from before this system have a register of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "earlier_imports",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("started_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("curriculum", sa.String(length=300), nullable=True),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_key", sa.String(length=200), nullable=True),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("heading_row", sa.Integer(), nullable=False),
        sa.Column(
            "headings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "columns", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("mapping", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "counts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["persons.id"], name=op.f("fk_earlier_imports_confirmed_by_persons")
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["persons.id"], name=op.f("fk_earlier_imports_started_by_persons")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["org_units.id"], name=op.f("fk_earlier_imports_unit_id_org_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_imports")),
    )
    with op.batch_alter_table("earlier_imports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_earlier_imports_file_sha256"), ["file_sha256"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_earlier_imports_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "earlier_bundles",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("file_key", sa.String(length=200), nullable=True),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column(
            "left_out", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["earlier_imports.id"],
            name=op.f("fk_earlier_bundles_import_id_earlier_imports"),
        ),
        sa.ForeignKeyConstraint(
            ["sent_by"], ["persons.id"], name=op.f("fk_earlier_bundles_sent_by_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_bundles")),
    )
    with op.batch_alter_table("earlier_bundles", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_earlier_bundles_import_id"), ["import_id"], unique=False
        )

    op.create_table(
        "earlier_certificates",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("number_key", sa.String(length=200), nullable=False),
        sa.Column("number_fold", sa.String(length=200), nullable=False),
        sa.Column("holder", sa.String(length=300), nullable=False),
        sa.Column("holder_fold", sa.String(length=600), nullable=False),
        sa.Column("curriculum", sa.String(length=300), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(length=300), nullable=True),
        sa.Column("scan_name", sa.String(length=200), nullable=True),
        sa.Column("live_key", sa.String(length=64), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["earlier_imports.id"],
            name=op.f("fk_earlier_certificates_import_id_earlier_imports"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["org_units.id"], name=op.f("fk_earlier_certificates_unit_id_org_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_certificates")),
        sa.UniqueConstraint("live_key", name=op.f("uq_earlier_certificates_live_key")),
    )
    with op.batch_alter_table("earlier_certificates", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_earlier_certificates_holder_fold"), ["holder_fold"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_earlier_certificates_import_id"), ["import_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_earlier_certificates_number_key"), ["number_key"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_earlier_certificates_unit_id"), ["unit_id"], unique=False
        )

    op.create_table(
        "earlier_rows",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "cells", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("outcome", sa.Integer(), nullable=True),
        sa.Column(
            "remarks", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("live_key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["earlier_imports.id"],
            name=op.f("fk_earlier_rows_import_id_earlier_imports"),
        ),
        sa.PrimaryKeyConstraint("import_id", "position", name=op.f("pk_earlier_rows")),
    )
    with op.batch_alter_table("earlier_rows", schema=None) as batch_op:
        batch_op.create_index("ix_earlier_rows_live_key", ["import_id", "live_key"], unique=False)
        batch_op.create_index(
            "ix_earlier_rows_outcome", ["import_id", "outcome", "position"], unique=False
        )

    op.create_table(
        "earlier_scans",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["earlier_certificates.id"],
            name=op.f("fk_earlier_scans_certificate_id_earlier_certificates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_scans")),
        sa.UniqueConstraint(
            "certificate_id", "sha256", name=op.f("uq_earlier_scans_certificate_id_sha256")
        ),
    )
    with op.batch_alter_table("earlier_scans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_earlier_scans_sha256"), ["sha256"], unique=False)

    op.create_table(
        "earlier_strikes",
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("certificate_id", sa.Integer(), nullable=True),
        sa.Column("struck_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(import_id IS NULL) <> (certificate_id IS NULL)",
            name=op.f("ck_earlier_strikes_one_thing"),
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["earlier_certificates.id"],
            name=op.f("fk_earlier_strikes_certificate_id_earlier_certificates"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["earlier_imports.id"],
            name=op.f("fk_earlier_strikes_import_id_earlier_imports"),
        ),
        sa.ForeignKeyConstraint(
            ["struck_by"], ["persons.id"], name=op.f("fk_earlier_strikes_struck_by_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_strikes")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_earlier_strikes_certificate_id")),
        sa.UniqueConstraint("import_id", name=op.f("uq_earlier_strikes_import_id")),
    )


def downgrade() -> None:
    op.drop_table("earlier_strikes")
    with op.batch_alter_table("earlier_scans", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_earlier_scans_sha256"))

    op.drop_table("earlier_scans")
    with op.batch_alter_table("earlier_rows", schema=None) as batch_op:
        batch_op.drop_index("ix_earlier_rows_outcome")
        batch_op.drop_index("ix_earlier_rows_live_key")

    op.drop_table("earlier_rows")
    with op.batch_alter_table("earlier_certificates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_earlier_certificates_unit_id"))
        batch_op.drop_index(batch_op.f("ix_earlier_certificates_number_key"))
        batch_op.drop_index(batch_op.f("ix_earlier_certificates_import_id"))
        batch_op.drop_index(batch_op.f("ix_earlier_certificates_holder_fold"))

    op.drop_table("earlier_certificates")
    with op.batch_alter_table("earlier_bundles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_earlier_bundles_import_id"))

    op.drop_table("earlier_bundles")
    with op.batch_alter_table("earlier_imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_earlier_imports_unit_id"))
        batch_op.drop_index(batch_op.f("ix_earlier_imports_file_sha256"))

    op.drop_table("earlier_imports")
