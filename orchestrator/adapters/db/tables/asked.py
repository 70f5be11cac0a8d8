"""What is asked for: requests, what is stated of them, and the manifests that they make; keys, people behind them."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer

from orchestrator.adapters.db.column_types import CanonicalJson, PlainText, UtcTime
from orchestrator.adapters.db.tables.base import APPEND, at_least, one_of, table
from orchestrator.domain.classrooms import SeatTarget
from orchestrator.domain.requests import RequestState, Wanted

# Nothing refers to people by foreign key: a name may be erased, and the worker has none. Nothing refers to catalog
# items either: a request keeps its item's id when the item is no longer on offer.
people = table(
    "people",
    Column("id", PlainText, primary_key=True),
    Column("name", PlainText, nullable=False),
)

requests = table(
    "requests",
    Column("id", PlainText, primary_key=True),
    Column("classroom_id", PlainText, ForeignKey("cs_classrooms.id"), nullable=False),
    Column("item_id", PlainText, nullable=False),
    Column("requester_id", PlainText, nullable=False),
    Column("entered_by", PlainText, nullable=False),
    Column("needed_by", UtcTime, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("wanted", PlainText, nullable=False),
    Column("version", PlainText, nullable=False),
    Column("target", PlainText, nullable=False),
    Column("enough", Integer),
    Column("course", PlainText),
    Column("until", UtcTime),
    Column("group_id", PlainText),
    Column("state", PlainText, nullable=False),
    Column("ended_at", UtcTime),
    # No foreign key: the line refers to its request already.
    Column("settings_line_id", PlainText),
    one_of("wanted", Wanted),
    one_of("target", SeatTarget),
    one_of("state", RequestState),
    # Pages walk by id, which sorts by age, within each filter.
    Index(None, "classroom_id", "id"),
    Index(None, "requester_id", "id"),
    Index(None, "item_id", "id"),
    Index(None, "state", "id"),
    # Figures are counted over those that were due in a period.
    Index(None, "needed_by"),
)

settings_lines = table(
    "settings_lines",
    Column("id", PlainText, primary_key=True),
    Column("request_id", PlainText, ForeignKey("cs_requests.id"), nullable=False),
    Column("words", PlainText, nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("erased_at", UtcTime),
    may=("SELECT", "INSERT", "UPDATE"),
)

ticks = table(
    "ticks",
    Column("id", PlainText, primary_key=True),
    Column("request_id", PlainText, ForeignKey("cs_requests.id"), nullable=False),
    Column("actor_id", PlainText, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("evidence", PlainText, nullable=False),
    Column("confirm_until", UtcTime, nullable=False),
    Column("answer", PlainText, nullable=False),
    Column("answered_at", UtcTime),
    # As of then; the request may have another one by now, or none.
    Column("line_id", PlainText),
    # Why it is not as asked; NULL where it is. Erased words are empty.
    Column("why", PlainText),
    Column("answer_words", PlainText),
    CheckConstraint("(answer = 'unanswered') = (answered_at IS NULL)", name="answered"),
    Index(None, "request_id", "id"),
    may=("SELECT", "INSERT", "UPDATE"),
)

revisions = table(
    "revisions",
    Column("classroom_id", PlainText, ForeignKey("cs_classrooms.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("lines", CanonicalJson, nullable=False),
    Column("change", PlainText, nullable=False),
    Column("request_id", PlainText, ForeignKey("cs_requests.id")),
    Column("actor_id", PlainText, nullable=False),
    Column("at", UtcTime, nullable=False),
    at_least("number", 1),
    may=APPEND,
)

idempotency_keys = table(
    "idempotency_keys",
    Column("actor_id", PlainText, primary_key=True),
    Column("key", PlainText, primary_key=True),
    Column("fingerprint", PlainText, nullable=False),
    Column("ids", CanonicalJson, nullable=False),
    Column("at", UtcTime, nullable=False),
)
