"""Requests for what the catalog cannot deliver yet: without a first answer in time they rise (RULES R2).

A first answer is a delay note: an honest word on when it will be there. It stops no clock.
"""

from datetime import datetime

from orchestrator.domain.calendars import working_days
from orchestrator.domain.catalog import CatalogItem
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import WORKER, Permission
from orchestrator.domain.requests import RequestState, SoftwareRequest
from orchestrator.services.deadlines import DeadlineTools, Followed, follow, has_happened
from orchestrator.services.notices import holders, tell
from orchestrator.services.unit_of_work import UnitOfWork

PACKAGING = "packaging"
"""Name under which the end of the time for a first answer is followed."""
_ROSE = "request.rose"
"""Kind of the entry that nobody had answered in time."""


def follow_packaging(uow: UnitOfWork, request: SoftwareRequest, item: CatalogItem | None) -> None:
    """See to it that a new request does not wait for packaging without a word; whoever accepts one calls this."""
    if item is None or item.is_to_be_packaged:
        follow(uow, PACKAGING, request.id)


def _next_moment(uow: UnitOfWork, request_id: str) -> datetime | None:
    request = uow.requests.get(request_id)
    if request is None or request.state is not RequestState.OPEN:
        return None
    item = uow.catalog.load().get(request.item_id)
    if item is not None and not item.is_to_be_packaged:
        return None
    if uow.delay_notes.of_requests([request.id]) or has_happened(uow, _ROSE, "request", request.id):
        return None
    return working_days(uow.site.load())(request.created_at, uow.rules.load().intake_working_days)


def _come_due(tools: DeadlineTools, request_id: str, at: datetime) -> None:
    with tools.transactions() as uow:
        due, request = _next_moment(uow, request_id), uow.requests.get(request_id)
        if request is None or due is None or at < due or not request.counts_at(at):
            return
        room = uow.classrooms.get(request.classroom_id)
        people = [p.id for may in (Permission.GOVERN, Permission.OVERRIDE) for p in holders(uow, may, room)]
        about = {"request": request.id, "classroom": request.classroom_id, "item": request.item_id}
        tell(uow, people, NoticeKind.REQUEST_ROSE, request.id, about, at)
        subjects = about | {"person": request.requester_id}
        uow.audit.append(at=at, actor=WORKER, kind=_ROSE, subjects=subjects)
        uow.commit()


FOLLOWED_PACKAGING = Followed(_next_moment, _come_due)
"""A request that waits for packaging rises once; it stays open, and its clock runs."""
