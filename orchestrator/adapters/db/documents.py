"""The register of documents."""

from collections.abc import Sequence

from sqlalchemy import insert, select, update

from orchestrator.adapters.db.records import row_of, value_of
from orchestrator.adapters.db.repository import Repository, must_exist
from orchestrator.adapters.db.tables.contests import documents
from orchestrator.domain.documents import Document

_t = documents.c


class SqlDocuments(Repository):
    """``services.decision_stores.Documents`` in SQL."""

    __slots__ = ()

    def add(self, document: Document) -> None:
        """Insert."""
        self._connection.execute(insert(documents).values(row_of(document, documents)))

    def update(self, document: Document) -> None:
        """Store whether it holds no more.

        Raises:
            RowMissing: There is no such document.
        """
        changed = row_of(document, documents, only=("retired_at",))
        done = self._connection.execute(update(documents).where(_t.id == document.id).values(changed))
        must_exist(done, "document", document.id)

    def get(self, document_id: str) -> Document | None:
        """One document. In a unit of work that may write, nobody else changes it until that ends."""
        row = self._connection.execute(self._held(select(documents).where(_t.id == document_id))).one_or_none()
        return None if row is None else value_of(Document, row)

    def page(self, *, retired: bool, after: str | None, limit: int) -> Sequence[Document]:
        """Newest first, strictly older than ``after``; without ``retired`` only those that hold."""
        found = select(documents).order_by(_t.id.desc()).limit(limit)
        if not retired:
            found = found.where(_t.retired_at.is_(None))
        if after is not None:
            found = found.where(_t.id < after)
        return [value_of(Document, row) for row in self._connection.execute(found)]
