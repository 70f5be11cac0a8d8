"""What became of publishing the checkpoints."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import integer, plain_text
from orchestrator.adapters.db.migrations.triggers import refuse

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "cs_checkpoint_publications",
        sa.Column("number", integer(), autoincrement=False, nullable=False),
        sa.Column("target", plain_text(), nullable=False),
        sa.Column("at", plain_text(), nullable=False),
        sa.Column("problem", plain_text()),
        sa.Column("detail", plain_text(), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_cs_checkpoint_publications_number")),
        sa.PrimaryKeyConstraint("number", "target", name=op.f("pk_cs_checkpoint_publications")),
        sqlite_strict=True,
    )
    refuse("DELETE", "cs_checkpoint_publications", "what was published stays known")
