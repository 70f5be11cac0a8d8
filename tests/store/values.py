"""Example values, and the smallest campus that everything else can refer to."""

from datetime import UTC, datetime, timedelta

from orchestrator.domain.classrooms import Classroom, Seat
from orchestrator.domain.machines import ConnectionProfile, Machine
from orchestrator.domain.manifests import ChangeKind, Revision
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.domain.rollouts import MachineRun, Rollout, RolloutTrigger, RunState
from tests.store.databases import Database

NOON = datetime(2027, 1, 12, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
LATEST = NOON + timedelta(hours=2)

PROFILE = ConnectionProfile("lab", "basic", "installer", "lab_password", ca_file="/etc/lab.pem", connect_timeout=3)


def a_seat(number: int, *, room: str = "b204") -> Seat:
    """Seats in rows of four; the first is the lecturer's."""
    return Seat(
        f"{room}-s{number}", f"{number:02}", row=(number - 1) // 4 + 1, column=(number - 1) % 4 + 1, podium=number == 1
    )


def a_room(seats: int = 3, *, code: str = "B-204") -> Classroom:
    """A room with as many seats."""
    room = code.replace("-", "").lower()
    return Classroom(room, code, "B", "Europe/Berlin", seats=tuple(a_seat(n, room=room) for n in range(1, seats + 1)))


def a_machine(number: int, *, room: str = "b204") -> Machine:
    """The machine that ``furnish`` puts at the seat of the same number."""
    return Machine(f"{room}-m{number}", f"{room}-{number:02}", f"{room}-{number:02}.example.edu", 5986, PROFILE.name)


def a_request(
    request_id: str = "r1", *, room: str = "b204", item: str = "firefox", at: datetime = NOON
) -> SoftwareRequest:
    """An open request."""
    return SoftwareRequest(request_id, room, item, "person:ada", "person:ada", needed_by=LATEST, created_at=at)


def a_revision(number: int, *, room: str = "b204") -> Revision:
    """A revision without lines."""
    return Revision(room, number, (), ChangeKind.BASELINE, None, "person:ada", NOON)


def a_rollout(rollout_id: str = "o1", *, room: str = "b204", at: datetime = NOON) -> Rollout:
    """A queued rollout."""
    return Rollout(rollout_id, room, RolloutTrigger.OWED, "worker", 1, created_at=at)


def a_run(number: int, *, rollout: str = "o1", state: RunState = RunState.WAITING) -> MachineRun:
    """The run of a machine of B-204."""
    return MachineRun(rollout, f"b204-m{number}", f"b204-s{number}", 1, state, NOON)


def furnish(database: Database, *, seats: int = 3) -> None:
    """B-204 and C-101 with machines at all seats, and one queued rollout in B-204."""
    with database.transactions() as uow:
        uow.machines.put_profile(PROFILE)
        for code in ("B-204", "C-101"):
            room = a_room(seats, code=code)
            uow.classrooms.put(room)
            for number, seat in enumerate(room.seats, 1):
                machine = a_machine(number, room=room.id)
                uow.machines.put(machine)
                uow.classrooms.assign(seat.id, machine.id, NOON)
        uow.rollouts.add(a_rollout())
        uow.commit()
