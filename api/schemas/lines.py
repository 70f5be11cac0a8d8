"""Desired and planned lines on the wire, each with its whys; and what keeps an entry waiting."""

from collections.abc import Iterable, Mapping

from pydantic import Field

from api.schemas.wire import ItemRef, Term, Wire
from orchestrator.domain.planning import PlanLine
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.domain.resolution import DesiredLine, InConflict, Waiting, Why
from orchestrator.services.room_picture import RoomPicture, SeatPicture
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.plans import say_why
from orchestrator.services.wording.requests import say_conflict, say_waiting
from orchestrator.services.wording.template import as_sentence

Requests = Mapping[str, SoftwareRequest]


class WhyOut(Wire):
    """Where a line comes from."""

    code: str = Field(examples=["request"])
    request: str | None = Field(description="Request that asked for it, directly or through another item.")
    item: ItemRef | None = Field(description="Item that requires it.")
    text: str = Field(examples=["Prof. Ada Lovelace asked for it."])


class LineOut(Wire):
    """One item on one seat: what is there, what should be, what is done about it, and why."""

    item: ItemRef
    action: Term | None = Field(description="What is done about it; null while no scan has read the machine.")
    observed: str | None = Field(description="Version that is there; null when absent or unknown.")
    wanted: str | None = Field(description="Version that should be; null when any will do or none should.")
    ours: bool = Field(description="Whether we placed what is there.")
    whys: tuple[WhyOut, ...]


class WaitingOut(Wire):
    """An entry that waits: for a conflict to be settled, or for the catalog."""

    code: str = Field(examples=["items"])
    item: ItemRef
    request: str | None = Field(description="Request that waits; null for the room's baseline.")
    with_item: ItemRef | None = Field(description="What stands in its way.")
    with_request: str | None
    seats: tuple[str, ...] = Field(description="Labels of the seats that it concerns.")
    text: str


def seat_lines(seat: SeatPicture, seen: RoomPicture, speaker: Speaker) -> tuple[LineOut, ...]:
    """A seat's lines: planned where a scan has read its machine, else only desired."""
    requests = requests_by_id(seen)
    if seat.plan is not None:
        return plan_lines(seat.plan.lines, requests, speaker)
    return tuple(_desired(line, requests, speaker) for line in seen.desired.for_seat(seat.seat.id))


def plan_lines(lines: Iterable[PlanLine], requests: Requests, speaker: Speaker) -> tuple[LineOut, ...]:
    """Planned lines with their whys."""
    return tuple(
        LineOut(
            item=ItemRef.of(line.item_id, speaker),
            action=Term.of(line.action, speaker),
            observed=line.observed,
            wanted=line.wanted,
            ours=line.ours,
            whys=_whys(line.whys, requests, speaker),
        )
        for line in lines
    )


def waiting_out(conflicts: Iterable[InConflict], lacks: Iterable[Waiting], speaker: Speaker) -> tuple[WaitingOut, ...]:
    """Entries that wait, with what they wait for."""
    in_conflict = tuple(
        WaitingOut(
            code=conflict.kind.value,
            item=ItemRef.of(conflict.item_id, speaker),
            request=conflict.request_id,
            with_item=ItemRef.of(conflict.with_item, speaker),
            with_request=conflict.with_request,
            seats=tuple(speaker.seat(seat_id) for seat_id in conflict.seat_ids),
            text=as_sentence(say_conflict(speaker, conflict)),
        )
        for conflict in conflicts
    )
    lacking = tuple(
        WaitingOut(
            code=waiting.code.value,
            item=ItemRef.of(waiting.item_id, speaker),
            request=waiting.request_id,
            with_item=None,
            with_request=None,
            seats=(),
            text=as_sentence(say_waiting(speaker, waiting)),
        )
        for waiting in lacks
    )
    return in_conflict + lacking


def requests_by_id(seen: RoomPicture) -> Requests:
    """A room's requests, to name who asked."""
    return {request.id: request for request in seen.requests}


def _desired(line: DesiredLine, requests: Requests, speaker: Speaker) -> LineOut:
    return LineOut(
        item=ItemRef.of(line.item_id, speaker),
        action=None,
        observed=None,
        wanted=line.version,
        ours=False,
        whys=_whys(line.whys, requests, speaker),
    )


def _whys(whys: Iterable[Why], requests: Requests, speaker: Speaker) -> tuple[WhyOut, ...]:
    return tuple(
        WhyOut(
            code=why.code.value,
            request=why.request_id,
            item=ItemRef.of(why.item_id, speaker) if why.item_id else None,
            text=say_why(speaker, why, requests),
        )
        for why in whys
    )
