"""Reading and drawing where a room's seats and its door are (docs/decisions/0017)."""

from collections.abc import Callable
from dataclasses import dataclass

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.people import Actor
from orchestrator.domain.recorded_changes import CHANGES, changes_text
from orchestrator.domain.seat_plans import SeatPlan, SeatPlanChanged, differences_of, drawn, plan_of
from orchestrator.services.room_picture import room_by_code
from orchestrator.services.unit_of_work import Clock, Reads, Transactions


@dataclass(frozen=True, slots=True)
class SeatPlanView:
    """A room with its plan."""

    room: Classroom
    plan: SeatPlan


def view_seat_plan(code: str, *, reads: Reads) -> SeatPlanView:
    """How the seats of a room are drawn.

    Raises:
        NotFound: No such room.
    """
    with reads() as uow:
        room = room_by_code(uow, code)
    return SeatPlanView(room, plan_of(room))


def draw_seat_plan(
    code: str,
    plan: SeatPlan,
    *,
    apply: bool = True,
    is_known: Callable[[SeatPlan], bool],
    actor: Actor,
    transactions: Transactions,
    clock: Clock,
) -> SeatPlanView:
    """Draw all seats of a room and its door anew, in one step and with one entry in the record.

    It is only where they are drawn: who stands where, what is asked for and what is owed stays. A plan that is as it
    was sent already is no change, whatever was read before: so the same call may be made again.

    Args:
        code: Of the room.
        plan: All of its seats, each once.
        apply: Whether to draw it, or only to look whether it could be.
        is_known: Whether the plan as it is now is the one that the caller had read.
        actor: Who draws.
        transactions: The store.
        clock: Tells the time.

    Raises:
        NotFound: No such room.
        InvalidInput: Something is wrong with the plan; all of it is listed by field.
        SeatPlanChanged: Somebody else, or an import, has changed the plan since it was read.
    """
    now = clock.now()
    with transactions() as uow:
        room = room_by_code(uow, code)
        before = plan_of(room)
        becomes = drawn(room, plan, now)
        after = plan_of(becomes)
        if after == before:
            return SeatPlanView(room, before)
        if not is_known(before):
            raise SeatPlanChanged(classroom=room.code)
        if not apply:
            return SeatPlanView(becomes, after)
        uow.classrooms.put(becomes)
        uow.people.remember(actor)
        texts = {CHANGES: changes_text(differences_of(before, after))}
        uow.audit.append(at=now, actor=actor, kind="seat_plan.drawn", subjects={"classroom": room.id}, texts=texts)
        uow.commit()
    return SeatPlanView(becomes, after)
