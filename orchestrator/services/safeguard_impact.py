"""What a safeguard does, or would do, to the whole site: rooms, requests, seats, installed copies (RULES R4.2).

It is worked out from the same pictures that rollouts plan from, once with the safeguard and once without it, and from
what the last scans saw: software that the catalog does not know counts, too.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from orchestrator.domain.catalog import Catalog, CatalogItem
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.decisions import Decisions
from orchestrator.domain.detection import DetectedState, detect
from orchestrator.domain.observations import Observation
from orchestrator.domain.overrides import Override, OverrideKind
from orchestrator.domain.requests import SoftwareRequest, Wanted
from orchestrator.domain.resolution import DesiredState, WaitingCode
from orchestrator.domain.safeguards import Aim, Safeguard, SafeguardKind, SafeguardState
from orchestrator.domain.versions import compare
from orchestrator.domain.whys import WhyCode
from orchestrator.services.room_picture import RoomPicture, picture
from orchestrator.services.unit_of_work import UnitOfWork

_HERE = frozenset({DetectedState.PRESENT, DetectedState.HALF})


@dataclass(frozen=True, slots=True)
class Copy:
    """One installed copy that a safeguard is about; where it has a least version, only an older one.

    Attributes:
        seat_id: Where.
        name: What it calls itself; for an item of the catalog its title.
        publisher: Likewise, or None.
        version: Version that was seen, or None.
        item_id: The catalog item that it is, or None.
        ours: Whether we placed it.
    """

    seat_id: str
    name: str
    publisher: str | None
    version: str | None
    item_id: str | None
    ours: bool


@dataclass(frozen=True, slots=True)
class RoomImpact:
    """What it does in one room.

    Attributes:
        room: The room.
        withheld: Live requests that it keeps from all or some of their seats, or for which nothing is safe enough.
        raised: Live requests whose version it raises.
        seats: Ids of seats on which anything is otherwise because of it, or a copy was seen.
        copies: Installed copies.
        pins: Live overrides that pin an older version than the least one.
        concerned: All live requests that want such an item there.
        changes: Whether the desired state is another one because of it.
    """

    room: Classroom
    withheld: tuple[SoftwareRequest, ...]
    raised: tuple[SoftwareRequest, ...]
    seats: tuple[str, ...]
    copies: tuple[Copy, ...]
    pins: tuple[Override, ...]
    concerned: tuple[SoftwareRequest, ...]
    changes: bool

    @property
    def going(self) -> tuple[Copy, ...]:
        """Copies of ours, which a block removes."""
        return tuple(copy for copy in self.copies if copy.ours)


@dataclass(frozen=True, slots=True)
class CopyCount:
    """Copies of one product on the whole site."""

    name: str
    publisher: str | None
    item_id: str | None
    ours: int
    others: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What it does to the site; only rooms in which it does anything.

    Attributes:
        kind, aim, minimum: Of what.
        items: Ids of the catalog's items that it is about.
        rooms: By code.
        digest: What names exactly this impact: whoever sets the safeguard shows it, so that nothing binds unseen.
    """

    kind: SafeguardKind
    aim: Aim
    minimum: str | None
    items: tuple[str, ...]
    rooms: tuple[RoomImpact, ...]

    @property
    def requests(self) -> int:
        """How many live requests are concerned."""
        return sum(len(room.concerned) for room in self.rooms)

    @property
    def seats(self) -> int:
        """On how many seats anything is otherwise because of it, or a copy was seen."""
        return sum(len(room.seats) for room in self.rooms)

    @property
    def copies(self) -> tuple[CopyCount, ...]:
        """All copies by name."""
        ours: Counter[tuple[str, str | None, str | None]] = Counter()
        others: Counter[tuple[str, str | None, str | None]] = Counter()
        for copy in (copy for room in self.rooms for copy in room.copies):
            (ours if copy.ours else others)[copy.name, copy.publisher, copy.item_id] += 1
        every = sorted(set(ours) | set(others), key=lambda key: (key[0].casefold(), key[1] or "", key[2] or ""))
        return tuple(CopyCount(*key, ours[key], others[key]) for key in every)

    @property
    def digest(self) -> str:
        """Hex SHA-256 over rooms, requests, seats, copies and pins; neither versions nor the moment are part of it."""
        body = {
            "kind": self.kind.value,
            "aim": asdict(self.aim),
            "minimum": self.minimum,
            "items": self.items,
            "copies": [asdict(count) for count in self.copies],
            "rooms": [
                {
                    "room": impact.room.id,
                    "concerned": [r.id for r in impact.concerned],
                    "withheld": [r.id for r in impact.withheld],
                    "raised": [r.id for r in impact.raised],
                    "seats": impact.seats,
                    "pins": [o.id for o in impact.pins],
                }
                for impact in self.rooms
            ],
        }
        text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def impact_of(uow: UnitOfWork, guard: Safeguard, at: datetime) -> Impact:
    """What a safeguard does at a moment, or would do if it bound then, beside everything else that was decided.

    In a unit of work that may write it takes all rooms, so that no request comes in between.
    """
    rooms = uow.classrooms.all()
    catalog = uow.catalog.load()
    items = tuple(sorted(item.id for item in catalog.items.values() if guard.aim.fits(item)))
    needing = _needing(catalog, items)
    found = (_in_room(uow, room, guard, catalog, needing, at) for room in rooms)
    return Impact(guard.kind, guard.aim, guard.minimum, items, tuple(impact for impact in found if impact))


