"""What decisions make of one entry on one seat.

Precedence: exemption > safeguard > hold and override > request > baseline.

Overrides combine by the table of RULES R3.7: of each kind the narrowest has its say, so the order in which they were
recorded never matters. Pure.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from orchestrator.domain.catalog import Catalog, CatalogItem
from orchestrator.domain.classrooms import SeatTarget
from orchestrator.domain.decisions import Decisions
from orchestrator.domain.holds import Hold, HoldScope
from orchestrator.domain.overrides import Override, OverrideKind, first_narrowest
from orchestrator.domain.requests import LATEST, SoftwareRequest, Wanted
from orchestrator.domain.safeguards import Safeguard, SafeguardKind
from orchestrator.domain.versions import compare
from orchestrator.domain.whys import Why, WhyCode


class WithheldCode(StrEnum):
    """By what an entry is kept from seats."""

    DECLINED = "declined"  # an override: not at all
    DEFERRED = "deferred"  # an override: later
    SUBSTITUTED = "substituted"  # an override: something else is there in its place
    EXCLUDED = "excluded"  # an override: not on these seats
    HELD = "held"  # a hold
    CANARY = "canary"  # one seat gets it first, and these are not that seat
    BLOCKED = "blocked"  # a safeguard


@dataclass(frozen=True, slots=True)
class Withheld:
    """An entry that decisions keep from seats. ``request_id`` None means the baseline.

    Attributes:
        request_id, item_id: The entry.
        code: See WithheldCode.
        decision_id: Id of the override, hold, safeguard or exemption.
        until: When that is over by itself, UTC; None for a canary, which is over when its seat is ready.
        seat_ids: The seats.
    """

    request_id: str | None
    item_id: str
    code: WithheldCode
    decision_id: str
    until: datetime | None
    seat_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A request, or a line of the baseline, in the form in which they compete for seats.

    Attributes:
        request_id: The request; None for the baseline and for what a safeguard brings.
        item_id: What is to be there or not. With a substitute it is another item than the one asked for.
        wanted, version, target: As asked for, or as an override has it.
        whys: Where its line comes from.
        asked_item: The item that was asked for.
    """

    request_id: str | None
    item_id: str
    wanted: Wanted
    version: str
    target: SeatTarget
    whys: tuple[Why, ...]
    asked_item: str

    @classmethod
    def of_request(cls, request: SoftwareRequest) -> "Entry":
        """A request as it was asked."""
        why = Why(WhyCode.REQUEST, request_id=request.id)
        return cls(
            request.id, request.item_id, request.wanted, request.version, request.target, (why,), request.item_id
        )

    @classmethod
    def of_site(cls, item_id: str, why: Why) -> "Entry":
        """An item that nobody asked for: standard software, or what a safeguard brings."""
        return cls(None, item_id, Wanted.PRESENT, LATEST, SeatTarget.ALL, (why,), item_id)


@dataclass(frozen=True, slots=True)
class Kept:
    """That an entry is kept from a seat, and by what."""

    code: WithheldCode
    decision_id: str
    until: datetime | None


_KEEPING = {OverrideKind.DECLINE: WithheldCode.DECLINED, OverrideKind.DEFER: WithheldCode.DEFERRED}


