"""Letters as they were sent. Triggers refuse every change but the erasing of their words (RULES R4.7)."""

from sqlalchemy import Column, ForeignKey, Index, UniqueConstraint

from orchestrator.adapters.db.column_types import CanonicalJson, PlainText, UtcTime
from orchestrator.adapters.db.tables.base import table

letters = table(
    "letters",
    Column("id", PlainText, primary_key=True),
    Column("person_id", PlainText, nullable=False),
    Column("occasion", PlainText, nullable=False),
    Column("decision_id", PlainText, nullable=False),
    Column("key", PlainText, nullable=False),
    Column("classroom_id", PlainText, ForeignKey("cs_classrooms.id"), nullable=False),
    Column("about", CanonicalJson, nullable=False),
    Column("language", PlainText, nullable=False),
    Column("subject", PlainText, nullable=False),
    Column("body", PlainText, nullable=False),
    Column("team", PlainText, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("erased_at", UtcTime),
    UniqueConstraint("person_id", "key"),
    Index(None, "person_id", "id"),
    Index(None, "decision_id", "id"),
    may=("SELECT", "INSERT", "UPDATE"),
)
