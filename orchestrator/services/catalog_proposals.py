"""Changes of the catalog that take something away: one person proposes, another one decides (RULES R2).

Whoever asked for what is concerned is told, may contest it, keeps the request, and its clock runs.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.catalog_losses import narrowing_of
from orchestrator.domain.catalog_narrowing import (
    CATALOG_CHANGE_TRANSITIONS,
    CatalogChange,
    CatalogChangedMeanwhile,
    CatalogChangeIsOver,
    CatalogChangeNeedsTwo,
    CatalogChangeState,
    Touched,
    catalog_digest,
    forbid_dangling,
    former_items,
    touched,
)
from orchestrator.domain.changes import Change
from orchestrator.domain.contests import ContestSubject
from orchestrator.domain.decisions import NO_DECISIONS
from orchestrator.domain.errors import NotFound
from orchestrator.domain.letters import LetterOccasion
from orchestrator.domain.live_rooms import LiveRoom
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import Actor, Permission, are_two_persons
from orchestrator.domain.recorded_changes import CHANGES, changes_text, imported, moved
from orchestrator.domain.requests import RequestState, SoftwareRequest
from orchestrator.services.catalog_returns import enter_returned, give_back
from orchestrator.services.contest_ends import moot_contests
from orchestrator.services.letters import send_letters
from orchestrator.services.notices import holders, tell
from orchestrator.services.owing import owe_for
from orchestrator.services.role_holders import must_still
from orchestrator.services.site_files.catalog import read_catalog
from orchestrator.services.site_files.digest import digest_of
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What somebody wants to import although it takes something away."""

    files: Mapping[str, str]
    before: Catalog
    after: Catalog
    touched: Touched
    changes: tuple[Change, ...]
    reason: str


def propose(
    uow: UnitOfWork, narrowing: Narrowing, *, actor: Actor, at: datetime, new_id: Callable[[], str]
) -> CatalogChange:
    """Keep a change until a second person has decided on it. The catalog stays as it is.

    Raises:
        ItemIsRequired: An item would go that another one of the new catalog requires.
    """
    forbid_dangling(narrowing.before, narrowing.after)
    change = CatalogChange(
        id=new_id(),
        files=dict(narrowing.files),
        digest=digest_of(narrowing.files),
        base=catalog_digest(narrowing.before),
        former=former_items(narrowing.before, narrowing.after),
        touched=narrowing.touched,
        reason=narrowing.reason,
        by=actor.id,
        at=at,
    )
    uow.catalog_changes.add(change)
    uow.people.remember(actor)
    others = [person.id for person in holders(uow, Permission.GOVERN, None) if person.id != actor.id]
    tell(uow, others, NoticeKind.CATALOG_TO_APPROVE, change.id, {"change": change.id}, at)
    texts = {CHANGES: changes_text(imported(narrowing.changes)), "reason": narrowing.reason}
    uow.audit.append(at=at, actor=actor, kind="catalog.proposed", subjects=_subjects(change), texts=texts)
    return change


