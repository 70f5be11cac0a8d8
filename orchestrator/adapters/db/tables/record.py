"""The record: audit entries, the texts beside them, and the one row at its head.

The database itself keeps entries from being changed, taken away, replaced or numbered wrongly; the triggers for it
stand in the migration that makes these tables.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, LargeBinary

from orchestrator.adapters.db.column_types import PlainText
from orchestrator.adapters.db.tables.base import APPEND, APPEND_AND_ERASE, COUNT_ON, at_least, table

audit_entries = table(
    "audit_entries",
    # From 0 on; named by us, so no sequence may name it for us.
    Column("entry_index", Integer, primary_key=True, autoincrement=False),
    # The canonical bytes, as text. All else that could be said about an entry is in them: no second truth beside.
    Column("body", PlainText, nullable=False),
    at_least("entry_index", 0),
    may=APPEND,
)

audit_texts = table(
    "audit_texts",
    Column("entry_index", Integer, ForeignKey("cs_audit_entries.entry_index"), primary_key=True, autoincrement=False),
    Column("field", PlainText, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("text", PlainText, nullable=False),
    may=APPEND_AND_ERASE,
)

audit_head = table(
    "audit_head",
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("next_index", Integer, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
    at_least("next_index", 0),
    may=COUNT_ON,
)
