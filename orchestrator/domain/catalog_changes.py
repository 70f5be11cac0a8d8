"""What a catalog's files change, and what they must not take away. Pure.

RULES R2: a catalog change is one of the ways not to deliver. One that touches what is live (open requests and
baselines) in this way is refused as a whole, unless two people decide on it: see ``catalog_narrowing``.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from orchestrator.domain.catalog import (
    Catalog,
    CatalogItem,
    CoexistenceInUse,
    ItemInUse,
    ItemIsRequired,
    ItemsWouldConflict,
    ItemWouldBeBlocked,
    Provider,
    ReleaseInUse,
)
from orchestrator.domain.catalog_refusals import lowered, newly_refused
from orchestrator.domain.changes import Change, ChangedThing, change
from orchestrator.domain.live_rooms import LiveRoom, readings
from orchestrator.domain.requests import LATEST
from orchestrator.domain.resolution import ConflictKind, DesiredState, InConflict, Waiting
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
_OURS = frozenset({Provider.CHOCOLATEY, Provider.MSI})
"""Providers by which we deliver; all others leave it to somebody else's hands or tools."""
_RELEASE = ("version", "approved", "released", "package_version", "source", "sha256", "product_code")


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
        ReleaseInUse: A version would go that an open request names, or gets as the latest.
        ItemWouldBeBlocked: A safeguard would keep away what it did not.
        ItemsWouldConflict: Two items that are live in one room would exclude each other.
        CoexistenceInUse: Two items that are live in one room would no longer be known to get along.
    """
    for item_id in lessened(before, after):
        _forbid_loss(item_id, after, rooms, is_removed=item_id not in after.items)
    for live in rooms:
        for was, becomes in readings(before, after, live, at):
            for entry in new_waiting(was, becomes):
                _forbid_waiting(entry, after, live, rooms)
            for conflict in new_conflicts(was, becomes):
                raise ItemsWouldConflict(
                    item=conflict.item_id,
                    with_item=conflict.with_item,
                    classrooms=(live.room.code,),
                    requests=tuple(request for request in (conflict.request_id, conflict.with_request) if request),
                )
    _forbid_refusals(before, after, rooms, at)
    for one, other in lost_coexistence(before, after):
        together = [live for live in rooms if live.names(one) and live.names(other)]
        if together:
            raise CoexistenceInUse(
                item=one,
                with_item=other,
                classrooms=tuple(live.room.code for live in together),
                requests=tuple(r.id for live in together for r in live.requests if r.item_id in {one, other}),
            )


def _forbid_refusals(before: Catalog, after: Catalog, rooms: Sequence[LiveRoom], at: datetime) -> None:
    refused = [(live.room.code, one) for live in rooms for one in newly_refused(before, after, live, at)]
    for _, first in refused[:1]:
        same = [(code, one) for code, one in refused if (one.item_id, one.blocked) == (first.item_id, first.blocked)]
        raise ItemWouldBeBlocked(
            item=first.item_id,
            with_item=first.blocked,
            classrooms=tuple(dict.fromkeys(code for code, _ in same)),
            requests=tuple(dict.fromkeys(one.request_id for _, one in same)),
        )
    less = [one for live in rooms for one in lowered(before, after, live, at)]
    for older in less[:1]:
        mine = [one for one in less if (one.item_id, one.version) == (older.item_id, older.version)]
        requests = tuple(dict.fromkeys(one.request_id for one in mine))
        raise ReleaseInUse(item=older.item_id, version=older.version, requests=requests)


def new_waiting(was: DesiredState, becomes: DesiredState) -> list[Waiting]:
    """Entries that would wait for the catalog and did not."""
    known = {(entry.request_id, entry.item_id) for entry in was.waiting}
    return [entry for entry in becomes.waiting if (entry.request_id, entry.item_id) not in known]


def new_conflicts(was: DesiredState, becomes: DesiredState) -> list[InConflict]:
    """Entries that would stand in conflict and did not."""
    # Versions that exclude each other come and go with new releases; those the room's owner rules on (R1.5).
    known = {(entry.request_id, entry.item_id) for entry in was.in_conflict}
    new = [entry for entry in becomes.in_conflict if entry.kind in {ConflictKind.ITEMS, ConflictKind.REQUIRES}]
    return [entry for entry in new if (entry.request_id, entry.item_id) not in known]


def lost_coexistence(before: Catalog, after: Catalog) -> list[tuple[str, str]]:
    """Pairs of items that were known to work beside each other, stay on offer, and would no longer be."""
    pairs = {tuple(sorted((item.id, other))) for item in before.items.values() for other in item.coexists_with}
    return [(a, b) for a, b in sorted(pairs) if a in after.items and b in after.items and not _coexist(after, a, b)]


def _coexist(catalog: Catalog, one: str, other: str) -> bool:
    return other in catalog.items[one].coexists_with or one in catalog.items[other].coexists_with


def lessened(before: Catalog, after: Catalog) -> list[str]:
    """Items that would go, that we would no longer deliver, or of which there would be nothing to deliver."""
    return [item_id for item_id in sorted(before.items) if _is_less(before.items[item_id], after.get(item_id))]


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
    needing = {item.id: all_needing(item.id, after) for item in after.items.values() if item_id in item.requires}
    using = {name: tuple(r.room.code for r in rooms if any(map(r.names, above))) for name, above in needing.items()}
    # Another item may stay in the catalog without what it requires only as long as nobody has it.
    required_by = tuple(sorted(name for name in needing if is_removed or using[name]))
    if required_by:
        codes = sorted({code for name in required_by for code in using[name]})
        raise ItemIsRequired(item=item_id, required_by=required_by, classrooms=tuple(codes))
    if any(live.names(item_id) for live in rooms):
        raise _in_use(item_id, rooms)


def all_needing(item_id: str, catalog: Catalog) -> set[str]:
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
    needing = tuple(sorted(filter(live.names, all_needing(entry.item_id, after) - {entry.item_id})))
    if needing and not live.names(entry.item_id):
        raise ItemIsRequired(item=entry.item_id, required_by=needing, classrooms=(live.room.code,))
    raise _in_use(entry.item_id, rooms)


def _in_use(item_id: str, rooms: Sequence[LiveRoom]) -> ItemInUse:
    return ItemInUse(
        item=item_id,
        classrooms=tuple(live.room.code for live in rooms if live.names(item_id)),
        requests=tuple(r.id for live in rooms for r in live.requests if r.item_id == item_id),
    )
