"""Signing in and out."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.dependencies import Calling, Scope, Tools, public, requires
from api.hashing import in_turn
from api.identity import asked_by_a_page_of_ours, give_cookie, session_secret, take_cookie
from api.openapi import refuses
from api.paging import link_next, page_of
from api.schemas.accounts import SessionsOut, SignedInOut, SignInIn, session_out
from api.schemas.fields import Cursor, Identity, Limit
from api.schemas.people import account_out
from api.schemas.wire import Wire
from orchestrator.domain.people import Permission
from orchestrator.services.credentials import csrf_token
from orchestrator.services.sessions import SignIn, end_session, list_sessions, sign_in, sign_out

router = APIRouter(prefix="/sessions", tags=["account"])

SessionId = Annotated[Identity, Path(description="Id of a session.")]
_OWN = requires(Permission.ACCOUNT, Scope.ACCOUNT)


class PageQuery(Wire):
    """Which page to list."""

    after: Cursor | None = Field(default=None, description="Only older ones than this: next of the page before.")
    limit: Limit = 50


def address_of(request: Request) -> str:
    """Where a call comes from, as far as the connection tells."""
    return request.client.host if request.client else ""


@router.post(
    "",
    status_code=201,
    summary="Sign in",
    dependencies=[public()],
    responses=refuses(
        "sign-in-refused",
        "sign-in-throttled",
        "cross-site-call",
        "too-large",
        "internal-fault",
        "transaction-lost",
        open_to_all=True,
    ),
    openapi_extra={"security": []},
    name="sign_in",
)
async def begin(form: SignInIn, tools: Tools, request: Request, response: Response) -> SignedInOut:
    """The session's secret comes in a cookie. A browser that had a session before gets another one."""
    asked_by_a_page_of_ours(request)
    command = SignIn(
        login=form.login,
        password=form.password,
        address=address_of(request),
        client="".join(filter(str.isprintable, request.headers.get("user-agent", ""))),
        replaces=session_secret(request),
    )
    signed_in = await in_turn(
        partial(
            sign_in,
            command,
            reads=tools.reads,
            transactions=tools.transactions,
            clock=tools.clock,
            new_id=tools.new_id,
            hasher=tools.hasher,
            rules=tools.rules,
        )
    )
    give_cookie(response, signed_in, tools)
    response.headers["Cache-Control"] = "no-store"
    return SignedInOut(
        person=account_out(signed_in.caller.person),
        csrf_token=csrf_token(signed_in.secret),
        ends_at=signed_in.ends_at,
    )


@router.get("", summary="One's own sessions", dependencies=[_OWN], responses=refuses(), name="list_sessions")
def sessions(
    query: Annotated[PageQuery, Query()], tools: Tools, caller: Calling, request: Request, response: Response
) -> SessionsOut:
    """Those that last, newest first."""
    found = list_sessions(
        caller, after=query.after, limit=query.limit + 1, reads=tools.reads, clock=tools.clock, rules=tools.rules
    )
    shown, following = page_of(found, query.limit, lambda entry: entry[0].id)
    link_next(request, response, following)
    listed = tuple(session_out(s, ends_at, current=s.id == caller.session_id) for s, ends_at in shown)
    return SessionsOut(sessions=listed, next=following)


@router.delete(
    "/current",
    status_code=204,
    summary="Sign out",
    dependencies=[_OWN],
    responses=refuses(takes_input=False),
    name="sign_out",
)
def end_current(tools: Tools, caller: Calling, response: Response) -> None:
    """Ends the session, or revokes the token, that the call is made with."""
    sign_out(caller, transactions=tools.transactions, clock=tools.clock)
    if caller.session_id:
        take_cookie(response, tools)


@router.delete(
    "/{session_id}",
    status_code=204,
    summary="End one of one's own sessions",
    dependencies=[_OWN],
    responses=refuses("not-found"),
    name="end_session",
)
def end(session_id: SessionId, tools: Tools, caller: Calling) -> None:
    """Whoever is signed in with it is no more."""
    end_session(session_id, caller, transactions=tools.transactions)
