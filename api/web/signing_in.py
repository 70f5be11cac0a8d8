"""Signing in and out, and what happens to a form whose session was over when it was sent."""

from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Request
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.body_limit import DEFAULT_LIMIT
from api.web.inside import ProblemMet
from api.web.naming import address
from api.web.pages import MOST_FIELDS, SECRETS, Page, Paged

router = APIRouter()
_KEPT = "kept."
_MOST_KEPT = DEFAULT_LIMIT // 4
"""Bytes of a form that are kept: the name of each field grows on the way, and all of it must be taken once more."""


@router.get("/sign-in")
async def sign_in_form(page: Paged, to: str = "/") -> Response:
    """The form."""
    return page.made("sign_in.html", HTTPStatus.OK, to=_inside(to), kept={}, typed="", wrong=None)


@router.post("/sign-in")
async def sign_in(page: Paged) -> Response:
    """Begin a session, and go where one wanted to; a form that was sent too late is offered again as it was."""
    form = await page.form()
    to = _inside(str(form.get("to", "/")))
    kept = {name.removeprefix(_KEPT): value for name, value in form.items() if name.startswith(_KEPT)}
    try:
        begun = await page.api.call(
            "POST", "/sessions", {"login": form.get("login", ""), "password": form.get("password", "")}
        )
    except ProblemMet as met:
        if met.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise
        return page.made("sign_in.html", met.status, to=to, kept=kept, typed=form.get("login", ""), wrong=met.problem)
    if kept:
        csrf = begun.body["csrf_token"]
        answer = page.made("send_again.html", HTTPStatus.OK, to=to, kept=kept, csrf=csrf)
    else:
        answer = page.go(to)
    for cookie in begun.cookies:
        answer.headers.append("Set-Cookie", cookie)
    return answer


@router.post("/sign-out")
async def sign_out(page: Paged) -> Response:
    """End the session."""
    await page.form()
    ended = await page.api.call("DELETE", "/sessions/current")
    answer = page.go("/sign-in")
    for cookie in ended.cookies:
        answer.headers.append("Set-Cookie", cookie)
    return answer


async def sign_in_first(page: Page) -> Response:
    """Ask who it is; what was typed into a form meanwhile stays."""
    request = page.request
    if request.method != "POST":
        to = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        if request.headers.get("hx-request"):
            # Part of a page cannot become the form: the whole page goes there.
            return Response(status_code=HTTPStatus.UNAUTHORIZED, headers=_whole_page_leads(request))
        return page.made("sign_in.html", HTTPStatus.UNAUTHORIZED, to=to, kept={}, typed="", wrong=None)
    kept = await _kept(request)
    to = request.url.path if kept else _page_above(request)
    return page.made("sign_in.html", HTTPStatus.UNAUTHORIZED, to=to, kept=kept, lost=not kept, typed="", wrong=None)


async def _kept(request: Request) -> dict[str, str | list[str]]:
    """What a form brought, to be sent again; nothing where a password or a file is in it, or more than is kept."""
    if request.headers.get("content-type", "").startswith("multipart/"):
        return {}
    try:
        sent = (await request.form(max_fields=MOST_FIELDS)).multi_items()
    except HTTPException:
        return {}  # there are too many fields
    typed = [(name, value) for name, value in sent if name != "csrf" and isinstance(value, str)]
    if any(name in SECRETS for name, _ in typed) or len(urlencode(typed)) > _MOST_KEPT:
        return {}
    kept: dict[str, str | list[str]] = {}
    for name, value in typed:
        before = kept.get(name, [])
        kept[name] = [*before, value] if name.endswith("[]") else value
    return kept


def _page_above(request: Request) -> str:
    """The page at this address or, where a form is only sent to it, the nearest one above."""
    path = request.url.path
    while path.strip("/"):
        for route in iter_route_contexts(request.app.routes):
            if "GET" in (route.methods or ()) and route.path_regex.match(path):
                return path
        path = path.rpartition("/")[0]
    return "/"


def _whole_page_leads(request: Request) -> dict[str, str]:
    """To the form, and from there back to where one was; what a live page follows leads nowhere: the page tells it."""
    if request.url.path.endswith("/live"):
        return {}
    here = urlsplit(request.headers.get("hx-current-url", ""))
    return {"HX-Redirect": address("/sign-in", to=here.path + (f"?{here.query}" if here.query else ""))}


def _inside(to: str) -> str:
    """The address if it is one of ours; nobody is led elsewhere by a link to our form."""
    parts = urlsplit(to)
    ours = to.startswith("/") and not to.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return to if ours and to.isprintable() else "/"
