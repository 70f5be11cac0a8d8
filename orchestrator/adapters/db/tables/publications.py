"""What became of publishing the checkpoints: one row per checkpoint and target."""

from sqlalchemy import Column, Integer

from orchestrator.adapters.db.column_types import PlainText, UtcTime
from orchestrator.adapters.db.tables.base import at_least, table

checkpoint_publications = table(
    "checkpoint_publications",
    Column("number", Integer, primary_key=True, autoincrement=False),
    # Targets come from the settings, and problems grow with the product: neither is a closed set.
    Column("target", PlainText, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("problem", PlainText),
    Column("detail", PlainText, nullable=False),
    at_least("number", 0),
    may=("SELECT", "INSERT", "UPDATE"),
)
