"""What a change of the catalog takes from a live request although its item stays on offer (RULES R2). Pure.

By what the catalog says, a safeguard may come to keep it away: the item needs something that is blocked, or calls
itself what a pattern is about. And it may come to get an older version than before.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.clock import needs
from orchestrator.domain.live_rooms import LiveRoom, readings
from orchestrator.domain.overrides import OverrideKind
from orchestrator.domain.requests import SoftwareRequest, Wanted
from orchestrator.domain.resolution import DesiredState
from orchestrator.domain.safeguards import Safeguard, SafeguardKind
from orchestrator.domain.versions import compare
from orchestrator.domain.whys import WhyCode


@dataclass(frozen=True, slots=True)
class Refused:
    """That a safeguard keeps a request from a seat.

    Attributes:
        request_id, item_id: The request.
        seat_id: The seat.
        guard_id: The safeguard.
        blocked: The item that it is about: the one that was asked for, or one that this needs.
    """

    request_id: str
    item_id: str
    seat_id: str
    guard_id: str
    blocked: str


@dataclass(frozen=True, slots=True)
class Lowered:
    """That a request gets an older version of its item on a seat than ``version``, which it got before."""

    request_id: str
    item_id: str
    version: str


def newly_refused(before: Catalog, after: Catalog, live: LiveRoom, at: datetime) -> list[Refused]:
    """What safeguards would keep from seats and did not.

    An override that keeps it away for now hides nothing: the clock of the request stands still for a safeguard only.
    """
    known = {(r.request_id, r.guard_id, r.seat_id) for r in _refused(before, live, at)}
    return [r for r in _refused(after, live, at) if (r.request_id, r.guard_id, r.seat_id) not in known]


def lowered(before: Catalog, after: Catalog, live: LiveRoom, at: datetime) -> list[Lowered]:
    """Requests that would still be met, and by an older version than now."""
    changed = {r.item_id for r in live.requests if before.get(r.item_id) != after.get(r.item_id)}
    if not changed:
        return []
    found: list[Lowered] = []
    for was, becomes in readings(before, after, live, at):
        then = _versions(becomes, live, changed)
        for (request_id, item_id, seat_id), version in _versions(was, live, changed).items():
            less = then.get((request_id, item_id, seat_id))
            if less is not None and compare(less, version) < 0:
                found.append(Lowered(request_id, item_id, version))
    return list(dict.fromkeys(found))


def newly_blocked(
    request: SoftwareRequest, before: Catalog, after: Catalog, safeguards: Collection[Safeguard]
) -> str | None:
    """Of what a request asks for and needs, the item that one of these blocks by the later catalog only; or None."""
    blocks = [guard for guard in safeguards if guard.kind is SafeguardKind.BLOCK]
    was, becomes = (
        {n for n in needs(request.item_id, c) if (item := c.get(n)) and any(g.aim.fits(item) for g in blocks)}
        for c in (before, after)
    )
    return min(becomes - was, key=lambda name: (name != request.item_id, name), default=None)


def _refused(catalog: Catalog, live: LiveRoom, at: datetime) -> Iterator[Refused]:
    blocks = [g for g in live.decisions.safeguards if g.kind is SafeguardKind.BLOCK and g.binds_at(at)]
    for request in live.requests if blocks else ():
        if request.wanted is Wanted.PRESENT and request.counts_at(at):
            for name in sorted(_wanted(request, catalog, live, at)):
                item = catalog.get(name)
                for guard in (g for g in blocks if item is not None and g.aim.fits(item)):
                    for seat_id in _bound(guard, name, request, live, at):
                        yield Refused(request.id, request.item_id, seat_id, guard.id, name)


def _wanted(request: SoftwareRequest, catalog: Catalog, live: LiveRoom, at: datetime) -> frozenset[str]:
    """All that a request brings, by itself or by what stands in its place."""
    instead = (
        override.substitute_item
        for override in live.decisions.overrides
        if override.kind is OverrideKind.SUBSTITUTE and request.id in override.request_ids and override.binds_at(at)
    )
    return needs(request.item_id, catalog).union(*(needs(name, catalog) for name in instead if name))


def _bound(guard: Safeguard, name: str, request: SoftwareRequest, live: LiveRoom, at: datetime) -> Iterator[str]:
    """The seats on which a safeguard is not lifted for an item."""
    mine = [e for e in live.decisions.exemptions if e.safeguard_id == guard.id]
    for seat in live.room.seats:
        if seat.aimed_at(request.target) and not any(e.frees(live.room.id, name, seat.id, at) for e in mine):
            yield seat.id


def _versions(state: DesiredState, live: LiveRoom, items: Collection[str]) -> dict[tuple[str, str, str], str]:
    """By request, item and seat, the version that the request itself brings."""
    return {
        (why.request_id, line.item_id, seat.id): line.version
        for seat in live.room.seats
        for line in state.for_seat(seat.id)
        if line.item_id in items and line.wanted is Wanted.PRESENT and line.version is not None
        for why in line.whys
        if why.code is WhyCode.REQUEST and why.request_id is not None
    }
