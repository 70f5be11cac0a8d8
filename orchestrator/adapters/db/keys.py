"""Idempotency keys: what a repeated command was answered with."""

from datetime import datetime

from sqlalchemy import insert, select

from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.asked import idempotency_keys
from orchestrator.services.stored_values import KeptAnswer


class SqlIdempotencyKeys(Repository):
    """``services.unit_of_work.IdempotencyKeys`` in SQL."""

    __slots__ = ()

    def get(self, actor_id: str, key: str) -> KeptAnswer | None:
        """What the key was used for by this actor, or None.

        In a unit of work that may write, the next one that comes with this key waits here until this one has ended:
        a command that is sent twice at once is carried out once.
        """
        self._hold_name(f"{actor_id} {key}")
        wanted = select(idempotency_keys).where(idempotency_keys.c.actor_id == actor_id, idempotency_keys.c.key == key)
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else KeptAnswer(fingerprint=row.fingerprint, ids=tuple(row.ids))

    def put(self, actor_id: str, key: str, answer: KeptAnswer, at: datetime) -> None:
        """Keep it. A key is kept once: the database refuses a second answer."""
        self._connection.execute(
            insert(idempotency_keys).values(
                actor_id=actor_id, key=key, fingerprint=answer.fingerprint, ids=list(answer.ids), at=at
            )
        )
