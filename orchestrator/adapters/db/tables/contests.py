"""Who rules on what, what is contested, and the register of documents."""

from sqlalchemy import Column, ForeignKey, Index

from orchestrator.adapters.db.column_types import Flag, PlainText, UtcTime
from orchestrator.adapters.db.tables.base import table, yes_or_no

documents = table(
    "documents",
    Column("id", PlainText, primary_key=True),
    Column("title", PlainText, nullable=False),
    Column("owner", PlainText, nullable=False),
    Column("owner_outside_it", Flag, nullable=False),
    Column("url", PlainText, nullable=False),
    Column("by", PlainText, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("retired_at", UtcTime),
    yes_or_no("owner_outside_it"),
)

rulers = table(
    "rulers",
    Column("category", PlainText, primary_key=True),
    Column("person_id", PlainText, ForeignKey("cs_accounts.person_id"), primary_key=True),
    Column("side", PlainText, nullable=False),
    sqlite_with_rowid=False,
)

superiors = table(
    "superiors",
    Column("person_id", PlainText, ForeignKey("cs_accounts.person_id"), primary_key=True),
    Column("superior_id", PlainText, ForeignKey("cs_accounts.person_id"), primary_key=True),
    sqlite_with_rowid=False,
)

contests = table(
    "contests",
    Column("id", PlainText, primary_key=True),
    Column("subject", PlainText, nullable=False),
    Column("decision_id", PlainText, nullable=False),
    Column("category", PlainText, nullable=False),
    Column("request_id", PlainText, ForeignKey("cs_requests.id"), nullable=False),
    Column("classroom_id", PlainText, ForeignKey("cs_classrooms.id"), nullable=False),
    Column("item_id", PlainText, nullable=False),
    Column("words", PlainText, nullable=False),
    Column("by", PlainText, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("stage", PlainText, nullable=False),
    Column("rose_at", UtcTime),
    Column("outside_at", UtcTime),
    Column("state", PlainText, nullable=False),
    Column("ended_at", UtcTime),
    Column("ended_by", PlainText),
    Column("ruling", PlainText, nullable=False),
    Column("rises_by", UtcTime),
    Column("lapses_by", UtcTime),
    Index(None, "decision_id", "state"),
    Index(None, "request_id", "id"),
    Index(None, "classroom_id", "id"),
)