def older(version: str | None, guard: Safeguard) -> bool:
    """Whether a copy in this version is one that the safeguard is about; an unknown version is not a safe one."""
    return guard.minimum is None or version is None or compare(version, guard.minimum) < 0


def copies_in(guard: Safeguard, seen: RoomPicture) -> Iterator[Copy]:
    """The installed copies that a safeguard is about, as the last scans of a room's machines saw them."""
    fitting = [item for item in seen.catalog.items.values() if guard.aim.fits(item)]
    placed = {(p.machine_id, p.item_id) for p in seen.placements}
    for seat in seen.seats:
        if seat.machine is None or seat.seen is None or seat.seen.observation is None:
            continue
        observation = seat.seen.observation
        for item in fitting:
            found = detect(item, observation)
            if found.state in _HERE and older(found.version, guard):
                ours = (seat.machine.id, item.id) in placed
                yield Copy(seat.seat.id, item.title, item.publisher, found.version, item.id, ours)
        if guard.aim.is_pattern:
            yield from _unknown(guard, seat.seat.id, observation, fitting)


def _unknown(guard: Safeguard, seat_id: str, observation: Observation, fitting: list[CatalogItem]) -> Iterator[Copy]:
    """Copies that no item of the catalog recognises."""
    for product in observation.products:
        alone = replace(observation, products=(product,), chocolatey=None)
        if not guard.aim.fits_product(product.name, product.publisher) or not older(product.version, guard):
            continue
        if not any(detect(item, alone).state in _HERE for item in fitting):
            yield Copy(seat_id, product.name, product.publisher, product.version, None, ours=False)


def _needing(catalog: Catalog, items: Iterable[str]) -> frozenset[str]:
    """The items, and all that cannot do without one of them."""
    found = set(items)
    while more := {i.id for i in catalog.items.values() if i.id not in found and not found.isdisjoint(i.requires)}:
        found |= more
    return frozenset(found)


def _in_room(
    uow: UnitOfWork, room: Classroom, guard: Safeguard, catalog: Catalog, needing: frozenset[str], at: datetime
) -> RoomImpact | None:
    decided = uow.decisions.of_classroom(room.id)
    others = tuple(s for s in decided.safeguards if s.id != guard.id)
    bound = replace(
        guard,
        state=SafeguardState.LIVE,
        created_at=min(guard.created_at, at),
        expires_at=max(guard.expires_at, at + timedelta(days=1)),
    )
    with_it = replace(decided, safeguards=(*others, bound))
    after = picture(uow, room, at, decisions=with_it)
    copies = tuple(copies_in(guard, after))
    if not copies and not _wants(after, decided, needing):
        return None
    before = picture(uow, room, at, decisions=replace(decided, safeguards=others))
    live = {r.id: r for r in after.requests if r.counts_at(at)}
    withheld = _withheld(before.desired, after.desired, guard)
    raised = _raised(after, guard)
    changed = _changed_seats(room, before.desired, after.desired)
    kept = {s for w in after.desired.withheld if w.decision_id == guard.id for s in w.seat_ids}
    seats = changed | kept | {copy.seat_id for copy in copies}
    if not seats and not withheld:
        return None
    return RoomImpact(
        room=room,
        withheld=tuple(r for r in live.values() if r.id in withheld),
        raised=tuple(r for r in live.values() if r.id in raised),
        seats=tuple(seat.id for seat in room.seats if seat.id in seats),
        copies=copies,
        pins=tuple(o for o in decided.overrides if _is_superseded(o, guard, catalog, at)),
        concerned=tuple(r for r in live.values() if r.wanted is Wanted.PRESENT and r.item_id in needing),
        changes=bool(changed or withheld),
    )


def _wants(seen: RoomPicture, decided: Decisions, needing: frozenset[str]) -> bool:
    """Whether anything in the room asks for one of these items."""
    asked = {r.item_id for r in seen.requests if r.counts_at(seen.at)}
    substitutes = {o.substitute_item for o in decided.overrides if o.substitute_item}
    return not needing.isdisjoint(asked | substitutes | set(seen.room.baseline))


def _withheld(before: DesiredState, after: DesiredState, guard: Safeguard) -> set[str | None]:
    kept = {w.request_id for w in after.withheld if w.decision_id == guard.id}
    waits = {w.request_id for w in after.waiting if w.code is WaitingCode.NO_SAFE_RELEASE and w not in before.waiting}
    return kept | waits


def _raised(after: RoomPicture, guard: Safeguard) -> set[str | None]:
    return {
        why.request_id
        for seat in after.room.seats
        for line in after.desired.for_seat(seat.id)
        for why in line.whys
        if why.code is WhyCode.MINIMUM and why.decision_id == guard.id
    }


def _changed_seats(room: Classroom, before: DesiredState, after: DesiredState) -> set[str]:
    def plain(state: DesiredState, seat_id: str) -> Mapping[str, tuple[Wanted, str | None, bool]]:
        return {line.item_id: (line.wanted, line.version, line.removes) for line in state.for_seat(seat_id)}

    return {seat.id for seat in room.seats if plain(before, seat.id) != plain(after, seat.id)}


def _is_superseded(override: Override, guard: Safeguard, catalog: Catalog, at: datetime) -> bool:
    """Whether an override pins a version that is older than the least one."""
    if override.kind not in {OverrideKind.PIN, OverrideKind.SUBSTITUTE} or override.pin_version is None:
        return False
    item = catalog.get(override.substitute_item or override.item_id)
    binds = guard.minimum is not None and override.binds_at(at) and item is not None and guard.aim.fits(item)
    return binds and guard.minimum is not None and compare(override.pin_version, guard.minimum) < 0
