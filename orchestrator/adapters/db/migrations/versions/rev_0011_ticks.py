"""Statements that work by hand is done."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import plain_text
from orchestrator.adapters.db.migrations.triggers import refuse

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "cs_ticks",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("request_id", plain_text(), nullable=False),
        sa.Column("actor_id", plain_text(), nullable=False),
        sa.Column("at", plain_text(), nullable=False),
        sa.Column("evidence", plain_text(), nullable=False),
        sa.Column("confirm_until", plain_text(), nullable=False),
        sa.Column("answer", plain_text(), nullable=False),
        sa.Column("answered_at", plain_text()),
        sa.CheckConstraint("(answer = 'unanswered') = (answered_at IS NULL)", name=op.f("ck_cs_ticks_answered")),
        sa.ForeignKeyConstraint(["request_id"], ["cs_requests.id"], name=op.f("fk_cs_ticks_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_ticks")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_ticks_request_id_id"), "cs_ticks", ["request_id", "id"])
    refuse("DELETE", "cs_ticks", "what was stated stays known")
