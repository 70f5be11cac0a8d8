"""Letters as they were sent; and what the site calls the team that signs them."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import plain_text
from orchestrator.adapters.db.migrations.triggers import refuse

revision = "0012"
down_revision = "0011"

_KEPT = ("id", "person_id", "occasion", "decision_id", "key", "classroom_id", "about", "language", "team", "at")


def upgrade() -> None:
    """Make the table, and the column."""
    op.add_column("cs_site", sa.Column("team", plain_text(), server_default="", nullable=False))
    op.create_table(
        "cs_letters",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("person_id", plain_text(), nullable=False),
        sa.Column("occasion", plain_text(), nullable=False),
        sa.Column("decision_id", plain_text(), nullable=False),
        sa.Column("key", plain_text(), nullable=False),
        sa.Column("classroom_id", plain_text(), nullable=False),
        sa.Column("about", plain_text(), nullable=False),
        sa.Column("language", plain_text(), nullable=False),
        sa.Column("subject", plain_text(), nullable=False),
        sa.Column("body", plain_text(), nullable=False),
        sa.Column("team", plain_text(), nullable=False),
        sa.Column("at", plain_text(), nullable=False),
        sa.Column("erased_at", plain_text()),
        sa.ForeignKeyConstraint(["classroom_id"], ["cs_classrooms.id"], name=op.f("fk_cs_letters_classroom_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_letters")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_cs_letters_person_id_key")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_letters_decision_id_id"), "cs_letters", ["decision_id", "id"])
    op.create_index(op.f("ix_cs_letters_person_id_id"), "cs_letters", ["person_id", "id"])
    refuse("DELETE", "cs_letters", "a letter stays known")
    refuse("TRUNCATE", "cs_letters", "a letter stays known")
    refuse("UPDATE", "cs_letters", "a letter is kept as it was sent", when=f"NOT ({_is_an_erasing()})")


def _is_an_erasing() -> str:
    """Its words go, once and for good, and nothing else changes: the law may demand it (RULES R4.7)."""
    same = " AND ".join(f"NEW.{name} = OLD.{name}" for name in _KEPT)
    gone = "NEW.subject = '' AND NEW.body = '' AND NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL"
    return f"{gone} AND {same}"
