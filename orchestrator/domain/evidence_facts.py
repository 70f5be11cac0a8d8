"""What was gathered about a room and its site, so that evidence can be looked at without a store (RULES R3.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.observations import Observation


class Found(StrEnum):
    """Whether something that the evidence names is there."""

    YES = "yes"  # it is there, and as it has to be
    NO = "no"  # it is not there, or not as it has to be
    UNKNOWN = "unknown"  # nobody looked


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """One seat in service.

    Attributes:
        id: The seat.
        label: What stands on the table.
        aimed: Whether one of the requests aims at it.
        observation: What the last scan saw there, or None where none did.
    """

    id: str
    label: str
    aimed: bool
    observation: Observation | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What evidence is looked at against.

    Attributes:
        item_id: The item that was asked for.
        versions: Versions that would be installed for the requests; None among them where nobody knows.
        catalog: All items.
        seats: The room's seats in service.
        seat_ids: All seats of the room.
        rollouts: Of the rollouts that the evidence names, those of this room, each with whether the item failed in it.
        officer: Whether the named officer has an account, and is not whoever records.
        document: Whether the register has the named document, and its owner is outside IT.
    """

    item_id: str
    versions: tuple[str | None, ...]
    catalog: Catalog
    seats: tuple[SeatFacts, ...] = ()
    seat_ids: frozenset[str] = frozenset()
    rollouts: Mapping[str, bool] = field(default_factory=dict)
    officer: Found = Found.UNKNOWN
    document: Found = Found.UNKNOWN

    @property
    def oldest_scan(self) -> datetime | None:
        """When the oldest of the last scans of the aimed seats was, or None."""
        return min((s.observation.at for s in self.seats if s.aimed and s.observation), default=None)
