"""Wishes for software that the catalog does not have."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.dependencies import Calling, Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.rest.requests import requester_named
from api.schemas.fields import Code, Cursor, Identity, Limit, Somebody
from api.schemas.wire import Wire
from api.schemas.wishes import LinkIn, WishAnswerIn, WishesOut, WishIn, WishOut, wish_out
from orchestrator.domain.people import Actor, Permission
from orchestrator.domain.wishes import WishState
from orchestrator.services.intake import answer_wish, confirm_wish, link_wish, unlink_wish
from orchestrator.services.people import requester_by_login
from orchestrator.services.wishes import get_wish, list_wishes, make_wish, withdraw_wish

router = APIRouter(prefix="/wishes", tags=["wishes"])

WishId = Annotated[Identity, Path(description="Id of a wish.")]
_ASKS = requires(Permission.REQUEST, Scope.WISH)
_LINKS = requires(Permission.OVERRIDE, Scope.WISH)


class WishesQuery(Wire):
    """Which wishes to list."""

    classroom: Code | None = Field(default=None, description="Only those for this room.")
    requester: Somebody | None = Field(
        default=None,
        description="Only those of this person: a login, an id, or me.",
        examples=["me"],
    )
    state: WishState | None = None
    on_behalf_by: Somebody | None = Field(
        default=None,
        description="Only those that this person entered for somebody else: a login, an id, or me.",
        examples=["me"],
    )
    after: Cursor | None = Field(default=None, description="Only older ones than this: next of the page before.")
    limit: Limit = 50


@router.post(
    "",
    status_code=201,
    summary="Wish for software that the catalogue does not have",
    dependencies=[requires(Permission.REQUEST, Scope.SITE, or_else=Permission.ON_BEHALF)],
    responses=refuses(
        "not-found", "too-large", "person-deactivated", "cannot-ask", "needed-by-in-the-past", "already-wished"
    ),
    name="make_wish",
)
def make(form: WishIn, tools: Tools, speaker: Spoken, response: Response, caller: Calling) -> WishOut:
    """Its clock runs from now on, until somebody links it to an item and that is delivered."""
    needed = Permission.REQUEST if form.on_behalf_of is None else Permission.ON_BEHALF
    if not caller.may(needed):
        raise caller.refused(needed)
    requester = None if form.on_behalf_of is None else requester_by_login(form.on_behalf_of, reads=tools.reads)
    view = make_wish(
        form.command(requester),
        actor=caller.actor,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
    )
    response.headers["Location"] = f"/api/v1/wishes/{view.wish.id}"
    return wish_out(view, speaker)


@router.get(
    "",
    summary="Wishes",
    dependencies=[requires(Permission.READ, Scope.SITE)],
    responses=refuses("not-found"),
    name="list_wishes",
)
def wishes(
    query: Annotated[WishesQuery, Query()],
    tools: Tools,
    speaker: Spoken,
    caller: Calling,
    call: Request,
    response: Response,
) -> WishesOut:
    """Newest first, each with what was answered."""
    found = list_wishes(
        reads=tools.reads,
        classroom=query.classroom,
        requester_id=requester_named(query.requester, caller, tools),
        state=query.state,
        on_behalf_by=requester_named(query.on_behalf_by, caller, tools),
        after=query.after,
        limit=query.limit + 1,
    )
    shown, following = page_of(found, query.limit, lambda view: view.wish.id)
    link_next(call, response, following)
    return WishesOut(wishes=tuple(wish_out(view, speaker) for view in shown), next=following)


@router.get(
    "/{wish_id}",
    summary="One wish",
    dependencies=[requires(Permission.READ, Scope.WISH)],
    responses=refuses("not-found"),
    name="get_wish",
)
def wish(wish_id: WishId, tools: Tools, speaker: Spoken) -> WishOut:
    """With what was answered."""
    return wish_out(get_wish(wish_id, reads=tools.reads), speaker)


@router.post(
    "/{wish_id}/answers",
    summary="Say something about a wish",
    responses=refuses("not-found", "too-large", "wish-is-over"),
    name="answer_wish",
)
def answer(
    wish_id: WishId, form: WishAnswerIn, tools: Tools, speaker: Spoken, actor: Annotated[Actor, _LINKS]
) -> WishOut:
    """It refuses nothing: the wish stays open, and its clock runs. To refuse something takes an override."""
    view = answer_wish(
        wish_id, form.words, actor=actor, transactions=tools.transactions, clock=tools.clock, new_id=tools.new_id
    )
    return wish_out(view, speaker)


@router.post(
    "/{wish_id}/link",
    summary="Make a request of a wish",
    responses=refuses(
        "not-found", "too-large", "wish-is-over", "version-not-offered", "more-than-the-seats", "item-is-required"
    ),
    name="link_wish",
)
def link(wish_id: WishId, form: LinkIn, tools: Tools, speaker: Spoken, actor: Annotated[Actor, _LINKS]) -> WishOut:
    """The request belongs to whoever wished, and has the wish's age and date."""
    view = link_wish(
        wish_id,
        form.item,
        version=form.version,
        actor=actor,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
    )
    return wish_out(view, speaker)


@router.post(
    "/{wish_id}/confirm",
    summary="Say that this is what was meant",
    responses=refuses("not-found", "wish-is-over", "not-the-wisher"),
    name="confirm_wish",
)
def confirm(wish_id: WishId, tools: Tools, speaker: Spoken, actor: Annotated[Actor, _ASKS]) -> WishOut:
    """Only whoever wished may. Until then, or until 10 working days of silence, nothing that is ready of it counts."""
    return wish_out(confirm_wish(wish_id, actor=actor, transactions=tools.transactions, clock=tools.clock), speaker)


@router.post(
    "/{wish_id}/unlink",
    summary="Say that something else was meant",
    responses=refuses("not-found", "wish-is-over", "not-the-wisher"),
    name="unlink_wish",
)
def unlink(wish_id: WishId, tools: Tools, speaker: Spoken, actor: Annotated[Actor, _ASKS]) -> WishOut:
    """Only whoever wished may. The request that it became is withdrawn, and the wish is open as it was."""
    return wish_out(unlink_wish(wish_id, actor=actor, transactions=tools.transactions, clock=tools.clock), speaker)


@router.post(
    "/{wish_id}/withdraw",
    summary="Take one's own wish back",
    responses=refuses("not-found", "wish-is-over", "not-the-wisher"),
    name="withdraw_wish",
)
def withdraw(wish_id: WishId, tools: Tools, speaker: Spoken, actor: Annotated[Actor, _ASKS]) -> WishOut:
    """Only whoever wished may."""
    return wish_out(withdraw_wish(wish_id, actor=actor, transactions=tools.transactions, clock=tools.clock), speaker)
