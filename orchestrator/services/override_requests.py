"""What the end of a request does to the overrides that bound it: with the last of its requests, an override is moot."""

from orchestrator.domain.overrides import OverrideState
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.services.deadlines import follow
from orchestrator.services.unit_of_work import UnitOfWork

OVERRIDE = "override"
"""Name under which an override's deadlines are followed."""


def look_after_overrides_of(uow: UnitOfWork, request: SoftwareRequest) -> None:
    """Have the overrides of a request that is over looked at, in the transaction that ends it."""
    for override in uow.overrides.of_requests([request.id]):
        if override.state in {OverrideState.PROPOSED, OverrideState.LIVE}:
            follow(uow, OVERRIDE, override.id, because=f"{request.id}:over")
