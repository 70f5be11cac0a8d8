"""Resolution: what each seat of a room should have at one moment, each line with its why and a concrete version.

Precedence (RULES): exemption > safeguard > override > request > baseline; what lies on top of requests and baseline is
asked of ``layers``. What cannot hold together: what is in place stays, else the older one; the other is *in conflict*,
named, never dropped in silence. Pure: the same input gives the same output.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain, combinations

from orchestrator.domain.catalog import Catalog, CatalogItem, Updates
from orchestrator.domain.classrooms import Classroom, Seat
from orchestrator.domain.decisions import NO_DECISIONS, Decisions
from orchestrator.domain.layers import Entry, Kept, Layers, Withheld, WithheldCode
from orchestrator.domain.requests import LATEST, SoftwareRequest, Wanted
from orchestrator.domain.versions import compare
from orchestrator.domain.whys import Why, WhyCode


@dataclass(frozen=True, slots=True)
class DesiredLine:
    """One item that a seat should have, or should not have.

    Attributes:
        item_id: Catalog id.
        wanted: Present or absent.
        version: Concrete version; None where any does (``external`` or ``manual``, absent).
        whys: Every reason, first the one that decided.
        removes: Whether a copy of ours goes now, not only between terms.
    """

    item_id: str
    wanted: Wanted
    version: str | None
    whys: tuple[Why, ...]
    removes: bool = False


class ConflictKind(StrEnum):
    """Why two entries cannot hold together."""

    VERSION = "version"  # both want the item, in versions that exclude each other
    PRESENCE = "presence"  # one wants it there, the other away
    ITEMS = "items"  # the catalog says that the two items cannot share a seat
    REQUIRES = "requires"  # it needs something that another entry keeps away, or keeps away what another needs


@dataclass(frozen=True, slots=True)
class InConflict:
    """An entry that waits because another one stands in its way. ``request_id`` None means the baseline."""

    request_id: str | None
    item_id: str
    kind: ConflictKind
    with_item: str
    with_request: str | None
    seat_ids: tuple[str, ...]


class WaitingCode(StrEnum):
    """Why an entry waits although nothing stands in its way."""

    NOT_IN_CATALOG = "not_in_catalog"  # the item is no longer on offer
    NO_RELEASE = "no_release"  # no approved release, or not the version asked for
    NO_SAFE_RELEASE = "no_safe_release"  # none that reaches the least version of a safeguard


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry that cannot be delivered yet. ``request_id`` None means the baseline.

    Attributes:
        request_id, item_id: The entry.
        code: See WaitingCode.
        decision_id: Id of the safeguard whose least version nothing on offer reaches; else None.
    """

    request_id: str | None
    item_id: str
    code: WaitingCode
    decision_id: str | None = None


