"""The pages as one application, which stands beside the API under the same address."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import http_error
from api.identity import toolbox_of
from api.refusals import CrossSiteCall, CsrfTokenWrong
from api.web import (
    account,
    advice,
    asking,
    awaited,
    blackouts,
    catalog,
    connections,
    contests,
    documents,
    doors,
    exemptions,
    figures,
    health,
    home,
    imports,
    override_register,
    overrides,
    owed,
    own_account,
    people,
    record,
    request_life,
    request_list,
    requests,
    revisions,
    rollouts,
    rooms,
    rulers,
    rules,
    safeguard_form,
    safeguards,
    search,
    seat_plans,
    signing_in,
    undoing,
    wishes,
    wishing,
)
from api.web.inside import ProblemMet
from api.web.pages import Page
from api.web.static import FOLDER, KeptFiles
from api.web.static import PREFIX as STATIC
from orchestrator.services.toolbox import Toolbox

log = structlog.get_logger()
_ROUTERS = (
    home.router,
    awaited.router,
    signing_in.router,
    request_list.router,
    asking.router,
    request_life.router,
    requests.router,
    account.router,
    record.router,
    figures.router,
    rules.router,
    rulers.router,
    documents.router,
    blackouts.router,
    rooms.router,
    seat_plans.router,
    revisions.router,
    rollouts.router,
    connections.router,
    imports.router,
    catalog.router,
    doors.router,
    health.router,
    owed.router,
    own_account.router,
    people.router,
    search.router,
    undoing.router,
    wishing.router,
    wishes.router,
    advice.router,
    override_register.router,
    overrides.router,
    contests.router,
    exemptions.router,
    safeguard_form.router,
    safeguards.router,
)


class Pages(Mount):
    """All addresses but the API's, whose own answers say what is not there."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Leave the API alone."""
        if scope["type"] == "http" and f"{scope['path']}/".startswith("/api/"):
            return Match.NONE, {}
        return super().matches(scope)


def pages_of(api: FastAPI, toolbox: Toolbox) -> Pages:
    """The pages over an API.

    Args:
        api: What they ask.
        toolbox: Whose clock and language they use.
    """
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.api = api
    app.state.toolbox = toolbox
    app.mount(STATIC, KeptFiles(directory=FOLDER))
    for router in _ROUTERS:
        app.include_router(router)
    app.exception_handler(ProblemMet)(_refused)
    app.exception_handler(CrossSiteCall)(_cross_site)
    app.exception_handler(HTTPException)(_http_error)
    app.exception_handler(Exception)(_fault)
    return Pages("", _Told(app))


def as_page(request: Request, answer: Response) -> Response:
    """A problem that was answered before any page was reached: as a page, where a browser asked for one."""
    if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return answer
    page = Page(request).made(
        "problem.html", answer.status_code, problem={"problems": None, **json.loads(bytes(answer.body))}
    )
    for name, value in answer.headers.items():
        if name not in page.headers:
            page.headers[name] = value
    return page


class _Told:
    """Middleware that ends a fault where a page has told of it; the framework would raise it once more."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        told = False

        async def send_and_note(message: Message) -> None:
            nonlocal told
            told = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception:
            if not told:
                raise


async def _refused(request: Request, met: ProblemMet) -> Response:
    """What the API refused and the page has no place of its own for."""
    page = Page(request)
    if met.status == HTTPStatus.UNAUTHORIZED:
        return await signing_in.sign_in_first(page)
    if met.code == CsrfTokenWrong.code:
        return await signing_in.signed_in_anew(page, met)
    if met.problem["problems"] and all(one["field"].startswith("path.") for one in met.problem["problems"]):
        # Nothing was typed into a form: what has no such form is nowhere.
        return await _no_such_page(page, HTTPStatus.NOT_FOUND)
    return await _problem_page(page, met.status, met.problem)


async def _cross_site(request: Request, _: CrossSiteCall) -> Response:
    page = Page(request)
    problem = {
        "problems": None,
        "title": page.say("Nothing was changed"),
        "detail": page.say("Another site sent this form. Open the page here and send it again."),
    }
    return await _problem_page(page, HTTPStatus.FORBIDDEN, problem)


async def _http_error(request: Request, error: HTTPException) -> Response:
    if "text/html" not in request.headers.get("accept", ""):
        return await http_error(request, error)  # a program, which has lost its way
    page = Page(request)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "POST":
        return RedirectResponse(request.url.path, status_code=HTTPStatus.SEE_OTHER)
    if error.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}:
        return await _no_such_page(page, error.status_code)
    title = page.say("Nothing was changed")
    detail = page.say(
        "What was sent is too large for a form, or cannot be read. Go back, choose less at once, and send it again."
    )
    return await _problem_page(page, error.status_code, {"problems": None, "title": title, "detail": detail})


async def _no_such_page(page: Page, status: int) -> Response:
    title = page.say("There is no such page")
    detail = page.say("The address may have a slip in it, or what was there is gone. Start from the first page.")
    return await _problem_page(page, status, {"problems": None, "title": title, "detail": detail})


async def _problem_page(page: Page, status: int, problem: Mapping[str, Any]) -> Response:
    """What is amiss, with the way to everything else where it can be found out who looks."""
    try:
        visitor = await page.visitor()
    except ProblemMet:
        visitor = None
    return page.made("problem.html", status, visitor=visitor, problem=problem)


async def _fault(request: Request, error: Exception) -> Response:
    """A fault of ours: the log gets all of it, the visitor its number."""
    incident = toolbox_of(request).new_id()
    log.error("a page failed", incident=incident, method=request.method, path=request.url.path, exc_info=error)
    page = Page(request)
    problem = {
        "problems": None,
        "title": page.say("This page failed"),
        "detail": page.say("It is our fault. What you typed was not saved; go back and try it again.")
        + f" ({incident})",
    }
    return page.made("problem.html", HTTPStatus.INTERNAL_SERVER_ERROR, problem=problem)
