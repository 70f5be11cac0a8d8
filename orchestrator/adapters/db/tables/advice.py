"""Softer words: recommendations, and whether what was delivered works."""

from sqlalchemy import Column, ForeignKey, Index

from orchestrator.adapters.db.column_types import Flag, PlainText, UtcTime
from orchestrator.adapters.db.tables.base import table, yes_or_no

recommendations = table(
    "recommendations",
    Column("id", PlainText, primary_key=True),
    Column("request_id", PlainText, ForeignKey("cs_requests.id"), nullable=False),
    Column("by", PlainText, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("words", PlainText, nullable=False),
    Column("lapses_at", UtcTime, nullable=False),
    Column("suggests", PlainText),
    Column("state", PlainText, nullable=False),
    Column("ended_at", UtcTime),
    Index(None, "request_id", "id"),
)

sign_offs = table(
    "sign_offs",
    Column("request_id", PlainText, ForeignKey("cs_requests.id"), primary_key=True),
    Column("person_id", PlainText, nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    Column("remind_at", UtcTime, nullable=False),
    Column("works", Flag),
    Column("words", PlainText, nullable=False),
    Column("answered_at", UtcTime),
    yes_or_no("works"),
)
