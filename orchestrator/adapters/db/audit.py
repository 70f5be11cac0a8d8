"""The log of who did what."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, select, update

from orchestrator.adapters.db.people import SqlPeople
from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.record import audit_entries, audit_head, audit_texts
from orchestrator.domain.audit import AuditEntry, PrivateText
from orchestrator.domain.people import Actor

SALT_BYTES = 16


class SqlAudit(Repository):
    """``services.unit_of_work.Audit`` in SQL."""

    __slots__ = ()

    def append(
        self,
        *,
        at: datetime,
        actor: Actor,
        kind: str,
        subjects: Mapping[str, str],
        texts: Mapping[str, str] | None = None,
    ) -> int:
        """Append one entry and give its index. ``texts`` stand beside the log under a salted commitment.

        From here to the end of the transaction nobody else can append: the one head row is locked.
        """
        SqlPeople(self._connection).remember(actor)
        index: int = self._connection.execute(select(audit_head.c.next_index).with_for_update()).scalar_one()
        beside = [PrivateText(field, text, secrets.token_bytes(SALT_BYTES)) for field, text in (texts or {}).items()]
        entry = AuditEntry(
            index=index,
            at=at,
            actor_id=actor.id,
            kind=kind,
            subjects=dict(subjects),
            commitments={private.field: private.commitment for private in beside},
        )
        self._connection.execute(insert(audit_entries).values(entry_index=index, body=entry.canonical().decode()))
        if beside:
            self._connection.execute(
                insert(audit_texts),
                [{"entry_index": index, "field": p.field, "salt": p.salt, "text": p.text} for p in beside],
            )
        self._connection.execute(update(audit_head).values(next_index=index + 1))
        return index
