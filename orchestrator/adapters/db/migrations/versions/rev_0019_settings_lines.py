"""One free line of a request about settings and add-ons, and which one a statement of work by hand is about."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import plain_text
from orchestrator.adapters.db.migrations.triggers import refuse

revision = "0019"
down_revision = "0018"

_KEPT = ("id", "request_id", "since")


def upgrade() -> None:
    """Make the table, and the columns that name its rows."""
    op.create_table(
        "cs_settings_lines",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("request_id", plain_text(), nullable=False),
        sa.Column("words", plain_text(), nullable=False),
        sa.Column("since", plain_text(), nullable=False),
        sa.Column("erased_at", plain_text()),
        sa.ForeignKeyConstraint(["request_id"], ["cs_requests.id"], name=op.f("fk_cs_settings_lines_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_settings_lines")),
        sqlite_strict=True,
    )
    op.add_column("cs_requests", sa.Column("settings_line_id", plain_text()))
    op.add_column("cs_ticks", sa.Column("line_id", plain_text()))
    refuse("DELETE", "cs_settings_lines", "what was asked for stays known")
    refuse("TRUNCATE", "cs_settings_lines", "what was asked for stays known")
    refuse("UPDATE", "cs_settings_lines", "other words are another line", when=f"NOT ({_is_an_erasing()})")


def _is_an_erasing() -> str:
    """Its words go, once and for good, and nothing else changes: the law may demand it (RULES R4.7)."""
    same = " AND ".join(f"NEW.{name} = OLD.{name}" for name in _KEPT)
    return f"NEW.words = '' AND NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL AND {same}"
