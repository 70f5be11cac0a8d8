"""The whole life of one request as one document: every entry about it, its revisions, and the rollouts in its time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from orchestrator.domain.manifests import Revision
from orchestrator.domain.people import WORKER, Caller, Permission
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.domain.rollouts import IntentOutcome, Rollout, RolloutState, RunState
from orchestrator.services.record_reading import EntryView, RecordNames, names_in, read_entry
from orchestrator.services.record_stores import RecordQuery
from orchestrator.services.request_guards import RequestGuards, guards_of
from orchestrator.services.request_reading import get_request
from orchestrator.services.request_views import RequestView
from orchestrator.services.rollouts import RolloutView
from orchestrator.services.unit_of_work import Clock, Reads, UnitOfWork

_PAGE = 200
_PERSON = "person"
_TOLD_BY_OUTCOME = frozenset(f"rollout.{what}" for what in ("started", "finished", "done", "incomplete"))
"""Entries about a rollout that say no more than how it ended, once it has."""
_ENDED_BY_SOMEBODY = frozenset({"rollout.cancelled", "rollout.given_up"})
"""Entries that say besides by whom it was ended, or by what fault: for those who read the record."""


class MomentKind(StrEnum):
    """What happened at a moment of a request's life. In this order, where several happened at once."""

    ENTRY = "entry"  # an entry of the record names it, or a rollout of its time
    REVISION = "revision"  # the room's manifest changed because of it
    OUTCOME = "outcome"  # a rollout ended, with what it brought


