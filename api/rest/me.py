"""Oneself: who one is, what one may, one's password."""

from functools import partial

from fastapi import APIRouter, Request, Response

from api.dependencies import Calling, Scope, Spoken, Tools, identified_only, public, requires
from api.hashing import in_turn
from api.identity import asked_by_a_page_of_ours, session_secret
from api.openapi import refuses
from api.rest.sessions import address_of
from api.schemas.accounts import CodeIn, MeOut, PasswordIn, RedeemedOut, held_permissions_out, session_out, token_out
from api.schemas.people import account_out, roles_out
from orchestrator.domain.people import Permission
from orchestrator.services.classrooms import site_timezone
from orchestrator.services.credentials import csrf_token
from orchestrator.services.passwords import change_password, redeem_code
from orchestrator.services.people import get_person
from orchestrator.services.sessions import present_session
from orchestrator.services.tokens import present_token

router = APIRouter(tags=["account"])

_OWN = requires(Permission.ACCOUNT, Scope.ACCOUNT)


@router.get(
    "/me",
    summary="Who one is, and what one may",
    dependencies=[identified_only()],
    responses=refuses(
        "not-identified", "sign-in-over", "internal-fault", "transaction-lost", takes_input=False, open_to_all=True
    ),
)
def get_me(tools: Tools, speaker: Spoken, caller: Calling, request: Request, response: Response) -> MeOut:
    """With what pages need for changes: the session's ``csrf_token``."""
    response.headers["Cache-Control"] = "no-store"
    secret = session_secret(request) if caller.session_id else None
    session = present_session(secret, reads=tools.reads, rules=tools.rules) if secret else None
    token = present_token(caller, reads=tools.reads)
    view = get_person(caller.person.login, reads=tools.reads)
    return MeOut(
        person=account_out(caller.person),
        timezone=site_timezone(reads=tools.reads),
        roles=roles_out(view, speaker),
        permissions=held_permissions_out(caller, view, speaker),
        csrf_token=csrf_token(secret) if secret else None,
        session=session_out(*session, current=True) if session else None,
        token=token_out(token, speaker, current=True) if token else None,
    )


@router.put(
    "/me/password",
    status_code=204,
    summary="Change one's password",
    dependencies=[_OWN],
    responses=refuses("old-password-wrong", "password-refused", "sign-in-throttled", "too-large"),
    name="change_password",
)
async def change(form: PasswordIn, tools: Tools, caller: Calling) -> None:
    """All other sessions end, and codes that wait hold no more."""
    await in_turn(
        partial(
            change_password,
            form.old,
            form.new,
            caller,
            reads=tools.reads,
            transactions=tools.transactions,
            clock=tools.clock,
            hasher=tools.hasher,
            rules=tools.rules,
        )
    )


@router.post(
    "/password-codes/redeem",
    summary="Set one's password with a one-time code",
    dependencies=[public()],
    responses=refuses(
        "code-not-valid",
        "password-refused",
        "sign-in-throttled",
        "cross-site-call",
        "too-large",
        "internal-fault",
        "transaction-lost",
        open_to_all=True,
    ),
    openapi_extra={"security": []},
    name="redeem_password_code",
)
async def redeem(form: CodeIn, tools: Tools, request: Request) -> RedeemedOut:
    """From an invitation or a reset. All sessions end; after a reset all tokens are revoked, too."""
    asked_by_a_page_of_ours(request)
    person = await in_turn(
        partial(
            redeem_code,
            form.code,
            form.password,
            address_of(request),
            reads=tools.reads,
            transactions=tools.transactions,
            clock=tools.clock,
            hasher=tools.hasher,
            rules=tools.rules,
        )
    )
    return RedeemedOut(login=person.login, name=person.name)
