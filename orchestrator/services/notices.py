"""Telling people: one row each, in the transaction of the decision, so that none is lost and none comes twice."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.notices import Notice, NoticeKind
from orchestrator.domain.people import CAMPUS, EVERYWHERE, Permission, Person, permissions_of
from orchestrator.services.notice_views import BY_TEAM, NoticeView, view_notices
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork

_PAGE = 200


def tell(
    uow: UnitOfWork,
    person_ids: Iterable[str],
    kind: NoticeKind,
    thing_id: str,
    about: Mapping[str, str],
    at: datetime,
    *,
    letters: Mapping[str, str] | None = None,
) -> None:
    """Tell each of these people one thing, once.

    Args:
        uow: The decision's own unit of work.
        person_ids: Whom; the worker and the host are nobody, and nobody is told twice.
        kind: What.
        thing_id: Id of what it is about; with the kind it makes the notice this one. Where the same thing can happen
            to it again, add what tells the two times apart.
        about: Ids and codes for the words.
        at: When, UTC.
        letters: By person, the letter that comes with it.
    """
    key = f"{kind.value}:{thing_id}"
    for person_id in dict.fromkeys(person_ids):
        if person_id.startswith("person:"):
            letter = (letters or {}).get(person_id)
            uow.notices.put(Notice(_id(at, person_id, key), person_id, kind, key, at, dict(about), letter_id=letter))


def holders(uow: UnitOfWork, permission: Permission, room: Classroom | None) -> tuple[Person, ...]:
    """Active people who may do something in a room, or, without one, about the whole site; by login."""
    anywhere = permission in EVERYWHERE
    found: list[Person] = []
    after: str | None = None
    while page := uow.accounts.page(after=after, limit=_PAGE):
        grants = uow.accounts.grants([person.id for person in page])
        for person in page:
            held = grants.get(person.id, ())
            near = [g for g in held if (g.scope.covers(room) if room else anywhere or g.scope == CAMPUS)]
            if person.active and permission in permissions_of(near):
                found.append(person)
        after = page[-1].login
    return tuple(found)


def tell_of_behalf(
    uow: UnitOfWork,
    actor_id: str,
    requester_id: str,
    thing_id: str,
    about: Mapping[str, str],
    room: Classroom,
    at: datetime,
) -> None:
    """Tell whoever something was asked for, and who did that; of the team's people only that it was the team (R1.10).

    Args:
        uow: The unit of work that brings it in.
        actor_id: Who typed it in; the requester need not be told what they did themselves.
        requester_id: Who holds all rights on it.
        thing_id: Id of the request or wish.
        about: Ids for the words.
        room: For it.
        at: When, UTC.
    """
    if actor_id == requester_id:
        return
    team = {one.id for duty in (Permission.STEER, Permission.OVERRIDE) for one in holders(uow, duty, room)}
    named = {**about, "by": BY_TEAM if actor_id in team else actor_id}  # RULES R4.7
    tell(uow, [requester_id], NoticeKind.ASKED_FOR_YOU, thing_id, named, at)


def list_notices(
    person_id: str, *, reads: Reads, unread: bool = False, after: str | None = None, limit: int = 50
) -> tuple[NoticeView, ...]:
    """What one person was told, newest first."""
    with reads() as uow:
        return view_notices(uow, uow.notices.of_person(person_id, unread=unread, after=after, limit=limit))


def mark_read(person_id: str, notice_ids: Iterable[str], *, transactions: Transactions, clock: Clock) -> int:
    """Mark one's own notices as read; how many were not before."""
    with transactions() as uow:
        count = uow.notices.read(person_id, tuple(notice_ids), clock.now())
        uow.commit()
    return count


def mark_unread(person_id: str, notice_ids: Iterable[str], *, transactions: Transactions) -> int:
    """Mark one's own notices as not read; how many were read before. None of them is sent anew by that."""
    with transactions() as uow:
        count = uow.notices.unread(person_id, tuple(notice_ids))
        uow.commit()
    return count


def _id(at: datetime, person_id: str, key: str) -> str:
    """An identity that sorts by age, and is the same when a step runs again."""
    return f"{at:%Y%m%dT%H%M%S%f}-{uuid5(NAMESPACE_OID, f'{person_id} {key}')}"
