"""What has a say in a room now."""

from orchestrator.adapters.db.holds import SqlHolds
from orchestrator.adapters.db.overrides import SqlOverrides
from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.safeguards import SqlExemptions, SqlSafeguards
from orchestrator.domain.decisions import Decisions


class SqlRoomDecisions(Repository):
    """``services.decision_stores.RoomDecisions`` in SQL."""

    __slots__ = ()

    def of_classroom(self, classroom_id: str) -> Decisions:
        """Its live overrides and its holds that are not over, with the site's live safeguards and exemptions."""
        holds = SqlHolds(self._connection).of_classroom(classroom_id)
        return Decisions(
            overrides=tuple(SqlOverrides(self._connection).live_in(classroom_id)),
            holds=tuple(hold for hold in holds if hold.ended_at is None),
            safeguards=tuple(SqlSafeguards(self._connection).live()),
            exemptions=tuple(e for e in SqlExemptions(self._connection).live() if classroom_id in e.classroom_ids),
        )
