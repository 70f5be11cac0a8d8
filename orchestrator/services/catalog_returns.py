"""What a change of the catalog makes possible again: rooms are owed it, and whoever asked for it is told (RULES R2)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.catalog_narrowing import CatalogChange, CatalogChangeState, can_be_had_again, touched
from orchestrator.domain.contests import ContestSubject
from orchestrator.domain.live_rooms import LiveRoom
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import Actor
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.services.contest_ends import moot
from orchestrator.services.notices import tell
from orchestrator.services.owing import owe_for
from orchestrator.services.unit_of_work import UnitOfWork

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Returned:
    """A request that gets again what a change of the catalog had taken from it."""

    change_id: str
    request: SoftwareRequest


def give_back(
    uow: UnitOfWork, before: Catalog, after: Catalog, rooms: Sequence[LiveRoom], by: Actor, at: datetime
) -> tuple[Returned, ...]:
    """Owe rooms what could not be had before, and tell whoever gets back what an earlier change took away.

    What they contest of that change is about nothing any more.

    The audit entries come last: ``enter_returned``.

    Args:
        uow: The unit of work that changes the catalog.
        before: The catalog as it was.
        after: The catalog as it becomes.
        rooms: All rooms, with what is live in them.
        by: Who changes it.
        at: The moment, UTC.
    """
    for live in rooms:
        if can_be_had_again(before, after, live, at):
            owe_for(uow, live.room, f"catalog-{at.isoformat()}")
    found = tuple(_returned(_applied(uow), before, after, rooms, at))
    for one in found:
        request = one.request
        about = {"request": request.id, "change": one.change_id, "classroom": request.classroom_id}
        about |= {"item": request.item_id}
        tell(uow, [request.requester_id], NoticeKind.CATALOG_RESTORED, f"{one.change_id}:{request.id}", about, at)
        for contest in uow.contests.open_of(ContestSubject.CATALOG_CHANGE, one.change_id):
            if contest.request_id == request.id:
                moot(uow, contest, by.id, at)
    return found


def enter_returned(uow: UnitOfWork, found: Iterable[Returned], by: Actor, at: datetime) -> None:
    """Enter it in the life of each request."""
    for one in found:
        told = {"request": one.request.id, "classroom": one.request.classroom_id, "item": one.request.item_id}
        told |= {"person": one.request.requester_id, "change": one.change_id}
        uow.audit.append(at=at, actor=by, kind="request.restored", subjects=told)


def _returned(
    changes: Iterable[CatalogChange], before: Catalog, after: Catalog, rooms: Sequence[LiveRoom], at: datetime
) -> Iterator[Returned]:
    requests = {request.id: request for live in rooms for request in live.requests if request.counts_at(at)}
    for change in changes:
        mine = [requests[name] for name in change.touched.request_ids if name in requests]
        if mine and any(before.get(item.id) != after.get(item.id) for item in change.former):
            was, now = (_still_lacking(change, catalog, rooms, at) for catalog in (before, after))
            yield from (Returned(change.id, request) for request in mine if request.id in was - now)


def _still_lacking(change: CatalogChange, catalog: Catalog, rooms: Sequence[LiveRoom], at: datetime) -> frozenset[str]:
    """Requests that would have more if the change had never been."""
    former = Catalog(catalog.items | {item.id: item for item in change.former})
    return frozenset(touched(former, catalog, rooms, at).request_ids)


def _applied(uow: UnitOfWork) -> Iterator[CatalogChange]:
    after: str | None = None
    while page := uow.catalog_changes.page(state=CatalogChangeState.APPLIED, after=after, limit=_PAGE):
        yield from page
        after = page[-1].id
