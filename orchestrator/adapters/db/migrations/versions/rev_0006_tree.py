"""The tree over the audit log, checkpoints, and what entries are found by; with all that is on record already."""

import sqlalchemy as sa
from alembic import op

from orchestrator.adapters.db.migrations.columns import integer, octets, plain_text
from orchestrator.adapters.db.migrations.found_by import NEW, SPANS, STORED, TERMS, filled
from orchestrator.adapters.db.migrations.triggers import admit, follow, refuse
from orchestrator.domain.merkle import Frontier, leaf_hash
from orchestrator.domain.record_terms import words_of

revision = "0006"
down_revision = "0005"

_AT_ONCE = 1000
"""Entries that are read at a time."""


def upgrade() -> None:
    """Make the tables and columns, fill them, and guard them."""
    op.add_column("cs_audit_entries", sa.Column("leaf_hash", octets()))
    op.add_column("cs_audit_head", sa.Column("frontier", octets()))
    _tables()
    admit("UPDATE", "cs_audit_entries")
    admit("INSERT", "cs_audit_entries")
    admit("INSERT", "cs_audit_texts")
    admit("UPDATE", "cs_audit_head")
    _grow_the_tree()
    _file_what_is_there()
    _guard_what_was_there()
    _guard_what_is_new()


def _tables() -> None:
    op.create_table(
        "cs_audit_subtrees",
        sa.Column("level", integer(), autoincrement=False, nullable=False),
        sa.Column("position", integer(), autoincrement=False, nullable=False),
        sa.Column("hash", octets(), nullable=False),
        sa.CheckConstraint("level >= 1", name=op.f("ck_cs_audit_subtrees_level")),
        sa.CheckConstraint("length(hash) = 32", name=op.f("ck_cs_audit_subtrees_hash")),
        sa.PrimaryKeyConstraint("level", "position", name=op.f("pk_cs_audit_subtrees")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_audit_checkpoints",
        sa.Column("number", integer(), autoincrement=False, nullable=False),
        sa.Column("size", integer(), nullable=False),
        sa.Column("at", plain_text(), nullable=False),
        sa.Column("note", octets(), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_cs_audit_checkpoints_size")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_cs_audit_checkpoints")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_audit_terms",
        sa.Column("name", plain_text(), nullable=False),
        sa.Column("value", plain_text(), nullable=False),
        sa.Column("entry_index", integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("name", "value", "entry_index", name=op.f("pk_cs_audit_terms")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cs_audit_spans",
        sa.Column("number", integer(), autoincrement=False, nullable=False),
        sa.Column("earliest", plain_text(), nullable=False),
        sa.Column("latest", plain_text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_cs_audit_spans")),
        sqlite_strict=True,
    )
    op.create_table(
        "cs_audit_words",
        sa.Column("word", plain_text(), nullable=False),
        sa.Column("entry_index", integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("word", "entry_index", name=op.f("pk_cs_audit_words")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_cs_audit_words_entry_index_word", "cs_audit_words", ["entry_index", "word"])


def _grow_the_tree() -> None:
    """Hash every entry in turn, as if it were appended now."""
    database = op.get_bind()
    some = sa.text("SELECT body FROM cs_audit_entries WHERE entry_index >= :first ORDER BY entry_index LIMIT :count")
    hashed = sa.text("UPDATE cs_audit_entries SET leaf_hash = :leaf WHERE entry_index = :index")
    kept = sa.text("INSERT INTO cs_audit_subtrees (level, position, hash) VALUES (:level, :position, :hash)")
    frontier = Frontier()
    while bodies := database.execute(some, {"first": frontier.size, "count": _AT_ONCE}).scalars().all():
        leaves, subtrees = [], []
        for body in bodies:
            leaf = leaf_hash(body.encode())
            leaves.append({"index": frontier.size, "leaf": leaf})
            frontier, completed = frontier.append(leaf)
            subtrees += [{"level": made.level, "position": made.position, "hash": made.hash} for made in completed]
        database.execute(hashed, leaves)
        if subtrees:
            database.execute(kept, subtrees)
    head = sa.text("UPDATE cs_audit_head SET frontier = :frontier")
    database.execute(head, {"frontier": frontier.to_bytes()})


def _file_what_is_there() -> None:
    for statement in (filled(TERMS, entries=STORED), filled(SPANS, which="TRUE")):
        op.execute(statement)
    database = op.get_bind()
    some = sa.text(
        "SELECT entry_index, text FROM cs_audit_texts WHERE entry_index IN (SELECT DISTINCT entry_index"
        " FROM cs_audit_texts WHERE entry_index > :last ORDER BY entry_index LIMIT :count) ORDER BY entry_index"
    )
    put = sa.text("INSERT INTO cs_audit_words (word, entry_index) VALUES (:word, :index)")
    last = -1
    while texts := database.execute(some, {"last": last, "count": _AT_ONCE}).all():
        words = {(word, index) for index, text in texts for word in words_of(text)}
        if words:
            database.execute(put, [{"word": word, "index": index} for word, index in sorted(words)])
        last = texts[-1][0]


def _guard_what_was_there() -> None:
    refuse("UPDATE", "cs_audit_entries", "an entry is never changed")
    refuse(
        "INSERT",
        "cs_audit_entries",
        "the index is not the next one, or there is no hash of the leaf",
        when="NEW.entry_index <> (SELECT coalesce(max(entry_index), -1) + 1 FROM cs_audit_entries)"
        " OR length(NEW.leaf_hash) <> 32",
    )
    refuse(
        "INSERT",
        "cs_audit_texts",
        "the entry has such a text already, or the salt is not of 16 bytes",
        when="length(NEW.salt) <> 16"
        " OR EXISTS (SELECT 1 FROM cs_audit_texts WHERE entry_index = NEW.entry_index AND field = NEW.field)",
    )
    refuse(
        "UPDATE",
        "cs_audit_head",
        "the head follows the last entry",
        when="NEW.id <> OLD.id OR NEW.next_index <> OLD.next_index + 1 OR length(NEW.frontier) % 32 <> 0"
        " OR NEW.next_index <> (SELECT coalesce(max(entry_index), -1) + 1 FROM cs_audit_entries)",
    )
    # A span is written by the entry that completes it.
    ends = "NEW.entry_index % 256 = 255 AND e.entry_index BETWEEN NEW.entry_index - 255 AND NEW.entry_index"
    follow("cs_audit_entries", "cs_audit_entries_filed", filled(TERMS, entries=NEW), filled(SPANS, which=ends))


def _guard_what_is_new() -> None:
    refuse(
        "INSERT",
        "cs_audit_subtrees",
        "the position is not the next one",
        when="NEW.position <> (SELECT coalesce(max(position), -1) + 1 FROM cs_audit_subtrees WHERE level = NEW.level)",
    )
    refuse(
        "INSERT",
        "cs_audit_checkpoints",
        "a checkpoint has the next number and covers no less than the one before",
        when="NEW.number <> (SELECT coalesce(max(number), -1) + 1 FROM cs_audit_checkpoints)"
        " OR NEW.size < (SELECT coalesce(max(size), 0) FROM cs_audit_checkpoints)",
    )
    refuse(
        "INSERT",
        "cs_audit_terms",
        "only the newest entry is filed",
        when="NEW.entry_index <> (SELECT max(entry_index) FROM cs_audit_entries)",
    )
    refuse(
        "INSERT",
        "cs_audit_spans",
        "the span is not the one that ends now",
        when="NEW.number <> (SELECT coalesce(max(number), -1) + 1 FROM cs_audit_spans)"
        " OR NEW.number * 256 + 255 <> (SELECT max(entry_index) FROM cs_audit_entries)",
    )
    for table, thing in {
        "cs_audit_subtrees": "the hash of a subtree",
        "cs_audit_checkpoints": "a checkpoint",
        "cs_audit_terms": "a term",
        "cs_audit_spans": "a span",
    }.items():
        refuse("UPDATE", table, f"{thing} is never changed")
        refuse("DELETE", table, f"{thing} is never taken away")
        refuse("TRUNCATE", table, f"{thing} is never taken away")
    refuse("UPDATE", "cs_audit_words", "a word is never changed")
    refuse("TRUNCATE", "cs_audit_words", "words are taken away with their text")
