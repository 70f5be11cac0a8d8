"""Desired and planned lines on the wire, each with its whys; and what keeps an entry waiting."""

from collections.abc import Iterable, Mapping

from pydantic import Field

from api.schemas.wire import ItemRef, Term, Wire
from orchestrator.domain.planning import Action, PlanLine
from orchestrator.domain.requests import SoftwareRequest, Wanted
from orchestrator.domain.resolution import (
    DesiredLine,
    InConflict,
    Waiting,
)
from orchestrator.domain.whys import Why, WhyCode
from orchestrator.services.room_picture import RoomPicture, SeatPicture
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.plans import say_why
from orchestrator.services.wording.requests import say_conflict, say_waiting
from orchestrator.services.wording.template import as_sentence

Requests = Mapping[str, SoftwareRequest]

_UNWANTED = frozenset({Action.REMOVE, Action.NOT_OURS})
"""What is done about a line only where it is wanted that the item be not there."""


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
    absent: bool = Field(description="Whether it is wanted that it be not there.")
    wanted_text: str | None = Field(
        description="What is wanted, in a word: a version, any, or not there; null when nothing is.",
        examples=["145.0.1"],
    )
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
            absent=(absent := line.action in _UNWANTED or _asks_for_absence(line.whys, requests)),
            wanted_text=_wanted(line.wanted, line.whys, speaker, absent=absent),
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
        absent=(absent := line.wanted is Wanted.ABSENT),
        wanted_text=_wanted(line.version, line.whys, speaker, absent=absent),
        ours=False,
        whys=_whys(line.whys, requests, speaker),
    )


def _wanted(version: str | None, whys: tuple[Why, ...], speaker: Speaker, *, absent: bool) -> str | None:
    sentences = speaker.book.sentences
    if absent:
        return sentences.wanted_absent
    return version or (sentences.wanted_any if whys else None)


def _asks_for_absence(whys: Iterable[Why], requests: Requests) -> bool:
    """Whether a line stands for a wish that something be absent; one for the contrary would wait for it."""
    asked = (requests.get(why.request_id) for why in whys if why.request_id and why.code is WhyCode.REQUEST)
    return any(request is not None and request.wanted is Wanted.ABSENT for request in asked)


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
