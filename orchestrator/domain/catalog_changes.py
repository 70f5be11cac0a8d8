"""What a catalog's files change, and what they must not take away. Pure.

RULES R2: a catalog change is one of the ways not to deliver. Until two people can decide on one, with a reason and a
right to contest, a change that touches what is live (open requests and baselines) in this way is refused as a whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.catalog import (
    Catalog,
    CatalogItem,
    ItemInUse,
    ItemIsRequired,
    ItemsWouldConflict,
    Provider,
    ReleaseInUse,
)
from orchestrator.domain.changes import Change, ChangedThing, change
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.requests import LATEST, SoftwareRequest
from orchestrator.domain.resolution import ConflictKind, DesiredState, Waiting, resolve
from orchestrator.domain.versions import by_version

_ITEM = (
    "title",
    "publisher",
    "summary",
    "provider",
    "detection.chocolatey_id",
    "detection.name_pattern",
    "detection.publisher",
    "detection.product_codes_from_releases",
    "package",
    "feed",
    "feed_newest",
    "arguments",
    "updates",
    "requires",
    "conflicts_with",
    "coexists_with",
    "provides",
    "minutes",
    "size_mb",
)
_RELEASE = ("version", "approved", "released", "package_version", "source", "sha256", "product_code")


@dataclass(frozen=True, slots=True)
class LiveRoom:
    """A room and its open requests."""

    room: Classroom
    requests: tuple[SoftwareRequest, ...]

    def names(self, item_id: str) -> bool:
        """Whether its baseline or one of its requests names the item."""
        return item_id in self.room.baseline or any(request.item_id == item_id for request in self.requests)


def differences(before: Catalog, after: Catalog) -> Iterator[Change]:
    """What turns one catalog into the other, item by item, each followed by its releases from the oldest on."""
    for item_id in sorted({*before.items, *after.items}):
        one, other = before.get(item_id), after.get(item_id)
        yield from change(ChangedThing.ITEM, item_id, one, other, _ITEM)
        versions = {r.version: None for item in (one, other) if item for r in item.releases}
        named: set[str] = set()
        for version in sorted(versions, key=by_version):
            was, becomes = one.release(version) if one else None, other.release(version) if other else None
            present = becomes or was
            name = present.version if present else version
            # The same release spelt in two ways is one release.
            if name not in named:
                named.add(name)
                yield from change(ChangedThing.RELEASE, name, was, becomes, _RELEASE, item_id)


def forbid_losses(before: Catalog, after: Catalog, rooms: Sequence[LiveRoom], at: datetime) -> None:
    """See to it that whatever is live and can be delivered now still can be.

    Raises:
        ItemIsRequired: An item would go that another item of the new catalog, or a live one, cannot do without.
        ItemInUse: An item would go that is live.
        ReleaseInUse: A version would go that an open request names.
        ItemsWouldConflict: Two items that are live in one room would exclude each other.
    """
    gone = [item_id for item_id in sorted(before.items) if _is_less(before.items[item_id], after.get(item_id))]
    for item_id in gone:
        _forbid_loss(item_id, after, rooms, is_removed=item_id not in after.items)
    for live in rooms:
        was, becomes = (resolve(live.room, live.requests, catalog, at) for catalog in (before, after))
        known = {(entry.request_id, entry.item_id) for entry in was.waiting}
        for entry in becomes.waiting:
            if (entry.request_id, entry.item_id) not in known:
                _forbid_waiting(entry, after, live, rooms)
        _forbid_conflicts(was, becomes, live)


def _is_less(item: CatalogItem, becomes: CatalogItem | None) -> bool:
    """Whether an item that was on offer would no longer be, or we would no longer deliver it."""
    if becomes is None:
        return True
    if not becomes.provider.has_releases:
        # From another tool to hands is less, too: a scan proves the one, and nothing the other.
        return item.provider.has_releases or (
            becomes.provider is Provider.MANUAL and item.provider is not Provider.MANUAL
        )
    return becomes.latest() is None and item.latest() is not None


def _forbid_loss(item_id: str, after: Catalog, rooms: Sequence[LiveRoom], *, is_removed: bool) -> None:
    needing = {item.id: _all_needing(item.id, after) for item in after.items.values() if item_id in item.requires}
    using = {name: tuple(r.room.code for r in rooms if any(map(r.names, above))) for name, above in needing.items()}
    # Another item may stay in the catalog without what it requires only as long as nobody has it.
    required_by = tuple(sorted(name for name in needing if is_removed or using[name]))
    if required_by:
        codes = sorted({code for name in required_by for code in using[name]})
        raise ItemIsRequired(item=item_id, required_by=required_by, classrooms=tuple(codes))
    if any(live.names(item_id) for live in rooms):
        raise _in_use(item_id, rooms)


def _all_needing(item_id: str, catalog: Catalog) -> set[str]:
    """The item and all that require it, directly or not."""
    found = {item_id}
    while more := {i.id for i in catalog.items.values() if i.id not in found and found.intersection(i.requires)}:
        found |= more
    return found


def _forbid_waiting(entry: Waiting, after: Catalog, live: LiveRoom, rooms: Sequence[LiveRoom]) -> None:
    """Refuse what makes a live entry wait that did not wait before."""
    request = next((r for r in live.requests if r.id == entry.request_id), None)
    if request is not None and request.item_id == entry.item_id and request.version != LATEST:
        wanted = (request.item_id, request.version)
        same = (r.id for one in rooms for r in one.requests if (r.item_id, r.version) == wanted)
        raise ReleaseInUse(item=request.item_id, version=request.version, requests=tuple(same))
    needing = tuple(sorted(filter(live.names, _all_needing(entry.item_id, after) - {entry.item_id})))
    if needing and not live.names(entry.item_id):
        raise ItemIsRequired(item=entry.item_id, required_by=needing, classrooms=(live.room.code,))
    raise _in_use(entry.item_id, rooms)


def _forbid_conflicts(was: DesiredState, becomes: DesiredState, live: LiveRoom) -> None:
    # Versions that exclude each other come and go with new releases; those the room's owner rules on (R1.5).
    known = {(entry.request_id, entry.item_id) for entry in was.in_conflict}
    new = [entry for entry in becomes.in_conflict if entry.kind in {ConflictKind.ITEMS, ConflictKind.REQUIRES}]
    for entry in new:
        if (entry.request_id, entry.item_id) not in known:
            raise ItemsWouldConflict(
                item=entry.item_id,
                with_item=entry.with_item,
                classrooms=(live.room.code,),
                requests=tuple(request for request in (entry.request_id, entry.with_request) if request),
            )


def _in_use(item_id: str, rooms: Sequence[LiveRoom]) -> ItemInUse:
    return ItemInUse(
        item=item_id,
        classrooms=tuple(live.room.code for live in rooms if live.names(item_id)),
        requests=tuple(r.id for live in rooms for r in live.requests if r.item_id == item_id),
    )
