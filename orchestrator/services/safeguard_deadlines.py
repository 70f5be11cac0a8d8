"""What comes to a safeguard by itself: its owner is told before its review, its update's deadline passes, it expires
(RULES R4.2, R4.4).
"""

from dataclasses import replace
from datetime import datetime, timedelta

from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import WORKER, Role
from orchestrator.domain.recorded_changes import CHANGES, recorded
from orchestrator.domain.safeguards import Safeguard, SafeguardState
from orchestrator.services.deadlines import DeadlineTools, Followed
from orchestrator.services.exposed import exposed_to
from orchestrator.services.notices import tell
from orchestrator.services.role_holders import role_holders
from orchestrator.services.safeguards import expire_safeguard, safeguard_subjects
from orchestrator.services.unit_of_work import UnitOfWork

REMINDER = timedelta(days=7)
"""How long before its review the owner of a safeguard is told."""
_OPEN = frozenset({SafeguardState.PROPOSED, SafeguardState.LIVE})


def next_moment(uow: UnitOfWork, safeguard_id: str) -> datetime | None:
    """When a safeguard is to be looked at next, or None when it is over."""
    guard = uow.safeguards.get(safeguard_id)
    if guard is None or guard.state not in _OPEN:
        return None
    moments = [guard.expires_at]
    if guard.reminded_at is None:
        moments.append(_reminder(guard))
    if guard.deadline is not None and guard.overdue_at is None:
        moments.append(guard.deadline)
    return min(moments)


def come_due(tools: DeadlineTools, safeguard_id: str, now: datetime) -> None:
    """Do what is due about a safeguard."""
    with tools.transactions() as uow:
        uow.classrooms.all()
        guard = uow.safeguards.get(safeguard_id)
        if guard is None or guard.state not in _OPEN:
            return
        if guard.expires_at <= now:
            expire_safeguard(uow, guard, now)
        else:
            reminded = _reminded(uow, guard, now)
            _past_its_deadline(uow, reminded, now)
        uow.commit()


def _reminder(guard: Safeguard) -> datetime:
    return max(guard.review_at - REMINDER, guard.created_at)


def _reminded(uow: UnitOfWork, guard: Safeguard, now: datetime) -> Safeguard:
    """Tell the owner that it is to be looked at again."""
    if guard.reminded_at is not None or _reminder(guard) > now:
        return guard
    reminded = replace(guard, reminded_at=now)
    uow.safeguards.update(reminded)
    about = {"safeguard": guard.id, "until": guard.review_at.isoformat()}
    tell(uow, (guard.owner,), NoticeKind.SAFEGUARD_TO_REVIEW, guard.id, about, now)
    return reminded


def _past_its_deadline(uow: UnitOfWork, guard: Safeguard, now: datetime) -> None:
    """Say once that the update should be everywhere by now, and on how many seats it is not (R4.4)."""
    if guard.deadline is None or guard.deadline > now or guard.overdue_at is not None:
        return
    overdue = replace(guard, overdue_at=now)
    uow.safeguards.update(overdue)
    if guard.state is not SafeguardState.LIVE:
        return
    exposed = exposed_to(uow, guard, now)
    seats = sum(len(room.seats) for room in exposed)
    if exposed:
        about = {"safeguard": guard.id, "rooms": str(len(exposed)), "seats": str(seats)}
        people = (guard.owner, *role_holders(uow).with_role(Role.SECURITY_OFFICER))
        tell(uow, people, NoticeKind.SAFEGUARD_OVERDUE, guard.id, about, now)
    texts = {"name": guard.title, CHANGES: recorded(exposed_rooms=len(exposed), exposed_seats=seats)}
    uow.audit.append(
        at=now, actor=WORKER, kind="safeguard.deadline_passed", subjects=safeguard_subjects(guard), texts=texts
    )


FOLLOWED_SAFEGUARD = Followed(next_moment, come_due)
"""How a safeguard's deadlines are followed."""
