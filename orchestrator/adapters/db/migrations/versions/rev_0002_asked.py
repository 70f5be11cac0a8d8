"""Requests, manifests, keys and people."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import integer, plain_text
from orchestrator.adapters.db.migrations.triggers import refuse

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cs_people",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("name", plain_text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_people")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_requests",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("classroom_id", plain_text(), nullable=False),
        sa.Column("item_id", plain_text(), nullable=False),
        sa.Column("requester_id", plain_text(), nullable=False),
        sa.Column("entered_by", plain_text(), nullable=False),
        sa.Column("needed_by", plain_text(), nullable=False),
        sa.Column("created_at", plain_text(), nullable=False),
        sa.Column("wanted", plain_text(), nullable=False),
        sa.Column("version", plain_text(), nullable=False),
        sa.Column("target", plain_text(), nullable=False),
        sa.Column("enough", integer()),
        sa.Column("course", plain_text()),
        sa.Column("until", plain_text()),
        sa.Column("group_id", plain_text()),
        sa.Column("state", plain_text(), nullable=False),
        sa.Column("ended_at", plain_text()),
        sa.CheckConstraint("state IN ('open', 'withdrawn', 'closed')", name=op.f("ck_cs_requests_state")),
        sa.CheckConstraint("target IN ('all', 'podium', 'student_seats')", name=op.f("ck_cs_requests_target")),
        sa.CheckConstraint("wanted IN ('present', 'absent')", name=op.f("ck_cs_requests_wanted")),
        sa.ForeignKeyConstraint(["classroom_id"], ["cs_classrooms.id"], name=op.f("fk_cs_requests_classroom_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_requests")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_requests_classroom_id_id"), "cs_requests", ["classroom_id", "id"])
    op.create_index(op.f("ix_cs_requests_item_id_id"), "cs_requests", ["item_id", "id"])
    op.create_index(op.f("ix_cs_requests_requester_id_id"), "cs_requests", ["requester_id", "id"])
    op.create_index(op.f("ix_cs_requests_state_id"), "cs_requests", ["state", "id"])
    op.create_table(
        "cs_revisions",
        sa.Column("classroom_id", plain_text(), nullable=False),
        sa.Column("number", integer(), nullable=False),
        sa.Column("lines", plain_text(), nullable=False),
        sa.Column("change", plain_text(), nullable=False),
        sa.Column("request_id", plain_text()),
        sa.Column("actor_id", plain_text(), nullable=False),
        sa.Column("at", plain_text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_cs_revisions_number")),
        sa.ForeignKeyConstraint(["classroom_id"], ["cs_classrooms.id"], name=op.f("fk_cs_revisions_classroom_id")),
        sa.ForeignKeyConstraint(["request_id"], ["cs_requests.id"], name=op.f("fk_cs_revisions_request_id")),
        sa.PrimaryKeyConstraint("classroom_id", "number", name=op.f("pk_cs_revisions")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_idempotency_keys",
        sa.Column("actor_id", plain_text(), nullable=False),
        sa.Column("key", plain_text(), nullable=False),
        sa.Column("fingerprint", plain_text(), nullable=False),
        sa.Column("ids", plain_text(), nullable=False),
        sa.Column("at", plain_text(), nullable=False),
        sa.PrimaryKeyConstraint("actor_id", "key", name=op.f("pk_cs_idempotency_keys")),
        sqlite_strict=True,
    )
    refuse("UPDATE", "cs_revisions", "a revision is never changed")
    refuse("DELETE", "cs_revisions", "a revision is never taken away")
    refuse("TRUNCATE", "cs_revisions", "a revision is never taken away")
    refuse(
        "INSERT",
        "cs_revisions",
        "the number is not the next one",
        when="NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM cs_revisions"
        " WHERE classroom_id = NEW.classroom_id)",
    )
