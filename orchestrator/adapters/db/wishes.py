"""Wishes with what was answered."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import insert, select, update

from orchestrator.adapters.db.records import row_of, value_of
from orchestrator.adapters.db.repository import Repository, must_exist
from orchestrator.adapters.db.tables.owed import wish_answers, wishes
from orchestrator.domain.wishes import Wish, WishAnswer, WishState

_LINK = ("linked_request_id", "linked_at", "linked_by", "confirm_until", "confirmed_at")
_CHANGES = ("answered_at", "rose_at", "state", *_LINK, "ended_at")


class SqlWishes(Repository):
    """``services.owed_stores.Wishes`` in SQL."""

    __slots__ = ()

    def add(self, wish: Wish) -> None:
        """Insert."""
        self._connection.execute(insert(wishes).values(row_of(wish, wishes)))

    def update(self, wish: Wish) -> None:
        """Store what became of it.

        Raises:
            RowMissing: There is no such wish.
        """
        changed = row_of(wish, wishes, only=_CHANGES)
        done = self._connection.execute(update(wishes).where(wishes.c.id == wish.id).values(changed))
        must_exist(done, "wish", wish.id)

    def get(self, wish_id: str) -> Wish | None:
        """One wish. In a unit of work that may write, nobody else changes its room until that ends."""
        self._hold_room_of(select(wishes.c.classroom_id).where(wishes.c.id == wish_id))
        row = self._connection.execute(select(wishes).where(wishes.c.id == wish_id)).one_or_none()
        return None if row is None else value_of(Wish, row)

    def open(self, classroom_id: str | None = None) -> Sequence[Wish]:
        """All that are open, of a room or of all, oldest first."""
        found = select(wishes).where(wishes.c.state == WishState.OPEN.value).order_by(wishes.c.id)
        if classroom_id is not None:
            found = found.where(wishes.c.classroom_id == classroom_id)
        return [value_of(Wish, row) for row in self._connection.execute(found)]

    def awaiting_yes(self, at: datetime, classroom_id: str | None = None) -> Sequence[Wish]:
        """All that are linked and whose wisher has not said yet whether that was meant, oldest first."""
        waits = wishes.c.state == WishState.LINKED.value, wishes.c.confirmed_at.is_(None), wishes.c.confirm_until > at
        found = select(wishes).where(*waits).order_by(wishes.c.id)
        if classroom_id is not None:
            found = found.where(wishes.c.classroom_id == classroom_id)
        return [value_of(Wish, row) for row in self._connection.execute(found)]

    def linked_to(self, request_ids: Collection[str]) -> Mapping[str, Wish]:
        """By id of the request, the oldest linked wish that each came from."""
        linked = wishes.c.linked_request_id.in_(list(request_ids)), wishes.c.state == WishState.LINKED.value
        found: dict[str, Wish] = {}
        for row in self._connection.execute(select(wishes).where(*linked).order_by(wishes.c.id)):
            found.setdefault(row.linked_request_id, value_of(Wish, row))
        return found

    def page(
        self,
        *,
        classroom_id: str | None,
        requester_id: str | None,
        state: WishState | None,
        after: str | None,
        limit: int,
        on_behalf_by: str | None = None,
    ) -> Sequence[Wish]:
        """Newest first (ids sort by age), at most ``limit``, strictly older than the one with id ``after``."""
        found = select(wishes).order_by(wishes.c.id.desc()).limit(limit)
        for name, value in {"classroom_id": classroom_id, "requester_id": requester_id, "state": state}.items():
            if value is not None:
                found = found.where(wishes.c[name] == str(value))
        if on_behalf_by is not None:
            found = found.where(wishes.c.entered_by == on_behalf_by, wishes.c.requester_id != on_behalf_by)
        if after is not None:
            found = found.where(wishes.c.id < after)
        return [value_of(Wish, row) for row in self._connection.execute(found)]

    def answer(self, answer: WishAnswer) -> None:
        """Insert an answer."""
        self._connection.execute(insert(wish_answers).values(row_of(answer, wish_answers)))

    def answers(self, wish_ids: Collection[str]) -> Sequence[WishAnswer]:
        """All answers to these wishes, oldest first."""
        found = select(wish_answers).where(wish_answers.c.wish_id.in_(list(wish_ids))).order_by(wish_answers.c.id)
        return [value_of(WishAnswer, row) for row in self._connection.execute(found)]
