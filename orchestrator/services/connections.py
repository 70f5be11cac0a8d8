"""Connections: which profiles there are and who uses them, and a test of how the machine of a seat is reached."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from orchestrator.domain.classrooms import Classroom, Seat
from orchestrator.domain.connections import ConnectionStep, StepResult, failed_step
from orchestrator.domain.errors import NotFound
from orchestrator.domain.machines import ConnectionProfile, Machine
from orchestrator.services.room_picture import room_by_code
from orchestrator.services.scanning import ScanTarget
from orchestrator.services.targets import reachable
from orchestrator.services.unit_of_work import Clock, Reads


class ConnectionTester(Protocol):
    """Tries how a machine is reached.

    MUST give all steps in their order, those after a failed one as not tried; MUST end within a limited time, whatever
    the machine does; MUST NOT change anything on it; MUST NOT tell the password, nor words of the machine.

    Raises: nothing for a machine's fault, nor for a secret or file that is missing on our side.
    """

    def test(self, target: ScanTarget) -> tuple[StepResult, ...]:
        """Try one machine."""
        ...


@dataclass(frozen=True, slots=True)
class ConnectionTest:
    """How the machine of a seat was reached.

    Attributes:
        room, seat: Where it stands.
        machine: Which.
        profile: How it is spoken to, with the site's authorities where it names none.
        at: When the test began, UTC.
        steps: All of them, in their order.
    """

    room: Classroom
    seat: Seat
    machine: Machine
    profile: ConnectionProfile
    at: datetime
    steps: tuple[StepResult, ...]

    @property
    def failed(self) -> ConnectionStep | None:
        """The step at which it failed; None if the machine is reached."""
        return failed_step(self.steps)


@dataclass(frozen=True, slots=True)
class RoomUse:
    """How many machines of a room, of all that stand in it, are reached by a profile."""

    classroom: str
    machines: int
    of: int


@dataclass(frozen=True, slots=True)
class ProfileUse:
    """A connection profile and who uses it.

    Attributes:
        profile: With the site's authorities where it names none.
        rooms: By code.
        elsewhere: Machines that stand in no room.
    """

    profile: ConnectionProfile
    rooms: tuple[RoomUse, ...]
    elsewhere: int


def list_connections(
    *, reads: Reads, ca_file: str | None, after: str | None = None, limit: int = 50
) -> Sequence[ProfileUse]:
    """Connection profiles by name, at most ``limit``, those whose name comes after ``after``.

    Args:
        reads: The store.
        ca_file: Authorities for profiles that name none of their own.
        after: Name of a profile.
        limit: How many at most.
    """
    with reads() as uow:
        profiles = uow.machines.profiles()
        everywhere = Counter(machine.profile for machine in uow.machines.all())
        in_room = {
            room.code: Counter(machine.profile for machine in uow.machines.of_classroom(room.id))
            for room in uow.classrooms.all()
        }
    shown = [name for name in sorted(profiles) if after is None or name > after][:limit]
    found: list[ProfileUse] = []
    for name in shown:
        rooms = tuple(RoomUse(code, at[name], at.total()) for code, at in sorted(in_room.items()) if at[name])
        elsewhere = everywhere[name] - sum(use.machines for use in rooms)
        found.append(ProfileUse(reachable(profiles[name], ca_file), rooms, elsewhere))
    return found


def try_connection(
    classroom: str, label: str, *, reads: Reads, clock: Clock, tester: ConnectionTester, ca_file: str | None
) -> ConnectionTest:
    """Try how the machine of a seat is reached. Like a dry run it changes and records nothing.

    A machine that is out of service is tried, too: whoever asks is about to bring it back.

    Args:
        classroom: Code of the room.
        label: Of the seat.
        reads: The store; it is let go before the machine is asked.
        clock: The time.
        tester: Tries it.
        ca_file: Authorities for profiles that name none of their own.

    Raises:
        NotFound: No such room or seat, or no machine stands there.
    """
    with reads() as uow:
        room = room_by_code(uow, classroom)
        seat = next((seat for seat in room.seats if seat.label == label), None)
        if seat is None:
            raise NotFound(kind="seat", name=label, known=tuple(seat.label for seat in room.seats))
        standing = {a.seat_id: a.machine_id for a in uow.classrooms.assignments(room.id)}
        machine = uow.machines.get(standing[seat.id]) if seat.id in standing else None
        if machine is None:
            raise NotFound(kind="machine", name=label)
        profile = reachable(uow.machines.profiles()[machine.profile], ca_file)
    at = clock.now()
    return ConnectionTest(room, seat, machine, profile, at, tester.test(ScanTarget(machine, profile)))
