"""A room's plan of seats on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.schemas.fields import Code
from api.schemas.wire import Wire
from orchestrator.domain.doors import MOST_PLACES, Door, Wall
from orchestrator.domain.seat_plans import SeatPlace, SeatPlan
from orchestrator.services.seat_plans import SeatPlanView

MOST_SEATS = 1_500
"""Seats of a plan that is drawn in one call; as many as a form of a page can hold."""
_Place = Annotated[int, Field(ge=1, le=MOST_PLACES, strict=True)]


class DoorOut(Wire):
    """Where a room's door is."""

    wall: Wall = Field(description="front: beside row 1; left: beside column 1.", examples=["left"])
    place: int = Field(description="Beside which row (left, right) or column (front, back), from 1.", examples=[2])


class DoorIn(Wire):
    """Where a room's door shall be drawn."""

    wall: Wall = Field(description="front: beside row 1; left: beside column 1.", examples=["left"])
    place: _Place = Field(
        description="Beside which row (left, right) or column (front, back), from 1; at most one behind the last seat.",
        examples=[2],
    )


class SeatPlaceOut(Wire):
    """Where a seat is drawn."""

    label: str = Field(examples=["07"])
    row: int = Field(description="From the front, 1 first.")
    column: int = Field(description="From the left, 1 first.")
    podium: bool = Field(description="Whether it is the lecturer's place.")


class SeatPlaceIn(Wire):
    """Where a seat shall be drawn."""

    label: Code = Field(examples=["07"])
    row: _Place = Field(description="From the front, 1 first.")
    column: _Place = Field(description="From the left, 1 first.")


class DrawnPlanOut(Wire):
    """Where the seats of a room and its door are drawn."""

    classroom: str = Field(examples=["B-204"])
    timezone: str = Field(description="IANA name.", examples=["Europe/Berlin"])
    door: DoorOut | None = Field(description="Null where nobody said where it is.")
    seats: tuple[SeatPlaceOut, ...] = Field(description="In the order of rows and columns.")
    drawn_at: datetime | None = Field(
        description="When it was last drawn here; an import then leaves it. Null: it is as the site's files say."
    )


class DrawnPlanIn(Wire):
    """A plan as it shall be: every seat of the room once, no two in one place."""

    seats: tuple[SeatPlaceIn, ...] = Field(max_length=MOST_SEATS)
    door: DoorIn | None = Field(description="Null: it is not drawn.")
    apply: bool = Field(
        default=True, strict=True, description="Whether to draw it, or only to say what is wrong with it."
    )

    def plan(self) -> SeatPlan:
        """As the domain has it."""
        door = Door(self.door.wall, self.door.place) if self.door else None
        return SeatPlan(tuple(SeatPlace(seat.label, seat.row, seat.column) for seat in self.seats), door)


def seat_plan_out(view: SeatPlanView) -> DrawnPlanOut:
    """A room's plan."""
    return DrawnPlanOut(
        classroom=view.room.code,
        timezone=view.room.timezone,
        door=door_out(view.room.door),
        seats=tuple(
            SeatPlaceOut(label=seat.label, row=seat.row, column=seat.column, podium=seat.podium)
            for seat in view.room.seats
        ),
        drawn_at=view.room.drawn_at,
    )


def door_out(door: Door | None) -> DoorOut | None:
    """A door, where there is one."""
    return DoorOut(wall=door.wall, place=door.place) if door else None
