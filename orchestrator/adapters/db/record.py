"""The record as auditors read it."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import BindParameter, bindparam, delete, select

from orchestrator.adapters.db.record_checkpoints import SqlCheckpoints
from orchestrator.adapters.db.record_search import ENDLESS, prepared
from orchestrator.adapters.db.tables.record import (
    audit_entries,
    audit_head,
    audit_subtrees,
    audit_texts,
    audit_words,
)
from orchestrator.domain.audit import PrivateText
from orchestrator.domain.merkle import Frontier
from orchestrator.domain.record_terms import words_of
from orchestrator.services.record_stores import RecordedEntry, RecordQuery

_AT_ONCE = 500
"""Entries that a stream holds at a time."""

_INDEXES: BindParameter[Sequence[int]] = bindparam("indexes", expanding=True)
_ENTRIES = select(audit_entries).where(audit_entries.c.entry_index.in_(_INDEXES)).order_by(audit_entries.c.entry_index)
_TEXTS = (
    select(audit_texts)
    .where(audit_texts.c.entry_index.in_(_INDEXES))
    .order_by(audit_texts.c.entry_index, audit_texts.c.field)
)


class SqlRecord(SqlCheckpoints):
    """``services.record_stores.Record`` in SQL."""

    __slots__ = ()

    def frontier(self) -> Frontier:
        """The tree's frontier at the head: its size and its root.

        In a unit of work that may write, the head is locked, as by appending: it stays what it is until the end.

        Raises:
            FrontierMalformed: Somebody has changed the head.
        """
        head = self._connection.execute(self._held(select(audit_head))).one()
        return Frontier.from_bytes(head.next_index, head.frontier or b"")

    def kept(self, level: int, first: int, count: int) -> Sequence[bytes]:
        """Kept hashes, for proofs: ``domain.merkle.KeptHashes``. Fewer where some are missing."""
        if level == 0:
            position, hashed = audit_entries.c.entry_index, select(audit_entries.c.leaf_hash)
        else:
            position = audit_subtrees.c.position
            hashed = select(audit_subtrees.c.hash).where(audit_subtrees.c.level == level)
        found = hashed.where(position >= first, position < first + count).order_by(position)
        return [kept for kept in self._connection.execute(found).scalars() if kept is not None]

    def entry(self, index: int) -> RecordedEntry | None:
        """One entry."""
        return next(iter(self._read([index] if 0 <= index < ENDLESS else [])), None)

    def page(self, query: RecordQuery, *, before: int | None, limit: int) -> Sequence[RecordedEntry]:
        """Entries that fit, newest first, at most ``limit``, with an index below ``before``.

        Raises:
            UnstorableText: Something is asked for that no database keeps.
        """
        search = prepared(self._connection, query)
        if search is None:
            return []
        end = search.end if before is None else before
        found = search.indexes(first=0, end=end, limit=limit, newest_first=True)
        return self._read(self._connection.execute(found).scalars().all())[::-1]

    def stream(self, query: RecordQuery, *, size: int) -> Iterator[RecordedEntry]:
        """Entries below ``size`` that fit, oldest first, some hundred at a time.

        In a unit of work that only reads, all are of one moment.

        Raises:
            UnstorableText: Something is asked for that no database keeps.
        """
        search = prepared(self._connection, query)
        first = 0
        while search is not None:
            found = search.indexes(first=first, end=size, limit=_AT_ONCE, newest_first=False)
            indexes = self._connection.execute(found).scalars().all()
            yield from self._read(indexes)
            if len(indexes) < _AT_ONCE:
                return
            first = indexes[-1] + 1

    def erase(self, index: int, fields: Collection[str]) -> frozenset[str]:
        """Erase texts beside an entry with their salts; gives the fields that had one. Nobody can bring them back."""
        held = self._texts([index] if 0 <= index < ENDLESS else []).get(index, {})
        gone = frozenset(held.keys() & set(fields))
        if not gone:
            return gone
        left = {word for field, private in held.items() if field not in gone for word in words_of(private.text)}
        self._connection.execute(
            delete(audit_texts).where(audit_texts.c.entry_index == index, audit_texts.c.field.in_(sorted(gone)))
        )
        self._connection.execute(
            delete(audit_words).where(audit_words.c.entry_index == index, audit_words.c.word.not_in(sorted(left)))
        )
        return gone

    def _read(self, indexes: Sequence[int]) -> list[RecordedEntry]:
        """These entries with their texts, oldest first."""
        if not indexes:
            return []
        texts = self._texts(indexes)
        return [
            RecordedEntry(row.entry_index, row.body.encode(), row.leaf_hash or b"", texts.get(row.entry_index, {}))
            for row in self._connection.execute(_ENTRIES, {"indexes": indexes})
        ]

    def _texts(self, indexes: Sequence[int]) -> Mapping[int, Mapping[str, PrivateText]]:
        """Texts beside these entries, by index and field."""
        texts: dict[int, dict[str, PrivateText]] = {}
        for row in self._connection.execute(_TEXTS, {"indexes": indexes}):
            texts.setdefault(row.entry_index, {})[row.field] = PrivateText(row.field, row.text, row.salt)
        return texts
