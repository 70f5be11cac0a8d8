"""The audit log."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import integer, octets, plain_text
from orchestrator.adapters.db.migrations.triggers import refuse

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cs_audit_entries",
        sa.Column("entry_index", integer(), autoincrement=False, nullable=False),
        sa.Column("body", plain_text(), nullable=False),
        sa.CheckConstraint("entry_index >= 0", name=op.f("ck_cs_audit_entries_entry_index")),
        sa.PrimaryKeyConstraint("entry_index", name=op.f("pk_cs_audit_entries")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_audit_texts",
        sa.Column("entry_index", integer(), autoincrement=False, nullable=False),
        sa.Column("field", plain_text(), nullable=False),
        sa.Column("salt", octets(), nullable=False),
        sa.Column("text", plain_text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_index"], ["cs_audit_entries.entry_index"], name=op.f("fk_cs_audit_texts_entry_index")
        ),
        sa.PrimaryKeyConstraint("entry_index", "field", name=op.f("pk_cs_audit_texts")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_audit_head",
        sa.Column("id", integer(), autoincrement=False, nullable=False),
        sa.Column("next_index", integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_cs_audit_head_one_row")),
        sa.CheckConstraint("next_index >= 0", name=op.f("ck_cs_audit_head_next_index")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_audit_head")),
        sqlite_strict=True,
    )
    # The one row must be there before its triggers are.
    op.execute("INSERT INTO cs_audit_head (id, next_index) VALUES (1, 0)")

    refuse("UPDATE", "cs_audit_entries", "an entry is never changed")
    refuse("DELETE", "cs_audit_entries", "an entry is never taken away")
    refuse("TRUNCATE", "cs_audit_entries", "an entry is never taken away")
    refuse(
        "INSERT",
        "cs_audit_entries",
        "the index is not the next one",
        when="NEW.entry_index <> (SELECT coalesce(max(entry_index), -1) + 1 FROM cs_audit_entries)",
    )

    # A text may be taken away, because the law may demand it; a text in its place would be another one.
    refuse("UPDATE", "cs_audit_texts", "a text is never changed")
    refuse("TRUNCATE", "cs_audit_texts", "texts are taken away one by one")
    refuse(
        "INSERT",
        "cs_audit_texts",
        "the entry has such a text already",
        when="EXISTS (SELECT 1 FROM cs_audit_texts WHERE entry_index = NEW.entry_index AND field = NEW.field)",
    )

    refuse("INSERT", "cs_audit_head", "there is one head", when="EXISTS (SELECT 1 FROM cs_audit_head)")
    refuse("DELETE", "cs_audit_head", "there is one head")
    refuse("TRUNCATE", "cs_audit_head", "there is one head")
    refuse(
        "UPDATE",
        "cs_audit_head",
        "the head follows the last entry",
        when="NEW.id <> OLD.id OR NEW.next_index <> (SELECT coalesce(max(entry_index), -1) + 1 FROM cs_audit_entries)",
    )
