"""Resolution: what each seat of a room should have at one moment, each line with its why and a concrete version.

Precedence (RULES): exemption > safeguard > override > request > baseline. Requests and baseline exist; the others lie
on top of them. What cannot hold together: what is in place stays, else the older one; the other is *in conflict*,
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
from orchestrator.domain.classrooms import Classroom, Seat, SeatTarget
from orchestrator.domain.requests import LATEST, SoftwareRequest, Wanted
from orchestrator.domain.versions import compare


class WhyCode(StrEnum):
    """Where a desired line comes from."""

    BASELINE = "baseline"  # the room has it without a request
    REQUEST = "request"  # somebody asked for it
    REQUIRED_BY = "required_by"  # another line cannot do without it


@dataclass(frozen=True, slots=True, order=True)
class Why:
    """One reason of a line: the request, or the item that requires it."""

    code: WhyCode
    request_id: str | None = None
    item_id: str | None = None


@dataclass(frozen=True, slots=True)
class DesiredLine:
    """One item that a seat should have, or should not have.

    Attributes:
        item_id: Catalog id.
        wanted: Present or absent.
        version: Concrete version; None where any does (``external`` or ``manual``, absent).
        whys: Every reason, first the one that decided.
        removes: Absent, and where a copy is ours it goes now, not between terms (RULES R4.2).
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


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry that cannot be delivered yet. ``request_id`` None means the baseline."""

    request_id: str | None
    item_id: str
    code: WaitingCode


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
    """

    classroom_id: str
    at: datetime
    lines: tuple[DesiredLine, ...]
    exceptions: dict[str, tuple[DesiredLine, ...]] = field(default_factory=dict)
    in_conflict: tuple[InConflict, ...] = ()
    waiting: tuple[Waiting, ...] = ()

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
        return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @property
    def digest(self) -> str:
        """Hex SHA-256 of ``as_json``."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A request, or a line of the baseline, in the form in which they compete."""

    request_id: str | None
    item_id: str
    wanted: Wanted
    version: str
    target: SeatTarget

    @property
    def why(self) -> Why:
        return Why(WhyCode.REQUEST, request_id=self.request_id) if self.request_id else Why(WhyCode.BASELINE)


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
) -> DesiredState:
    """The room's desired state at a moment.

    Args:
        room: The room with its seats and baseline.
        requests: Its requests; those that aren't open are passed over, and so are those whose time is over.
        catalog: All items.
        at: The moment.
        in_place: Ids of items that we have placed in the room: they stay when two entries exclude each other.
        latest: By item, the version that ``latest`` means for a rollout under way; else the newest approved one.
    """
    held = latest or {}
    live = [r for r in requests if r.counts_at(at)]
    live.sort(key=lambda r: (not _keeps(r, in_place), r.created_at, r.id))
    entries = [_Entry(r.id, r.item_id, r.wanted, r.version, r.target) for r in live]
    entries += [_Entry(None, i, Wanted.PRESENT, LATEST, SeatTarget.ALL) for i in dict.fromkeys(room.baseline)]

    waiting: dict[_Entry, Waiting] = {}
    obstacles: dict[tuple[_Entry, ConflictKind, str, str | None], list[str]] = {}
    by_seat: dict[str, dict[str, DesiredLine]] = {}
    for seat in room.seats:
        accepted: dict[str, DesiredLine] = {}
        for entry in entries:
            _admit(entry, seat, accepted, catalog, held, waiting, obstacles)
        by_seat[seat.id] = accepted

    lines, exceptions = _common(by_seat)
    in_conflict = tuple(
        InConflict(entry.request_id, entry.item_id, kind, with_item, with_request, tuple(seats))
        for (entry, kind, with_item, with_request), seats in obstacles.items()
    )
    return DesiredState(room.id, at, lines, exceptions, in_conflict, tuple(waiting.values()))


def _keeps(request: SoftwareRequest, in_place: frozenset[str]) -> bool:
    """Whether a request wants what is in place to stay; to want it away is no way to the front."""
    return request.wanted is Wanted.PRESENT and request.item_id in in_place


def _admit(
    entry: _Entry,
    seat: Seat,
    accepted: dict[str, DesiredLine],
    catalog: Catalog,
    latest: Mapping[str, str],
    waiting: dict[_Entry, Waiting],
    obstacles: dict[tuple[_Entry, ConflictKind, str, str | None], list[str]],
) -> None:
    """Let one entry take effect on one seat, or write down why it doesn't."""
    if not seat.aimed_at(entry.target):
        return
    brought = _brings(entry, catalog, latest)
    if isinstance(brought, Waiting):
        waiting[entry] = brought
        return
    obstacle = next((found for line in brought if (found := _obstacle(line, accepted, catalog))), None)
    obstacle = obstacle or _obstacle_within(brought, catalog)
    if obstacle:
        key = (entry, obstacle.kind, obstacle.line.item_id, obstacle.request_id)
        obstacles.setdefault(key, []).append(seat.id)
        return
    for line in brought:
        standing = accepted.get(line.item_id)
        accepted[line.item_id] = _merged(standing, line) if standing else line


def _brings(entry: _Entry, catalog: Catalog, latest: Mapping[str, str]) -> tuple[DesiredLine, ...] | Waiting:
    """The lines that an entry stands for: the item itself and, all the way down, what it requires."""
    if entry.wanted is Wanted.ABSENT:
        if catalog.get(entry.item_id) is None:
            # Nothing says any more how it is recognised, so nothing can prove that it is away.
            return Waiting(entry.request_id, entry.item_id, WaitingCode.NOT_IN_CATALOG)
        return (DesiredLine(entry.item_id, Wanted.ABSENT, None, (entry.why,)),)
    lines: dict[str, DesiredLine] = {}
    queue: list[tuple[str, str, Why]] = [(entry.item_id, entry.version, entry.why)]
    while queue:
        item_id, version, why = queue.pop(0)
        if item_id in lines:
            continue
        item = catalog.get(item_id)
        if item is None:
            return Waiting(entry.request_id, item_id, WaitingCode.NOT_IN_CATALOG)
        if version == LATEST:
            version = latest.get(item_id, LATEST)
        concrete = _concrete(item, version)
        if concrete is None and item.provider.has_releases:
            return Waiting(entry.request_id, item_id, WaitingCode.NO_RELEASE)
        lines[item_id] = DesiredLine(item_id, Wanted.PRESENT, concrete, (why,))
        needed = Why(WhyCode.REQUIRED_BY, request_id=entry.request_id, item_id=item_id)
        queue.extend((required, LATEST, needed) for required in item.requires)
    return tuple(lines.values())


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
