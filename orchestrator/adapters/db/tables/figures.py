"""What figures are counted from beyond what is there anyway, and who may look at those of one person."""

from sqlalchemy import Column, ForeignKey, Index, Integer

from orchestrator.adapters.db.column_types import CanonicalJson, Day, Flag, PlainText, UtcTime
from orchestrator.adapters.db.tables.accounts import KEEP
from orchestrator.adapters.db.tables.base import APPEND, at_least, one_of, table, yes_or_no
from orchestrator.domain.milestones import PromiseKind
from orchestrator.domain.person_figures import PersonFigureState
from orchestrator.domain.waiting import WaitingOwner

request_promises = table(
    "request_promises",
    Column("request_id", PlainText, ForeignKey("cs_requests.id"), primary_key=True),
    Column("kind", PlainText, nullable=False),
    Column("promised_by", UtcTime, nullable=False),
    one_of("kind", PromiseKind),
    may=APPEND,
    sqlite_with_rowid=False,
)

request_milestones = table(
    "request_milestones",
    Column("request_id", PlainText, ForeignKey("cs_requests.id"), primary_key=True),
    Column("ready_at", UtcTime, nullable=False),
    Column("as_asked_at", UtcTime),
    Column("seats_ready", Integer, nullable=False),
    Column("enough", Integer, nullable=False),
    Column("target", Integer, nullable=False),
    Column("out_of_service", Integer, nullable=False),
    Column("needed_by", UtcTime, nullable=False),
    Column("stated", Flag, nullable=False),
    yes_or_no("stated"),
    at_least("seats_ready", 0),
    may=KEEP,
    sqlite_with_rowid=False,
)

waiting_evenings = table(
    "waiting_evenings",
    Column("day", Day, primary_key=True),
    Column("evening", UtcTime, nullable=False, index=True),
    Column("looked_at", UtcTime, nullable=False),
    may=APPEND,
    sqlite_with_rowid=False,
)

# Of a request or of a wish: their ids are never the same, and neither is ever deleted.
waiting_days = table(
    "waiting_days",
    Column("owed_id", PlainText, primary_key=True),
    Column("day", Day, ForeignKey("cs_waiting_evenings.day"), primary_key=True),
    Column("classroom_id", PlainText, ForeignKey("cs_classrooms.id"), nullable=False),
    Column("owner", PlainText, nullable=False),
    one_of("owner", WaitingOwner),
    Index(None, "day"),
    may=APPEND,
    sqlite_with_rowid=False,
)

person_figure_decisions = table(
    "person_figure_decisions",
    Column("id", PlainText, primary_key=True),
    Column("purpose", PlainText, nullable=False),
    Column("audience", CanonicalJson, nullable=False),
    Column("until", UtcTime, nullable=False),
    Column("by", PlainText, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("state", PlainText, nullable=False),
    Column("decided_by", PlainText),
    Column("decided_at", UtcTime),
    one_of("state", PersonFigureState),
    Index(None, "state", "until"),
    may=KEEP,
)
