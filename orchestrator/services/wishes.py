"""Wishing for software that is not in the catalog, and taking a wish back (RULES R2)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from orchestrator.domain.calendars import default_needed_by, working_days
from orchestrator.domain.catalog import Catalog
from orchestrator.domain.classrooms import Classroom, SeatTarget
from orchestrator.domain.errors import NotFound
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import WORKER, Actor, Permission
from orchestrator.domain.recorded_changes import CHANGES, moved, recorded
from orchestrator.domain.requests import NeededByInThePast, SoftwareRequest
from orchestrator.domain.wishes import AlreadyWished, NotTheWisher, Wish, WishAnswer, WishState
from orchestrator.services.deadlines import DeadlineTools, Followed, follow
from orchestrator.services.notices import holders, tell, tell_of_behalf
from orchestrator.services.readiness import note_readiness
from orchestrator.services.room_picture import picture, room_by_code
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork

WISH = "wish"
"""Name under which a wish's deadline is followed."""


@dataclass(frozen=True, slots=True)
class MakeWish:
    """One wish.

    Attributes:
        classroom: Code of the room.
        title: What it is called, as people say it.
        purpose: What for.
        url: Where it can be seen, or empty.
        target: Which seats.
        needed_by: When it must be there, UTC; None for the default of R0.2.
        requester: On whose behalf; None for the actor.
    """

    classroom: str
    title: str
    purpose: str
    url: str = ""
    target: SeatTarget = SeatTarget.ALL
    needed_by: datetime | None = None
    requester: Actor | None = None


@dataclass(frozen=True, slots=True)
class WishView:
    """A wish with its room, what was answered, oldest first, and the names of all concerned, by actor id.

    ``became`` is the request that it was linked to, or None, and ``title`` that of its item, or empty.
    """

    wish: Wish
    room: Classroom
    answers: tuple[WishAnswer, ...]
    people: dict[str, str]
    became: SoftwareRequest | None = None
    title: str = ""


def make_wish(
    command: MakeWish, *, actor: Actor, transactions: Transactions, clock: Clock, new_id: Callable[[], str]
) -> WishView:
    """Accept a wish; its clock runs from now on.

    Raises:
        NotFound: No such room.
        NeededByInThePast: The date is over.
        AlreadyWished: The same person has the same open wish for the room.
    """
    now = clock.now()
    with transactions() as uow:
        room = room_by_code(uow, command.classroom)
        site, requester = uow.site.load(), command.requester or actor
        needed_by = command.needed_by or default_needed_by(site, now)
        if needed_by <= now:
            raise NeededByInThePast(needed_by=needed_by, now=now)
        _forbid_double(uow, room, requester, command.title)
        wish = Wish(
            id=new_id(),
            classroom_id=room.id,
            requester_id=requester.id,
            entered_by=actor.id,
            title=command.title,
            purpose=command.purpose,
            url=command.url,
            target=command.target,
            needed_by=needed_by,
            created_at=now,
            answer_by=working_days(site)(now, uow.rules.load().intake_working_days),
        )
        uow.wishes.add(wish)
        uow.people.remember(requester)
        uow.people.remember(actor)
        follow(uow, WISH, wish.id)
        told = [person.id for person in holders(uow, Permission.OVERRIDE, room)]
        tell(uow, told, NoticeKind.WISH_ARRIVED, wish.id, wish_about(wish), now)
        tell_of_behalf(uow, actor.id, requester.id, wish.id, wish_about(wish), room, now)
        view = wish_view(uow, wish, room)
        asked = recorded(seats=wish.target.value, needed_by=wish.needed_by.isoformat())
        texts = {CHANGES: asked, "title": wish.title, "purpose": wish.purpose}
        if wish.url:
            texts["url"] = wish.url
        uow.audit.append(at=now, actor=actor, kind="wish.made", subjects=wish_subjects(wish), texts=texts)
        uow.commit()
    return view


def _forbid_double(uow: UnitOfWork, room: Classroom, requester: Actor, title: str) -> None:
    for other in uow.wishes.open(room.id):
        if other.requester_id == requester.id and other.title.casefold() == title.casefold():
            raise AlreadyWished(wish_id=other.id, wished=other.title, classroom=room.code)


def withdraw_wish(wish_id: str, *, actor: Actor, transactions: Transactions, clock: Clock) -> WishView:
    """Take one's own wish back.

    Raises:
        NotFound: No such wish.
        NotTheWisher: It is somebody else's (RULES R2).
        WishIsOver: It isn't open any more.
    """
    now = clock.now()
    with transactions() as uow:
        wish = own_wish(uow, wish_id, actor)
        over = replace(wish.moved_to(WishState.WITHDRAWN), ended_at=now)
        uow.wishes.update(over)
        view = wish_view(uow, over)
        subjects = {**wish_subjects(over), "outcome": over.state.value}
        texts = {CHANGES: moved("state", wish.state.value, over.state.value)}
        uow.audit.append(at=now, actor=actor, kind="wish.withdrawn", subjects=subjects, texts=texts)
        uow.commit()
    return view


def get_wish(wish_id: str, *, reads: Reads) -> WishView:
    """One wish.

    Raises:
        NotFound: No such wish.
    """
    with reads() as uow:
        return wish_view(uow, one_wish(uow, wish_id))


