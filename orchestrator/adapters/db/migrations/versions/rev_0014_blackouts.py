"""Blackouts, and what the owner of a safeguard was told of it."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import plain_text
from orchestrator.adapters.db.migrations.triggers import refuse

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the table, and add the columns."""
    op.create_table(
        "cs_blackouts",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("scope", plain_text(), nullable=False),
        sa.Column("starts_at", plain_text(), nullable=False),
        sa.Column("ends_at", plain_text(), nullable=False),
        sa.Column("reason", plain_text(), nullable=False),
        sa.Column("by", plain_text(), nullable=False),
        sa.Column("created_at", plain_text(), nullable=False),
        sa.Column("lifted_at", plain_text()),
        sa.Column("lifted_by", plain_text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_blackouts")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_blackouts_ends_at"), "cs_blackouts", ["ends_at"])
    refuse("DELETE", "cs_blackouts", "what was decided stays known")
    op.add_column("cs_safeguards", sa.Column("reminded_at", plain_text()))
    op.add_column("cs_safeguards", sa.Column("overdue_at", plain_text()))
