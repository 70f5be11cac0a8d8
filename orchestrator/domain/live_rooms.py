"""What is live in a room: what a change of the catalog must not take anything from (RULES R2). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.decisions import NO_DECISIONS, Decisions
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.domain.resolution import DesiredState, resolve


@dataclass(frozen=True, slots=True)
class LiveRoom:
    """A room, its open requests, and what is decided about them."""

    room: Classroom
    requests: tuple[SoftwareRequest, ...]
    decisions: Decisions = NO_DECISIONS

    def names(self, item_id: str) -> bool:
        """Whether its baseline or one of its requests names the item."""
        return item_id in self.room.baseline or any(request.item_id == item_id for request in self.requests)


def readings(
    before: Catalog, after: Catalog, live: LiveRoom, at: datetime
) -> Iterator[tuple[DesiredState, DesiredState]]:
    """What a room should have by either catalog: as it is when all that is decided is over, and with it."""
    ways = (NO_DECISIONS,) if live.decisions == NO_DECISIONS else (NO_DECISIONS, live.decisions)
    for decisions in ways:
        was, becomes = (
            resolve(live.room, live.requests, catalog, at, decisions=decisions) for catalog in (before, after)
        )
        yield was, becomes
