"""What lists of advisories say of items: one row per advisory and item."""

from sqlalchemy import CheckConstraint, Column

from orchestrator.adapters.db.column_types import CanonicalJson, Day, PlainText, UtcTime
from orchestrator.adapters.db.tables.base import table

suggestions = table(
    "suggestions",
    # Kind of the list, number of the advisory and id of the item: what sorts them.
    Column("id", PlainText, primary_key=True),
    Column("item_id", PlainText, nullable=False, index=True),
    Column("advisory", CanonicalJson, nullable=False),
    Column("file_date", Day),
    Column("imported_at", UtcTime, nullable=False),
    Column("dismissed_at", UtcTime),
    Column("dismissed_by", PlainText),
    Column("dismissed_reason", PlainText),
    CheckConstraint(
        "(dismissed_at IS NULL) = (dismissed_by IS NULL) AND (dismissed_at IS NULL) = (dismissed_reason IS NULL)",
        name="dismissed",
    ),
)
