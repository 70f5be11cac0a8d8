"""Signing in and out, and what happens to a form whose session was over when it was sent."""

from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Request
from fastapi.routing import iter_route_contexts
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.body_limit import DEFAULT_LIMIT
from api.web.inside import ProblemMet
from api.web.naming import address
from api.web.pages import CSRF_FIELD, MOST_FIELDS, SECRETS, WHOSE_FIELD, Page, Paged

router = APIRouter()
_KEPT = "kept."
_OURS = frozenset({CSRF_FIELD, WHOSE_FIELD})
"""Fields that a form brings along of itself."""
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
        typed = form.get("login", "")
        whose = page.typed_by
        return page.made("sign_in.html", met.status, to=to, kept=kept, whose=whose, typed=typed, wrong=met.problem)
    if not kept:
        answer = page.go(to)
    elif page.typed_by == begun.body["person"]["id"]:
        csrf = begun.body["csrf_token"]
        answer = page.made("send_again.html", HTTPStatus.OK, to=to, kept=kept, csrf=csrf, whose=page.typed_by)
    else:
        answer = page.made("put_aside.html", HTTPStatus.OK, name=begun.body["person"]["name"])
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
    sent = await _sent(request)
    kept, whose = _kept(sent) or {}, _whose(sent)
    to = request.url.path if kept else _page_above(request)
    content = {"to": to, "kept": kept, "whose": whose, "lost": not kept, "typed": "", "wrong": None}
    return page.made("sign_in.html", HTTPStatus.UNAUTHORIZED, **content)


async def signed_in_anew(page: Page, met: ProblemMet) -> Response:
    """What to do with a form that is from before somebody signed in, such as in another tab: whoever typed it can send
    it again; from everybody else it is kept.
    """
    request, visitor = page.request, await page.visitor()
    sent = await _sent(request)
    if sent is not None and _whose(sent) != visitor.person["id"]:
        return page.made("put_aside.html", met.status, visitor=visitor, name=visitor.person["name"])
    kept = _kept(sent)
    to = request.url.path if kept is not None else _page_above(request)
    content = {"to": to, "back": _page_above(request), "kept": kept, "csrf": visitor.csrf, "anew": True}
    return page.made("send_again.html", met.status, **content, visitor=visitor, whose=visitor.person["id"])


async def _sent(request: Request) -> FormData | None:
    """What a form brought; None where it brings files, or more fields than are read: nothing of that is kept."""
    if request.headers.get("content-type", "").startswith("multipart/"):
        return None
    try:
        return await request.form(max_fields=MOST_FIELDS)
    except HTTPException:
        return None


def _whose(sent: FormData | None) -> str:
    """Who was signed in where the form was shown; empty where it does not say."""
    return str(sent.get(WHOSE_FIELD, "")) if sent else ""


def _kept(form: FormData | None) -> dict[str, str | list[str]] | None:
    """What a form brought, to be sent again; None where a password or a file is in it, or more than is kept."""
    if form is None:
        return None
    typed = [(name, value) for name, value in form.multi_items() if name not in _OURS and isinstance(value, str)]
    if any(name in SECRETS for name, _ in typed) or len(urlencode(typed)) > _MOST_KEPT:
        return None
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