@dataclass(frozen=True, slots=True)
class DesiredState:
    """What a room should have.

    Attributes:
        classroom_id: The room.
        at: The moment it was resolved for, UTC.
        lines: What every seat should have, by item id.
        exceptions: What single seats should have beyond that, by seat id; seats without exception are missing.
        in_conflict: Entries that wait for a conflict to be ruled on.
        waiting: Entries that wait for the catalog.
        withheld: Entries that decisions keep from seats.
    """

    classroom_id: str
    at: datetime
    lines: tuple[DesiredLine, ...]
    exceptions: dict[str, tuple[DesiredLine, ...]] = field(default_factory=dict)
    in_conflict: tuple[InConflict, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    withheld: tuple[Withheld, ...] = ()

    def for_seat(self, seat_id: str) -> tuple[DesiredLine, ...]:
        """All lines of one seat, by item id."""
        return tuple(sorted((*self.lines, *self.exceptions.get(seat_id, ())), key=lambda line: line.item_id))

    def as_json(self) -> str:
        """Canonical JSON of all but the moment, so that equal states are equal texts."""
        body = asdict(self)
        del body["at"]
        for line in chain(body["lines"], *body["exceptions"].values()):
            # Said only where it is so: states without removals keep the text, and the digest, that they always had.
            if not line["removes"]:
                del line["removes"]
        return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)

    @property
    def digest(self) -> str:
        """Hex SHA-256 of ``as_json``."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Obstacle:
    kind: ConflictKind
    line: DesiredLine

    @property
    def request_id(self) -> str | None:
        return next((why.request_id for why in self.line.whys if why.request_id), None)


def resolve(
    room: Classroom,
    requests: Iterable[SoftwareRequest],
    catalog: Catalog,
    at: datetime,
    in_place: frozenset[str] = frozenset(),
    latest: Mapping[str, str] | None = None,
    decisions: Decisions = NO_DECISIONS,
    present: Mapping[str, frozenset[str]] | None = None,
) -> DesiredState:
    """The room's desired state at a moment.

    Args:
        room: The room with its seats and baseline.
        requests: Its requests; those that aren't open are passed over, and so are those whose time is over.
        catalog: All items.
        at: The moment.
        in_place: Ids of items that we have placed in the room: they stay when two entries exclude each other.
        latest: By item, the version that ``latest`` means for a rollout under way; else the newest approved one.
        decisions: What lies on top.
        present: By item, the seats on which a scan has seen it; asked of the items of ``looked_for`` only.
    """
    live = [r for r in requests if r.counts_at(at)]
    live.sort(key=lambda r: (not _keeps(r, in_place), r.created_at, r.id))
    entries = [Entry.of_request(r) for r in live]
    entries += [Entry.of_site(i, Why(WhyCode.BASELINE)) for i in dict.fromkeys(room.baseline)]
    layers = Layers(decisions, room.id, at, catalog)
    filling = _Filling(catalog, layers, latest or {}, present or {})
    by_seat = {seat.id: filling.seat(seat, entries) for seat in room.seats}
    lines, exceptions = _common(by_seat)
    in_conflict = tuple(
        InConflict(entry.request_id, entry.asked_item, kind, with_item, with_request, tuple(seats))
        for (entry, kind, with_item, with_request), seats in filling.obstacles.items()
    )
    withheld = tuple(
        Withheld(request_id, item_id, kept.code, kept.decision_id, kept.until, tuple(seats))
        for (request_id, item_id, kept), seats in filling.withheld.items()
    )
    return DesiredState(room.id, at, lines, exceptions, in_conflict, tuple(filling.waiting.values()), withheld)


def looked_for(
    room: Classroom, requests: Iterable[SoftwareRequest], catalog: Catalog, at: datetime, decisions: Decisions
) -> frozenset[str]:
    """Items for which ``resolve`` has to know on which seats they are: a decision may take them away or update them."""
    layers = Layers(decisions, room.id, at, catalog)
    entries = [Entry.of_request(r) for r in requests if r.counts_at(at)]
    return layers.guarded() | {entry.item_id for entry, _ in layers.went_back(entries)}


def _keeps(request: SoftwareRequest, in_place: frozenset[str]) -> bool:
    """Whether a request wants what is in place to stay; to want it away is no way to the front."""
    return request.wanted is Wanted.PRESENT and request.item_id in in_place


class _Filling:
    """Fills seats with lines, and writes down what doesn't take effect, and why."""

    def __init__(
        self, catalog: Catalog, layers: Layers, latest: Mapping[str, str], present: Mapping[str, frozenset[str]]
    ) -> None:
        self._catalog, self._layers, self._latest, self._present = catalog, layers, latest, present
        self.waiting: dict[Entry, Waiting] = {}
        self.obstacles: dict[tuple[Entry, ConflictKind, str, str | None], list[str]] = {}
        self.withheld: dict[tuple[str | None, str, Kept], list[str]] = {}

    def seat(self, seat: Seat, entries: Iterable[Entry]) -> dict[str, DesiredLine]:
        """The lines of one seat by item id."""
        accepted = {
            item_id: DesiredLine(
                item_id, Wanted.ABSENT, None, (Why(WhyCode.BLOCKED, decision_id=guard.id),), removes=True
            )
            for item_id in self._present
            if seat.id in self._present[item_id] and (guard := self._layers.blocked(item_id, seat.id))
        }
        aimed = [entry for entry in entries if seat.aimed_at(entry.target)]
        for entry in aimed:
            self._lay(entry, seat, accepted)
        for item, guard in self._layers.protective(seat.id):
            if item.id not in accepted and seat.id in self._present.get(item.id, ()):
                why = Why(WhyCode.PROTECTIVE_UPDATE, decision_id=guard.id)
                self._admit(Entry.of_site(item.id, why), seat, accepted)
        for entry, hold in self._layers.went_back(aimed):
            if entry.item_id not in accepted and seat.id in self._present.get(entry.item_id, ()):
                why = Why(WhyCode.ROLLED_BACK, request_id=entry.request_id, decision_id=hold.id)
                accepted[entry.item_id] = DesiredLine(entry.item_id, Wanted.ABSENT, None, (why,), removes=True)
        return accepted

    def _lay(self, entry: Entry, seat: Seat, accepted: dict[str, DesiredLine]) -> None:
        """Let decisions have their say about an entry, and what is left of it take effect."""
        becomes = self._layers.on_seat(entry, seat.id)
        if isinstance(becomes, Kept):
            self._withhold(entry, becomes, seat)
            return
        if becomes.item_id != entry.item_id and (kept := self._layers.substitution(entry, seat.id)):
            self._withhold(entry, kept, seat)
        self._admit(becomes, seat, accepted)

    def _withhold(self, entry: Entry, kept: Kept, seat: Seat) -> None:
        self.withheld.setdefault((entry.request_id, entry.asked_item, kept), []).append(seat.id)

    def _admit(self, entry: Entry, seat: Seat, accepted: dict[str, DesiredLine]) -> None:
        """Let one entry take effect on one seat, or write down why it doesn't."""
        brought = self._brings(entry, seat)
        if isinstance(brought, Waiting):
            self.waiting[entry] = brought
            return
        if isinstance(brought, Kept):
            self._withhold(entry, brought, seat)
            return
        obstacle = next((found for line in brought if (found := _obstacle(line, accepted, self._catalog))), None)
        obstacle = obstacle or _obstacle_within(brought, self._catalog)
        if obstacle:
            key = (entry, obstacle.kind, obstacle.line.item_id, obstacle.request_id)
            self.obstacles.setdefault(key, []).append(seat.id)
            return
        for line in brought:
            standing = accepted.get(line.item_id)
            accepted[line.item_id] = _merged(standing, line) if standing else line

    def _brings(self, entry: Entry, seat: Seat) -> tuple[DesiredLine, ...] | Waiting | Kept:
        """The lines that an entry stands for: the item itself and, all the way down, what it requires."""
        if entry.wanted is Wanted.ABSENT:
            if self._catalog.get(entry.item_id) is None:
                # Nothing says any more how it is recognised, so nothing can prove that it is away.
                return Waiting(entry.request_id, entry.item_id, WaitingCode.NOT_IN_CATALOG)
            return (DesiredLine(entry.item_id, Wanted.ABSENT, None, entry.whys),)
        lines: dict[str, DesiredLine] = {}
        queue: list[tuple[str, str, tuple[Why, ...]]] = [(entry.item_id, entry.version, entry.whys)]
        while queue:
            item_id, version, whys = queue.pop(0)
            if item_id in lines:
                continue
            item = self._catalog.get(item_id)
            if item is None:
                return Waiting(entry.request_id, item_id, WaitingCode.NOT_IN_CATALOG)
            if guard := self._layers.blocked(item_id, seat.id):
                return Kept(WithheldCode.BLOCKED, guard.id, guard.expires_at)
            line = self._line(entry, item, version, whys, seat)
            if isinstance(line, Waiting):
                return line
            lines[item_id] = line
            needed = Why(WhyCode.REQUIRED_BY, request_id=entry.request_id, item_id=item_id)
            queue.extend((required, LATEST, (needed,)) for required in item.requires)
        return tuple(lines.values())

    def _line(
        self, entry: Entry, item: CatalogItem, version: str, whys: tuple[Why, ...], seat: Seat
    ) -> DesiredLine | Waiting:
        """An item's line in a concrete version, raised to the least one of a safeguard where it is below it (R4.2)."""
        if version == LATEST:
            version = self._latest.get(item.id, LATEST)
        concrete = _concrete(item, version)
        if concrete is None and item.provider.has_releases:
            return Waiting(entry.request_id, item.id, WaitingCode.NO_RELEASE)
        guard = self._layers.minimum(item.id, seat.id)
        if guard is None or guard.minimum is None or (concrete and compare(concrete, guard.minimum) >= 0):
            return DesiredLine(item.id, Wanted.PRESENT, concrete, whys)
        raised = (*whys, Why(WhyCode.MINIMUM, request_id=entry.request_id, decision_id=guard.id))
        newest = _concrete(item, LATEST)
        if newest is not None and compare(newest, guard.minimum) >= 0:
            return DesiredLine(item.id, Wanted.PRESENT, newest, raised)
        if not item.provider.has_releases:
            # Another tool delivers it; what it has to reach is the safeguard's.
            return DesiredLine(item.id, Wanted.PRESENT, guard.minimum, raised)
        return Waiting(entry.request_id, item.id, WaitingCode.NO_SAFE_RELEASE, guard.id)


