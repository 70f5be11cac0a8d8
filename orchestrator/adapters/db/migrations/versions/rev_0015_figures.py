"""What figures are counted from, and who may look at those of one person."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import integer, plain_text
from orchestrator.adapters.db.migrations.triggers import refuse

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the tables, and find what was due in a period."""
    _facts_of_requests()
    _person_figure_decisions()
    op.create_index(op.f("ix_cs_requests_needed_by"), "cs_requests", ["needed_by"])
    refuse("UPDATE", "cs_request_promises", "what was promised never changes")
    refuse("DELETE", "cs_request_promises", "what was promised never changes")
    refuse("TRUNCATE", "cs_request_promises", "what was promised never changes")
    refuse("DELETE", "cs_request_milestones", "what was reached stays so")
    refuse("TRUNCATE", "cs_request_milestones", "what was reached stays so")
    refuse(
        "UPDATE",
        "cs_request_milestones",
        "what was reached stays so",
        when="OLD.as_asked_at IS NOT NULL OR NEW.ready_at <> OLD.ready_at OR NEW.request_id <> OLD.request_id",
    )
    refuse("DELETE", "cs_person_figure_decisions", "what was decided stays known")


def _facts_of_requests() -> None:
    op.create_table(
        "cs_request_promises",
        sa.Column("request_id", plain_text(), nullable=False),
        sa.Column("kind", plain_text(), nullable=False),
        sa.Column("promised_by", plain_text(), nullable=False),
        sa.CheckConstraint("kind IN ('packaged', 'to_package')", name=op.f("ck_cs_request_promises_kind")),
        sa.ForeignKeyConstraint(["request_id"], ["cs_requests.id"], name=op.f("fk_cs_request_promises_request_id")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_cs_request_promises")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cs_request_milestones",
        sa.Column("request_id", plain_text(), nullable=False),
        sa.Column("ready_at", plain_text(), nullable=False),
        sa.Column("as_asked_at", plain_text()),
        sa.Column("seats_ready", integer(), nullable=False),
        sa.Column("enough", integer(), nullable=False),
        sa.Column("target", integer(), nullable=False),
        sa.Column("out_of_service", integer(), nullable=False),
        sa.Column("needed_by", plain_text(), nullable=False),
        sa.Column("stated", integer(), nullable=False),
        sa.CheckConstraint("seats_ready >= 0", name=op.f("ck_cs_request_milestones_seats_ready")),
        sa.CheckConstraint("stated IN (0, 1)", name=op.f("ck_cs_request_milestones_stated")),
        sa.ForeignKeyConstraint(["request_id"], ["cs_requests.id"], name=op.f("fk_cs_request_milestones_request_id")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_cs_request_milestones")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _person_figure_decisions() -> None:
    op.create_table(
        "cs_person_figure_decisions",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("purpose", plain_text(), nullable=False),
        sa.Column("audience", plain_text(), nullable=False),
        sa.Column("until", plain_text(), nullable=False),
        sa.Column("by", plain_text(), nullable=False),
        sa.Column("at", plain_text(), nullable=False),
        sa.Column("state", plain_text(), nullable=False),
        sa.Column("decided_by", plain_text()),
        sa.Column("decided_at", plain_text()),
        sa.CheckConstraint(
            "state IN ('proposed', 'live', 'refused', 'ended')", name=op.f("ck_cs_person_figure_decisions_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_person_figure_decisions")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_person_figure_decisions_state_until"), "cs_person_figure_decisions", ["state", "until"])
