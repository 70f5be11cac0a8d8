"""The record as it is stored, row by row."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, CursorResult, LargeBinary, Select, cast, func, select
from sqlalchemy.exc import SQLAlchemyError

from orchestrator.adapters.db.errors import RecordUnreadable
from orchestrator.adapters.db.lost import raise_if_lost
from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.record import (
    audit_checkpoints,
    audit_entries,
    audit_head,
    audit_spans,
    audit_subtrees,
    audit_terms,
    audit_texts,
    audit_words,
)
from orchestrator.domain.merkle import Subtree
from orchestrator.services.record_evidence import (
    CheckpointRow,
    EntryRow,
    HeadRow,
    SpanRow,
    TermRow,
    TextRow,
    WordRow,
)

ROWS_AT_ONCE = 500
"""Rows of one stream that are in memory."""


class SqlRecordEvidence(Repository):
    """``services.record_evidence.RecordEvidence`` in SQL. For a unit of work that only reads: its snapshot is one."""

    __slots__ = ("_results",)

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._results: list[CursorResult[Any]] = []

    def close(self) -> None:
        """Close streams that were not read to their end: the database holds a cursor for each."""
        for result in self._results:
            result.close()

    def head(self) -> HeadRow | None:
        """The head; None where its row is gone."""
        row = self._connection.execute(select(audit_head.c.next_index, audit_head.c.frontier)).one_or_none()
        return None if row is None else HeadRow(row.next_index, row.frontier or b"")

    def entries(self) -> Iterator[EntryRow]:
        """By number."""
        table = audit_entries.c
        wanted = select(table.entry_index, self._octets(table.body), table.leaf_hash).order_by(table.entry_index)
        return (EntryRow(*row) for row in self._streamed(wanted))

    def subtrees(self) -> Iterator[Subtree]:
        """Kept hashes above the leaves."""
        table = audit_subtrees.c
        wanted = select(table.level, table.position, table.hash).order_by(table.level, table.position)
        return (Subtree(*row) for row in self._streamed(wanted))

    def texts(self) -> Iterator[TextRow]:
        """By entry, then field."""
        table = audit_texts.c
        text = self._octets(table.text)
        wanted = select(table.entry_index, table.field, table.salt, text).order_by(table.entry_index, table.field)
        rows = self._streamed(wanted)
        return (TextRow(entry, field, salt, said.decode(errors="replace")) for entry, field, salt, said in rows)

    def terms(self) -> Iterator[TermRow]:
        """By entry."""
        table = audit_terms.c
        wanted = select(table.entry_index, table.name, table.value).order_by(table.entry_index)
        return (TermRow(*row) for row in self._streamed(wanted))

    def words(self) -> Iterator[WordRow]:
        """By entry."""
        table = audit_words.c
        wanted = select(table.entry_index, table.word).order_by(table.entry_index, table.word)
        return (WordRow(*row) for row in self._streamed(wanted))

    def spans(self) -> Iterator[SpanRow]:
        """By number."""
        table = audit_spans.c
        wanted = select(table.number, table.earliest, table.latest).order_by(table.number)
        return (SpanRow(*row) for row in self._streamed(wanted))

    def checkpoints(self) -> Iterator[CheckpointRow]:
        """By number."""
        table = audit_checkpoints.c
        wanted = select(table.number, table.size, table.note).order_by(table.number)
        return (CheckpointRow(*row) for row in self._streamed(wanted))

    def _octets(self, column: Column[str]) -> ColumnElement[bytes]:
        """A text column's bytes: SQLite lets anybody put something there that is no UTF-8."""
        if self._connection.dialect.name == "postgresql":
            return func.convert_to(column, "UTF8", type_=LargeBinary)
        return cast(column, LargeBinary)

    def _streamed(self, wanted: Select[Any]) -> Iterator[Sequence[Any]]:
        """Rows out of a cursor of the database's own, so many at a time; several can be open side by side.

        Raises:
            RecordUnreadable: Rows cannot be read, because the file is damaged or a table is gone.
        """
        try:
            result = self._connection.execute(wanted.execution_options(yield_per=ROWS_AT_ONCE))
            self._results.append(result)
            for rows in result.partitions():
                yield from rows
        except SQLAlchemyError as error:
            raise_if_lost(error)
            raise RecordUnreadable(f"the record cannot be read: {getattr(error, 'orig', None) or error}") from error
