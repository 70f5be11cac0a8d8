"""Intake: what a technician does about wishes. An answer closes nothing, and only a link makes a request of it (R2)."""

from collections.abc import Callable
from datetime import datetime

from orchestrator.domain.calendars import working_days
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.errors import NotFound
from orchestrator.domain.manifests import ChangeKind
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import Actor
from orchestrator.domain.recorded_changes import CHANGES, moved, recorded
from orchestrator.domain.requests import LATEST, AlreadyRequested, RequestState, SoftwareRequest
from orchestrator.domain.wishes import Wish, WishAnswer, WishIsOver, WishState
from orchestrator.services.contest_ends import moot_contests_for
from orchestrator.services.deadlines import follow
from orchestrator.services.notices import tell
from orchestrator.services.override_requests import look_after_overrides_of
from orchestrator.services.owing import owe_revision
from orchestrator.services.packaging import follow_packaging
from orchestrator.services.readiness import note_readiness, promise
from orchestrator.services.request_entries import asked_texts, ended_texts, request_subjects
from orchestrator.services.request_revisions import append_revision
from orchestrator.services.requests import Ask, check_ask
from orchestrator.services.room_picture import picture
from orchestrator.services.safeguard_refusals import tell_refused
from orchestrator.services.unit_of_work import Clock, Transactions, UnitOfWork
from orchestrator.services.wishes import (
    WISH,
    WishView,
    count_link,
    one_wish,
    own_wish,
    wish_about,
    wish_subjects,
    wish_view,
)


def answer_wish(
    wish_id: str, words: str, *, actor: Actor, transactions: Transactions, clock: Clock, new_id: Callable[[], str]
) -> WishView:
    """Say something about an open wish. It is never a refusal: the wish stays open, and its clock runs.

    Raises:
        NotFound: No such wish.
        WishIsOver: It isn't open any more.
    """
    now = clock.now()
    with transactions() as uow:
        wish = one_wish(uow, wish_id)
        if wish.state is not WishState.OPEN:
            raise WishIsOver(wish_id=wish.id, state=wish.state)
        answer = WishAnswer(new_id(), wish.id, actor.id, now, words)
        uow.wishes.answer(answer)
        uow.wishes.update(wish.answered(now))
        uow.people.remember(actor)
        tell(uow, [wish.requester_id], NoticeKind.WISH_ANSWERED, f"{wish.id}:{answer.id}", wish_about(wish), now)
        view = wish_view(uow, wish.answered(now))
        texts = {"words": words}
        uow.audit.append(at=now, actor=actor, kind="wish.answered", subjects=wish_subjects(wish), texts=texts)
        uow.commit()
    return view


def link_wish(
    wish_id: str,
    item_id: str,
    *,
    actor: Actor,
    transactions: Transactions,
    clock: Clock,
    new_id: Callable[[], str],
    version: str = LATEST,
) -> WishView:
    """Make a request of a wish: it belongs to whoever wished, and has the wish's age and needed-by.

    Where that person has the same open request already, the wish is linked to it. Whoever wished says whether that was
    meant; until then, or until 10 working days of silence, it counts as granted nowhere (R2).

    Raises:
        NotFound: No such wish or catalog item.
        WishIsOver: It isn't open any more.
        VersionNotOffered: The catalog has no such release of the item.
    """
    now = clock.now()
    with transactions() as uow:
        wish = one_wish(uow, wish_id)
        if wish.state is not WishState.OPEN:
            raise WishIsOver(wish_id=wish.id, state=wish.state)
        room = _room(uow, wish.classroom_id)
        request, revision = _request_of(
            uow, wish, room, Ask(item_id, version=version, target=wish.target), actor, now, new_id
        )
        until = working_days(uow.site.load())(now, uow.rules.load().silence_working_days)
        linked = wish.linked_to(request.id, actor.id, now, until)
        uow.wishes.update(linked)
        # Only now: whether what is ready counts as granted depends on the wisher's yes.
        note_readiness(uow, picture(uow, room, now))
        follow(uow, WISH, wish.id, because=f"linked:{now.isoformat()}")
        uow.people.remember(actor)
        about = {**wish_about(linked), "item": item_id}
        if linked.awaits_yes(now):
            about["until"] = until.isoformat()
        # A wish may be linked again after it turned out that something else was meant.
        tell(uow, [wish.requester_id], NoticeKind.WISH_LINKED, f"{wish.id}:{now.isoformat()}", about, now)
        view = wish_view(uow, linked, room)
        subjects = {**wish_subjects(linked), "request": request.id, "item": item_id}
        if revision is not None:
            asked = request_subjects(request, revision)
            uow.audit.append(at=now, actor=actor, kind="request.accepted", subjects=asked, texts=asked_texts(request))
        texts = {CHANGES: recorded(item=item_id, version=version)}
        uow.audit.append(at=now, actor=actor, kind="wish.linked", subjects=subjects, texts=texts)
        uow.commit()
    return view


