"""Sign-off: once it is there, whoever asked for it is asked whether it works. Optional, with one reminder."""

from dataclasses import replace
from datetime import datetime

from orchestrator.domain.advice import NotDeliveredYet, SignOff
from orchestrator.domain.calendars import working_days
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import Actor, Permission
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.services.deadlines import DeadlineTools, Followed, follow
from orchestrator.services.notices import holders, tell
from orchestrator.services.request_lookup import one_request, own_request
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork

THING = "sign-off"
"""Name under which the reminder is followed."""
_KINDS = {True: "sign_off.works", False: "sign_off.does_not_work"}


def ask_for_sign_off(uow: UnitOfWork, request: SoftwareRequest, now: datetime) -> None:
    """Ask the requester, once, in the transaction that found it delivered."""
    if request.id in uow.sign_offs.of_requests([request.id]):
        return
    remind_at = working_days(uow.site.load())(now, uow.rules.load().recommendation_working_days)
    uow.sign_offs.put(SignOff(request.id, request.requester_id, now, remind_at))
    follow(uow, THING, request.id)
    tell(uow, [request.requester_id], NoticeKind.SIGN_OFF_ASKED, request.id, _subjects(request), now)


def sign_off(
    request_id: str, *, works: bool, words: str, actor: Actor, transactions: Transactions, clock: Clock
) -> SignOff:
    """The requester says whether it works. Where it does not, the room's technicians are told. One may say so anew.

    Raises:
        NotFound: No such request.
        NotTheRequester: It is somebody else's.
        NotDeliveredYet: It was never there as asked.
    """
    now = clock.now()
    with transactions() as uow:
        request = own_request(uow, request_id, actor)
        asked = uow.sign_offs.of_requests([request.id]).get(request.id)
        if asked is None:
            raise NotDeliveredYet(request_id=request.id)
        given = replace(asked, works=works, words=words, answered_at=now)
        uow.sign_offs.put(given)
        room = uow.classrooms.get(request.classroom_id)
        subjects = _subjects(request) | {"outcome": "works" if works else "does_not_work"}
        on_duty = [person.id for person in holders(uow, Permission.STEER, room)]
        tell(uow, on_duty, NoticeKind.SIGNED_OFF, f"{request.id}:{now.isoformat()}", subjects, now)
        uow.people.remember(actor)
        texts = {"words": words} if words else None
        uow.audit.append(at=now, actor=actor, kind=_KINDS[works], subjects=subjects, texts=texts)
        uow.commit()
    return given


def get_sign_off(request_id: str, *, reads: Reads) -> SignOff:
    """What the requester was asked, and said.

    Raises:
        NotFound: No such request.
        NotDeliveredYet: Nobody was asked, because it was never there as asked.
    """
    with reads() as uow:
        found = uow.sign_offs.of_requests([one_request(uow, request_id).id]).get(request_id)
    if found is None:
        raise NotDeliveredYet(request_id=request_id)
    return found


def _next_moment(uow: UnitOfWork, request_id: str) -> datetime | None:
    asked, request = uow.sign_offs.of_requests([request_id]).get(request_id), uow.requests.get(request_id)
    if asked is None or request is None or asked.answered_at is not None or request.ended_at is not None:
        return None
    told = uow.notices.has(asked.person_id, _reminder(request_id))
    return None if told else asked.remind_at


def _come_due(tools: DeadlineTools, request_id: str, at: datetime) -> None:
    with tools.transactions() as uow:
        asked, request = uow.sign_offs.of_requests([request_id]).get(request_id), uow.requests.get(request_id)
        if asked is None or request is None or asked.answered_at is not None or not request.counts_at(at):
            return
        if at >= asked.remind_at:
            subjects = _subjects(request)
            tell(uow, [asked.person_id], NoticeKind.SIGN_OFF_ASKED, f"{request_id}:reminder", subjects, at)
            uow.commit()


FOLLOWED_SIGN_OFF = Followed(_next_moment, _come_due)
"""How the one reminder comes."""


def _reminder(request_id: str) -> str:
    return f"{NoticeKind.SIGN_OFF_ASKED.value}:{request_id}:reminder"


def _subjects(request: SoftwareRequest) -> dict[str, str]:
    return {
        "request": request.id,
        "classroom": request.classroom_id,
        "item": request.item_id,
        "person": request.requester_id,
    }
