"""What has a say in a room now."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from orchestrator.adapters.db.holds import SqlHolds
from orchestrator.adapters.db.overrides import SqlOverrides
from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.safeguards import SqlExemptions, SqlSafeguards
from orchestrator.domain.decisions import Decisions
from orchestrator.domain.holds import Hold
from orchestrator.domain.overrides import Override


class SqlRoomDecisions(Repository):
    """``services.decision_stores.RoomDecisions`` in SQL."""

    __slots__ = ()

    def of_classroom(self, classroom_id: str) -> Decisions:
        """Its live overrides and its holds that are not over, with the site's live safeguards and exemptions."""
        return self.of_classrooms([classroom_id])[classroom_id]

    def of_classrooms(self, classroom_ids: Collection[str]) -> Mapping[str, Decisions]:
        """The same of each of these rooms, by its id."""
        holds: dict[str, list[Hold]] = defaultdict(list)
        for hold in SqlHolds(self._connection).of_classrooms(classroom_ids):
            if hold.ended_at is None:
                holds[hold.classroom_id].append(hold)
        overrides: dict[str, list[Override]] = defaultdict(list)
        for override in SqlOverrides(self._connection).live_in(classroom_ids):
            overrides[override.classroom_id].append(override)
        safeguards = tuple(SqlSafeguards(self._connection).live())
        exemptions = tuple(SqlExemptions(self._connection).live())
        return {
            room: Decisions(
                overrides=tuple(overrides[room]),
                holds=tuple(holds[room]),
                safeguards=safeguards,
                exemptions=tuple(exemption for exemption in exemptions if room in exemption.classroom_ids),
            )
            for room in classroom_ids
        }
