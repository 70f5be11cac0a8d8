"""Recommendations and sign-offs."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import insert, select, update

from orchestrator.adapters.db.records import row_of, value_of
from orchestrator.adapters.db.repository import Repository, must_exist
from orchestrator.adapters.db.tables.advice import recommendations, sign_offs
from orchestrator.adapters.db.tables.asked import requests
from orchestrator.domain.advice import Recommendation, SignOff


class SqlRecommendations(Repository):
    """``services.advice_stores.Recommendations`` in SQL."""

    __slots__ = ()

    def add(self, recommendation: Recommendation) -> None:
        """Insert."""
        self._connection.execute(insert(recommendations).values(row_of(recommendation, recommendations)))

    def update(self, recommendation: Recommendation) -> None:
        """Store what became of it.

        Raises:
            RowMissing: There is no such recommendation.
        """
        changed = row_of(recommendation, recommendations, only=("state", "ended_at"))
        found = recommendations.c.id == recommendation.id
        done = self._connection.execute(update(recommendations).where(found).values(changed))
        must_exist(done, "recommendation", recommendation.id)

    def get(self, recommendation_id: str) -> Recommendation | None:
        """One recommendation. In a unit of work that may write, nobody else changes its room until that ends."""
        mine = recommendations.c.id == recommendation_id
        about = select(recommendations.c.request_id).where(mine).scalar_subquery()
        self._hold_room_of(select(requests.c.classroom_id).where(requests.c.id == about))
        row = self._connection.execute(select(recommendations).where(mine)).one_or_none()
        return None if row is None else value_of(Recommendation, row)

    def of_requests(self, request_ids: Collection[str]) -> Sequence[Recommendation]:
        """All about these requests, oldest first."""
        found = select(recommendations).where(recommendations.c.request_id.in_(list(request_ids)))
        rows = self._connection.execute(found.order_by(recommendations.c.id))
        return [value_of(Recommendation, row) for row in rows]


class SqlSignOffs(Repository):
    """``services.advice_stores.SignOffs`` in SQL."""

    __slots__ = ()

    def put(self, sign_off: SignOff) -> None:
        """Insert or update by request."""
        self._upsert(sign_offs, [row_of(sign_off, sign_offs)], key=("request_id",))

    def of_requests(self, request_ids: Collection[str]) -> Mapping[str, SignOff]:
        """By request id; requests whose requester was never asked are missing."""
        found = select(sign_offs).where(sign_offs.c.request_id.in_(list(request_ids)))
        return {row.request_id: value_of(SignOff, row) for row in self._connection.execute(found)}
