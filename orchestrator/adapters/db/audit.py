"""The log of who did what."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from orchestrator.adapters.db.people import SqlPeople
from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.asked import people
from orchestrator.adapters.db.tables.record import audit_entries, audit_head, audit_subtrees, audit_texts, audit_words
from orchestrator.domain.audit import AuditEntry, PrivateText
from orchestrator.domain.merkle import Frontier, leaf_hash
from orchestrator.domain.people import Actor
from orchestrator.domain.record_terms import words_of

SALT_BYTES = 16

# All wait for who holds the head, so the statements are made ready once.
_NAME = select(people.c.name).where(people.c.id == bindparam("actor"))
_HEAD = select(audit_head.c.next_index, audit_head.c.frontier).with_for_update()
_ENTRY = insert(audit_entries)
_TEXTS = insert(audit_texts)
_WORDS = insert(audit_words)
_SUBTREES = insert(audit_subtrees)
_ADVANCE = update(audit_head).values(next_index=bindparam("next_index"), frontier=bindparam("frontier"))


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

        Raises:
            FrontierMalformed: Somebody has changed the head.
        """
        beside = [PrivateText(field, text, secrets.token_bytes(SALT_BYTES)) for field, text in (texts or {}).items()]
        words = sorted({word for private in beside for word in words_of(private.text)})
        commitments = {private.field: private.commitment for private in beside}

        # Before the head is locked: whoever has it must not wait for the row of a name.
        if self._connection.execute(_NAME, {"actor": actor.id}).scalar() != actor.name:
            SqlPeople(self._connection).remember(actor)

        head = self._connection.execute(_HEAD).one()
        index: int = head.next_index
        entry = AuditEntry(index, at, actor.id, kind, dict(subjects), commitments).canonical()
        leaf = leaf_hash(entry)
        frontier, completed = Frontier.from_bytes(index, head.frontier).append(leaf)

        self._connection.execute(_ENTRY, {"entry_index": index, "body": entry.decode(), "leaf_hash": leaf})
        if beside:
            rows = [{"entry_index": index, "field": p.field, "salt": p.salt, "text": p.text} for p in beside]
            self._connection.execute(_TEXTS, rows)
        if words:
            self._connection.execute(_WORDS, [{"word": word, "entry_index": index} for word in words])
        if completed:
            kept = [{"level": made.level, "position": made.position, "hash": made.hash} for made in completed]
            self._connection.execute(_SUBTREES, kept)
        self._connection.execute(_ADVANCE, {"next_index": frontier.size, "frontier": frontier.to_bytes()})
        return index