def approve_catalog_change(
    change_id: str, *, actor: Actor, transactions: Transactions, clock: Clock, new_id: Callable[[], str]
) -> CatalogChange:
    """Be the second person: the catalog becomes what the change says, and all concerned are told, at once.

    Raises:
        NotPermitted: The actor may not be the second person any more.
        NotFound: No such change.
        CatalogChangeIsOver: It was decided on already.
        CatalogChangeNeedsTwo: The actor proposed it.
        CatalogChangedMeanwhile: The catalog is another one by now, or more would be touched than was known.
        ItemIsRequired: An item would go that another one of the new catalog requires.
    """
    now = clock.now()
    with transactions() as uow:
        must_still(uow, actor, Permission.CONFIGURE, Permission.APPROVE)
        change = _to_decide(uow, change_id, actor)
        rooms = live_rooms(uow)
        before = uow.catalog.load()
        after = read_catalog(change.files).declared(before)
        found = touched(before, after, rooms, now)
        more = set(found.request_ids) - set(change.touched.request_ids)
        if catalog_digest(before) != change.base or more:
            raise CatalogChangedMeanwhile(change_id=change.id)
        forbid_dangling(before, after)
        store(uow, before, after)
        returned = give_back(uow, before, after, rooms, actor, now)
        applied = replace(change, state=CatalogChangeState.APPLIED, decided_by=actor.id, decided_at=now)
        uow.catalog_changes.update(applied)
        uow.people.remember(actor)
        concerned = [r for live in rooms for r in live.requests if r.id in found.request_ids]
        for live in rooms:
            for request in (r for r in live.requests if r in concerned):
                _tell(uow, applied, request, live, (before, after), now, new_id)
        _tell_proposer(uow, applied, actor, now)
        texts = {CHANGES: moved("state", change.state.value, applied.state.value)}
        subjects = {**_subjects(change), "outcome": applied.state.value}
        uow.audit.append(at=now, actor=actor, kind="catalog.narrowed", subjects=subjects, texts=texts)
        for request in concerned:
            told = {"request": request.id, "classroom": request.classroom_id, "item": request.item_id}
            told |= {"person": request.requester_id, "change": change.id}
            uow.audit.append(
                at=now, actor=actor, kind="request.narrowed", subjects=told, texts={"reason": change.reason}
            )
        enter_returned(uow, returned, actor, now)
        uow.commit()
    return applied


def _tell(
    uow: UnitOfWork,
    change: CatalogChange,
    request: SoftwareRequest,
    live: LiveRoom,
    catalogs: tuple[Catalog, Catalog],
    at: datetime,
    new_id: Callable[[], str],
) -> None:
    narrowing = narrowing_of(change, request, *catalogs, at, uow.safeguards.live())
    letters = send_letters(uow, LetterOccasion.CATALOG, narrowing, [request], live.room, at, new_id)
    about = {"request": request.id, "change": change.id, "classroom": live.room.id, "item": request.item_id}
    thing = f"{change.id}:{request.id}"
    tell(uow, [request.requester_id], NoticeKind.CATALOG_NARROWED, thing, about, at, letters=letters)


def _tell_proposer(uow: UnitOfWork, change: CatalogChange, actor: Actor, at: datetime) -> None:
    if change.by != actor.id:
        about = {"change": change.id, "state": change.state.value}
        tell(uow, [change.by], NoticeKind.CATALOG_DECIDED, change.id, about, at)


def refuse_catalog_change(change_id: str, *, actor: Actor, transactions: Transactions, clock: Clock) -> CatalogChange:
    """Be the second person and say no, or take one's own proposal back: nothing changes.

    Raises:
        NotPermitted: The actor may not configure the catalog any more.
        NotFound: No such change.
        CatalogChangeIsOver: It was decided on already.
    """
    now = clock.now()
    with transactions() as uow:
        must_still(uow, actor, Permission.CONFIGURE)
        change = _open(uow, change_id)
        refused = replace(change, state=CatalogChangeState.REFUSED, decided_by=actor.id, decided_at=now)
        uow.catalog_changes.update(refused)
        _tell_proposer(uow, refused, actor, now)
        uow.people.remember(actor)
        texts = {CHANGES: moved("state", change.state.value, refused.state.value)}
        subjects = {**_subjects(change), "outcome": refused.state.value}
        uow.audit.append(at=now, actor=actor, kind="catalog.kept", subjects=subjects, texts=texts)
        uow.commit()
    return refused


def undo_catalog_change(uow: UnitOfWork, change: CatalogChange, by: str, at: datetime) -> CatalogChange:
    """Bring back what an applied change took away, because a contest was ruled so; tell those whom it had touched.

    The audit entries come last: ``enter_undone``.

    What the catalog got since stays, as far as it is about other items.

    Raises:
        CatalogChangeIsOver: It is not in force.
    """
    if CatalogChangeState.OVERTURNED not in CATALOG_CHANGE_TRANSITIONS[change.state]:
        raise CatalogChangeIsOver(change_id=change.id, state=change.state)
    for item in change.former:
        uow.catalog.put(item)
    undone = replace(change, state=CatalogChangeState.OVERTURNED, ended_by=by, ended_at=at)
    uow.catalog_changes.update(undone)
    for classroom_id in change.touched.classroom_ids:
        room = uow.classrooms.get(classroom_id)
        if room is not None:
            owe_for(uow, room, f"catalog:{change.id}:{undone.state.value}")
    moot_contests(uow, ContestSubject.CATALOG_CHANGE, change.id, by, at)
    for request in _still_asked(uow, undone, at):
        about = {"request": request.id, "change": change.id, "classroom": request.classroom_id}
        about |= {"item": request.item_id}
        tell(uow, [request.requester_id], NoticeKind.CATALOG_RESTORED, f"{change.id}:{request.id}", about, at)
    return undone


