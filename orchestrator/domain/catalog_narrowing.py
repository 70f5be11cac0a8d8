"""Changes of the catalog that take something away: two persons, a reason, notice, and a right to contest (RULES R2).

Pure. Whoever asked keeps the request, and its clock runs.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.catalog import Catalog, CatalogItem, ItemIsRequired
from orchestrator.domain.catalog_changes import all_needing, lessened, lost_coexistence, new_conflicts, new_waiting
from orchestrator.domain.catalog_refusals import lowered, newly_refused
from orchestrator.domain.errors import Refusal
from orchestrator.domain.live_rooms import LiveRoom, readings


class CatalogChangeState(StrEnum):
    """What became of a proposed change."""

    PROPOSED = "proposed"  # waits for a second person; changes nothing
    APPLIED = "applied"  # the catalog is as it says
    REFUSED = "refused"  # the second person said no
    OVERTURNED = "overturned"  # a contest was ruled for whoever had asked; what it took away is back


CATALOG_CHANGE_TRANSITIONS: Mapping[CatalogChangeState, frozenset[CatalogChangeState]] = {
    CatalogChangeState.PROPOSED: frozenset({CatalogChangeState.APPLIED, CatalogChangeState.REFUSED}),
    CatalogChangeState.APPLIED: frozenset({CatalogChangeState.OVERTURNED}),
    CatalogChangeState.REFUSED: frozenset(),
    CatalogChangeState.OVERTURNED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change takes something away from.

    Attributes:
        items: Ids of the items concerned, in order.
        classroom_ids: The rooms, in the order in which they were given.
        request_ids: The open requests, in order.
    """

    items: tuple[str, ...] = ()
    classroom_ids: tuple[str, ...] = ()
    request_ids: tuple[str, ...] = ()


NOTHING_TOUCHED = Touched()
"""What a change touches that only adds."""


@dataclass(frozen=True, slots=True)
class CatalogChange:
    """One proposed change that narrows the catalog.

    Attributes:
        id: Identity in the store; sorts by age.
        files: Text by file name: the whole catalog, as it would be.
        digest: Of the files.
        base: Digest of the catalog that it was made against.
        former: The items that it changes or takes away, as they were.
        touched: See Touched.
        reason: Why, in plain words that whoever asked reads.
        by, at: Who proposed it, and when, UTC.
        state: See CatalogChangeState.
        decided_by, decided_at: Who approved or refused it, and when; None until then.
        ended_by, ended_at: Who overturned it, and when; None until then.
    """

    id: str
    files: dict[str, str]
    digest: str
    base: str
    former: tuple[CatalogItem, ...]
    touched: Touched
    reason: str
    by: str
    at: datetime
    state: CatalogChangeState = CatalogChangeState.PROPOSED
    decided_by: str | None = None
    decided_at: datetime | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None


def touched(before: Catalog, after: Catalog, rooms: Sequence[LiveRoom], at: datetime) -> Touched:
    """What a change takes away from what is live; nothing where it only adds."""
    items: set[str] = set()
    requests: set[str] = set()
    concerned: set[str] = set()

    def note(live: LiveRoom, *names: str) -> None:
        """That the room has lines or requests for these items, and they lose something."""
        for name in filter(live.names, names):
            items.add(name)
            concerned.add(live.room.id)
            requests.update(r.id for r in live.requests if r.item_id == name)

    lost = {name for item_id in lessened(before, after) for name in {item_id, *all_needing(item_id, before)}}
    for live in rooms:
        note(live, *lost)
        for was, becomes in readings(before, after, live, at):
            lacking = [(entry.item_id, entry.request_id) for entry in new_waiting(was, becomes)]
            clashing = [(entry.item_id, entry.request_id) for entry in new_conflicts(was, becomes)]
            for item_id, request_id in (*lacking, *clashing):
                items.add(item_id)
                concerned.add(live.room.id)
                if request_id:
                    requests.add(request_id)
        refused = [(one.item_id, one.request_id) for one in newly_refused(before, after, live, at)]
        less = [(one.item_id, one.request_id) for one in lowered(before, after, live, at)]
        for name, id_ in (*refused, *less):
            items.add(name)
            concerned.add(live.room.id)
            requests.add(id_)
        for one, other in lost_coexistence(before, after):
            if live.names(one) and live.names(other):
                note(live, one, other)
    rooms_in_order = tuple(live.room.id for live in rooms if live.room.id in concerned)
    return Touched(tuple(sorted(items)), rooms_in_order, tuple(sorted(requests)))


def can_be_had_again(before: Catalog, after: Catalog, live: LiveRoom, at: datetime) -> bool:
    """Whether a room gets something that the catalog, or what the catalog said of it, kept from it.

    A newer release is not meant: versions that are there move by request, safeguard or updater only (R1.6).
    """
    if newly_refused(after, before, live, at):
        return True
    return any(
        new_waiting(becomes, was) or new_conflicts(becomes, was) for was, becomes in readings(before, after, live, at)
    )


def catalog_digest(catalog: Catalog) -> str:
    """Hex SHA-256 of all that a catalog says, so that a change of it is noticed."""
    body = {item.id: asdict(item) for item in catalog.items.values()}
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()


def former_items(before: Catalog, after: Catalog) -> tuple[CatalogItem, ...]:
    """The items that a change takes away or makes another of, as they were."""
    return tuple(item for name, item in sorted(before.items.items()) if item != after.get(name))


def forbid_dangling(before: Catalog, after: Catalog) -> None:
    """See to it that no item goes that another one of the new catalog requires: two persons cannot want that.

    Raises:
        ItemIsRequired: One would.
    """
    for item_id in sorted(before.items.keys() - after.items.keys()):
        needing = tuple(sorted(item.id for item in after.items.values() if item_id in item.requires))
        if needing:
            raise ItemIsRequired(item=item_id, required_by=needing, classrooms=())


@dataclass(eq=False)
class CatalogChangeIsOver(Refusal):
    """The proposed change was decided on already."""

    change_id: str
    state: CatalogChangeState
    code: ClassVar[str] = "catalog-change-is-over"


@dataclass(eq=False)
class CatalogChangeNeedsTwo(Refusal):
    """Whoever proposed the change cannot be its second person as well."""

    change_id: str
    code: ClassVar[str] = "catalog-change-needs-two"


@dataclass(eq=False)
class CatalogChangedMeanwhile(Refusal):
    """The catalog, or what is asked for, is not any more what the change was proposed for: it has to be proposed
    anew.
    """

    change_id: str
    code: ClassVar[str] = "catalog-changed-meanwhile"
