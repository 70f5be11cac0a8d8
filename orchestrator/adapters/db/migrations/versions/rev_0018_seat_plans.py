"""Where a room's door is, and when its plan of seats was drawn here."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import plain_text

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add the columns. No room has a door yet, and all plans are as the site's files said."""
    op.add_column("cs_classrooms", sa.Column("door", plain_text()))
    op.add_column("cs_classrooms", sa.Column("drawn_at", plain_text()))