def enter_undone(uow: UnitOfWork, change: CatalogChange, by: Actor, at: datetime) -> None:
    """Enter that a change was undone: once for the change, and in the life of each request that it had touched."""
    texts = {CHANGES: moved("state", CatalogChangeState.APPLIED.value, change.state.value)}
    subjects = {**_subjects(change), "outcome": change.state.value}
    uow.audit.append(at=at, actor=by, kind="catalog.restored", subjects=subjects, texts=texts)
    for request in _still_asked(uow, change, at):
        told = {"request": request.id, "classroom": request.classroom_id, "item": request.item_id}
        told |= {"person": request.requester_id, "change": change.id}
        uow.audit.append(at=at, actor=by, kind="request.restored", subjects=told)


def _still_asked(uow: UnitOfWork, change: CatalogChange, at: datetime) -> list[SoftwareRequest]:
    """The requests that a change touched and that are still open."""
    found = map(uow.requests.get, change.touched.request_ids)
    return [request for request in found if request is not None and request.counts_at(at)]


def get_catalog_change(change_id: str, *, reads: Reads) -> CatalogChange:
    """One change.

    Raises:
        NotFound: No such change.
    """
    with reads() as uow:
        return _one(uow, change_id)


def list_catalog_changes(
    *, reads: Reads, state: CatalogChangeState | None = None, after: str | None = None, limit: int = 50
) -> tuple[CatalogChange, ...]:
    """Changes, newest first, older than the one with id ``after``."""
    with reads() as uow:
        return tuple(uow.catalog_changes.page(state=state, after=after, limit=limit))


def store(uow: UnitOfWork, before: Catalog, after: Catalog) -> None:
    """Write what differs between two catalogs."""
    for item_id in before.items:
        if item_id not in after.items:
            uow.catalog.remove(item_id)
    for item_id, item in after.items.items():
        if item != before.get(item_id):
            uow.catalog.put(item)


def live_rooms(uow: UnitOfWork) -> list[LiveRoom]:
    """All rooms with their open requests, and what is decided about them."""
    # Held before their requests are read, so that nobody asks in between.
    rooms = uow.classrooms.all()
    requests: defaultdict[str, list[SoftwareRequest]] = defaultdict(list)
    after: str | None = None
    while page := uow.requests.page(
        classroom_id=None, requester_id=None, state=RequestState.OPEN, item_id=None, after=after, limit=_PAGE
    ):
        for request in page:
            requests[request.classroom_id].append(request)
        after = page[-1].id
    return [
        LiveRoom(
            room,
            tuple(requests[room.id]),
            uow.decisions.of_classroom(room.id) if requests[room.id] else NO_DECISIONS,
        )
        for room in rooms
    ]


def _one(uow: UnitOfWork, change_id: str) -> CatalogChange:
    change = uow.catalog_changes.get(change_id)
    if change is None:
        raise NotFound(kind="catalog change", name=change_id)
    return change


def _open(uow: UnitOfWork, change_id: str) -> CatalogChange:
    change = _one(uow, change_id)
    if change.state is not CatalogChangeState.PROPOSED:
        raise CatalogChangeIsOver(change_id=change.id, state=change.state)
    return change


def _to_decide(uow: UnitOfWork, change_id: str, actor: Actor) -> CatalogChange:
    change = _open(uow, change_id)
    if not are_two_persons(change.by, actor.id):
        raise CatalogChangeNeedsTwo(change_id=change.id)
    return change


def _subjects(change: CatalogChange) -> dict[str, str]:
    return {"change": change.id, "files": change.digest}
