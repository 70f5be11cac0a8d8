"""Wishes, words about delays, changes of the catalog that take something away; and what rollouts leave out."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import plain_text
from orchestrator.adapters.db.migrations.triggers import refuse

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the tables, and the columns of rollouts and machines."""
    op.add_column("cs_rollouts", sa.Column("skipped", plain_text()))
    op.add_column("cs_rollouts", sa.Column("cancelled_by", plain_text()))
    op.add_column("cs_machines", sa.Column("status_until", plain_text()))
    _wishes()
    _notes_and_changes()
    for table in ("wishes", "wish_answers", "delay_notes", "catalog_changes"):
        refuse("DELETE", f"cs_{table}", "what was asked and said stays known")
    for table in ("wish_answers", "delay_notes"):
        refuse("UPDATE", f"cs_{table}", "what was said never changes")
        refuse("TRUNCATE", f"cs_{table}", "what was said never changes")


def _wishes() -> None:
    op.create_table(
        "cs_wishes",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("classroom_id", plain_text(), nullable=False),
        sa.Column("requester_id", plain_text(), nullable=False),
        sa.Column("entered_by", plain_text(), nullable=False),
        sa.Column("title", plain_text(), nullable=False),
        sa.Column("purpose", plain_text(), nullable=False),
        sa.Column("url", plain_text(), nullable=False),
        sa.Column("target", plain_text(), nullable=False),
        sa.Column("needed_by", plain_text(), nullable=False),
        sa.Column("created_at", plain_text(), nullable=False),
        sa.Column("answer_by", plain_text(), nullable=False),
        sa.Column("answered_at", plain_text()),
        sa.Column("rose_at", plain_text()),
        sa.Column("state", plain_text(), nullable=False),
        sa.Column("linked_request_id", plain_text()),
        sa.Column("linked_at", plain_text()),
        sa.Column("linked_by", plain_text()),
        sa.Column("ended_at", plain_text()),
        sa.ForeignKeyConstraint(["classroom_id"], ["cs_classrooms.id"], name=op.f("fk_cs_wishes_classroom_id")),
        sa.ForeignKeyConstraint(["linked_request_id"], ["cs_requests.id"], name=op.f("fk_cs_wishes_linked_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_wishes")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_wishes_classroom_id_id"), "cs_wishes", ["classroom_id", "id"])
    op.create_index(op.f("ix_cs_wishes_linked_request_id"), "cs_wishes", ["linked_request_id"])
    op.create_index(op.f("ix_cs_wishes_state_id"), "cs_wishes", ["state", "id"])
    op.create_table(
        "cs_wish_answers",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("wish_id", plain_text(), nullable=False),
        sa.Column("by", plain_text(), nullable=False),
        sa.Column("at", plain_text(), nullable=False),
        sa.Column("words", plain_text(), nullable=False),
        sa.ForeignKeyConstraint(["wish_id"], ["cs_wishes.id"], name=op.f("fk_cs_wish_answers_wish_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_wish_answers")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_wish_answers_wish_id"), "cs_wish_answers", ["wish_id"])


def _notes_and_changes() -> None:
    op.create_table(
        "cs_delay_notes",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("request_id", plain_text(), nullable=False),
        sa.Column("words", plain_text(), nullable=False),
        sa.Column("expected_at", plain_text(), nullable=False),
        sa.Column("by", plain_text(), nullable=False),
        sa.Column("at", plain_text(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["cs_requests.id"], name=op.f("fk_cs_delay_notes_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_delay_notes")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_delay_notes_request_id"), "cs_delay_notes", ["request_id"])
    op.create_table(
        "cs_catalog_changes",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("files", plain_text(), nullable=False),
        sa.Column("digest", plain_text(), nullable=False),
        sa.Column("base", plain_text(), nullable=False),
        sa.Column("former", plain_text(), nullable=False),
        sa.Column("touched", plain_text(), nullable=False),
        sa.Column("reason", plain_text(), nullable=False),
        sa.Column("by", plain_text(), nullable=False),
        sa.Column("at", plain_text(), nullable=False),
        sa.Column("state", plain_text(), nullable=False),
        sa.Column("decided_by", plain_text()),
        sa.Column("decided_at", plain_text()),
        sa.Column("ended_by", plain_text()),
        sa.Column("ended_at", plain_text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_catalog_changes")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_catalog_changes_state_id"), "cs_catalog_changes", ["state", "id"])
