"""Whose turn it was with what was owed, evening by evening."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import plain_text
from orchestrator.adapters.db.migrations.triggers import refuse

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the tables. Of earlier evenings nothing is known, and figures say so."""
    op.create_table(
        "cs_waiting_evenings",
        sa.Column("day", plain_text(), nullable=False),
        sa.Column("evening", plain_text(), nullable=False),
        sa.Column("looked_at", plain_text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_cs_waiting_evenings")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_cs_waiting_evenings_evening"), "cs_waiting_evenings", ["evening"])
    op.create_table(
        "cs_waiting_days",
        sa.Column("owed_id", plain_text(), nullable=False),
        sa.Column("day", plain_text(), nullable=False),
        sa.Column("classroom_id", plain_text(), nullable=False),
        sa.Column("owner", plain_text(), nullable=False),
        sa.CheckConstraint(
            "owner IN ('requester', 'licence', 'packaging', 'window', 'machine', 'it')",
            name=op.f("ck_cs_waiting_days_owner"),
        ),
        sa.ForeignKeyConstraint(["day"], ["cs_waiting_evenings.day"], name=op.f("fk_cs_waiting_days_day")),
        sa.ForeignKeyConstraint(["classroom_id"], ["cs_classrooms.id"], name=op.f("fk_cs_waiting_days_classroom_id")),
        sa.PrimaryKeyConstraint("owed_id", "day", name=op.f("pk_cs_waiting_days")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_cs_waiting_days_day"), "cs_waiting_days", ["day"])
    for table in ("cs_waiting_evenings", "cs_waiting_days"):
        for verb in ("UPDATE", "DELETE", "TRUNCATE"):
            refuse(verb, table, "what was seen stays so")
