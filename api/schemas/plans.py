"""Plans on the wire: per seat, and equal machines together."""

from datetime import datetime

from pydantic import Field

from api.schemas.causes import CauseOut, causes_out
from api.schemas.lines import LineOut, WaitingOut, plan_lines, requests_by_id, seat_lines, waiting_out
from api.schemas.wire import Wire
from orchestrator.domain.provider_calls import ChocolateyCall, ProviderCall
from orchestrator.services.rollouts import RoomPlan
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.causes import Place
from orchestrator.services.wording.classrooms import say_seat
from orchestrator.services.wording.plans import say_plan


class CallOut(Wire):
    """One call of a provider that a rollout would make."""

    provider: str = Field(examples=["chocolatey"])
    items: tuple[str, ...] = Field(description="Catalog ids that it delivers or removes.")
    packages: tuple[str, ...] = Field(description="Chocolatey package ids.")
    upgrade: bool
    removes: bool = Field(description="Whether it takes away what we have placed.")
    version: str | None = Field(description="Version that is named; null for the feed's newest.")
    source: str = Field(description="Feed or file below the distribution point; empty where no file is needed.")


class PlanGroupOut(Wire):
    """Seats whose machines get the same."""

    seats: tuple[str, ...]
    machines: tuple[str, ...]
    lines: tuple[LineOut, ...]
    calls: tuple[CallOut, ...]


class SeatPlanOut(Wire):
    """What a rollout would do at one seat."""

    label: str
    machine: str | None
    state: str
    word: str
    text: str
    causes: tuple[CauseOut, ...]
    lines: tuple[LineOut, ...]
    calls: tuple[CallOut, ...]


class PlanOut(Wire):
    """What a rollout would do in a room."""

    classroom: str
    timezone: str
    at: datetime
    revision: int
    scanned: bool = Field(description="Whether the machines were read for this; else it rests on earlier scans.")
    seats: tuple[SeatPlanOut, ...]
    groups: tuple[PlanGroupOut, ...]
    waiting: tuple[WaitingOut, ...]
    text: str = Field(examples=["A rollout would install Mozilla Firefox 145.0.1 on 12 seats."])


def plan_out(plan: RoomPlan, speaker: Speaker) -> PlanOut:
    """A room's plan; the speaker knows its names."""
    seen = plan.picture
    requests = requests_by_id(seen)
    seat_of = {seat.machine.id: seat for seat in seen.seats if seat.machine}
    groups = tuple(
        PlanGroupOut(
            seats=tuple(seat_of[machine].seat.label for machine in group.machine_ids),
            machines=tuple(m.name for machine in group.machine_ids if (m := seat_of[machine].machine)),
            lines=plan_lines(group.lines, requests, speaker),
            calls=tuple(map(_call, group.calls)),
        )
        for group in plan.groups
    )
    seats = tuple(
        SeatPlanOut(
            label=seat.seat.label,
            machine=seat.machine.name if seat.machine else None,
            state=seat.state.value,
            word=speaker.term(seat.state),
            text=say_seat(speaker, seen.room, seat),
            causes=causes_out(
                seat.causes,
                speaker,
                Place(seat.seat.label, seen.room.mode),
                seat.seen.failure.at if seat.seen and seat.seen.failure else None,
            ),
            lines=seat_lines(seat, seen, speaker),
            calls=tuple(map(_call, seat.plan.calls)) if seat.plan else (),
        )
        for seat in seen.seats
    )
    return PlanOut(
        classroom=seen.room.code,
        timezone=seen.room.timezone,
        at=seen.at,
        revision=seen.revision_number,
        scanned=plan.scanned,
        seats=seats,
        groups=groups,
        waiting=waiting_out(seen.desired.in_conflict, seen.desired.waiting, speaker),
        text=say_plan(speaker, plan),
    )


def _call(call: ProviderCall) -> CallOut:
    if isinstance(call, ChocolateyCall):
        return CallOut(
            provider="chocolatey",
            items=call.items,
            packages=call.packages,
            upgrade=call.state.value == "upgrade",
            removes=call.removes,
            version=call.version,
            source=call.feed,
        )
    return CallOut(
        provider="msi",
        items=call.items,
        packages=(),
        upgrade=False,
        removes=call.removes,
        version=None,
        source=call.source,
    )