def _request_of(
    uow: UnitOfWork, wish: Wish, room: Classroom, ask: Ask, actor: Actor, now: datetime, new_id: Callable[[], str]
) -> tuple[SoftwareRequest, int | None]:
    """The request that a wish becomes, and the revision that it made; None where there was one already."""
    catalog = uow.catalog.load()
    try:
        check_ask(ask, uow=uow, room=room, catalog=catalog, requester_id=wish.requester_id, now=now)
    except AlreadyRequested as known:
        known_request = uow.requests.get(known.request_id)
        if known_request is None:
            raise
        return known_request, None
    request = SoftwareRequest(
        id=new_id(),
        classroom_id=room.id,
        item_id=ask.item,
        requester_id=wish.requester_id,
        entered_by=actor.id,
        needed_by=wish.needed_by,
        created_at=now,
        version=ask.version,
        target=ask.target,
    )
    uow.requests.add(request)
    promise(uow, request, catalog.get(ask.item), wished_at=wish.created_at)
    follow_packaging(uow, request, catalog.get(ask.item))
    revision = append_revision(uow, room, ChangeKind.REQUESTED, request.id, actor, now)
    owe_revision(uow, room, revision)
    tell_refused(uow, room, [request], now, new_id)
    return request, revision


def confirm_wish(wish_id: str, *, actor: Actor, transactions: Transactions, clock: Clock) -> WishView:
    """Say that what was made of one's wish is what was meant. The same again changes nothing.

    Raises:
        NotFound: No such wish.
        NotTheWisher: It is somebody else's.
        WishIsOver: It isn't linked.
    """
    now = clock.now()
    with transactions() as uow:
        wish = own_wish(uow, wish_id, actor)
        confirmed = wish.confirmed(now)
        if confirmed != wish:
            count_link(uow, confirmed, now)
            subjects = {**wish_subjects(wish), "request": wish.linked_request_id or ""}
            uow.audit.append(at=now, actor=actor, kind="wish.confirmed", subjects=subjects)
        view = wish_view(uow, confirmed)
        uow.commit()
    return view


def unlink_wish(wish_id: str, *, actor: Actor, transactions: Transactions, clock: Clock) -> WishView:
    """Say that something else was meant: the request that the wish became is withdrawn, and the wish is open again.

    Its clock has never stopped; without this, a link to whatever is at hand would be a way not to deliver (RULES R2).

    Raises:
        NotFound: No such wish.
        NotTheWisher: It is somebody else's.
        WishIsOver: It isn't linked.
    """
    now = clock.now()
    with transactions() as uow:
        wish = own_wish(uow, wish_id, actor)
        again = wish.reopened()
        uow.wishes.update(again)
        room = _room(uow, wish.classroom_id)
        request = uow.requests.get(wish.linked_request_id or "")
        ended: tuple[dict[str, str], dict[str, str]] | None = None
        # One that was there before the link is a request of its own.
        if request is not None and request.state is RequestState.OPEN and request.created_at == wish.linked_at:
            uow.requests.update(request.moved_to(RequestState.WITHDRAWN, now))
            look_after_overrides_of(uow, request)
            moot_contests_for(uow, request.id, actor.id, now)
            revision = append_revision(uow, room, ChangeKind.WITHDRAWN, request.id, actor, now)
            owe_revision(uow, room, revision)
            ended = (
                request_subjects(request, revision, RequestState.WITHDRAWN),
                ended_texts(request, RequestState.WITHDRAWN),
            )
        if wish.linked_by:
            tell(uow, [wish.linked_by], NoticeKind.WISH_ARRIVED, f"{wish.id}:{now.isoformat()}", wish_about(again), now)
        view = wish_view(uow, again, room)
        if ended:
            uow.audit.append(at=now, actor=actor, kind="request.withdrawn", subjects=ended[0], texts=ended[1])
        texts = {CHANGES: moved("state", wish.state.value, again.state.value)}
        uow.audit.append(at=now, actor=actor, kind="wish.unlinked", subjects=wish_subjects(wish), texts=texts)
        uow.commit()
    return view


def _room(uow: UnitOfWork, classroom_id: str) -> Classroom:
    room = uow.classrooms.get(classroom_id)
    if room is None:  # a foreign key holds this
        raise NotFound(kind="classroom", name=classroom_id)
    return room
