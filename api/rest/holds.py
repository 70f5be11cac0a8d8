"""The fast brake: holding for a while, going back to an earlier state, taking it off."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.dependencies import Calling, Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.rest.classrooms import RoomCode
from api.schemas.fields import Code, Cursor, Identity, Limit, Number
from api.schemas.holds import BackIn, HoldIn, HoldOut, HoldsOut, hold_out
from api.schemas.wire import Wire
from orchestrator.domain.people import Permission
from orchestrator.services.catalog import item_titles
from orchestrator.services.holds import SetHold, lift_hold, list_holds, set_hold
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.wording import Speaker

router = APIRouter(tags=["holds"])

HoldId = Annotated[Identity, Path(description="Id of a hold.")]
_SETTING = ("not-found", "too-large", "request-is-over", "rollout-is-over", "nothing-to-hold", "held-before")


class HoldsQuery(Wire):
    """Of which room."""

    classroom: Code = Field(description="The room.")
    after: Cursor | None = Field(default=None, description="Only older ones than this: next of the page before.")
    limit: Limit = 50


@router.post(
    "/holds",
    status_code=201,
    summary="Hold a request, a title or a rollout for a while",
    dependencies=[requires(Permission.HOLD, Scope.NAMED_ROOM)],
    responses=refuses(*_SETTING),
    name="set_hold",
)
def hold(form: HoldIn, tools: Tools, speaker: Spoken, caller: Calling) -> HoldOut:
    """With one sentence and without a category. It goes on by itself; each request and title can be held once."""
    return _set(form.command(), tools, speaker, caller)


@router.post(
    "/classrooms/{code}/back-to/{number}",
    status_code=201,
    summary="Let a room that broke go back to an earlier state for a while",
    dependencies=[requires(Permission.HOLD, Scope.CLASSROOM)],
    responses=refuses("not-found", "too-large", "nothing-to-hold", "held-before"),
    name="go_back",
)
def go_back(
    code: RoomCode,
    number: Annotated[Number, Path(description="Number of a revision of the room's manifest.")],
    form: BackIn,
    tools: Tools,
    speaker: Spoken,
    caller: Calling,
) -> HoldOut:
    """What came after that revision goes where we placed it. After the hold it is owed again, to one seat first."""
    command = SetHold(form.sentence, classroom=code, revision=number, canary_seat=form.canary_seat)
    return _set(command, tools, speaker, caller)


@router.get(
    "/holds",
    summary="A room's holds",
    dependencies=[requires(Permission.READ, Scope.SITE)],
    responses=refuses("not-found"),
    name="list_holds",
)
def holds(
    query: Annotated[HoldsQuery, Query()],
    tools: Tools,
    speaker: Spoken,
    caller: Calling,
    call: Request,
    response: Response,
) -> HoldsOut:
    """Newest first, also those that are over."""
    found = list_holds(query.classroom, reads=tools.reads, clock=tools.clock, after=query.after, limit=query.limit + 1)
    own = _speaking(tools, speaker)
    shown, following = page_of(found, query.limit, lambda view: view.hold.id)
    link_next(call, response, following)
    return HoldsOut(holds=tuple(hold_out(view, own, caller) for view in shown), next=following)


@router.post(
    "/holds/{hold_id}/lift",
    summary="Take a hold off before its time",
    dependencies=[requires(Permission.HOLD, Scope.HOLD)],
    responses=refuses("not-found", "hold-is-over"),
    name="lift_hold",
)
def lift(hold_id: HoldId, tools: Tools, speaker: Spoken, caller: Calling) -> HoldOut:
    """Whoever is on duty may; what was held goes on."""
    view = lift_hold(hold_id, caller=caller, transactions=tools.transactions, clock=tools.clock)
    return hold_out(view, _speaking(tools, speaker), caller)


def _set(command: SetHold, tools: Toolbox, speaker: Speaker, caller: Calling) -> HoldOut:
    view = set_hold(command, caller=caller, transactions=tools.transactions, clock=tools.clock, new_id=tools.new_id)
    return hold_out(view, _speaking(tools, speaker), caller)


def _speaking(tools: Toolbox, speaker: Speaker) -> Speaker:
    return Speaker(speaker.language, speaker.zone, speaker.now, item_titles(reads=tools.reads))