def _concrete(item: CatalogItem, version: str) -> str | None:
    release = item.latest() if version == LATEST else item.release(version)
    return release.version if release else None


def _obstacle(line: DesiredLine, accepted: dict[str, DesiredLine], catalog: Catalog) -> _Obstacle | None:
    """What of the accepted lines stands in the way of a new one."""
    standing = accepted.get(line.item_id)
    if standing is not None:
        required = any(why.code is WhyCode.REQUIRED_BY for why in (*standing.whys, *line.whys))
        if standing.wanted is not line.wanted:
            return _Obstacle(ConflictKind.REQUIRES if required else ConflictKind.PRESENCE, standing)
        if line.wanted is Wanted.PRESENT and not _versions_agree(standing, line, catalog):
            return _Obstacle(ConflictKind.VERSION, standing)
    if line.wanted is Wanted.PRESENT:
        for other in accepted.values():
            if other.wanted is Wanted.PRESENT and catalog.conflict(line.item_id, other.item_id):
                return _Obstacle(ConflictKind.ITEMS, other)
    return None


def _obstacle_within(brought: tuple[DesiredLine, ...], catalog: Catalog) -> _Obstacle | None:
    """What an entry brings and cannot share a seat with something else that it brings."""
    clashes = (one for one, other in combinations(brought, 2) if catalog.conflict(one.item_id, other.item_id))
    return next((_Obstacle(ConflictKind.ITEMS, line) for line in clashes), None)


