"""What happens to an override by itself: on time, once, whatever restarts and clocks do (RULES R3.2, R3.5)."""

from dataclasses import replace
from datetime import datetime

from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.override_deadlines import OverrideDue, next_due
from orchestrator.domain.overrides import Confirmation, Override, OverrideState
from orchestrator.domain.people import WORKER
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.services.contests import turn_ordinary
from orchestrator.services.deadlines import DeadlineTools, Followed, has_happened
from orchestrator.services.notices import tell
from orchestrator.services.override_binding import bound_requests, override_by_id, tell_nobody_approved
from orchestrator.services.override_ends import end_override
from orchestrator.services.override_entries import KINDS, OverrideMoment, enter_override
from orchestrator.services.owing import owe_for
from orchestrator.services.unit_of_work import UnitOfWork

_ENDS = {
    OverrideDue.EXPIRES: (OverrideState.EXPIRED, OverrideMoment.EXPIRED),
    OverrideDue.MOOT: (OverrideState.MOOT, OverrideMoment.MOOT),
}


def _next_moment(uow: UnitOfWork, override_id: str) -> datetime | None:
    override, _ = override_by_id(uow, override_id)
    due = _next(uow, override, bound_requests(uow, override))
    return due[0] if due else None


def _come_due(tools: DeadlineTools, override_id: str, at: datetime) -> None:
    with tools.transactions() as uow:
        override, room = override_by_id(uow, override_id)
        requests = bound_requests(uow, override)
        due = _next(uow, override, requests)
        if due is None or due[0] > at:
            # Somebody ended it meanwhile, or the clock was put back.
            return
        match due[1]:
            case OverrideDue.BEGINS:
                owe_for(uow, room, f"override:{override.id}:began")
                moment = OverrideMoment.BEGAN
            case OverrideDue.NONE_CONFIRMED:
                override = replace(override, confirmation=Confirmation.NONE_CAME)
                uow.overrides.update(override)
                _tell_recorder(uow, override, at)
                turn_ordinary(uow, override.id, at)
                moment = OverrideMoment.NONE_CONFIRMED
            case OverrideDue.EXPIRES | OverrideDue.MOOT:
                state, moment = _ENDS[due[1]]
                if override.state is OverrideState.PROPOSED and state is OverrideState.EXPIRED:
                    tell_nobody_approved(uow, override, room, at)
                override = end_override(uow, override, state, WORKER.id, at, tools.new_id)
        enter_override(uow, moment, override, requests, WORKER, at)
        uow.commit()


def _next(
    uow: UnitOfWork, override: Override, requests: tuple[SoftwareRequest, ...]
) -> tuple[datetime, OverrideDue] | None:
    begun = has_happened(uow, KINDS[OverrideMoment.BEGAN], "override", override.id)
    return next_due(override, requests, begun=begun)


def _tell_recorder(uow: UnitOfWork, override: Override, at: datetime) -> None:
    about = {
        "override": override.id,
        "classroom": override.classroom_id,
        "item": override.item_id,
        "decision": OverrideMoment.NONE_CONFIRMED.value,
    }
    tell(uow, [override.by], NoticeKind.OVERRIDE_DECIDED, f"{override.id}:{about['decision']}", about, at)


FOLLOWED_OVERRIDE = Followed(_next_moment, _come_due)
"""An override's confirmation, beginning and end."""
