"""Rollouts with all that belongs to them, and observations."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import integer, plain_text
from orchestrator.adapters.db.migrations.triggers import refuse

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cs_rollouts",
        sa.Column("id", plain_text(), nullable=False),
        sa.Column("classroom_id", plain_text(), nullable=False),
        sa.Column("trigger", plain_text(), nullable=False),
        sa.Column("actor_id", plain_text(), nullable=False),
        sa.Column("revision", integer(), nullable=False),
        sa.Column("machine_ids", plain_text()),
        sa.Column("state", plain_text(), nullable=False),
        sa.Column("created_at", plain_text(), nullable=False),
        sa.Column("started_at", plain_text()),
        sa.Column("finished_at", plain_text()),
        sa.Column("event_count", integer(), nullable=False),
        sa.CheckConstraint("event_count >= 0", name=op.f("ck_cs_rollouts_event_count")),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_cs_rollouts_revision")),
        sa.ForeignKeyConstraint(["classroom_id"], ["cs_classrooms.id"], name=op.f("fk_cs_rollouts_classroom_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cs_rollouts")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_rollouts_classroom_id_id"), "cs_rollouts", ["classroom_id", "id"])
    op.create_index(
        "ix_cs_rollouts_under_way",
        "cs_rollouts",
        ["classroom_id"],
        sqlite_where=sa.text("state IN ('queued', 'running')"),
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )
    op.create_table(
        "cs_waves",
        sa.Column("rollout_id", plain_text(), nullable=False),
        sa.Column("number", integer(), nullable=False),
        sa.Column("at", plain_text(), nullable=False),
        sa.Column("desired", plain_text(), nullable=False),
        sa.Column("digest", plain_text(), nullable=False),
        sa.Column("changes", plain_text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_cs_waves_number")),
        sa.ForeignKeyConstraint(["rollout_id"], ["cs_rollouts.id"], name=op.f("fk_cs_waves_rollout_id")),
        sa.PrimaryKeyConstraint("rollout_id", "number", name=op.f("pk_cs_waves")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_machine_runs",
        sa.Column("rollout_id", plain_text(), nullable=False),
        sa.Column("machine_id", plain_text(), nullable=False),
        sa.Column("seat_id", plain_text(), nullable=False),
        sa.Column("wave", integer(), nullable=False),
        sa.Column("state", plain_text(), nullable=False),
        sa.Column("changed_at", plain_text(), nullable=False),
        sa.Column("causes", plain_text(), nullable=False),
        sa.CheckConstraint("wave >= 0", name=op.f("ck_cs_machine_runs_wave")),
        sa.ForeignKeyConstraint(["machine_id"], ["cs_machines.id"], name=op.f("fk_cs_machine_runs_machine_id")),
        sa.ForeignKeyConstraint(["rollout_id"], ["cs_rollouts.id"], name=op.f("fk_cs_machine_runs_rollout_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["cs_seats.id"], name=op.f("fk_cs_machine_runs_seat_id")),
        sa.PrimaryKeyConstraint("rollout_id", "machine_id", name=op.f("pk_cs_machine_runs")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cs_machine_runs_machine_id_rollout_id"), "cs_machine_runs", ["machine_id", "rollout_id"])
    op.create_table(
        "cs_intents",
        sa.Column("rollout_id", plain_text(), nullable=False),
        sa.Column("machine_id", plain_text(), nullable=False),
        sa.Column("item_id", plain_text(), nullable=False),
        sa.Column("wave", integer(), nullable=False),
        sa.Column("version", plain_text(), nullable=False),
        sa.Column("observed_before", plain_text()),
        sa.Column("packages_before", plain_text(), nullable=False),
        sa.Column("created_at", plain_text(), nullable=False),
        sa.Column("outcome", plain_text(), nullable=False),
        sa.CheckConstraint("outcome IN ('open', 'placed', 'not_found')", name=op.f("ck_cs_intents_outcome")),
        sa.CheckConstraint("wave >= 1", name=op.f("ck_cs_intents_wave")),
        sa.ForeignKeyConstraint(["machine_id"], ["cs_machines.id"], name=op.f("fk_cs_intents_machine_id")),
        sa.ForeignKeyConstraint(["rollout_id"], ["cs_rollouts.id"], name=op.f("fk_cs_intents_rollout_id")),
        sa.PrimaryKeyConstraint("rollout_id", "machine_id", "item_id", name=op.f("pk_cs_intents")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_cs_intents_open",
        "cs_intents",
        ["machine_id"],
        sqlite_where=sa.text("outcome = 'open'"),
        postgresql_where=sa.text("outcome = 'open'"),
    )
    op.create_table(
        "cs_placements",
        sa.Column("machine_id", plain_text(), nullable=False),
        sa.Column("item_id", plain_text(), nullable=False),
        sa.Column("version", plain_text(), nullable=False),
        sa.Column("rollout_id", plain_text(), nullable=False),
        sa.Column("placed_at", plain_text(), nullable=False),
        sa.Column("dependency_of", plain_text(), nullable=False),
        sa.Column("awaiting_reboot", integer(), nullable=False),
        sa.CheckConstraint("awaiting_reboot IN (0, 1)", name=op.f("ck_cs_placements_awaiting_reboot")),
        sa.ForeignKeyConstraint(["machine_id"], ["cs_machines.id"], name=op.f("fk_cs_placements_machine_id")),
        sa.ForeignKeyConstraint(["rollout_id"], ["cs_rollouts.id"], name=op.f("fk_cs_placements_rollout_id")),
        sa.PrimaryKeyConstraint("machine_id", "item_id", name=op.f("pk_cs_placements")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_room_fences",
        sa.Column("classroom_id", plain_text(), nullable=False),
        sa.Column("token", integer(), nullable=False),
        sa.Column("rollout_id", plain_text(), nullable=False),
        sa.CheckConstraint("token >= 1", name=op.f("ck_cs_room_fences_token")),
        sa.ForeignKeyConstraint(["classroom_id"], ["cs_classrooms.id"], name=op.f("fk_cs_room_fences_classroom_id")),
        sa.ForeignKeyConstraint(["rollout_id"], ["cs_rollouts.id"], name=op.f("fk_cs_room_fences_rollout_id")),
        sa.PrimaryKeyConstraint("classroom_id", name=op.f("pk_cs_room_fences")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_events",
        sa.Column("rollout_id", plain_text(), nullable=False),
        sa.Column("sequence", integer(), nullable=False),
        sa.Column("at", plain_text(), nullable=False),
        sa.Column("kind", plain_text(), nullable=False),
        sa.Column("machine_id", plain_text()),
        sa.Column("data", plain_text(), nullable=False),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_cs_events_sequence")),
        sa.ForeignKeyConstraint(["machine_id"], ["cs_machines.id"], name=op.f("fk_cs_events_machine_id")),
        sa.ForeignKeyConstraint(["rollout_id"], ["cs_rollouts.id"], name=op.f("fk_cs_events_rollout_id")),
        sa.PrimaryKeyConstraint("rollout_id", "sequence", name=op.f("pk_cs_events")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_observations",
        sa.Column("machine_id", plain_text(), nullable=False),
        sa.Column("observed_at", plain_text()),
        sa.Column("observation", plain_text()),
        sa.Column("failed_at", plain_text()),
        sa.Column("failure", plain_text()),
        sa.CheckConstraint("(failed_at IS NULL) = (failure IS NULL)", name=op.f("ck_cs_observations_failure")),
        sa.CheckConstraint(
            "(observed_at IS NULL) = (observation IS NULL)", name=op.f("ck_cs_observations_observation")
        ),
        sa.ForeignKeyConstraint(["machine_id"], ["cs_machines.id"], name=op.f("fk_cs_observations_machine_id")),
        sa.PrimaryKeyConstraint("machine_id", name=op.f("pk_cs_observations")),
        sqlite_strict=True,
    )
    refuse("UPDATE", "cs_waves", "a wave is never changed")
    refuse("DELETE", "cs_waves", "a wave is never taken away")
    refuse("TRUNCATE", "cs_waves", "a wave is never taken away")
    refuse(
        "INSERT",
        "cs_waves",
        "the wave is stored already",
        when="EXISTS (SELECT 1 FROM cs_waves WHERE rollout_id = NEW.rollout_id AND number = NEW.number)",
    )
