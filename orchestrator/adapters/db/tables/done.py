"""What is done and seen: rollouts with all that belongs to them, and what scans saw."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, text

from orchestrator.adapters.db.column_types import CanonicalJson, Flag, PlainText, UtcTime
from orchestrator.adapters.db.tables.base import APPEND, at_least, one_of, table, yes_or_no
from orchestrator.domain.rollouts import IntentOutcome

rollouts = table(
    "rollouts",
    Column("id", PlainText, primary_key=True),
    Column("classroom_id", PlainText, ForeignKey("cs_classrooms.id"), nullable=False),
    Column("trigger", PlainText, nullable=False),
    Column("actor_id", PlainText, nullable=False),
    # No foreign key: a room that nobody has asked anything for has no revision, and its baseline is rolled out as 0.
    Column("revision", Integer, nullable=False),
    Column("machine_ids", CanonicalJson),
    Column("state", PlainText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("started_at", UtcTime),
    Column("finished_at", UtcTime),
    Column("skipped", CanonicalJson),
    Column("cancelled_by", PlainText),
    # How many events it has: whoever counts this up holds the row, so that numbers have no gap and no double.
    Column("event_count", Integer, nullable=False),
    Index(None, "classroom_id", "id"),
    at_least("revision", 0),
    at_least("event_count", 0),
)
_UNDER_WAY = text("state IN ('queued', 'running')")
Index("ix_cs_rollouts_under_way", rollouts.c.classroom_id, sqlite_where=_UNDER_WAY, postgresql_where=_UNDER_WAY)

waves = table(
    "waves",
    Column("rollout_id", PlainText, ForeignKey("cs_rollouts.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    # Text, not JSON to us: the digest is over exactly these characters.
    Column("desired", PlainText, nullable=False),
    Column("digest", PlainText, nullable=False),
    Column("changes", CanonicalJson, nullable=False),
    at_least("number", 1),
    may=APPEND,
)

machine_runs = table(
    "machine_runs",
    Column("rollout_id", PlainText, ForeignKey("cs_rollouts.id"), primary_key=True),
    Column("machine_id", PlainText, ForeignKey("cs_machines.id"), primary_key=True),
    Column("seat_id", PlainText, ForeignKey("cs_seats.id"), nullable=False),
    Column("wave", Integer, nullable=False),
    Column("state", PlainText, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    Column("causes", CanonicalJson, nullable=False),
    # A machine's newest run is the one of the greatest rollout id.
    Index(None, "machine_id", "rollout_id"),
    at_least("wave", 0),
)

intents = table(
    "intents",
    Column("rollout_id", PlainText, ForeignKey("cs_rollouts.id"), primary_key=True),
    Column("machine_id", PlainText, ForeignKey("cs_machines.id"), primary_key=True),
    Column("item_id", PlainText, primary_key=True),
    Column("wave", Integer, nullable=False),
    Column("version", PlainText, nullable=False),
    Column("observed_before", PlainText),
    Column("packages_before", CanonicalJson, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("outcome", PlainText, nullable=False),
    at_least("wave", 1),
    one_of("outcome", IntentOutcome),
)
_OPEN = text("outcome = 'open'")
Index("ix_cs_intents_open", intents.c.machine_id, sqlite_where=_OPEN, postgresql_where=_OPEN)

placements = table(
    "placements",
    Column("machine_id", PlainText, ForeignKey("cs_machines.id"), primary_key=True),
    Column("item_id", PlainText, primary_key=True),
    Column("version", PlainText, nullable=False),
    Column("rollout_id", PlainText, ForeignKey("cs_rollouts.id"), nullable=False),
    Column("placed_at", UtcTime, nullable=False),
    Column("dependency_of", CanonicalJson, nullable=False),
    Column("awaiting_reboot", Flag, nullable=False),
    yes_or_no("awaiting_reboot"),
)

room_fences = table(
    "room_fences",
    Column("classroom_id", PlainText, ForeignKey("cs_classrooms.id"), primary_key=True),
    Column("token", Integer, nullable=False),
    Column("rollout_id", PlainText, ForeignKey("cs_rollouts.id"), nullable=False),
    at_least("token", 1),
)

events = table(
    "events",
    Column("rollout_id", PlainText, ForeignKey("cs_rollouts.id"), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("kind", PlainText, nullable=False),
    Column("machine_id", PlainText, ForeignKey("cs_machines.id")),
    Column("data", CanonicalJson, nullable=False),
    at_least("sequence", 1),
)

observations = table(
    "observations",
    Column("machine_id", PlainText, ForeignKey("cs_machines.id"), primary_key=True),
    Column("observed_at", UtcTime),
    Column("observation", CanonicalJson),
    Column("failed_at", UtcTime),
    Column("failure", CanonicalJson),
    CheckConstraint("(observed_at IS NULL) = (observation IS NULL)", name="observation"),
    CheckConstraint("(failed_at IS NULL) = (failure IS NULL)", name="failure"),
)