def list_wishes(
    *,
    reads: Reads,
    classroom: str | None = None,
    requester_id: str | None = None,
    state: WishState | None = None,
    on_behalf_by: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> tuple[WishView, ...]:
    """Wishes, newest first, at most ``limit``, older than the one with id ``after``.

    Raises:
        NotFound: No such room.
    """
    with reads() as uow:
        room = room_by_code(uow, classroom) if classroom else None
        found = uow.wishes.page(
            classroom_id=room.id if room else None,
            requester_id=requester_id,
            state=state,
            on_behalf_by=on_behalf_by,
            after=after,
            limit=limit,
        )
        return wish_views(uow, found)


def one_wish(uow: UnitOfWork, wish_id: str) -> Wish:
    """A wish that has to be there.

    Raises:
        NotFound: It is not.
    """
    wish = uow.wishes.get(wish_id)
    if wish is None:
        raise NotFound(kind="wish", name=wish_id)
    return wish


def own_wish(uow: UnitOfWork, wish_id: str, actor: Actor) -> Wish:
    """A wish that has to be the actor's own.

    Raises:
        NotFound: It is not there.
        NotTheWisher: It is somebody else's.
    """
    wish = one_wish(uow, wish_id)
    if wish.requester_id != actor.id:
        raise NotTheWisher(wish_id=wish.id, requester=wish.requester_id)
    return wish


def wish_view(uow: UnitOfWork, wish: Wish, room: Classroom | None = None) -> WishView:
    """A wish with all that belongs to it."""
    return wish_views(uow, (wish,), {} if room is None else {room.id: room})[0]


def wish_views(
    uow: UnitOfWork,
    wishes: Sequence[Wish],
    rooms: Mapping[str, Classroom] | None = None,
    *,
    catalog: Catalog | None = None,
) -> tuple[WishView, ...]:
    """Several of them, in their order; ``rooms`` by id, and the ``catalog``, as far as they are at hand."""
    known = dict(rooms or {})
    for wish in wishes:
        if wish.classroom_id not in known:
            known[wish.classroom_id] = _room(uow, wish.classroom_id)
    answers = tuple(uow.wishes.answers([wish.id for wish in wishes]))
    ids = {i for w in wishes for i in (w.requester_id, w.entered_by, w.linked_by) if i} | {a.by for a in answers}
    names = dict(uow.people.names(ids))
    linked = [wish.linked_request_id for wish in wishes if wish.linked_request_id]
    became = {request.id: request for request in uow.requests.seen(linked)} if linked else {}
    titles = _titles(catalog or uow.catalog.load(), became.values()) if became else {}

    def seen(wish: Wish) -> WishView:
        said = tuple(answer for answer in answers if answer.wish_id == wish.id)
        request = became.get(wish.linked_request_id or "")
        title = titles[request.item_id] if request else ""
        return WishView(wish, known[wish.classroom_id], said, names, request, title)

    return tuple(map(seen, wishes))


def _titles(catalog: Catalog, requests: Iterable[SoftwareRequest]) -> dict[str, str]:
    items = {request.item_id: catalog.get(request.item_id) for request in requests}
    return {item_id: item.title if item else item_id for item_id, item in items.items()}


def wish_about(wish: Wish) -> dict[str, str]:
    """What a notice about a wish names."""
    linked = {"request": wish.linked_request_id} if wish.linked_request_id else {}
    return {"wish": wish.id, "classroom": wish.classroom_id, "title": wish.title, **linked}


def wish_subjects(wish: Wish) -> dict[str, str]:
    """What an entry of the record about a wish names."""
    return {"wish": wish.id, "classroom": wish.classroom_id, "person": wish.requester_id}


def next_moment(uow: UnitOfWork, wish_id: str) -> datetime | None:
    """When the wish rises if nobody has answered it, or when silence says that its link was meant (RULES R2)."""
    wish = uow.wishes.get(wish_id)
    if wish is None or wish.confirmed_at is not None:
        return None
    return wish.answer_by if wish.awaits_answer else wish.confirm_until


def come_due(tools: DeadlineTools, wish_id: str, at: datetime) -> None:
    """Do what is due: a wish without an answer rises, and silence about what was made of one is a yes."""
    with tools.transactions() as uow:
        due, wish = next_moment(uow, wish_id), uow.wishes.get(wish_id)
        if wish is None or due is None or at < due:
            return
        if not wish.awaits_answer:
            count_link(uow, wish.confirmed(at), at)
            subjects = {**wish_subjects(wish), "request": wish.linked_request_id or ""}
            uow.audit.append(at=at, actor=WORKER, kind="wish.silent_yes", subjects=subjects)
            uow.commit()
            return
        # It stays open, and its clock runs.
        risen = replace(wish, rose_at=at)
        uow.wishes.update(risen)
        told = [person.id for person in holders(uow, Permission.GOVERN, None)]
        tell(uow, told, NoticeKind.WISH_ROSE, wish.id, wish_about(wish), at)
        uow.audit.append(at=at, actor=WORKER, kind="wish.rose", subjects=wish_subjects(wish))
        uow.commit()


FOLLOWED_WISH = Followed(next_moment, come_due)
"""A wish's deadlines: its first answer, and the word on what was made of it."""


def count_link(uow: UnitOfWork, confirmed: Wish, at: datetime) -> None:
    """Store the yes to what was made of a wish: from now on what is ready of it counts."""
    uow.wishes.update(confirmed)
    note_readiness(uow, picture(uow, _room(uow, confirmed.classroom_id), at))


def _room(uow: UnitOfWork, classroom_id: str) -> Classroom:
    room = uow.classrooms.get(classroom_id)
    if room is None:  # a foreign key holds this
        raise NotFound(kind="classroom", name=classroom_id)
    return room
