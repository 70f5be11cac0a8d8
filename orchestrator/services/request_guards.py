"""What beside overrides was decided about a request while it was open: safeguards, exemptions, catalogue changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.catalog_narrowing import CatalogChangeState
from orchestrator.domain.clock import needs
from orchestrator.domain.contests import ContestSubject
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.requests import LATEST, SoftwareRequest, Wanted
from orchestrator.domain.safeguards import Exemption, Safeguard, SafeguardKind, SafeguardState
from orchestrator.domain.versions import compare
from orchestrator.services.contested import look
from orchestrator.services.unit_of_work import UnitOfWork

_PAGE = 200
_TOLD = (NoticeKind.SAFEGUARD_REFUSES, NoticeKind.PIN_SUPERSEDED)


@dataclass(frozen=True, slots=True)
class RequestGuards:
    """Ids of what was decided about a request, oldest first, also of what is over.

    Attributes:
        safeguards: Those that kept it away, or made its version too old.
        exemptions: Those that somebody made or proposed from one of these, for its room.
        catalog_changes: Those that took something from it.
    """

    safeguards: tuple[str, ...] = ()
    exemptions: tuple[str, ...] = ()
    catalog_changes: tuple[str, ...] = ()


def guards_of(uow: UnitOfWork, request: SoftwareRequest, now: datetime) -> RequestGuards:
    """All of them in the time of a request, from its acceptance to its end."""
    contested = _contested(uow, request)
    until = request.ended_at or now
    catalog = uow.catalog.load()
    needed = needs(request.item_id, catalog)
    guards = [
        guard
        for guard in _safeguards(uow)
        if guard.id in contested or _kept_away(uow, guard, request, needed, catalog, now)
    ]
    exemptions = [
        one
        for guard in guards
        for one in _exemptions(uow, guard.id)
        if request.classroom_id in one.classroom_ids and one.item_id in needed and one.created_at <= until
        if request.created_at <= (one.ended_at or one.expires_at)
    ]
    changes = [change for change in _changes(uow, request) if change not in contested]
    changes += [one for one in contested if uow.catalog_changes.seen(one)]
    return RequestGuards(
        tuple(sorted(guard.id for guard in guards)),
        tuple(sorted(one.id for one in exemptions)),
        tuple(sorted(changes)),
    )


def _contested(uow: UnitOfWork, request: SoftwareRequest) -> frozenset[str]:
    """Ids of all but overrides that were ever contested for it."""
    found: set[str] = set()
    after: str | None = None
    while page := uow.contests.page(
        subject=None,
        decision_id=None,
        request_id=request.id,
        classroom_id=None,
        state=None,
        after=after,
        limit=_PAGE,
    ):
        found |= {one.decision_id for one in page if one.subject is not ContestSubject.OVERRIDE}
        after = page[-1].id
    return frozenset(found)


def _kept_away(
    uow: UnitOfWork,
    guard: Safeguard,
    request: SoftwareRequest,
    needed: frozenset[str],
    catalog: Catalog,
    now: datetime,
) -> bool:
    if request.wanted is not Wanted.PRESENT or not _bound_in_its_time(guard, request, now):
        return False
    if not any(_fits(guard, catalog, name) for name in needed):
        return False
    if guard.kind is SafeguardKind.BLOCK:
        return True
    if request.version != LATEST and compare(request.version, guard.minimum or "") < 0:
        return True
    # Of a least version the rest depends on what the catalogue had then: whoever asked was told at that time.
    keys = (f"{kind.value}:{guard.id}:{request.id}" for kind in _TOLD)
    if any(uow.notices.has(request.requester_id, key) for key in keys):
        return True
    seen = look(uow, ContestSubject.SAFEGUARD, guard.id, request, now) if request.counts_at(now) else None
    return seen is not None and seen.binds


def _bound_in_its_time(guard: Safeguard, request: SoftwareRequest, now: datetime) -> bool:
    came = guard.state is not SafeguardState.PROPOSED and (not guard.needs_approval or guard.approved_at is not None)
    begun, over = guard.approved_at or guard.created_at, guard.ended_at or guard.expires_at
    return came and begun <= (request.ended_at or now) and request.created_at < over


def _fits(guard: Safeguard, catalog: Catalog, item_id: str) -> bool:
    item = catalog.get(item_id)
    return guard.aim.fits(item) if item else guard.aim.item_id == item_id


def _safeguards(uow: UnitOfWork) -> Iterator[Safeguard]:
    after: str | None = None
    while page := uow.safeguards.page(state=None, after=after, limit=_PAGE):
        yield from page
        after = page[-1].id


def _exemptions(uow: UnitOfWork, safeguard_id: str) -> Iterator[Exemption]:
    after: str | None = None
    while page := uow.exemptions.page(safeguard_id=safeguard_id, state=None, after=after, limit=_PAGE):
        yield from page
        after = page[-1].id


def _changes(uow: UnitOfWork, request: SoftwareRequest) -> Iterator[str]:
    """Changes that were made since it was accepted, and took something from it."""
    for state in (CatalogChangeState.APPLIED, CatalogChangeState.OVERTURNED):
        after: str | None = None
        while page := uow.catalog_changes.page(state=state, after=after, limit=_PAGE):
            yield from (change.id for change in page if request.id in change.touched.request_ids)
            after = page[-1].id
