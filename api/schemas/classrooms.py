"""Rooms and seats on the wire."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from pydantic import Field

from api.schemas.causes import CauseOut, causes_out
from api.schemas.hardware import HardwareOut, hardware_out
from api.schemas.lines import LineOut, WaitingOut, seat_lines, waiting_out
from api.schemas.seat_plans import DoorOut, door_out
from api.schemas.wire import ItemRef, Term, Wire
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.machines import Machine
from orchestrator.domain.verdicts import SeatState
from orchestrator.services.classrooms import ListedRoom
from orchestrator.services.room_picture import RoomPicture, SeatPicture
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.causes import Place
from orchestrator.services.wording.classrooms import say_room, say_seat


class ClassroomRef(Wire):
    """A room in a list."""

    code: str = Field(examples=["B-204"])
    building: str
    department: str = Field(description="The unit that owns it; empty where nobody said.", examples=["Physics"])
    timezone: str = Field(description="IANA name; moments in sentences are local.", examples=["Europe/Berlin"])
    mode: Term = Field(description="Who starts its rollouts.")
    seats: int


class StateCount(Wire):
    """How many seats are in one state."""

    state: str = Field(description="R, W, P, F, D, O or ?.", examples=["R"])
    word: str = Field(examples=["ready"])
    seats: int


class ListedRoomOut(ClassroomRef):
    """A room in a list, perhaps with how its seats stand."""

    states: tuple[StateCount, ...] | None = Field(
        description="How many seats are in which state; null unless they were asked for."
    )


class ClassroomsOut(Wire):
    """A page of rooms by code."""

    classrooms: tuple[ListedRoomOut, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


class ClassroomOut(ClassroomRef):
    """One room at one moment."""

    door: DoorOut | None = Field(description="Where it is drawn; null where nobody said.")
    at: datetime
    baseline: tuple[ItemRef, ...] = Field(description="What it has without a request.")
    revision: int = Field(description="Number of its manifest's newest revision; 0 before the first.")
    states: tuple[StateCount, ...]
    rollout_under_way: str | None = Field(description="Rollout that waits or runs now.")
    waiting: tuple[WaitingOut, ...] = Field(description="What was asked for and has to wait, with the reason.")
    text: str = Field(examples=["11 of 12 seats in B-204 are ready."])


class MachineOut(Wire):
    """A machine and what the site says of it."""

    name: str = Field(examples=["b204-07"])
    address: str
    port: int
    hardware_id: str | None
    status: Term


class SeatOut(Wire):
    """One seat: who stands there, in which state it is and why, and every line with its whys."""

    classroom: str
    timezone: str
    label: str = Field(examples=["07"])
    row: int
    column: int
    podium: bool
    state: str = Field(description="R, W, P, F, D, O or ?.", examples=["P"])
    word: str = Field(examples=["pending"])
    text: str = Field(examples=["Seat 07 was switched off when we tried on Mon 12 Jan, 08:00."])
    causes: tuple[CauseOut, ...]
    machine: MachineOut | None
    scanned_at: datetime | None = Field(description="When a scan last read the machine.")
    tried_at: datetime | None = Field(description="When a later scan failed; null when the last one read it.")
    hardware: HardwareOut | None = Field(description="What the machine is made of; null when no scan was told.")
    rollout: str | None = Field(description="Rollout in which its machine's latest run was.")
    lines: tuple[LineOut, ...]


class SeatsOut(Wire):
    """A page of a room's seats in the order of rows and columns."""

    classroom: str
    timezone: str
    seats: tuple[SeatOut, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


def classroom_ref(room: Classroom, speaker: Speaker) -> ClassroomRef:
    """A room in a list."""
    return ClassroomRef(
        code=room.code,
        building=room.building,
        department=room.department,
        timezone=room.timezone,
        mode=Term.of(room.mode, speaker),
        seats=len(room.seats),
    )


def listed_room_out(listed: ListedRoom, speaker: Speaker) -> ListedRoomOut:
    """A room in a list, with its seats by state where they were counted."""
    states = None if listed.states is None else states_out(listed.states, speaker)
    return ListedRoomOut(**classroom_ref(listed.room, speaker).model_dump(), states=states)


def states_out(counts: Mapping[SeatState, int], speaker: Speaker) -> tuple[StateCount, ...]:
    """Seats by state, those states that there are."""
    return tuple(
        StateCount(state=state.value, word=speaker.term(state), seats=counts[state])
        for state in SeatState
        if counts.get(state)
    )


def classroom_out(seen: RoomPicture, speaker: Speaker) -> ClassroomOut:
    """One room; the speaker knows its names."""
    counts = Counter(seat.state for seat in seen.seats)
    return ClassroomOut(
        **classroom_ref(seen.room, speaker).model_dump(),
        door=door_out(seen.room.door),
        at=seen.at,
        baseline=tuple(ItemRef.of(item, speaker) for item in seen.room.baseline),
        revision=seen.revision_number,
        states=states_out(counts, speaker),
        rollout_under_way=seen.under_way.id if seen.under_way else None,
        waiting=waiting_out(seen.desired.in_conflict, seen.desired.waiting, speaker),
        text=say_room(speaker, seen.room, seen.seats),
    )


def seat_out(seat: SeatPicture, seen: RoomPicture, speaker: Speaker) -> SeatOut:
    """One seat of a room."""
    known = seat.seen
    failure = known.failure if known else None
    observation = known.observation if known else None
    place = Place(seat.seat.label, seen.room.mode)
    return SeatOut(
        classroom=seen.room.code,
        timezone=seen.room.timezone,
        label=seat.seat.label,
        row=seat.seat.row,
        column=seat.seat.column,
        podium=seat.seat.podium,
        state=seat.state.value,
        word=speaker.term(seat.state),
        text=say_seat(speaker, seen.room, seat),
        causes=causes_out(seat.causes, speaker, place, failure.at if failure else None),
        machine=machine_out(seat.machine, speaker) if seat.machine else None,
        scanned_at=observation.at if observation else None,
        tried_at=failure.at if failure else None,
        hardware=hardware_out(observation, speaker),
        rollout=seat.run.rollout_id if seat.run else None,
        lines=seat_lines(seat, seen, speaker),
    )


def machine_out(machine: Machine, speaker: Speaker) -> MachineOut:
    """A machine; never how one signs in to it."""
    return MachineOut(
        name=machine.name,
        address=machine.address,
        port=machine.port,
        hardware_id=machine.hardware_id,
        status=Term.of(machine.status, speaker),
    )
