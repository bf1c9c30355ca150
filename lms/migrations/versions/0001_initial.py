"""Every table of the first release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "address_counters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("address_digest", sa.String(length=64), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_counters")),
        sa.UniqueConstraint(
            "purpose",
            "address_digest",
            name=op.f("uq_address_counters_purpose_address_digest"),
        ),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=True),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column(
            "detail",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_audit_entries_actor_id"), ["actor_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_audit_entries_at"), ["at"], unique=False)
        batch_op.create_index(
            "ix_audit_entries_subject", ["subject_type", "subject_id"], unique=False
        )

    op.create_table(
        "org_units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_th", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("office_th", sa.String(length=200), nullable=True),
        sa.Column("office_en", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("hours", sa.String(length=200), nullable=True),
        sa.Column("line_url", sa.String(length=300), nullable=True),
        sa.Column("sort_key", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["org_units.id"],
            name=op.f("fk_org_units_parent_id_org_units"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_org_units")),
        sa.UniqueConstraint("kind", "code", name=op.f("uq_org_units_kind_code")),
        sa.UniqueConstraint("path", name=op.f("uq_org_units_path")),
    )
    with op.batch_alter_table("org_units", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_org_units_parent_id"), ["parent_id"], unique=False
        )
        batch_op.create_index(
            "ix_org_units_path",
            ["path"],
            unique=False,
            postgresql_ops={"path": "text_pattern_ops"},
        )
        batch_op.create_index(
            batch_op.f("ix_org_units_sort_key"), ["sort_key"], unique=False
        )

    op.create_table(
        "setups",
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setups")),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("identifier_digest", sa.String(length=64), nullable=False),
        sa.Column("device_digest", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failures")),
        sa.UniqueConstraint(
            "identifier_digest",
            "device_digest",
            name=op.f("uq_sign_in_failures_identifier_digest_device_digest"),
        ),
    )
    with op.batch_alter_table("sign_in_failures", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_failures_identifier_digest"),
            ["identifier_digest"],
            unique=False,
        )

    op.create_table(
        "worker_pulses",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_pulses")),
    )
    op.create_table(
        "persons",
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("first_name", sa.String(length=200), nullable=False),
        sa.Column("middle_name", sa.String(length=200), nullable=True),
        sa.Column("last_name", sa.String(length=200), nullable=True),
        sa.Column("latin_name", sa.String(length=200), nullable=True),
        sa.Column("name_fold", sa.String(length=600), nullable=False),
        sa.Column("sort_key", sa.String(length=900), nullable=False),
        sa.Column("volunteer_number", sa.String(length=40), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("national_id_cipher", sa.Text(), nullable=True),
        sa.Column("national_id_index", sa.String(length=64), nullable=True),
        sa.Column("nationality", sa.String(length=2), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=True),
        sa.Column("text_size", sa.String(length=5), nullable=True),
        sa.Column("timezone", sa.String(length=40), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["org_units.id"], name=op.f("fk_persons_unit_id_org_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sa.UniqueConstraint(
            "national_id_index", name=op.f("uq_persons_national_id_index")
        ),
        sa.UniqueConstraint(
            "volunteer_number", name=op.f("uq_persons_volunteer_number")
        ),
    )
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_persons_email"), ["email"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_persons_name_fold"), ["name_fold"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_persons_phone"), ["phone"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_persons_sort_key"), ["sort_key"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_persons_unit_id"), ["unit_id"], unique=False
        )

    op.create_table(
        "access_slips",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["persons.id"], name=op.f("fk_access_slips_made_by_persons")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
            name=op.f("fk_access_slips_person_id_persons"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_slips")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_access_slips_token_digest")),
    )
    with op.batch_alter_table("access_slips", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_access_slips_code_digest"), ["code_digest"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_access_slips_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "accounts",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret_kind", sa.String(length=10), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("secret_set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_accounts_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("person_id", name=op.f("uq_accounts_person_id")),
    )
    op.create_table(
        "join_requests",
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("first_name", sa.String(length=200), nullable=False),
        sa.Column("last_name", sa.String(length=200), nullable=True),
        sa.Column("latin_name", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["persons.id"],
            name=op.f("fk_join_requests_decided_by_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
            name=op.f("fk_join_requests_person_id_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["org_units.id"],
            name=op.f("fk_join_requests_unit_id_org_units"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_requests")),
    )
    with op.batch_alter_table("join_requests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_join_requests_state"), ["state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_join_requests_unit_id"), ["unit_id"], unique=False
        )

    op.create_table(
        "name_requests",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("first_name", sa.String(length=200), nullable=False),
        sa.Column("middle_name", sa.String(length=200), nullable=True),
        sa.Column("last_name", sa.String(length=200), nullable=True),
        sa.Column("latin_name", sa.String(length=200), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["persons.id"],
            name=op.f("fk_name_requests_decided_by_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
            name=op.f("fk_name_requests_person_id_persons"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_requests")),
    )
    with op.batch_alter_table("name_requests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_name_requests_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_name_requests_state"), ["state"], unique=False
        )

    op.create_table(
        "role_grants",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("curriculum", sa.String(length=80), nullable=True),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["granted_by"],
            ["persons.id"],
            name=op.f("fk_role_grants_granted_by_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_role_grants_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["org_units.id"], name=op.f("fk_role_grants_unit_id_org_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_role_grants_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "standing_changes",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"],
            ["persons.id"],
            name=op.f("fk_standing_changes_changed_by_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
            name=op.f("fk_standing_changes_person_id_persons"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_changes")),
    )
    with op.batch_alter_table("standing_changes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_standing_changes_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "signed_in_devices",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("device_digest", sa.String(length=64), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_signed_in_devices_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in_devices")),
        sa.UniqueConstraint(
            "token_digest", name=op.f("uq_signed_in_devices_token_digest")
        ),
    )
    with op.batch_alter_table("signed_in_devices", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_signed_in_devices_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_signed_in_devices_expires_at"), ["expires_at"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("signed_in_devices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signed_in_devices_expires_at"))
        batch_op.drop_index(batch_op.f("ix_signed_in_devices_account_id"))

    op.drop_table("signed_in_devices")
    with op.batch_alter_table("standing_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standing_changes_person_id"))

    op.drop_table("standing_changes")
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grants_person_id"))

    op.drop_table("role_grants")
    with op.batch_alter_table("name_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_name_requests_state"))
        batch_op.drop_index(batch_op.f("ix_name_requests_person_id"))

    op.drop_table("name_requests")
    with op.batch_alter_table("join_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_join_requests_unit_id"))
        batch_op.drop_index(batch_op.f("ix_join_requests_state"))

    op.drop_table("join_requests")
    op.drop_table("accounts")
    with op.batch_alter_table("access_slips", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_slips_person_id"))
        batch_op.drop_index(batch_op.f("ix_access_slips_code_digest"))

    op.drop_table("access_slips")
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_persons_unit_id"))
        batch_op.drop_index(batch_op.f("ix_persons_sort_key"))
        batch_op.drop_index(batch_op.f("ix_persons_phone"))
        batch_op.drop_index(batch_op.f("ix_persons_name_fold"))
        batch_op.drop_index(batch_op.f("ix_persons_email"))

    op.drop_table("persons")
    op.drop_table("worker_pulses")
    with op.batch_alter_table("sign_in_failures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_failures_identifier_digest"))

    op.drop_table("sign_in_failures")
    op.drop_table("setups")
    with op.batch_alter_table("org_units", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_org_units_sort_key"))
        batch_op.drop_index(
            "ix_org_units_path", postgresql_ops={"path": "text_pattern_ops"}
        )
        batch_op.drop_index(batch_op.f("ix_org_units_parent_id"))

    op.drop_table("org_units")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_subject")
        batch_op.drop_index(batch_op.f("ix_audit_entries_at"))
        batch_op.drop_index(batch_op.f("ix_audit_entries_actor_id"))

    op.drop_table("audit_entries")
    op.drop_table("address_counters")
