"""What happens to a hold by itself: it resumes, and before a newer state comes back somebody is told (RULES R3.8)."""

from datetime import datetime

from orchestrator.domain.hold_rules import HoldDue, next_due
from orchestrator.domain.holds import Hold
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import WORKER, Permission
from orchestrator.services.deadlines import DeadlineTools, Followed, has_happened
from orchestrator.services.hold_entries import KINDS, HoldMoment, enter_hold
from orchestrator.services.holds import held_requests, hold_by_id, resume
from orchestrator.services.notices import holders, tell
from orchestrator.services.unit_of_work import UnitOfWork


def _next_moment(uow: UnitOfWork, hold_id: str) -> datetime | None:
    hold, _ = hold_by_id(uow, hold_id)
    due = _next(uow, hold)
    return due[0] if due else None


def _come_due(tools: DeadlineTools, hold_id: str, at: datetime) -> None:
    with tools.transactions() as uow:
        hold, room = hold_by_id(uow, hold_id)
        due = _next(uow, hold)
        if due is None or due[0] > at:
            # Somebody lifted it meanwhile, or the clock was put back.
            return
        if due[1] is HoldDue.ANNOUNCED:
            people = [person.id for person in holders(uow, Permission.OVERRIDE, room)]
            about = {"hold": hold.id, "classroom": room.id}
            tell(uow, people, NoticeKind.NEWER_STATE_COMES_BACK, hold.id, about, at)
            moment = HoldMoment.ANNOUNCED
        else:
            resume(uow, hold, room, "over", at)
            moment = HoldMoment.OVER
        enter_hold(uow, moment, hold, held_requests(uow, hold), WORKER, at)
        uow.commit()


def _next(uow: UnitOfWork, hold: Hold) -> tuple[datetime, HoldDue] | None:
    announced = has_happened(uow, KINDS[HoldMoment.ANNOUNCED], "hold", hold.id)
    over = has_happened(uow, KINDS[HoldMoment.OVER], "hold", hold.id)
    return next_due(hold, announced=announced, over=over)


FOLLOWED_HOLD = Followed(_next_moment, _come_due)
"""A hold's announcement and end."""
