"""Whether what was made of a wish is what was meant."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import plain_text

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the columns. What was linked before counted at once, and goes on counting."""
    op.add_column("cs_wishes", sa.Column("confirm_until", plain_text()))
    op.add_column("cs_wishes", sa.Column("confirmed_at", plain_text()))
    op.execute("UPDATE cs_wishes SET confirm_until = linked_at, confirmed_at = linked_at WHERE state = 'linked'")
