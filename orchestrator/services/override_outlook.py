"""What a room would get if nothing kept anything away but safeguards: what evidence and promises are held against.

The desired state is asked, and nothing like it is reckoned here, so that neither a check nor a letter can say
something else than what will be done (RULES R3.2, R3.6).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.classrooms import Classroom, Seat
from orchestrator.domain.decisions import Decisions
from orchestrator.domain.layers import WithheldCode
from orchestrator.domain.override_refusals import Hindrance, InsteadNotDeliverable
from orchestrator.domain.overrides import Override, OverrideKind, OverrideState
from orchestrator.domain.requests import SoftwareRequest, Wanted
from orchestrator.domain.resolution import DesiredLine, DesiredState, WaitingCode, resolve
from orchestrator.domain.versions import compare
from orchestrator.domain.whys import WhyCode
from orchestrator.services.unit_of_work import UnitOfWork

_INSTEAD = frozenset({OverrideKind.SUBSTITUTE, OverrideKind.PIN})


def versions_to_come(
    uow: UnitOfWork, room: Classroom, requests: Iterable[SoftwareRequest], at: datetime
) -> tuple[str | None, ...]:
    """Versions of what these requests ask for that would be installed from a moment on; None where none would be.

    Least versions of safeguards and pins have their say; overrides and holds that keep it away have not.
    """
    requests, decisions = tuple(requests), uow.decisions.of_classroom(room.id)
    pins = tuple(o for o in decisions.overrides if o.kind is OverrideKind.PIN)
    desired = _would_get(uow, room, at, decisions, pins)
    found: dict[str | None, None] = {}
    for request in requests:
        lines = [line for line in _lines(desired, room.seats, request.item_id) if _is_of(line, request)]
        found |= dict.fromkeys(line.version for line in lines) or {None: None}
    return tuple(found)


def hindrance_of(
    uow: UnitOfWork, override: Override, requests: Iterable[SoftwareRequest], room: Classroom, at: datetime
) -> InsteadNotDeliverable | None:
    """Why a substitute or pin could not be delivered as its letter promises, from a moment on; None where it could.

    Args:
        uow: The store.
        override: As it would bind.
        requests: Those that it binds.
        room: Its room.
        at: From when on it is looked at, UTC.
    """
    if override.kind not in _INSTEAD:
        return None
    decisions = uow.decisions.of_classroom(room.id)
    binding = replace(override, starts_at=at, state=OverrideState.LIVE)
    # Of the same kind it alone: a narrower one may end before it does.
    others = tuple(o for o in decisions.overrides if o.kind in _INSTEAD and o.kind is not override.kind)
    catalog = uow.catalog.load()
    for request in requests:
        seats = tuple(s for s in room.seats if s.aimed_at(request.target) and override.concerns(request.id, s.id))
        if override.kind is OverrideKind.PIN:
            seats = tuple(s for s in seats if _stands_in(others, request, s, at) == override.substitute_item)
        here = replace(room, seats=seats)
        desired = _would_get(uow, here, at, decisions, (*others, binding), catalog)
        if found := next(_hindrances(desired, override, request, seats, catalog), None):
            return found
    return None


def _would_get(
    uow: UnitOfWork,
    room: Classroom,
    at: datetime,
    decisions: Decisions,
    overrides: tuple[Override, ...],
    catalog: Catalog | None = None,
) -> DesiredState:
    machines = [machine.id for machine in uow.machines.of_classroom(room.id)]
    in_place = frozenset(p.item_id for p in uow.rollouts.placements(machines) if not p.dependency_of)
    return resolve(
        room,
        uow.requests.of_classroom(room.id),
        uow.catalog.load() if catalog is None else catalog,
        at,
        in_place,
        decisions=replace(decisions, overrides=overrides, holds=()),
    )


def _lines(desired: DesiredState, seats: Iterable[Seat], item_id: str) -> Iterator[DesiredLine]:
    """An item's lines on these seats, where it is to be there."""
    for seat in seats:
        its = (line for line in desired.for_seat(seat.id) if line.item_id == item_id)
        yield from (line for line in its if line.wanted is Wanted.PRESENT)


def _is_of(line: DesiredLine, request: SoftwareRequest) -> bool:
    return any(why.request_id == request.id for why in line.whys)


def _stands_in(substitutes: Iterable[Override], request: SoftwareRequest, seat: Seat, at: datetime) -> str | None:
    """What stands in a request's place on a seat; None where it stands there itself."""
    here = (o for o in substitutes if o.binds_at(at) and o.concerns(request.id, seat.id))
    return next((o.substitute_item for o in here), None)


def _hindrances(
    desired: DesiredState, override: Override, request: SoftwareRequest, seats: tuple[Seat, ...], catalog: Catalog
) -> Iterator[InsteadNotDeliverable]:
    """All that keeps a room whose every seat the override is about from what it promises to a request."""
    item_id, version = override.substitute_item or override.item_id, override.pin_version
    for kept in desired.withheld:
        if kept.request_id == request.id and kept.code is WithheldCode.BLOCKED:
            yield InsteadNotDeliverable(item_id, version, Hindrance.BLOCKED, safeguard_id=kept.decision_id)
    for waits in desired.waiting:
        if waits.request_id == request.id:
            old = waits.code is WaitingCode.NO_SAFE_RELEASE
            item = catalog.get(waits.item_id)
            offered = tuple(release.version for release in item.releases) if item and not old else ()
            hindrance = Hindrance.TOO_OLD if old else Hindrance.NO_RELEASE
            yield InsteadNotDeliverable(
                waits.item_id, version, hindrance, safeguard_id=waits.decision_id, possible=offered
            )
    for conflict in desired.in_conflict:
        if conflict.request_id == request.id:
            yield InsteadNotDeliverable(item_id, version, Hindrance.CONFLICT, with_item=conflict.with_item)
    for line in _lines(desired, seats, item_id):
        if version and (line.version is None or compare(line.version, version) != 0):
            yield _another_version(line, item_id, version, catalog)


def _another_version(line: DesiredLine, item_id: str, version: str, catalog: Catalog) -> InsteadNotDeliverable:
    """Why another version than the chosen one would be there."""
    raised = next((why.decision_id for why in line.whys if why.code is WhyCode.MINIMUM), None)
    if raised is None:
        return InsteadNotDeliverable(item_id, version, Hindrance.CONFLICT, with_item=item_id)
    item = catalog.get(item_id)
    newer = (r.version for r in item.releases if line.version and compare(r.version, line.version) >= 0) if item else ()
    return InsteadNotDeliverable(item_id, version, Hindrance.TOO_OLD, safeguard_id=raised, possible=tuple(newer))
