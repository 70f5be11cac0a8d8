"""One room at one moment: what it should have, what was seen, what is to be done, in which state each seat is.

Everything that shows or plans a room starts here, so that the API, the owed work and the rollouts never disagree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.catalog import Catalog, CatalogItem, Provider
from orchestrator.domain.classrooms import Classroom, Seat
from orchestrator.domain.decisions import Decisions
from orchestrator.domain.detection import DetectedState, detect
from orchestrator.domain.errors import NotFound
from orchestrator.domain.hand_work import Tick
from orchestrator.domain.machines import Machine, MachineStatus
from orchestrator.domain.manifests import Revision
from orchestrator.domain.planning import MachinePlan, plan_machine
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.domain.resolution import DesiredState, looked_for, resolve
from orchestrator.domain.rollouts import Cause, MachineRun, Placement, Rollout
from orchestrator.domain.verdicts import SeatState, seat_state
from orchestrator.services.stored_values import Seen
from orchestrator.services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SeatPicture:
    """One seat: who stands there, what was seen last, what is to be done, and the verdict.

    Attributes:
        seat: The seat.
        machine: Machine that stands there, or None.
        seen: What scans know of it, or None when none has tried.
        plan: Desired minus last observed, or None when it was never read.
        run: Its latest machine run in the room's latest rollout that touched it, or None.
        state: See SeatState.
        causes: Why it is not ready.
    """

    seat: Seat
    machine: Machine | None
    seen: Seen | None
    plan: MachinePlan | None
    run: MachineRun | None
    state: SeatState
    causes: tuple[Cause, ...]

    @property
    def is_away(self) -> bool:
        """Whether nothing can be done there now: no machine in service, or none that answers."""
        failure = self.seen.failure if self.seen else None
        out = self.machine is None or self.machine.status is not MachineStatus.IN_SERVICE
        return out or (failure is not None and failure.cause.machine_is_absent)


@dataclass(frozen=True, slots=True)
class RoomPicture:
    """One room at one moment; see the module's words."""

    room: Classroom
    at: datetime
    revision: Revision | None
    requests: tuple[SoftwareRequest, ...]
    catalog: Catalog
    decisions: Decisions
    desired: DesiredState
    placements: tuple[Placement, ...]
    seats: tuple[SeatPicture, ...]
    under_way: Rollout | None
    ticks: tuple[Tick, ...] = ()

    @property
    def revision_number(self) -> int:
        """Number of the manifest's newest revision; 0 before the first."""
        return self.revision.number if self.revision else 0

    @property
    def owes(self) -> bool:
        """Whether a rollout could bring a seat nearer to ready: work is planned, or a machine was never read."""
        return any(
            seat.machine is not None
            and seat.machine.status is MachineStatus.IN_SERVICE
            and ((seat.plan is None and self._wants_proof(seat.seat)) or _has_work(seat.plan))
            for seat in self.seats
        )

    def _wants_proof(self, seat: Seat) -> bool:
        """Whether a scan could say anything about what the seat should have: of work by hand it says nothing."""
        items = (self.catalog.get(line.item_id) for line in self.desired.for_seat(seat.id))
        return any(item is not None and item.provider is not Provider.MANUAL for item in items)

    @property
    def has_unread_machine(self) -> bool:
        """Whether a machine in service stands in the room that no scan has read or tried."""
        return any(
            seat.machine is not None and seat.machine.status is MachineStatus.IN_SERVICE and seat.seen is None
            for seat in self.seats
        )


def is_by_hand(request: SoftwareRequest, catalog: Catalog) -> bool:
    """Whether what a request asks for is work by hand as a whole: nothing on a machine proves it."""
    item = catalog.get(request.item_id)
    return item is not None and item.provider is Provider.MANUAL


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """What the store knows of a room and what stands in it, before anything is derived.

    Attributes:
        requests: All of the room, oldest first.
        decisions: Those that have their say.
        at_seat: By seat id, the machine that stands there, as it is at that moment; None if it stands elsewhere.
        placements: What is ours on these machines.
        seen: What scans know of them, by machine id.
        runs: Each one's latest run, by machine id.
    """

    requests: tuple[SoftwareRequest, ...]
    decisions: Decisions
    at_seat: Mapping[str, Machine | None]
    placements: tuple[Placement, ...]
    seen: Mapping[str, Seen]
    runs: Mapping[str, MachineRun]


