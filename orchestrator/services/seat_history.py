"""What was done at a seat, rollout by rollout, as far back as there are any."""

from collections.abc import Mapping
from dataclasses import dataclass

from orchestrator.domain.classrooms import Classroom, Seat
from orchestrator.domain.errors import NotFound
from orchestrator.domain.rollouts import Intent, MachineRun
from orchestrator.services.room_picture import room_by_code
from orchestrator.services.unit_of_work import Reads


@dataclass(frozen=True, slots=True)
class SeatHistory:
    """Runs at one seat, newest first, with the names of their machines by id.

    Attributes:
        intents: What each of the rollouts had announced for the machine at the seat, by the rollout's id.
    """

    room: Classroom
    seat: Seat
    runs: tuple[MachineRun, ...]
    machine_names: Mapping[str, str]
    intents: Mapping[str, tuple[Intent, ...]]


def seat_history(code: str, label: str, *, reads: Reads, after: str | None = None, limit: int = 20) -> SeatHistory:
    """At most ``limit`` runs at a seat, those in rollouts that are older than the one with id ``after``.

    Raises:
        NotFound: No such room, or no such seat in it.
    """
    with reads() as uow:
        room = room_by_code(uow, code)
        seat = next((one for one in room.seats if one.label == label), None)
        if seat is None:
            raise NotFound(kind="seat", name=label, known=tuple(one.label for one in room.seats))
        runs = tuple(uow.rollouts.runs_at(room.id, seat.id, after=after, limit=limit))
        ids = {run.machine_id for run in runs}
        names = {machine.id: machine.name for machine in uow.machines.all() if machine.id in ids}
        intents = {
            run.rollout_id: tuple(
                one for one in uow.rollouts.intents(run.rollout_id) if one.machine_id == run.machine_id
            )
            for run in runs
        }
    return SeatHistory(room, seat, runs, names, intents)
