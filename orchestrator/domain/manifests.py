"""Manifests: what a classroom was asked to have. Every change makes an immutable, numbered revision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from orchestrator.domain.classrooms import SeatTarget
from orchestrator.domain.requests import RequestState, SoftwareRequest, Wanted


class ChangeKind(StrEnum):
    """Why a revision came about."""

    REQUESTED = "requested"  # a request was accepted
    WITHDRAWN = "withdrawn"  # its requester took it back
    CLOSED = "closed"  # its time was over
    BASELINE = "baseline"  # the site's files changed the room's baseline


@dataclass(frozen=True, slots=True)
class ManifestLine:
    """One thing asked for: by a request, or by the baseline (``request_id`` None)."""

    item_id: str
    request_id: str | None
    wanted: Wanted
    version: str
    target: SeatTarget
    enough: int | None


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a room's manifest, with its provenance.

    Attributes:
        classroom_id: The room.
        number: 1, 2, 3 … without gaps.
        lines: All lines: baseline first, then requests by age.
        change: What made this revision out of the one before.
        request_id: The request that changed it, or None.
        actor_id: Who did.
        at: When, UTC.
    """

    classroom_id: str
    number: int
    lines: tuple[ManifestLine, ...]
    change: ChangeKind
    request_id: str | None
    actor_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """What one revision has over another."""

    added: tuple[ManifestLine, ...]
    removed: tuple[ManifestLine, ...]


def lines_of(baseline: Iterable[str], requests: Iterable[SoftwareRequest]) -> tuple[ManifestLine, ...]:
    """The manifest's lines: baseline in its order, then open requests by age."""
    ground = tuple(
        ManifestLine(item, None, Wanted.PRESENT, "latest", SeatTarget.ALL, None) for item in dict.fromkeys(baseline)
    )
    live = sorted((r for r in requests if r.state is RequestState.OPEN), key=lambda r: (r.created_at, r.id))
    asked = tuple(ManifestLine(r.item_id, r.id, r.wanted, r.version, r.target, r.enough) for r in live)
    return ground + asked


def diff(older: Iterable[ManifestLine], newer: Iterable[ManifestLine]) -> Difference:
    """What ``newer`` added to and took from ``older``, each in its own order."""
    before, after = tuple(older), tuple(newer)
    return Difference(
        added=tuple(line for line in after if line not in before),
        removed=tuple(line for line in before if line not in after),
    )