class Layers:
    """The decisions of one room at one moment, ready to be asked entry by entry.

    Args:
        decisions: What lies on top.
        classroom_id: The room.
        at: The moment.
        catalog: All items, for the patterns of safeguards.
    """

    def __init__(self, decisions: Decisions, classroom_id: str, at: datetime, catalog: Catalog) -> None:
        self._room, self._at, self._catalog = classroom_id, at, catalog
        self._overrides: defaultdict[str, list[Override]] = defaultdict(list)
        for override in sorted(decisions.overrides, key=first_narrowest):
            if override.classroom_id == classroom_id and override.binds_at(at):
                for request_id in override.request_ids:
                    self._overrides[request_id].append(override)
        here = sorted((h for h in decisions.holds if h.classroom_id == classroom_id), key=lambda h: (h.at, h.id))
        self._holds = [hold for hold in here if hold.binds_at(at)]
        self._canaries = [hold for hold in here if hold.is_canary_at(at)]
        self._exemptions = decisions.exemptions
        live = (s for s in decisions.safeguards if s.binds_at(at))
        # The highest minimum first, so that the first one that binds is the one that counts.
        self._guards: dict[str, list[Safeguard]] = {}
        for guard in sorted(live, key=lambda s: (s.created_at, s.id)):
            for item in catalog.items.values():
                if guard.aim.fits(item):
                    self._guards.setdefault(item.id, []).append(guard)

    def on_seat(self, entry: Entry, seat_id: str) -> Entry | Kept:
        """What becomes of an entry on a seat: itself, another one in its place, or nothing."""
        if entry.wanted is Wanted.PRESENT and (guard := self.blocked(entry.item_id, seat_id)):
            return _kept(WithheldCode.BLOCKED, guard)
        for hold in self._holds:
            if hold.holds(entry.request_id, entry.asked_item):
                return Kept(WithheldCode.HELD, hold.id, hold.until)
        for hold in self._canaries:
            if hold.holds(entry.request_id, entry.asked_item) and seat_id != hold.canary_seat_id:
                return Kept(WithheldCode.CANARY, hold.id, None)
        return self._overridden(entry, seat_id)

    def _overridden(self, entry: Entry, seat_id: str) -> Entry | Kept:
        if entry.request_id is None:
            return entry
        mine = [o for o in self._overrides.get(entry.request_id, ()) if o.concerns(entry.request_id, seat_id)]
        for override in mine:
            if override.kind in _KEEPING:
                return Kept(_KEEPING[override.kind], override.id, override.expires_at)
            if override.kind is OverrideKind.EXCLUDE:
                return Kept(WithheldCode.EXCLUDED, override.id, override.expires_at)
        by_kind = {override.kind: override for override in reversed(mine)}
        return _changed(entry, by_kind.get(OverrideKind.SUBSTITUTE), by_kind.get(OverrideKind.PIN))

    def substitution(self, entry: Entry, seat_id: str) -> Kept | None:
        """That something else stands on a seat in an entry's place, or None."""
        found = (o for o in self._overrides.get(entry.request_id or "", ()) if o.kind is OverrideKind.SUBSTITUTE)
        override = next((o for o in found if entry.request_id and o.concerns(entry.request_id, seat_id)), None)
        return Kept(WithheldCode.SUBSTITUTED, override.id, override.expires_at) if override else None

    def blocked(self, item_id: str, seat_id: str) -> Safeguard | None:
        """The safeguard that keeps an item from a seat, or None."""
        guards = self._guards.get(item_id, ())
        blocks = (g for g in guards if g.kind is SafeguardKind.BLOCK and not self._freed(g, item_id, seat_id))
        return next(blocks, None)

    def minimum(self, item_id: str, seat_id: str) -> Safeguard | None:
        """The safeguard with the highest least version of an item on a seat, or None."""
        found: Safeguard | None = None
        for guard in self._guards.get(item_id, ()):
            if guard.minimum is None or self._freed(guard, item_id, seat_id):
                continue
            if found is None or found.minimum is None or compare(guard.minimum, found.minimum) > 0:
                found = guard
        return found

    def protective(self, seat_id: str) -> Iterator[tuple[CatalogItem, Safeguard]]:
        """Items that protective updates bring up to date on a seat where they are there, by item id."""
        for item_id in sorted(self._guards):
            for guard in self._guards[item_id]:
                if guard.kind is SafeguardKind.PROTECTIVE_UPDATE and not self._freed(guard, item_id, seat_id):
                    yield self._catalog.items[item_id], guard
                    break

    def guarded(self) -> frozenset[str]:
        """Items that a safeguard may take away, or bring up to date."""
        acting = {SafeguardKind.BLOCK, SafeguardKind.PROTECTIVE_UPDATE}
        return frozenset(i for i, guards in self._guards.items() if any(g.kind in acting for g in guards))

    def went_back(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, Hold]]:
        """Entries that came after the revision to which the room went back."""
        back = [hold for hold in self._holds if hold.scope is HoldScope.REVISION]
        for entry in entries:
            for hold in back:
                if hold.holds(entry.request_id, entry.asked_item):
                    yield entry, hold
                    break

    def _freed(self, guard: Safeguard, item_id: str, seat_id: str) -> bool:
        return any(
            e.safeguard_id == guard.id and e.frees(self._room, item_id, seat_id, self._at) for e in self._exemptions
        )


def _changed(entry: Entry, substitute: Override | None, pin: Override | None) -> Entry:
    changed = entry
    if substitute is not None and substitute.substitute_item is not None:
        why = Why(WhyCode.SUBSTITUTE, request_id=entry.request_id, decision_id=substitute.id)
        changed = replace(entry, item_id=substitute.substitute_item, version=LATEST, whys=(why,))
        if substitute.pin_version is not None:
            changed = replace(changed, version=substitute.pin_version)
    # A pin beside a substitute is for the substitute; any other one waits until the substitute is over (R3.7).
    if (
        pin is not None
        and pin.pin_version is not None
        and pin.substitute_item == (substitute.substitute_item if substitute else None)
    ):
        why = Why(WhyCode.PINNED, request_id=entry.request_id, decision_id=pin.id)
        changed = replace(changed, version=pin.pin_version, whys=(*changed.whys, why))
    return changed


def _kept(code: WithheldCode, guard: Safeguard) -> Kept:
    return Kept(code, guard.id, guard.expires_at)
