"""Who calls: a program by its bearer token, or a browser by its session's cookie, whose changes must be meant."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response

from api.refusals import CrossSiteCall, CsrfTokenWrong, NotIdentified
from orchestrator.domain.people import Caller
from orchestrator.services.credentials import csrf_token, same
from orchestrator.services.sessions import SignedIn, session_caller
from orchestrator.services.tokens import token_caller
from orchestrator.services.toolbox import Toolbox

CSRF_HEADER = "X-CSRF-Token"
SECURE_COOKIE = "__Host-classroom"
"""Browsers take a cookie of such a name over TLS only, and from no other host, not even a neighbour's subdomain."""
PLAIN_COOKIE = "classroom"
"""For plain HTTP on one's own machine."""
CHALLENGE = "Bearer"
TOKEN_EXAMPLE = "Authorization: Bearer classroom_..."  # noqa: S105 - an example
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS = frozenset({"same-origin", "none"})
"""What ``Sec-Fetch-Site`` says of a call from a page of ours, or typed by hand."""


def toolbox_of(request: Request) -> Toolbox:
    """The ports of the running service."""
    toolbox: Toolbox = request.app.state.toolbox
    return toolbox


def identified(request: Request) -> Caller:
    """Who calls; the request keeps it. A plain function, because it reads the store: the framework gives it a thread.

    Raises:
        NotIdentified: The call shows nothing that could say so.
        SignInOver: What it shows holds no more, or never did.
        CrossSiteCall, CsrfTokenWrong: A browser makes a change that no page of ours asked it for.
    """
    caller = _shown(request)
    request.state.caller = caller.person.id  # whose calls the rate limits count
    return caller


def _shown(request: Request) -> Caller:
    tools = toolbox_of(request)
    if (shown := request.headers.get("authorization")) is not None:
        scheme, _, text = shown.strip().partition(" ")
        if scheme.casefold() != "bearer":
            raise NotIdentified(example=TOKEN_EXAMPLE)
        return token_caller(text.strip(), reads=tools.reads, transactions=tools.transactions, clock=tools.clock)
    secret = session_secret(request)
    if secret is None:
        raise NotIdentified(example=TOKEN_EXAMPLE)
    caller = session_caller(
        secret, reads=tools.reads, transactions=tools.transactions, clock=tools.clock, rules=tools.rules
    )
    if request.method not in _SAFE:
        asked_by_a_page_of_ours(request)
        if not same(request.headers.get(CSRF_HEADER, ""), csrf_token(secret)):
            raise CsrfTokenWrong(header=CSRF_HEADER)
    return caller


Calling = Annotated[Caller, Depends(identified)]


def asked_by_a_page_of_ours(request: Request) -> None:
    """Refuse what a browser says that a page of somebody else made it do; a program says nothing of the kind.

    Raises:
        CrossSiteCall: It does.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        ours = site in _OURS
    else:
        # Older browsers. The scheme isn't compared: whoever speaks TLS before us doesn't say so.
        origin = request.headers.get("origin")
        ours = origin is None or urlsplit(origin).netloc == request.headers.get("host", "")
    if not ours:
        raise CrossSiteCall


def session_secret(request: Request) -> str | None:
    """The secret that the browser's cookie holds, or None."""
    return request.cookies.get(_cookie(toolbox_of(request))) or None


def give_cookie(response: Response, signed_in: SignedIn, tools: Toolbox) -> None:
    """Let the browser keep the session."""
    response.set_cookie(
        _cookie(tools),
        signed_in.secret,
        max_age=int(tools.rules.life.absolute.total_seconds()),
        path="/",
        secure=tools.secure_cookies,
        httponly=True,
        samesite="lax",
    )


def take_cookie(response: Response, tools: Toolbox) -> None:
    """Let the browser forget the session."""
    response.delete_cookie(_cookie(tools), path="/", secure=tools.secure_cookies, httponly=True, samesite="lax")


def _cookie(tools: Toolbox) -> str:
    return SECURE_COOKIE if tools.secure_cookies else PLAIN_COOKIE
