"""What is decided: overrides, holds, safeguards, exemptions, the rules' numbers; and who is told."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import integer, plain_text
from orchestrator.adapters.db.migrations.triggers import refuse

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables."""
    _overrides_and_holds()
    _safeguards()
    _rules_and_notices()
    for table in ("overrides", "override_requests", "holds", "safeguards", "exemptions", "rule_changes"):
        refuse("DELETE", f"cs_{table}", "what was decided stays known")
    refuse("UPDATE", "cs_override_requests", "what an override binds never changes")
    refuse("TRUNCATE", "cs_override_requests", "what an override binds never changes")


def _overrides_and_holds() -> None:
    op.create_table(
        "cs_overrides",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("kind", plain_text(), nullable=False),
        sa.Column("scope", plain_text(), nullable=False),
        sa.Column("category", plain_text(), nullable=False),
        sa.Column("classroom_id", plain_text(), nullable=False),
        sa.Column("item_id", plain_text(), nullable=False),
        sa.Column("seat_ids", plain_text(), nullable=False),
        sa.Column("evidence", plain_text(), nullable=False),
        sa.Column("checks", plain_text(), nullable=False),
        sa.Column("explanation", plain_text(), nullable=False),
        sa.Column("by", plain_text(), nullable=False),
        sa.Column("created_at", plain_text(), nullable=False),
        sa.Column("starts_at", plain_text(), nullable=False),
        sa.Column("expires_at", plain_text(), nullable=False),
        sa.Column("substitute_item", plain_text()),
        sa.Column("pin_version", plain_text()),
        sa.Column("alternative", plain_text(), nullable=False),
        sa.Column("would_lift", plain_text(), nullable=False),
        sa.Column("compensation", plain_text(), nullable=False),
        sa.Column("follows", plain_text()),
        sa.Column("needs_approval", integer(), nullable=False),
        sa.Column("approved_by", plain_text()),
        sa.Column("approved_at", plain_text()),
        sa.Column("confirmation", plain_text(), nullable=False),
        sa.Column("confirm_by", plain_text()),
        sa.Column("confirmed_by", plain_text()),
        sa.Column("confirmed_at", plain_text()),
        sa.Column("agreed_at", plain_text()),
        sa.Column("state", plain_text(), nullable=False),
        sa.Column("ended_at", plain_text()),
        sa.Column("ended_by", plain_text()),
        sa.CheckConstraint("needs_approval IN (0, 1)", name=op.f("ck_cs_overrides_needs_approval")),
        sa.ForeignKeyConstraint(["classroom_id"], ["cs_classrooms.id"], name=op.f("fk_cs_overrides_classroom_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_overrides")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_overrides_classroom_id_state"), "cs_overrides", ["classroom_id", "state"])
    op.create_index(op.f("ix_cs_overrides_item_id_id"), "cs_overrides", ["item_id", "id"])
    op.create_table(
        "cs_override_requests",
        sa.Column("request_id", plain_text(), nullable=False),
        sa.Column("override_id", plain_text(), nullable=False),
        sa.ForeignKeyConstraint(["override_id"], ["cs_overrides.id"], name=op.f("fk_cs_override_requests_override_id")),
        sa.ForeignKeyConstraint(["request_id"], ["cs_requests.id"], name=op.f("fk_cs_override_requests_request_id")),
        sa.PrimaryKeyConstraint("request_id", "override_id", name=op.f("pk_cs_override_requests")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_cs_override_requests_override_id"), "cs_override_requests", ["override_id"])
    op.create_table(
        "cs_holds",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("scope", plain_text(), nullable=False),
        sa.Column("classroom_id", plain_text(), nullable=False),
        sa.Column("request_ids", plain_text(), nullable=False),
        sa.Column("sentence", plain_text(), nullable=False),
        sa.Column("by", plain_text(), nullable=False),
        sa.Column("at", plain_text(), nullable=False),
        sa.Column("until", plain_text(), nullable=False),
        sa.Column("item_id", plain_text()),
        sa.Column("rollout_id", plain_text()),
        sa.Column("revision", integer()),
        sa.Column("canary_seat_id", plain_text()),
        sa.Column("canary_passed_at", plain_text()),
        sa.Column("ended_at", plain_text()),
        sa.Column("ended_by", plain_text()),
        sa.ForeignKeyConstraint(["classroom_id"], ["cs_classrooms.id"], name=op.f("fk_cs_holds_classroom_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_holds")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_holds_classroom_id_id"), "cs_holds", ["classroom_id", "id"])


def _safeguards() -> None:
    op.create_table(
        "cs_safeguards",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("kind", plain_text(), nullable=False),
        sa.Column("category", plain_text(), nullable=False),
        sa.Column("aim", plain_text(), nullable=False),
        sa.Column("title", plain_text(), nullable=False),
        sa.Column("explanation", plain_text(), nullable=False),
        sa.Column("evidence", plain_text(), nullable=False),
        sa.Column("owner", plain_text(), nullable=False),
        sa.Column("review_at", plain_text(), nullable=False),
        sa.Column("by", plain_text(), nullable=False),
        sa.Column("created_at", plain_text(), nullable=False),
        sa.Column("expires_at", plain_text(), nullable=False),
        sa.Column("minimum", plain_text()),
        sa.Column("deadline", plain_text()),
        sa.Column("emergency", integer(), nullable=False),
        sa.Column("instead", plain_text(), nullable=False),
        sa.Column("needs_approval", integer(), nullable=False),
        sa.Column("approved_by", plain_text()),
        sa.Column("approved_at", plain_text()),
        sa.Column("state", plain_text(), nullable=False),
        sa.Column("ended_at", plain_text()),
        sa.Column("ended_by", plain_text()),
        sa.CheckConstraint("emergency IN (0, 1)", name=op.f("ck_cs_safeguards_emergency")),
        sa.CheckConstraint("needs_approval IN (0, 1)", name=op.f("ck_cs_safeguards_needs_approval")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_safeguards")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_safeguards_state_id"), "cs_safeguards", ["state", "id"])
    op.create_table(
        "cs_exemptions",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("safeguard_id", plain_text(), nullable=False),
        sa.Column("item_id", plain_text(), nullable=False),
        sa.Column("classroom_ids", plain_text(), nullable=False),
        sa.Column("compensation", plain_text(), nullable=False),
        sa.Column("by", plain_text(), nullable=False),
        sa.Column("created_at", plain_text(), nullable=False),
        sa.Column("expires_at", plain_text(), nullable=False),
        sa.Column("risk_owner", plain_text(), nullable=False),
        sa.Column("signed_at", plain_text()),
        sa.Column("contest_id", plain_text()),
        sa.Column("needs_approval", integer(), nullable=False),
        sa.Column("approved_by", plain_text()),
        sa.Column("approved_at", plain_text()),
        sa.Column("canary_seat_id", plain_text()),
        sa.Column("canary_passed_at", plain_text()),
        sa.Column("state", plain_text(), nullable=False),
        sa.Column("ended_at", plain_text()),
        sa.Column("ended_by", plain_text()),
        sa.CheckConstraint("needs_approval IN (0, 1)", name=op.f("ck_cs_exemptions_needs_approval")),
        sa.ForeignKeyConstraint(["safeguard_id"], ["cs_safeguards.id"], name=op.f("fk_cs_exemptions_safeguard_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_exemptions")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_exemptions_safeguard_id_id"), "cs_exemptions", ["safeguard_id", "id"])
    op.create_index(op.f("ix_cs_exemptions_state_id"), "cs_exemptions", ["state", "id"])


def _rules_and_notices() -> None:
    op.create_table(
        "cs_rule_changes",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("numbers", plain_text(), nullable=False),
        sa.Column("reason", plain_text(), nullable=False),
        sa.Column("by", plain_text(), nullable=False),
        sa.Column("at", plain_text(), nullable=False),
        sa.Column("decided_by", plain_text()),
        sa.Column("decided_at", plain_text()),
        sa.Column("state", plain_text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_rule_changes")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_rule_changes_state_decided_at"), "cs_rule_changes", ["state", "decided_at"])
    op.create_table(
        "cs_notices",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("person_id", plain_text(), nullable=False),
        sa.Column("kind", plain_text(), nullable=False),
        sa.Column("key", plain_text(), nullable=False),
        sa.Column("about", plain_text(), nullable=False),
        sa.Column("at", plain_text(), nullable=False),
        sa.Column("letter_id", plain_text()),
        sa.Column("read_at", plain_text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_notices")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_cs_notices_person_id_key")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_notices_person_id_id"), "cs_notices", ["person_id", "id"])
