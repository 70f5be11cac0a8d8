"""What lists of advisories say of items."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import plain_text

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "cs_suggestions",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("item_id", plain_text(), nullable=False),
        sa.Column("advisory", plain_text(), nullable=False),
        sa.Column("file_date", plain_text()),
        sa.Column("imported_at", plain_text(), nullable=False),
        sa.Column("dismissed_at", plain_text()),
        sa.Column("dismissed_by", plain_text()),
        sa.Column("dismissed_reason", plain_text()),
        sa.CheckConstraint(
            "(dismissed_at IS NULL) = (dismissed_by IS NULL) AND (dismissed_at IS NULL) = (dismissed_reason IS NULL)",
            name=op.f("ck_cs_suggestions_dismissed"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_suggestions")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_suggestions_item_id"), "cs_suggestions", ["item_id"])
