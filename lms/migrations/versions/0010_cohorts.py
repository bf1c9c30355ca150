"""People of a unit who take a curriculum together; a bulk issue may be for one such รุ่น."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cohorts",
        sa.Column("curriculum_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["curriculum_id"], ["curricula.id"], name=op.f("fk_cohorts_curriculum_id_curricula")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["persons.id"], name=op.f("fk_cohorts_opened_by_persons")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["org_units.id"], name=op.f("fk_cohorts_unit_id_org_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohorts")),
        sa.UniqueConstraint(
            "curriculum_id",
            "unit_id",
            "fiscal_year",
            "number",
            name=op.f("uq_cohorts_curriculum_id_unit_id_fiscal_year_number"),
        ),
    )
    with op.batch_alter_table("cohorts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohorts_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "cohort_places",
        sa.Column("enrolment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("placed_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_cohort_places_cohort_id_cohorts")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolments.id"],
            name=op.f("fk_cohort_places_enrolment_id_enrolments"),
        ),
        sa.ForeignKeyConstraint(
            ["placed_by"], ["persons.id"], name=op.f("fk_cohort_places_placed_by_persons")
        ),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_cohort_places")),
    )
    with op.batch_alter_table("cohort_places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohort_places_cohort_id"), ["cohort_id"], unique=False)

    with op.batch_alter_table("issue_runs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cohort_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_issue_runs_cohort_id_cohorts"), "cohorts", ["cohort_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("issue_runs", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_issue_runs_cohort_id_cohorts"), type_="foreignkey")
        batch_op.drop_column("cohort_id")

    with op.batch_alter_table("cohort_places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_places_cohort_id"))

    op.drop_table("cohort_places")
    with op.batch_alter_table("cohorts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohorts_unit_id"))

    op.drop_table("cohorts")
