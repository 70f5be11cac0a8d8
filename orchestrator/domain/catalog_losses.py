"""What a change of the catalog takes from one request, as its requester's letter says it (RULES R2). Pure."""

from datetime import datetime

from orchestrator.domain.catalog import Catalog, Provider
from orchestrator.domain.catalog_changes import lost_coexistence
from orchestrator.domain.catalog_narrowing import CatalogChange
from orchestrator.domain.letters import CatalogLoss, Narrowing
from orchestrator.domain.requests import LATEST, SoftwareRequest


def narrowing_of(
    change: CatalogChange, request: SoftwareRequest, before: Catalog, after: Catalog, at: datetime
) -> Narrowing:
    """The loss that this request meets.

    Args:
        change: The change.
        request: A request that it touches.
        before: The catalog as it was.
        after: The catalog as it becomes.
        at: When that takes effect, UTC.
    """
    loss, other = _loss(request, before, after)
    version = request.version if loss is CatalogLoss.RELEASE_GONE and request.version != LATEST else None
    return Narrowing(change.id, loss, request.item_id, change.reason, at, other_item=other, version=version)


def _loss(request: SoftwareRequest, before: Catalog, after: Catalog) -> tuple[CatalogLoss, str | None]:
    item = after.get(request.item_id)
    if item is None:
        return CatalogLoss.RETIRED, None
    earlier = before.get(request.item_id)
    if item.provider is Provider.MANUAL and earlier is not None and earlier.provider is not Provider.MANUAL:
        return CatalogLoss.BY_HAND, None
    clashing = (
        other for other in after.items if after.conflict(item.id, other) and not before.conflict(item.id, other)
    )
    if other := next(clashing, None):
        return CatalogLoss.CONFLICT_ADDED, other
    for pair in lost_coexistence(before, after):
        if item.id in pair:
            return CatalogLoss.COEXISTENCE_DROPPED, next(name for name in pair if name != item.id)
    return CatalogLoss.RELEASE_GONE, None
