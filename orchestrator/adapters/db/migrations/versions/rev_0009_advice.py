"""Softer words: recommendations, and whether what was delivered works."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import integer, plain_text
from orchestrator.adapters.db.migrations.triggers import refuse

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cs_recommendations",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("request_id", plain_text(), nullable=False),
        sa.Column("by", plain_text(), nullable=False),
        sa.Column("at", plain_text(), nullable=False),
        sa.Column("words", plain_text(), nullable=False),
        sa.Column("lapses_at", plain_text(), nullable=False),
        sa.Column("suggests", plain_text()),
        sa.Column("state", plain_text(), nullable=False),
        sa.Column("ended_at", plain_text()),
        sa.ForeignKeyConstraint(["request_id"], ["cs_requests.id"], name=op.f("fk_cs_recommendations_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_recommendations")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_recommendations_request_id_id"), "cs_recommendations", ["request_id", "id"])
    op.create_table(
        "cs_sign_offs",
        sa.Column("request_id", plain_text(), nullable=False),
        sa.Column("person_id", plain_text(), nullable=False),
        sa.Column("asked_at", plain_text(), nullable=False),
        sa.Column("remind_at", plain_text(), nullable=False),
        sa.Column("works", integer()),
        sa.Column("words", plain_text(), nullable=False),
        sa.Column("answered_at", plain_text()),
        sa.CheckConstraint("works IN (0, 1)", name=op.f("ck_cs_sign_offs_works")),
        sa.ForeignKeyConstraint(["request_id"], ["cs_requests.id"], name=op.f("fk_cs_sign_offs_request_id")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_cs_sign_offs")),
        sqlite_strict=True,
    )
    refuse("DELETE", "cs_recommendations", "what was advised stays known")
