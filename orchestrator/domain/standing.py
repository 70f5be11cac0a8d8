"""Standing: what has become of a request, derived with its why. Nothing of it is stored."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from orchestrator.domain.classrooms import Classroom, RolloutMode
from orchestrator.domain.layers import Withheld, WithheldCode
from orchestrator.domain.planning import Action, MachinePlan, PlanLine
from orchestrator.domain.requests import RequestState, SoftwareRequest
from orchestrator.domain.resolution import (
    DesiredState,
    InConflict,
    Waiting,
)
from orchestrator.domain.verdicts import SeatState
from orchestrator.domain.whys import Why, WhyCode


class SeatTrouble(StrEnum):
    """Why a seat that lacks something does not simply get it in its turn."""

    FAILED = "failed"  # the work on it failed, or it lets nobody in: somebody has to see to it
    OFF = "off"  # its machine does not answer: unreachable is not failed (RULES R5.4)
    NO_MACHINE = "no_machine"  # none stands there


class StandingCode(StrEnum):
    """What has become of a request."""

    WITHDRAWN = "withdrawn"  # taken back
    CLOSED = "closed"  # its time is over
    SAFEGUARDED = "safeguarded"  # a safeguard keeps it away, with its reason
    HELD = "held"  # owed: somebody on duty has put the brake on for a while
    OVERRIDDEN = "overridden"  # an override keeps it away or has something else in its place, with its reason
    IN_CONFLICT = "in_conflict"  # owed: another entry stands in its way, named
    WAITING_FOR_PACKAGING = "waiting_for_packaging"  # owed: the catalog has no release that could be delivered
    READY = "ready"  # detected on as many seats as suffice
    DEPLOYING = "deploying"  # owed: a rollout is on it now
    OWED = "owed"  # owed: the worker starts by itself
    OWED_BY_TECHNICIAN = "owed_by_technician"  # owed: the room's rollouts are started by a technician
    OWED_ELSEWHERE = "owed_elsewhere"  # owed: another tool delivers it and hasn't yet
    OWED_BY_HAND = "owed_by_hand"  # owed: somebody has to do it by hand
    STATED = "stated"  # owed: somebody states that it is done; the requester's yes, or silence, is waited for
    LINE_OPEN = "line_open"  # owed: it is there, and its settings line waits for an answer
    LINE_STATED = "line_stated"  # owed: it is there, and somebody states that the line is done; as above
    STATED_DONE = "stated_done"  # stated by somebody and not denied; never verified, and reported apart (RULES R2)

    @property
    def is_owed(self) -> bool:
        """Whether something is still to be done about it."""
        return self not in _NOT_OWED


DELIVERED = frozenset({StandingCode.READY, StandingCode.STATED_DONE})
"""It is there: proven by a scan, or, for work by hand, stated and not denied."""
THERE = frozenset({StandingCode.READY, StandingCode.LINE_OPEN, StandingCode.LINE_STATED})
"""A scan has seen it on as many seats as suffice, whatever else is owed."""
KEPT = frozenset(
    {
        StandingCode.SAFEGUARDED,
        StandingCode.HELD,
        StandingCode.OVERRIDDEN,
        StandingCode.IN_CONFLICT,
        StandingCode.WAITING_FOR_PACKAGING,
    }
)
"""Something stands in its way, so that no rollout brings it."""
_NOT_OWED = DELIVERED | {StandingCode.WITHDRAWN, StandingCode.CLOSED}


@dataclass(frozen=True, slots=True)
class SeatStanding:
    """What resolution and planning know of one seat, as far as a request's standing needs it.

    Attributes:
        state: See SeatState.
        plan: Desired minus last observed, or None.
        until: When its machine is back in service, UTC; None where it is in service, or nobody has said.
        trouble: What keeps from it what the request asks for, or None.
        since: When it was first found to be off, UTC; None where it is not.
    """

    state: SeatState
    plan: MachinePlan | None
    until: datetime | None = None
    trouble: SeatTrouble | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class HinderedSeats:
    """Seats that lack what is asked for, and for which it does not follow by itself as for the others.

    Attributes:
        failed, off, without_machine: Their ids, in the room's order.
        off_since: Since when all that are off have been so at least, UTC; None where none is.
        others: How many seats lack it besides, and only wait for their turn.
    """

    failed: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    without_machine: tuple[str, ...] = ()
    off_since: datetime | None = None
    others: int = 0


@dataclass(frozen=True, slots=True)
class RequestStanding:
    """What has become of one request.

    Attributes:
        code: See StandingCode.
        ready: Seats on which it is as asked.
        target: Seats it aims at.
        enough: Seats that suffice.
        out_of_service: Aimed-at seats that the site took out.
        missing_seats: Ids of seats in service on which it isn't as asked; none once it is over, and none on which a
            hold leaves it there.
        late: Whether needed-by is over and it isn't ready.
        conflict: What stands in its way, or None.
        waiting: What the catalog lacks, or None.
        withheld: What decisions keep from seats that it aims at, the first that has its say first.
        as_asked: Whether it is ready without an override or safeguard having changed anything of it, and no seat that
            is out of service lacks it: that shrinks a room, not what was asked for (RULES R2).
        out_until: When the last of the seats out of service is back, UTC; None where none is out, or nobody has said.
        safeguards: Ids of the safeguards that keep it away or raise its version: each can be contested (RULES R4.1).
        line: What is stated of its settings line; None where it has none, is over, or is work by hand as a whole.
        left_there: Seats on which a hold leaves it as it is there, or away where that is asked, whoever brought it
            there: nothing is planned for them meanwhile, so they count as ready no more than as missing.
        hindered: Of the seats that lack it, and from which no decision keeps it, those that do not just wait.
    """

    code: StandingCode
    ready: int
    target: int
    enough: int
    out_of_service: int
    missing_seats: tuple[str, ...]
    late: bool
    conflict: InConflict | None = None
    waiting: Waiting | None = None
    withheld: tuple[Withheld, ...] = ()
    as_asked: bool = False
    out_until: datetime | None = None
    safeguards: tuple[str, ...] = ()
    line: StandingCode | None = None
    left_there: int = 0
    hindered: HinderedSeats = HinderedSeats()


_LINE_WAITS = {
    StandingCode.OWED_BY_HAND: StandingCode.LINE_OPEN,
    StandingCode.STATED: StandingCode.LINE_STATED,
}
_KEEPS_AWAY = {
    WithheldCode.BLOCKED: StandingCode.SAFEGUARDED,
    WithheldCode.HELD: StandingCode.HELD,
    WithheldCode.CANARY: StandingCode.HELD,
}
_CHANGED = frozenset({WhyCode.SUBSTITUTE, WhyCode.PINNED, WhyCode.MINIMUM})


def standing(
    request: SoftwareRequest,
    room: Classroom,
    desired: DesiredState,
    seats: Mapping[str, SeatStanding],
    at: datetime,
    *,
    under_way: bool,
    by_hand: StandingCode | None = None,
    line: StandingCode | None = None,
    seen_there: Collection[str] = (),
) -> RequestStanding:
    """What has become of ``request``.

    Args:
        request: The request.
        room: Its room.
        desired: The room's desired state at ``at``.
        seats: By seat id, every seat of the room.
        at: The moment.
        under_way: Whether a rollout of the room waits or runs.
        by_hand: What is stated of work by hand (see ``hand_work``); None where a scan says what has become of it.
        line: Where a scan does, the same of the settings line; None where it has none.
        seen_there: Of a request that is held: ids of the seats on which a scan saw it there, or away as asked, in
            whatever version and for whomever.
    """
    aimed = [seat.id for seat in room.seats if seat.aimed_at(request.target)]
    out = [s for s in aimed if seats[s].state is SeatState.OUT_OF_SERVICE]
    in_service = [s for s in aimed if s not in out]
    good = [s for s in in_service if _as_asked(request, seats[s].plan)]
    conflict = next((c for c in desired.in_conflict if c.request_id == request.id), None)
    waiting = next((w for w in desired.waiting if w.request_id == request.id), None)
    withheld = tuple(w for w in desired.withheld if w.request_id == request.id)
    excluded = {seat for w in withheld if w.code is WithheldCode.EXCLUDED for seat in w.seat_ids}
    countable = [s for s in in_service if s not in excluded]
    enough = min(request.enough or len(countable), len(countable))
    kept = {seat for w in withheld for seat in w.seat_ids}
    held = {seat for w in withheld if w.code is WithheldCode.HELD for seat in w.seat_ids}
    left = [s for s in in_service if s in held and s in seen_there]
    lacking = [s for s in in_service if s not in good]
    missing = tuple(s for s in lacking if s not in left)
    due = [s for s in lacking if s not in kept]
    over = not request.counts_at(at)
    if over:
        missing, withheld, line = (), (), None
        code = StandingCode.WITHDRAWN if request.state is RequestState.WITHDRAWN else StandingCode.CLOSED
    elif by_hand is not None:
        # No seat proves it, so none is missing either.
        keeping = withheld and not [s for s in in_service if s not in kept]
        missing = ()
        code = _KEEPS_AWAY.get(withheld[0].code, StandingCode.OVERRIDDEN) if keeping else by_hand
        code = StandingCode.IN_CONFLICT if conflict else code
    elif countable and len(good) >= enough:
        # As long as its settings line is not answered it is not there as asked (RULES R2).
        code = _LINE_WAITS.get(line, StandingCode.READY) if line else StandingCode.READY
    elif withheld and len(good) + len(due) < enough:
        # What is left of it could never be enough, so what keeps it away is what people have to know.
        code = _KEEPS_AWAY.get(withheld[0].code, StandingCode.OVERRIDDEN)
    else:
        code = _owed(request, room, conflict, waiting, [seats[s].plan for s in due or lacking], under_way)
    late = code.is_owed and at > request.needed_by
    changed = any(_changed(request, seats[s].plan) for s in good)
    whole = len(good) >= min(request.enough or len(aimed), len(aimed))
    ends = [until for s in out if (until := seats[s].until)]
    return RequestStanding(
        code,
        len(good),
        len(aimed),
        enough,
        len(out),
        missing,
        late,
        conflict,
        waiting,
        withheld,
        as_asked=code in DELIVERED and not withheld and not changed and (whole or by_hand is not None),
        out_until=max(ends) if ends and len(ends) == len(out) else None,
        safeguards=() if over else _safeguards(request, desired, aimed, withheld, waiting),
        line=line,
        left_there=len(left),
        hindered=HinderedSeats() if over else _hindered(due, seats),
    )


def _hindered(due: Sequence[str], seats: Mapping[str, SeatStanding]) -> HinderedSeats:
    """The seats to which something does not come in their turn, out of those that are still to get it."""
    by: dict[SeatTrouble | None, list[str]] = defaultdict(list)
    for seat in due:
        by[seats[seat].trouble].append(seat)
    since = [moment for s in by[SeatTrouble.OFF] if (moment := seats[s].since)]
    return HinderedSeats(
        failed=tuple(by[SeatTrouble.FAILED]),
        off=tuple(by[SeatTrouble.OFF]),
        without_machine=tuple(by[SeatTrouble.NO_MACHINE]),
        off_since=max(since) if since else None,
        others=len(by[None]),
    )


def _safeguards(
    request: SoftwareRequest,
    desired: DesiredState,
    seat_ids: Iterable[str],
    withheld: Iterable[Withheld],
    waiting: Waiting | None,
) -> tuple[str, ...]:
    """Those that keep a request away come first, then those that only raise its version."""
    keeping = [w.decision_id for w in withheld if w.code is WithheldCode.BLOCKED]
    lacking = [waiting.decision_id] if waiting and waiting.decision_id else []
    whys = [why for seat in seat_ids for line in desired.for_seat(seat) for why in line.whys]
    mine = (why for why in whys if why.code is WhyCode.MINIMUM and why.request_id == request.id)
    raising = [why.decision_id for why in mine if why.decision_id]
    return tuple(dict.fromkeys((*keeping, *lacking, *raising)))


def _owed(
    request: SoftwareRequest,
    room: Classroom,
    conflict: InConflict | None,
    waiting: Waiting | None,
    missing: list[MachinePlan | None],
    under_way: bool,
) -> StandingCode:
    """What a request waits for that is not ready."""
    if conflict:
        return StandingCode.IN_CONFLICT
    if waiting:
        return StandingCode.WAITING_FOR_PACKAGING
    if under_way:
        return StandingCode.DEPLOYING
    actions = {line.action if (line := _line(request, plan)) else None for plan in missing}
    if actions == {Action.OWED_ELSEWHERE}:
        return StandingCode.OWED_ELSEWHERE
    return StandingCode.OWED if room.mode is RolloutMode.AUTOMATIC else StandingCode.OWED_BY_TECHNICIAN


def _line(request: SoftwareRequest, plan: MachinePlan | None) -> PlanLine | None:
    """The line that stands for this request, and not for another one that holds the item in another way."""
    why = Why(WhyCode.REQUEST, request_id=request.id)
    lines = plan.lines if plan else ()
    return next((line for line in lines if line.item_id == request.item_id and why in line.whys), None)


def _as_asked(request: SoftwareRequest, plan: MachinePlan | None) -> bool:
    """Whether a scan proves the request on a seat. Unknown is not ready (RULES R5.4)."""
    line = _line(request, plan)
    return line is not None and line.action is Action.NOTHING


def _changed(request: SoftwareRequest, plan: MachinePlan | None) -> bool:
    """Whether a decision has changed what stands for a request on a seat."""
    line = _line(request, plan)
    return line is not None and any(why.code in _CHANGED and why.request_id == request.id for why in line.whys)