@dataclass(frozen=True, slots=True)
class LifeMoment:
    """One moment of a request's life; one of ``entry``, ``revision`` and ``rollout`` is there.

    Attributes:
        at: When, UTC.
        kind: What happened.
        entry: The entry of the record.
        revision: The revision that the request made.
        rollout: The rollout that ended.
        placed: Seats on which that rollout newly installed what was asked for.
        told_by: Entries of the record that say no more than this moment does; oldest first.
        alike: Rollouts that ended right after it in the same way, each seat, and installed nothing of it; oldest first.
    """

    at: datetime
    kind: MomentKind
    entry: EntryView | None = None
    revision: Revision | None = None
    rollout: RolloutView | None = None
    placed: int = 0
    told_by: tuple[EntryView, ...] = ()
    alike: tuple[RolloutView, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestLife:
    """A request with its whole life.

    Attributes:
        request: The request, with what has become of it.
        moments: In the order of time.
        guards: What beside overrides was decided about it.
        names: What the ids in its entries stand for.
        team: What the site calls the team that looks after its rooms; empty for the usual name.
        by_team: Actors who are called by the room's team, because the reader is told no names (R4.7).
        made_at: When this was read, UTC.
        size: Entries that the record held then.
        root: Root of the tree over them.
    """

    request: RequestView
    moments: tuple[LifeMoment, ...]
    guards: RequestGuards
    names: RecordNames
    team: str
    by_team: frozenset[str]
    made_at: datetime
    size: int
    root: bytes


def request_life(request_id: str, *, caller: Caller, reads: Reads, clock: Clock) -> RequestLife:
    """All that is known of a request, for whoever asked for it or typed it in, and for those who read the record.

    Only those who read the record are told who of the team did what; to others it is the room's team (RULES R4.7).

    Each fact is told once. Of rollouts it tells what goes on now, and how those of the room ended between the request's
    acceptance and its end that had something to do about it; several that ended alike are one moment. Whoever reads the
    record is told besides of the manifest's revisions, of what left seats undone, and by whom a rollout was ended.

    Raises:
        NotFound: No such request.
        NotPermitted: It is somebody else's, and the caller may not read the record of that room.
    """
    view = get_request(request_id, reads=reads, clock=clock)
    request = view.request
    own = caller.actor.id in {request.requester_id, request.entered_by}
    reads_record = caller.may(Permission.READ_RECORD, view.room)
    if not own and not reads_record:
        raise caller.refused(Permission.READ_RECORD, view.room)
    with reads() as uow:
        entries = _entries(uow, "request", request.id)
        # Oldest first: so those that ended in the same moment stand in their order.
        rollouts = [r for r in _rollouts(uow, request) if _concerns(uow, r, view, undone=reads_record)][::-1]
        guards = guards_of(uow, request, clock.now())
        about_rollouts = [
            entry
            for rollout in rollouts
            for entry in _entries(uow, "rollout", rollout.id)
            # The first seat of somebody else's exemption is none of it.
            if entry.subjects.get("exemption") in {None, *guards.exemptions}
        ]
        doubled = _TOLD_BY_OUTCOME if reads_record else _TOLD_BY_OUTCOME | _ENDED_BY_SOMEBODY
        ended = {rollout.id for rollout in rollouts if rollout.finished_at is not None}
        ends = [entry for entry in about_rollouts if entry.kind in doubled and _about(entry) in ended]
        outcomes = _outcomes(uow, view, rollouts, ends)
        revisions = tuple(_revisions(uow, request, entries)) if reads_record else ()
        every = entries + about_rollouts
        names, frontier, team = names_in(uow, every), uow.record.frontier(), uow.site.load().team
    told = [LifeMoment(entry.at, MomentKind.ENTRY, entry=entry) for entry in every if entry not in ends]
    moments = tuple(_folded(sorted([*told, *revisions, *outcomes], key=_order)))
    known = {caller.actor.id, request.requester_id, WORKER.id}
    by_team = frozenset() if reads_record else frozenset(_actors(moments)) - known
    return RequestLife(view, moments, guards, names, team, by_team, clock.now(), frontier.size, frontier.root())


def _about(entry: EntryView) -> str:
    """Id of the rollout that an entry names; empty where it names none."""
    return entry.subjects.get("rollout", "")


def _concerns(uow: UnitOfWork, rollout: Rollout, view: RequestView, *, undone: bool) -> bool:
    """Whether a rollout is still to come, did something about a request's item, or ended while that is still owed.

    With ``undone`` also where it left any seat undone: what was asked for may have been among that.
    """
    if rollout.finished_at is None or view.standing.code.is_owed:
        return True
    if undone and rollout.state is not RolloutState.DONE:
        return True
    return any(intent.item_id == view.request.item_id for intent in uow.rollouts.intents(rollout.id))


def _actors(moments: Sequence[LifeMoment]) -> Iterator[str]:
    """Everybody whom the moments name."""
    for moment in moments:
        if moment.entry:
            yield moment.entry.actor_id
            yield from (person for kind, person in moment.entry.subjects.items() if kind == _PERSON)
        if moment.revision:
            yield moment.revision.actor_id
        if moment.rollout:
            yield moment.rollout.rollout.actor_id


def _order(moment: LifeMoment) -> tuple[datetime, int, int]:
    number = moment.entry.index if moment.entry else moment.revision.number if moment.revision else 0
    return moment.at, list(MomentKind).index(moment.kind), number


def _entries(uow: UnitOfWork, kind: str, identity: str) -> list[EntryView]:
    """All entries that name one thing, newest first."""
    query, found = RecordQuery(subjects={kind: identity}), list[EntryView]()
    before: int | None = None
    while page := uow.record.page(query, before=before, limit=_PAGE):
        found += map(read_entry, page)
        before = page[-1].index
    return found


def _rollouts(uow: UnitOfWork, request: SoftwareRequest) -> Iterator[Rollout]:
    """The room's rollouts between the request's acceptance and its end, newest first."""
    after: str | None = None
    while page := uow.rollouts.page(classroom_id=request.classroom_id, after=after, limit=_PAGE):
        for rollout in page:
            if rollout.finished_at is not None and rollout.finished_at < request.created_at:
                return
            if request.ended_at is None or rollout.created_at <= request.ended_at:
                yield rollout
        after = page[-1].id


def _revisions(uow: UnitOfWork, request: SoftwareRequest, entries: Sequence[EntryView]) -> Iterator[LifeMoment]:
    """The manifest's revisions that the request made, as its entries number them."""
    for entry in entries:
        number = entry.subjects.get("revision", "")
        revision = uow.manifests.get(request.classroom_id, int(number)) if number.isdecimal() else None
        if revision and revision.request_id == request.id:
            yield LifeMoment(revision.at, MomentKind.REVISION, revision=revision)


def _folded(moments: Sequence[LifeMoment]) -> Iterator[LifeMoment]:
    """The moments, with rollouts that ended one right after the other, each seat alike, as one."""
    last: LifeMoment | None = None
    for moment in moments:
        before, ended = last.rollout if last else None, moment.rollout
        if last and before and ended and not moment.placed and _end(before) == _end(ended):
            last = replace(last, alike=(*last.alike, ended), told_by=(*last.told_by, *moment.told_by))
            continue
        if last:
            yield last
        last = moment
    if last:
        yield last


def _end(view: RolloutView) -> tuple[RolloutState, frozenset[tuple[str, RunState]]]:
    """How a rollout ended, seat by seat."""
    return view.rollout.state, frozenset((run.machine_id, run.state) for run in view.runs)


def _outcomes(
    uow: UnitOfWork, view: RequestView, rollouts: Sequence[Rollout], ends: Sequence[EntryView]
) -> list[LifeMoment]:
    """How the rollouts that are over ended, each with what it brought of what was asked for."""
    machines = {machine.id: machine.name for machine in uow.machines.all()} if rollouts else {}
    actors = uow.people.names({rollout.actor_id for rollout in rollouts})
    told = []
    for rollout in rollouts:
        if rollout.finished_at is None:
            continue
        runs, waves = tuple(uow.rollouts.runs(rollout.id)), tuple(uow.rollouts.waves(rollout.id))
        placed = {
            intent.machine_id
            for intent in uow.rollouts.intents(rollout.id)
            if intent.item_id == view.request.item_id and intent.outcome is IntentOutcome.PLACED
        }
        names = {run.machine_id: machines.get(run.machine_id, run.machine_id) for run in runs}
        actor = actors.get(rollout.actor_id, rollout.actor_id)
        seen = RolloutView(rollout, view.room, runs, waves, names, actor)
        told_by = tuple(sorted((e for e in ends if _about(e) == rollout.id), key=lambda entry: entry.index))
        at, kind = rollout.finished_at, MomentKind.OUTCOME
        told.append(LifeMoment(at, kind, rollout=seen, placed=len(placed), told_by=told_by))
    return told