def _versions_agree(standing: DesiredLine, line: DesiredLine, catalog: Catalog) -> bool:
    if standing.version is None or line.version is None or compare(standing.version, line.version) == 0:
        return True
    if _only_required(standing) or _only_required(line):
        # What is only required is content with the version that somebody asked for by name.
        return True
    item = catalog.get(line.item_id)
    # A program that updates itself satisfies both as soon as it satisfies the newer one.
    return item is not None and item.updates is Updates.SELF


def _only_required(line: DesiredLine) -> bool:
    return all(why.code is WhyCode.REQUIRED_BY for why in line.whys)


def _merged(standing: DesiredLine, line: DesiredLine) -> DesiredLine:
    asked = [x for x in (standing, line) if not _only_required(x)]
    versions = [x.version for x in asked or (standing, line) if x.version is not None]
    newest = versions[0] if versions else None
    for version in versions[1:]:
        newest = version if newest is None or compare(version, newest) > 0 else newest
    whys = tuple(dict.fromkeys((*standing.whys, *line.whys)))
    return DesiredLine(line.item_id, line.wanted, newest, whys, standing.removes or line.removes)


def _common(
    by_seat: dict[str, dict[str, DesiredLine]],
) -> tuple[tuple[DesiredLine, ...], dict[str, tuple[DesiredLine, ...]]]:
    """Split the seats' lines into those that all share and each seat's own."""
    if not by_seat:
        return (), {}
    seats = list(by_seat.values())
    shared = [line for item, line in sorted(seats[0].items()) if all(other.get(item) == line for other in seats)]
    items = {line.item_id for line in shared}
    own = {
        seat_id: rest
        for seat_id, lines in by_seat.items()
        if (rest := tuple(line for item, line in sorted(lines.items()) if item not in items))
    }
    return tuple(shared), own