def _has_work(plan: MachinePlan | None) -> bool:
    return plan is not None and bool(plan.calls)


def room_by_code(uow: UnitOfWork, code: str) -> Classroom:
    """The room that people call ``code``.

    Raises:
        NotFound: There is none; ``known`` names those there are.
    """
    room = uow.classrooms.by_code(code)
    if room is None:
        raise NotFound(kind="classroom", name=code, known=tuple(r.code for r in uow.classrooms.all()))
    return room


def picture(
    uow: UnitOfWork,
    room: Classroom,
    at: datetime,
    latest: Mapping[str, str] | None = None,
    decisions: Decisions | None = None,
    *,
    catalog: Catalog | None = None,
) -> RoomPicture:
    """Load and derive everything about a room.

    Args:
        uow: The store.
        room: The room.
        at: The moment.
        latest: What that word means for a rollout that is under way.
        decisions: Decisions in the place of those that have their say, to see what others would do.
        catalog: All items, where they are at hand.
    """
    catalog = uow.catalog.load() if catalog is None else catalog
    machines = {m.id: m.as_of(at) for m in uow.machines.of_classroom(room.id)}
    known = RoomFacts(
        requests=tuple(uow.requests.of_classroom(room.id)),
        decisions=decisions or uow.decisions.of_classroom(room.id),
        at_seat={a.seat_id: machines.get(a.machine_id) for a in uow.classrooms.assignments(room.id)},
        placements=tuple(uow.rollouts.placements(machines.keys())),
        seen=uow.observations.latest(machines.keys()),
        runs=uow.rollouts.latest_runs(machines.keys()),
    )
    by_hand = {r.id for r in known.requests if r.settings_line or is_by_hand(r, catalog)}
    desired, seats = derived(room, known, catalog, at, latest)
    return RoomPicture(
        room=room,
        at=at,
        revision=uow.manifests.latest(room.id),
        requests=known.requests,
        catalog=catalog,
        decisions=known.decisions,
        desired=desired,
        placements=known.placements,
        seats=seats,
        under_way=uow.rollouts.under_way(room.id),
        ticks=tuple(uow.ticks.of(by_hand)) if by_hand else (),
    )


def derived(
    room: Classroom, known: RoomFacts, catalog: Catalog, at: datetime, latest: Mapping[str, str] | None = None
) -> tuple[DesiredState, tuple[SeatPicture, ...]]:
    """What a room should have, and how each of its seats stands, from what is known of it. Pure.

    Args:
        room: The room.
        known: What the store knows of it.
        catalog: All items.
        at: The moment.
        latest: What that word means for a rollout that is under way.
    """
    in_place = frozenset(p.item_id for p in known.placements if not p.dependency_of)
    wanted = looked_for(room, known.requests, catalog, at, known.decisions)
    present = {
        item_id: _seats_with(catalog.items[item_id], known.at_seat, known.seen)
        for item_id in wanted
        if item_id in catalog.items
    }
    desired = resolve(room, known.requests, catalog, at, in_place, latest, known.decisions, present)

    def of(seat: Seat) -> SeatPicture:
        machine = known.at_seat.get(seat.id)
        seen = known.seen.get(machine.id) if machine else None
        observation = seen.observation if seen else None
        plan = plan_machine(desired.for_seat(seat.id), observation, catalog, known.placements) if observation else None
        run = known.runs.get(machine.id) if machine else None
        state, causes = seat_state(machine, plan, seen.failure if seen else None, run)
        return SeatPicture(seat, machine, seen, plan, run, state, causes)

    return desired, tuple(of(seat) for seat in room.seats)


def _seats_with(item: CatalogItem, at_seat: Mapping[str, Machine | None], seen: Mapping[str, Seen]) -> frozenset[str]:
    """The seats on whose machines the last scan saw an item."""
    return frozenset(
        seat_id
        for seat_id, machine in at_seat.items()
        if machine
        and (known := seen.get(machine.id))
        and known.observation
        and detect(item, known.observation).state not in {DetectedState.ABSENT, DetectedState.UNVERIFIABLE}
    )
