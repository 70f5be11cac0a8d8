"""How an override begins to bind: the room is owed it, each requester gets a letter, and who has to decide is told."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.errors import NotFound
from orchestrator.domain.letters import LetterOccasion
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.overrides import Confirmation, Override, OverrideState
from orchestrator.domain.people import Permission
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.services.confirmers import who_confirms
from orchestrator.services.letters import preview_letters, send_letters
from orchestrator.services.notices import holders, tell
from orchestrator.services.owing import owe_for
from orchestrator.services.unit_of_work import UnitOfWork
from orchestrator.services.wording.letters import LetterText

_SOMEBODY = "person:somebody"
"""In the place of whoever will approve it: a letter tells that somebody did, and never who."""


def override_by_id(uow: UnitOfWork, override_id: str) -> tuple[Override, Classroom]:
    """An override and its room, which nobody else changes meanwhile.

    Raises:
        NotFound: No such override.
    """
    override = uow.overrides.get(override_id)
    room = uow.classrooms.get(override.classroom_id) if override else None
    if override is None or room is None:
        raise NotFound(kind="override", name=override_id)
    return override, room


def bound_requests(uow: UnitOfWork, override: Override) -> tuple[SoftwareRequest, ...]:
    """The requests that an override was recorded for, also those that are over."""
    return tuple(r for request_id in override.request_ids if (r := uow.requests.get(request_id)))


def begin_to_bind(
    uow: UnitOfWork,
    override: Override,
    requests: Iterable[SoftwareRequest],
    room: Classroom,
    at: datetime,
    new_id: Callable[[], str],
) -> None:
    """Owe the room what the override changes, and send a letter and a notice for each request that still counts."""
    owe_for(uow, room, f"override:{override.id}:live")
    concerned = [request for request in requests if request.counts_at(at)]
    letters = send_letters(uow, LetterOccasion.OVERRIDE, override, concerned, room, at, new_id)
    for request in concerned:
        about = {"request": request.id, "override": override.id, "classroom": room.id, "item": override.item_id}
        thing = f"{override.id}:{request.id}"
        tell(uow, [request.requester_id], NoticeKind.OVERRIDE_BINDS, thing, about, at, letters=letters)


def letters_ahead(
    uow: UnitOfWork, override: Override, requests: Iterable[SoftwareRequest], room: Classroom, at: datetime
) -> dict[str, LetterText]:
    """The letters that would be sent if an override began to bind now, by the requester's id. Nothing is written."""
    binding = replace(
        override, state=OverrideState.LIVE, approved_by=_SOMEBODY if override.needs_approval else override.approved_by
    )
    concerned = [request for request in requests if request.counts_at(at)]
    return preview_letters(uow, LetterOccasion.OVERRIDE, binding, concerned, room, at)


def tell_who_decides(uow: UnitOfWork, override: Override, room: Classroom, at: datetime) -> None:
    """Tell those who may be the second approver, and those who have to confirm the category."""
    about = {"override": override.id, "classroom": room.id, "item": override.item_id}
    if override.needs_approval:
        tell(uow, _approvers(uow, override, room), NoticeKind.OVERRIDE_TO_APPROVE, override.id, about, at)
    if override.confirmation is Confirmation.WAITING:
        tell(uow, who_confirms(uow, override, room), NoticeKind.OVERRIDE_TO_CONFIRM, override.id, about, at)


def tell_confirmed(uow: UnitOfWork, override: Override, requests: Iterable[SoftwareRequest], at: datetime) -> None:
    """Tell the requesters that the reason was confirmed. Of one that does not bind yet they hear when it does."""
    if override.state is not OverrideState.LIVE:
        return
    for request in requests:
        if request.counts_at(at):
            about = {
                "request": request.id,
                "override": override.id,
                "classroom": override.classroom_id,
                "item": override.item_id,
            }
            thing = f"{override.id}:{request.id}"
            tell(uow, [request.requester_id], NoticeKind.OVERRIDE_CONFIRMED, thing, about, at)


def tell_nobody_approved(uow: UnitOfWork, override: Override, room: Classroom, at: datetime) -> None:
    """Tell whoever recorded it, and those who could have approved it, that its time was over before anybody did."""
    about = {"override": override.id, "classroom": room.id, "item": override.item_id}
    told = [override.by, *_approvers(uow, override, room)]
    tell(uow, told, NoticeKind.OVERRIDE_UNANSWERED, override.id, about, at)


def _approvers(uow: UnitOfWork, override: Override, room: Classroom) -> list[str]:
    return [person.id for person in holders(uow, Permission.APPROVE, room) if person.id != override.by]
