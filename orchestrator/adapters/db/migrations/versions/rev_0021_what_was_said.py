"""What people were told: by when a contest goes on, and which numbers of the rules a proposal found."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import plain_text

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add the columns. What is older has its terms by the calendar and the numbers of now, and names all numbers."""
    op.add_column("cs_contests", sa.Column("rises_by", plain_text()))
    op.add_column("cs_contests", sa.Column("lapses_by", plain_text()))
    op.add_column("cs_rule_changes", sa.Column("base", plain_text()))
