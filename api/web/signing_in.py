"""Signing in and out, and what happens to a form whose session was over when it was sent."""

from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.responses import Response

from api.web.inside import ProblemMet
from api.web.pages import Page, Paged

router = APIRouter()
_KEPT = "kept."


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
            return Response(status_code=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": "/sign-in"})
        return page.made("sign_in.html", HTTPStatus.UNAUTHORIZED, to=to, kept={}, typed="", wrong=None)
    sent = (await request.form()).multi_items()
    kept: dict[str, object] = {}
    for name, value in sent:
        if name != "csrf" and isinstance(value, str):
            kept.setdefault(name, []).append(value) if name.endswith("[]") else kept.update({name: value})  # type: ignore[attr-defined]
    return page.made("sign_in.html", HTTPStatus.UNAUTHORIZED, to=request.url.path, kept=kept, typed="", wrong=None)


def _inside(to: str) -> str:
    """The address if it is one of ours; nobody is led elsewhere by a link to our form."""
    parts = urlsplit(to)
    ours = to.startswith("/") and not to.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return to if ours and to.isprintable() else "/"
