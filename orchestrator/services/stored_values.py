"""Values that the store keeps for the services and that are no domain values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orchestrator.domain.observations import Observation, ScanFailure


@dataclass(frozen=True, slots=True)
class Wave:
    """The desired state that a wave ran with, immutable.

    Attributes:
        rollout_id, number: Which wave; numbers start at 1.
        at: When it was resolved, UTC.
        desired_json: Canonical JSON of the desired state.
        digest: Its SHA-256 in hex.
        changes: Item ids whose desired lines differ from the wave before, with their whys as plain JSON.
    """

    rollout_id: str
    number: int
    at: datetime
    desired_json: str
    digest: str
    changes: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """The latest that scans know of a machine: its last observation, and a failure if one came after it."""

    observation: Observation | None
    failure: ScanFailure | None


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One event of a rollout. ``sequence`` counts from 1 within the rollout, without gaps.

    Attributes:
        sequence: Position.
        at: When it was stored, UTC.
        kind: A RunEventKind's value, or a kind of the rollout itself (``rollout.started`` …).
        machine_id: Machine that it concerns, or None.
        data: Plain JSON.
    """

    sequence: int
    at: datetime
    kind: str
    machine_id: str | None
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What an idempotency key was used for: a hash of the content, and the ids that came of it."""

    fingerprint: str
    ids: tuple[str, ...]
