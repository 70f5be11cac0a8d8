"""Asking for software, taking it back, and seeing what became of it."""

from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request, Response
from pydantic import Field

from api.dependencies import Calling, Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.schemas.delay_notes import DelayNoteIn, DelayNoteOut, DelayNotesOut, delay_note_out
from api.schemas.fields import ME, Code, Cursor, Identity, Key, Limit, Somebody
from api.schemas.life import RequestLifeOut, life_out
from api.schemas.requests import (
    RequestOut,
    RequestsIn,
    RequestsOut,
    SettingsLineIn,
    SubmittedOut,
    TickAnswerIn,
    TickIn,
    request_out,
)
from api.schemas.wire import Wire
from orchestrator.domain.people import Actor, Caller, Permission
from orchestrator.domain.requests import RequestState
from orchestrator.services.catalog import item_titles
from orchestrator.services.delay_notes import delay_notes_of, note_delay
from orchestrator.services.hand_work import TickWork, answer_tick, tick_work
from orchestrator.services.people import get_person, requester_by_login
from orchestrator.services.request_ends import withdraw_request
from orchestrator.services.request_life import request_life
from orchestrator.services.request_reading import get_request, list_requests
from orchestrator.services.requests import submit_requests
from orchestrator.services.settings_lines import change_settings_line
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.wording import Speaker

router = APIRouter(prefix="/requests", tags=["requests"])

RequestId = Annotated[Identity, Path(description="Id of a request.")]
IdempotencyKey = Annotated[
    Key | None,
    Header(alias="Idempotency-Key", description="Sent again with the same content, it doubles nothing."),
]


class RequestsQuery(Wire):
    """Which requests to list."""

    classroom: Code | None = Field(default=None, description="Only those for this room.")
    requester: Somebody | None = Field(
        default=None,
        description="Only those of this person: a login, an id, or me.",
        examples=["me"],
    )
    state: RequestState | None = None
    item: Code | None = Field(default=None, description="Only those for this catalog item.")
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
    summary="Ask for software in a room",
    dependencies=[requires(Permission.REQUEST, Scope.SITE, or_else=Permission.ON_BEHALF)],
    responses=refuses(
        "not-found",
        "too-large",
        "person-deactivated",
        "cannot-ask",
        "version-not-offered",
        "needed-by-in-the-past",
        "more-than-the-seats",
        "item-is-required",
        "already-requested",
        "idempotency-key-reused",
    )
    | {200: {"model": SubmittedOut, "description": "The idempotency key had brought them in before"}},
    name="submit_requests",
)
def submit(
    form: RequestsIn,
    tools: Tools,
    speaker: Spoken,
    response: Response,
    caller: Calling,
    key: IdempotencyKey = None,
) -> SubmittedOut:
    """It is accepted at once and delivered in time; nobody has to approve it. Several items make several requests."""
    needed = Permission.REQUEST if form.on_behalf_of is None else Permission.ON_BEHALF
    if not caller.may(needed):
        raise caller.refused(needed)
    requester = None if form.on_behalf_of is None else requester_by_login(form.on_behalf_of, reads=tools.reads)
    done = submit_requests(
        form.command(key, requester),
        actor=caller.actor,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
    )
    own = _speaking(tools, speaker, caller.actor)
    response.headers["Location"] = f"/api/v1/requests/{done.requests[0].request.id}"
    if done.replayed:
        response.status_code = 200
    return SubmittedOut(
        requests=tuple(request_out(view, own) for view in done.requests),
        revision=done.revision,
        replayed=done.replayed,
    )


@router.get(
    "",
    summary="Requests",
    dependencies=[requires(Permission.READ, Scope.SITE)],
    responses=refuses("not-found"),
    name="list_requests",
)
def requests(
    query: Annotated[RequestsQuery, Query()],
    tools: Tools,
    speaker: Spoken,
    caller: Calling,
    call: Request,
    response: Response,
) -> RequestsOut:
    """Newest first, each with what has become of it."""
    found = list_requests(
        reads=tools.reads,
        clock=tools.clock,
        classroom=query.classroom,
        requester_id=requester_named(query.requester, caller, tools),
        state=query.state,
        item_id=query.item,
        on_behalf_by=requester_named(query.on_behalf_by, caller, tools),
        after=query.after,
        limit=query.limit + 1,
    )
    own = _speaking(tools, speaker, caller.actor)
    shown, following = page_of(found, query.limit, lambda view: view.request.id)
    link_next(call, response, following)
    return RequestsOut(requests=tuple(request_out(view, own) for view in shown), next=following)


@router.get(
    "/{request_id}",
    summary="One request",
    dependencies=[requires(Permission.READ, Scope.REQUEST)],
    responses=refuses("not-found"),
    name="get_request",
)
def request(request_id: RequestId, tools: Tools, speaker: Spoken, caller: Calling) -> RequestOut:
    """With what has become of it."""
    view = get_request(request_id, reads=tools.reads, clock=tools.clock)
    return request_out(view, _speaking(tools, speaker, caller.actor))


