"""The limits of the fast brake: once per request and item (RULES R3.8). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.errors import Refusal
from orchestrator.domain.holds import Hold, HoldScope
from orchestrator.domain.manifests import Revision
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.domain.rollouts import RolloutState

NOTICE = timedelta(days=1)
"""How long before a newer state comes back the technicians are told."""


class HoldDue(StrEnum):
    """What falls due."""

    ANNOUNCED = "announced"  # tomorrow the newer state comes back
    OVER = "over"  # it resumes by itself


def not_held_before(requests: Iterable[SoftwareRequest], earlier: Sequence[Hold]) -> tuple[SoftwareRequest, ...]:
    """Those requests that no hold has ever covered: each can be held once (R3.8)."""
    held = {request_id for hold in earlier for request_id in hold.request_ids}
    return tuple(request for request in requests if request.id not in held)


def covering(request_ids: Iterable[str], earlier: Sequence[Hold]) -> Hold | None:
    """The first hold that covered one of these requests, or None."""
    asked = set(request_ids)
    return next((hold for hold in earlier if asked & set(hold.request_ids)), None)


def held_item_before(item_id: str, earlier: Sequence[Hold]) -> Hold | None:
    """The first hold of this item in the room, or None: an item can be held once, too (R3.8)."""
    return next((hold for hold in earlier if hold.scope is HoldScope.ITEM and hold.item_id == item_id), None)


def came_after(requests: Iterable[SoftwareRequest], revision: Revision) -> tuple[SoftwareRequest, ...]:
    """Those requests that the manifest did not have at a revision (R3.8)."""
    there = {line.request_id for line in revision.lines}
    return tuple(request for request in requests if request.id not in there)


def next_due(hold: Hold, *, announced: bool, over: bool) -> tuple[datetime, HoldDue] | None:
    """What falls due next, and when, UTC; None when nothing more comes by itself.

    Args:
        hold: As it is in the store.
        announced: Whether the technicians have been told that a newer state comes back.
        over: Whether its end has been written down.
    """
    if hold.ended_at is not None or over:
        return None
    if hold.scope is HoldScope.REVISION and not announced:
        # A hold that is shorter than the notice is announced at once.
        return max(hold.at, hold.until - NOTICE), HoldDue.ANNOUNCED
    return hold.until, HoldDue.OVER


@dataclass(eq=False)
class HeldBefore(Refusal):
    """It was held once already, and can't be again; that hold is named (R3.8)."""

    hold_id: str
    until: datetime
    code: ClassVar[str] = "held-before"


@dataclass(eq=False)
class NothingToHold(Refusal):
    """There is nothing that a hold could keep away."""

    classroom: str
    code: ClassVar[str] = "nothing-to-hold"


@dataclass(eq=False)
class HoldIsOver(Refusal):
    """The hold is over, by itself or because somebody lifted it."""

    hold_id: str
    code: ClassVar[str] = "hold-is-over"


@dataclass(eq=False)
class RolloutIsOver(Refusal):
    """The rollout has ended, so there is nothing of it to be held."""

    rollout_id: str
    state: RolloutState
    code: ClassVar[str] = "rollout-is-over"
