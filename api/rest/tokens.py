"""Bearer tokens: how programs say for whom they call."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.dependencies import Calling, Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.rest.sessions import PageQuery
from api.schemas.accounts import MadeTokenOut, TokenIn, TokensOut, token_out
from api.schemas.fields import Identity
from orchestrator.domain.people import Permission
from orchestrator.services.tokens import list_tokens, make_token, revoke_token

router = APIRouter(prefix="/tokens", tags=["account"])

TokenId = Annotated[Identity, Path(description="Id of a token.")]
_OWN = requires(Permission.ACCOUNT, Scope.ACCOUNT)


@router.get("", summary="One's own tokens", dependencies=[_OWN], responses=refuses(), name="list_tokens")
def tokens(
    query: Annotated[PageQuery, Query()],
    tools: Tools,
    speaker: Spoken,
    caller: Calling,
    request: Request,
    response: Response,
) -> TokensOut:
    """Newest first, those that are over included. Their secrets are not told."""
    found = list_tokens(caller, after=query.after, limit=query.limit + 1, reads=tools.reads)
    shown, following = page_of(found, query.limit, lambda token: token.id)
    link_next(request, response, following)
    listed = tuple(token_out(token, speaker, current=token.id == caller.token_id) for token in shown)
    return TokensOut(tokens=listed, next=following)


@router.post(
    "",
    status_code=201,
    summary="Make a token",
    dependencies=[_OWN],
    responses=refuses("token-too-wide", "too-large"),
    name="make_token",
)
def make(form: TokenIn, tools: Tools, speaker: Spoken, caller: Calling, response: Response) -> MadeTokenOut:
    """It never allows more than whoever makes it may, at any time. Its text is told this once."""
    made = make_token(form.command(), caller, transactions=tools.transactions, clock=tools.clock, new_id=tools.new_id)
    response.headers["Cache-Control"] = "no-store"
    return MadeTokenOut(text=made.text, token=token_out(made.token, speaker, current=False))


@router.delete(
    "/{token_id}",
    status_code=204,
    summary="Revoke one of one's own tokens",
    dependencies=[_OWN],
    responses=refuses("not-found"),
    name="revoke_token",
)
def revoke(token_id: TokenId, tools: Tools, caller: Calling) -> None:
    """Whatever shows it is let in no more."""
    revoke_token(token_id, caller, transactions=tools.transactions, clock=tools.clock)
