"""The record: audit entries with what is kept of their tree, the texts beside them, checkpoints, and the one head row.

The database itself keeps what is recorded from being changed, taken away, replaced or numbered wrongly; the triggers
for it stand in the migrations that make these tables.

Terms, spans and words are there to find entries by, and prove nothing. Terms and spans are worked out of the entries
by the database itself, in a trigger; the service's role may only read them.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary

from orchestrator.adapters.db.column_types import PlainText, UtcTime
from orchestrator.adapters.db.tables.base import APPEND, APPEND_AND_ERASE, COUNT_ON, READ, at_least, table

SPAN = 256
"""Entries of one span."""

audit_entries = table(
    "audit_entries",
    # From 0 on; named by us, so no sequence may name it for us.
    Column("entry_index", Integer, primary_key=True, autoincrement=False),
    # The canonical bytes, as text. All else that could be said about an entry is in them: no second truth beside.
    Column("body", PlainText, nullable=False),
    # Of 32 bytes. It came later than the table; a trigger sees to it that it is there.
    Column("leaf_hash", LargeBinary),
    at_least("entry_index", 0),
    may=APPEND,
)

audit_texts = table(
    "audit_texts",
    Column("entry_index", Integer, ForeignKey("cs_audit_entries.entry_index"), primary_key=True, autoincrement=False),
    Column("field", PlainText, primary_key=True),
    # Of 16 bytes, says a trigger: were the length free, a text's beginning could be moved into its salt.
    Column("salt", LargeBinary, nullable=False),
    Column("text", PlainText, nullable=False),
    may=APPEND_AND_ERASE,
)

audit_head = table(
    "audit_head",
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("next_index", Integer, nullable=False),
    # Of the tree over the entries before ``next_index``: as many hashes as that number has bits that are set.
    Column("frontier", LargeBinary),
    CheckConstraint("id = 1", name="one_row"),
    at_least("next_index", 0),
    may=COUNT_ON,
)

# Roots of complete subtrees, see ``domain.merkle.KEPT_EVERY``.
audit_subtrees = table(
    "audit_subtrees",
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
    at_least("level", 1),
    CheckConstraint("length(hash) = 32", name="hash"),
    may=APPEND,
)

audit_checkpoints = table(
    "audit_checkpoints",
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("size", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    # The bytes that are published.
    Column("note", LargeBinary, nullable=False),
    at_least("size", 0),
    may=APPEND,
)

# ``domain.record_terms.terms_of`` each entry. Names and values before the index: what has one in common stands
# together, by age.
audit_terms = table(
    "audit_terms",
    Column("name", PlainText, primary_key=True),
    Column("value", PlainText, primary_key=True),
    Column("entry_index", Integer, primary_key=True, autoincrement=False),
    may=READ,
    sqlite_with_rowid=False,
)

# The earliest and the latest time in each complete run of 256 entries. Several clocks write, so times do not quite
# follow the order of entries; this tells where those of a period may be.
audit_spans = table(
    "audit_spans",
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("earliest", PlainText, nullable=False),
    Column("latest", PlainText, nullable=False),
    may=READ,
)

# ``domain.record_terms.words_of`` the texts beside each entry. They go when their text goes.
audit_words = table(
    "audit_words",
    Column("word", PlainText, primary_key=True),
    Column("entry_index", Integer, primary_key=True, autoincrement=False),
    Index("ix_cs_audit_words_entry_index_word", "entry_index", "word"),
    may=APPEND_AND_ERASE,
    sqlite_with_rowid=False,
)
