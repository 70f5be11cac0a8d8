"""Times in which nothing is started in a part of the site."""

from sqlalchemy import Column, Index

from orchestrator.adapters.db.column_types import CanonicalJson, PlainText, UtcTime
from orchestrator.adapters.db.tables.base import table

blackouts = table(
    "blackouts",
    Column("id", PlainText, primary_key=True),
    Column("scope", CanonicalJson, nullable=False),
    Column("starts_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    Column("reason", PlainText, nullable=False),
    Column("by", PlainText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("lifted_at", UtcTime),
    Column("lifted_by", PlainText),
    Index(None, "ends_at"),
)
