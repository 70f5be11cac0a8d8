"""Telling people that a safeguard keeps away, or changes, what they asked for: a notice each, and a letter with why.

Such a request is accepted like any other (RULES R0.1) and stays one: what is asked for returns when the safeguard ends.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.layers import WithheldCode
from orchestrator.domain.letters import LetterOccasion
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.requests import LATEST, SoftwareRequest
from orchestrator.domain.safeguards import Safeguard
from orchestrator.domain.whys import WhyCode
from orchestrator.services.letters import send_letters
from orchestrator.services.notices import tell
from orchestrator.services.room_picture import RoomPicture, picture
from orchestrator.services.unit_of_work import UnitOfWork


def tell_refused(
    uow: UnitOfWork,
    room: Classroom,
    requests: Iterable[SoftwareRequest],
    now: datetime,
    new_id: Callable[[], str],
) -> None:
    """Tell the requesters of new requests that meet a safeguard, in the transaction that accepts them (R4.2)."""
    if not uow.safeguards.live():
        return
    new = {request.id: request for request in requests}
    seen = picture(uow, room, now)
    guards = {guard.id: guard for guard in seen.decisions.safeguards}
    for guard_id, refused in _grouped(_refused(seen), new).items():
        tell_refusals(uow, guards[guard_id], refused, room, now, new_id)
    named = {r.id: r for r in new.values() if r.version != LATEST}
    for guard_id, raised in _grouped(_raised(seen), named).items():
        tell_superseded(uow, guards[guard_id], raised, room, now, new_id)


def tell_refusals(
    uow: UnitOfWork,
    guard: Safeguard,
    requests: Iterable[SoftwareRequest],
    room: Classroom,
    at: datetime,
    new_id: Callable[[], str],
) -> None:
    """Tell requesters that a safeguard keeps away what they asked for."""
    _tell(uow, guard, NoticeKind.SAFEGUARD_REFUSES, tuple(requests), room, at, new_id)


def tell_superseded(
    uow: UnitOfWork,
    guard: Safeguard,
    requests: Iterable[SoftwareRequest],
    room: Classroom,
    at: datetime,
    new_id: Callable[[], str],
) -> None:
    """Tell requesters that the version which they, or an override, had chosen is too old now."""
    _tell(uow, guard, NoticeKind.PIN_SUPERSEDED, tuple(requests), room, at, new_id)


def _tell(
    uow: UnitOfWork,
    guard: Safeguard,
    kind: NoticeKind,
    requests: tuple[SoftwareRequest, ...],
    room: Classroom,
    at: datetime,
    new_id: Callable[[], str],
) -> None:
    if not requests:
        return
    letters = send_letters(uow, LetterOccasion.SAFEGUARD, guard, requests, room, at, new_id)
    for request in requests:
        about = {"safeguard": guard.id, "request": request.id, "classroom": room.id, "item": request.item_id}
        tell(uow, {request.requester_id}, kind, f"{guard.id}:{request.id}", about, at, letters=letters)


def _grouped(
    found: Iterable[tuple[str, str | None]], requests: dict[str, SoftwareRequest]
) -> dict[str, list[SoftwareRequest]]:
    by_guard: dict[str, list[SoftwareRequest]] = {}
    for guard_id, request_id in dict.fromkeys(found):
        if request_id in requests:
            by_guard.setdefault(guard_id, []).append(requests[request_id])
    return by_guard


def _refused(seen: RoomPicture) -> Iterator[tuple[str, str | None]]:
    """Safeguards and the requests that they keep away, or for which the catalog has nothing that is new enough."""
    for withheld in seen.desired.withheld:
        if withheld.code is WithheldCode.BLOCKED:
            yield withheld.decision_id, withheld.request_id
    for waiting in seen.desired.waiting:
        if waiting.decision_id is not None:
            yield waiting.decision_id, waiting.request_id


def _raised(seen: RoomPicture) -> Iterator[tuple[str, str | None]]:
    """Safeguards and the requests whose version they raise."""
    for seat in seen.room.seats:
        for line in seen.desired.for_seat(seat.id):
            for why in line.whys:
                if why.code is WhyCode.MINIMUM and why.decision_id:
                    yield why.decision_id, why.request_id
