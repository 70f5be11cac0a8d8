"""What happens to an override by itself, and when (RULES R3.2, R3.5). Pure."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from orchestrator.domain.overrides import Confirmation, Override, OverrideState
from orchestrator.domain.requests import RequestState, SoftwareRequest


class OverrideDue(StrEnum):
    """What falls due."""

    BEGINS = "begins"  # its start was later than its recording: the room is owed what it brings
    NONE_CONFIRMED = "none_confirmed"  # nobody confirmed the category in time: it counts as ordinary
    EXPIRES = "expires"  # its time is over
    MOOT = "moot"  # every request that it bound is over


def next_due(
    override: Override, requests: Sequence[SoftwareRequest], *, begun: bool
) -> tuple[datetime, OverrideDue] | None:
    """What falls due next, and when, UTC; None when nothing more can come by itself.

    Args:
        override: As it is in the store.
        requests: Those that it binds.
        begun: Whether its beginning has been written down.
    """
    if override.state not in {OverrideState.PROPOSED, OverrideState.LIVE}:
        return None
    found = [(override.expires_at, OverrideDue.EXPIRES)]
    if requests and all(r.state is not RequestState.OPEN for r in requests):
        found.append((max(r.ended_at or override.created_at for r in requests), OverrideDue.MOOT))
    if override.confirmation is Confirmation.WAITING and override.confirm_by is not None:
        found.append((override.confirm_by, OverrideDue.NONE_CONFIRMED))
    later = override.starts_at > override.created_at
    if override.state is OverrideState.LIVE and later and not begun:
        found.append((override.starts_at, OverrideDue.BEGINS))
    return min(found)
