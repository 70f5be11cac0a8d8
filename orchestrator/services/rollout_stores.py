"""The ports to what is done: rollouts, what scans saw, and live events.

The contracts of ``unit_of_work`` hold here, too.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from orchestrator.domain.observations import ScanResult
from orchestrator.domain.rollouts import Intent, MachineRun, Placement, Rollout, RolloutState
from orchestrator.services.stored_values import Seen, StoredEvent, Wave


class Rollouts(Protocol):
    """Rollouts with their waves, machine runs, intents and placements."""

    def add(self, rollout: Rollout) -> None:
        """Insert."""
        ...

    def update(self, rollout: Rollout) -> None:
        """Store its state and times, and who cancelled it."""
        ...

    def get(self, rollout_id: str) -> Rollout | None:
        """One rollout."""
        ...

    def under_way(self, classroom_id: str) -> Rollout | None:
        """The room's oldest rollout that is queued or running."""
        ...

    def page(
        self, *, classroom_id: str | None, after: str | None, limit: int, state: RolloutState | None = None
    ) -> Sequence[Rollout]:
        """Newest first, strictly older than ``after``; in one state or in any."""
        ...

    def add_wave(self, wave: Wave) -> None:
        """Insert; the same wave again changes nothing."""
        ...

    def wave(self, rollout_id: str, number: int) -> Wave | None:
        """One wave, or None."""
        ...

    def waves(self, rollout_id: str) -> Sequence[Wave]:
        """All waves by number."""
        ...

    def runs(self, rollout_id: str) -> Sequence[MachineRun]:
        """All machine runs in seat order."""
        ...

    def runs_at(self, classroom_id: str, seat_id: str, *, after: str | None, limit: int) -> Sequence[MachineRun]:
        """The runs of whatever stood at a seat of the room, newest rollout first, strictly older than ``after``."""
        ...

    def latest_runs(self, machine_ids: Collection[str]) -> Mapping[str, MachineRun]:
        """Each machine's run in the newest rollout (by id) that has one for it, by machine id."""
        ...

    def put_runs(self, runs: Collection[MachineRun]) -> None:
        """Insert or update by (rollout, machine)."""
        ...

    def add_intents(self, intents: Collection[Intent]) -> None:
        """Insert, or replace by (rollout, machine, item) what is not placed."""
        ...

    def intents(self, rollout_id: str) -> Sequence[Intent]:
        """All intents of a rollout by wave, machine and item."""
        ...

    def open_intents(self, machine_ids: Collection[str]) -> Sequence[Intent]:
        """Intents that no scan has settled, oldest first."""
        ...

    def settle_intent(self, intent: Intent) -> None:
        """Store its outcome."""
        ...

    def placements(self, machine_ids: Collection[str]) -> Sequence[Placement]:
        """What is ours on these machines."""
        ...

    def put_placement(self, placement: Placement) -> None:
        """Insert or update by (machine, item)."""
        ...

    def remove_placement(self, machine_id: str, item_id: str) -> None:
        """It is no longer there."""
        ...

    def take_fence(self, classroom_id: str, rollout_id: str) -> int:
        """Count the room's fence token up and give the new one; whoever held the old one has lost the room."""
        ...

    def fence_token(self, classroom_id: str) -> int:
        """The room's present fence token; 0 before the first."""
        ...


class Observations(Protocol):
    """What scans saw. Never in one table with what is desired."""

    def record(self, result: ScanResult) -> None:
        """Keep as the machine's latest; an observation clears an older failure, a failure keeps the observation."""
        ...

    def latest(self, machine_ids: Collection[str]) -> Mapping[str, Seen]:
        """By machine id; machines that no scan has tried are missing."""
        ...


class Events(Protocol):
    """Live events of rollouts; not audit entries."""

    def append(self, rollout_id: str, at: datetime, events: Sequence[tuple[str, str | None, dict[str, Any]]]) -> None:
        """Append (kind, machine id, data) in order under the rollout's next sequence numbers."""
        ...

    def last(self, rollout_id: str) -> int:
        """Number of a rollout's last event; 0 if it has none."""
        ...

    def after(self, rollout_id: str, sequence: int, limit: int) -> Sequence[StoredEvent]:
        """Events with a greater sequence number, in order."""
        ...
