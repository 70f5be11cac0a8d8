"""What is owed beyond requests: wishes, words about delays, and changes of the catalog that take something away."""

from sqlalchemy import Column, ForeignKey, Index

from orchestrator.adapters.db.column_types import CanonicalJson, PlainText, UtcTime
from orchestrator.adapters.db.tables.base import APPEND, table

wishes = table(
    "wishes",
    Column("id", PlainText, primary_key=True),
    Column("classroom_id", PlainText, ForeignKey("cs_classrooms.id"), nullable=False),
    Column("requester_id", PlainText, nullable=False),
    Column("entered_by", PlainText, nullable=False),
    Column("title", PlainText, nullable=False),
    Column("purpose", PlainText, nullable=False),
    Column("url", PlainText, nullable=False),
    Column("target", PlainText, nullable=False),
    Column("needed_by", UtcTime, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("answer_by", UtcTime, nullable=False),
    Column("answered_at", UtcTime),
    Column("rose_at", UtcTime),
    Column("state", PlainText, nullable=False),
    Column("linked_request_id", PlainText, ForeignKey("cs_requests.id"), index=True),
    Column("linked_at", UtcTime),
    Column("linked_by", PlainText),
    Column("confirm_until", UtcTime),
    Column("confirmed_at", UtcTime),
    Column("ended_at", UtcTime),
    Index(None, "state", "id"),
    Index(None, "classroom_id", "id"),
)

wish_answers = table(
    "wish_answers",
    Column("id", PlainText, primary_key=True),
    Column("wish_id", PlainText, ForeignKey("cs_wishes.id"), nullable=False, index=True),
    Column("by", PlainText, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("words", PlainText, nullable=False),
    may=APPEND,
)

delay_notes = table(
    "delay_notes",
    Column("id", PlainText, primary_key=True),
    Column("request_id", PlainText, ForeignKey("cs_requests.id"), nullable=False, index=True),
    Column("words", PlainText, nullable=False),
    Column("expected_at", UtcTime, nullable=False),
    Column("by", PlainText, nullable=False),
    Column("at", UtcTime, nullable=False),
    may=APPEND,
)

catalog_changes = table(
    "catalog_changes",
    Column("id", PlainText, primary_key=True),
    Column("files", CanonicalJson, nullable=False),
    Column("digest", PlainText, nullable=False),
    Column("base", PlainText, nullable=False),
    Column("former", CanonicalJson, nullable=False),
    Column("touched", CanonicalJson, nullable=False),
    Column("reason", PlainText, nullable=False),
    Column("by", PlainText, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("state", PlainText, nullable=False),
    Column("decided_by", PlainText),
    Column("decided_at", UtcTime),
    Column("ended_by", PlainText),
    Column("ended_at", UtcTime),
    Index(None, "state", "id"),
)