@router.get(
    "/{request_id}/life",
    summary="The whole life of one request",
    dependencies=[requires(Permission.READ, Scope.REQUEST, or_else=Permission.READ_RECORD)],
    responses=refuses("not-found"),
    name="get_request_life",
)
def life(request_id: RequestId, tools: Tools, speaker: Spoken, caller: Calling) -> RequestLifeOut:
    """All that the record knows of it, in the order of time, as one document.

    For whoever asked for it or typed it in, and for those who may read the record.
    """
    found = request_life(request_id, caller=caller, reads=tools.reads, clock=tools.clock)
    return life_out(found, _speaking(tools, speaker, caller.actor))


@router.post(
    "/{request_id}/delay-notes",
    status_code=201,
    summary="Say honestly when it will be there",
    responses=refuses("not-found", "too-large", "request-is-over", "expected-in-the-past"),
    name="note_delay",
)
def delay(
    request_id: RequestId,
    form: DelayNoteIn,
    tools: Tools,
    actor: Annotated[Actor, requires(Permission.OVERRIDE, Scope.REQUEST)],
) -> DelayNoteOut:
    """The requester is told. No clock stops for it (RULES R4.5)."""
    note = note_delay(
        request_id,
        form.words,
        form.expected_at,
        actor=actor,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
    )
    return delay_note_out(note)


@router.get(
    "/{request_id}/delay-notes",
    summary="What was said about a request's delay",
    dependencies=[requires(Permission.READ, Scope.REQUEST)],
    responses=refuses("not-found"),
    name="get_delay_notes",
)
def delays(request_id: RequestId, tools: Tools) -> DelayNotesOut:
    """Oldest first."""
    notes = delay_notes_of(request_id, reads=tools.reads)
    return DelayNotesOut(notes=tuple(map(delay_note_out, notes)))


@router.post(
    "/{request_id}/withdraw",
    summary="Take one's own request back",
    responses=refuses("not-found", "not-the-requester", "request-is-over"),
    name="withdraw_request",
)
def withdraw(
    request_id: RequestId,
    tools: Tools,
    speaker: Spoken,
    actor: Annotated[Actor, requires(Permission.REQUEST, Scope.REQUEST)],
) -> RequestOut:
    """Only its requester may. Nothing is removed from machines."""
    view = withdraw_request(request_id, actor=actor, transactions=tools.transactions, clock=tools.clock)
    return request_out(view, _speaking(tools, speaker, actor))


@router.post(
    "/{request_id}/settings-line",
    summary="Say anew what its settings and add-ons should be",
    responses=refuses("not-found", "not-the-requester", "request-is-over", "too-large"),
    name="change_settings_line",
)
def settings_line(
    request_id: RequestId,
    form: SettingsLineIn,
    tools: Tools,
    speaker: Spoken,
    actor: Annotated[Actor, requires(Permission.REQUEST, Scope.REQUEST)],
) -> RequestOut:
    """Only its requester may. Other words wait for an answer anew; null drops the line."""
    view = change_settings_line(
        request_id,
        form.words,
        actor=actor,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
    )
    return request_out(view, _speaking(tools, speaker, actor))


@router.post(
    "/{request_id}/ticks",
    status_code=201,
    summary="State that work by hand is done",
    responses=refuses(
        "not-found",
        "request-is-over",
        "not-by-hand",
        "ticked-by-requester",
        "settings-line-changed",
        "tick-stands",
        "too-large",
    ),
    name="tick_work",
)
def tick(
    request_id: RequestId,
    form: TickIn,
    tools: Tools,
    speaker: Spoken,
    actor: Annotated[Actor, requires(Permission.STEER, Scope.REQUEST)],
) -> RequestOut:
    """For what no machine can prove, the line about settings and add-ons, too.

    It stays owed until its requester says yes, or 10 working days are over; what is not as asked, until they say yes.
    """
    view = tick_work(
        TickWork(request_id, form.evidence, form.line, form.why),
        actor=actor,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
    )
    return request_out(view, _speaking(tools, speaker, actor))


@router.post(
    "/{request_id}/ticks/answer",
    summary="Say whether work by hand does what it should",
    responses=refuses(
        "not-found",
        "request-is-over",
        "not-by-hand",
        "not-yours-to-answer",
        "nothing-to-answer",
        "tick-is-answered",
        "too-large",
    ),
    name="answer_tick",
)
def answer(
    request_id: RequestId,
    form: TickAnswerIn,
    tools: Tools,
    speaker: Spoken,
    actor: Annotated[Actor, requires(Permission.REQUEST, Scope.REQUEST)],
) -> RequestOut:
    """Only its requester may. With a no it is owed again."""
    view = answer_tick(
        request_id,
        works=form.works,
        words=form.words,
        actor=actor,
        transactions=tools.transactions,
        clock=tools.clock,
    )
    return request_out(view, _speaking(tools, speaker, actor))


def requester_named(named: str | None, caller: Caller, tools: Toolbox) -> str | None:
    """The id of the person that a filter names.

    Raises:
        NotFound: Nobody has this login.
    """
    if named is None or named.startswith("person:"):
        return named
    if named.casefold() == ME:
        return caller.person.id
    return get_person(named, reads=tools.reads).person.id


def _speaking(tools: Toolbox, speaker: Speaker, reader: Actor) -> Speaker:
    titles = item_titles(reads=tools.reads)
    return Speaker(speaker.language, speaker.zone, speaker.now, titles, reader=reader.id)
