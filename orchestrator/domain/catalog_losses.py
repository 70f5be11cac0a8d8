"""What a change of the catalog takes from one request, as its requester's letter says it (RULES R2). Pure."""

from collections.abc import Collection
from datetime import datetime

from orchestrator.domain.catalog import Catalog, Provider
from orchestrator.domain.catalog_changes import lost_coexistence
from orchestrator.domain.catalog_narrowing import CatalogChange
from orchestrator.domain.catalog_refusals import newly_blocked
from orchestrator.domain.letters import CatalogLoss, Narrowing
from orchestrator.domain.requests import LATEST, SoftwareRequest
from orchestrator.domain.safeguards import Safeguard


def narrowing_of(
    change: CatalogChange,
    request: SoftwareRequest,
    before: Catalog,
    after: Catalog,
    at: datetime,
    safeguards: Collection[Safeguard],
) -> Narrowing:
    """The loss that this request meets.

    Args:
        change: The change.
        request: A request that it touches.
        before: The catalog as it was.
        after: The catalog as it becomes.
        at: When that takes effect, UTC.
        safeguards: All that are live.
    """
    loss, other = _loss(request, before, after, safeguards)
    version = _version(request, before) if loss is CatalogLoss.RELEASE_GONE else None
    return Narrowing(change.id, loss, request.item_id, change.reason, at, other_item=other, version=version)


def _version(request: SoftwareRequest, before: Catalog) -> str | None:
    """The version that goes: the one that was asked for, or the newest of before."""
    item = before.get(request.item_id)
    newest = item.latest() if item else None
    if request.version != LATEST:
        return request.version
    return newest.version if newest else None


def _loss(
    request: SoftwareRequest, before: Catalog, after: Catalog, safeguards: Collection[Safeguard]
) -> tuple[CatalogLoss, str | None]:
    item = after.get(request.item_id)
    if item is None:
        return CatalogLoss.RETIRED, None
    earlier = before.get(request.item_id)
    if item.provider is Provider.MANUAL and earlier is not None and earlier.provider is not Provider.MANUAL:
        return CatalogLoss.BY_HAND, None
    if blocked := newly_blocked(request, before, after, safeguards):
        return CatalogLoss.BLOCKED, blocked if blocked != item.id else None
    clashing = (
        other for other in after.items if after.conflict(item.id, other) and not before.conflict(item.id, other)
    )
    if other := next(clashing, None):
        return CatalogLoss.CONFLICT_ADDED, other
    for pair in lost_coexistence(before, after):
        if item.id in pair:
            return CatalogLoss.COEXISTENCE_DROPPED, next(name for name in pair if name != item.id)
    return CatalogLoss.RELEASE_GONE, None
