"""What may be done in a blackout: the protective updates of an emergency, and nothing else (RULES R4.4)."""

from collections.abc import Iterable
from dataclasses import replace

from orchestrator.domain.resolution import DesiredLine
from orchestrator.domain.whys import Why
from orchestrator.services.room_picture import RoomPicture


def is_emergency(seen: RoomPicture) -> bool:
    """Whether an emergency's update has work to do in a room."""
    return any(
        line.action.is_work and _serves(line.whys, seen)
        for seat in seen.seats
        if seat.plan is not None
        for line in seat.plan.lines
    )


def only_emergencies(seen: RoomPicture) -> RoomPicture:
    """The same room as if it were to have nothing but the updates of emergencies."""

    def admitted(lines: Iterable[DesiredLine]) -> tuple[DesiredLine, ...]:
        return tuple(line for line in lines if _serves(line.whys, seen))

    exceptions = {seat_id: admitted(lines) for seat_id, lines in seen.desired.exceptions.items()}
    return replace(seen, desired=replace(seen.desired, lines=admitted(seen.desired.lines), exceptions=exceptions))


def _serves(whys: tuple[Why, ...], seen: RoomPicture) -> bool:
    """Whether a line is there for the sake of an emergency that binds now."""
    emergencies = {g.id for g in seen.decisions.safeguards if g.emergency and g.binds_at(seen.at)}
    return any(why.decision_id in emergencies for why in whys)
