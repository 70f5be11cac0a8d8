"""From exceptions to problem details."""

import math
from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import iter_route_contexts
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from api.dependencies import speaker_for, toolbox_of
from api.head_calls import HEAD, method_of
from api.identity import CHALLENGE
from api.payloads import PayloadProblem, field_problems
from api.problems import problem_response
from api.refusal_names import body_of, knowing
from api.refusals import BadCall, CallLost, InternalFault, MethodNotAllowed, TooLarge
from api.statuses import STATUSES
from orchestrator.domain.errors import FieldProblem, InvalidInput, NotFound, Refusal
from orchestrator.domain.sessions import SignInThrottled
from orchestrator.services.unit_of_work import TransactionLost

log = structlog.get_logger()

_MOST_PATH = 200


def install(app: FastAPI) -> None:
    """Make every error of ``app`` a problem."""
    app.exception_handler(Refusal)(_refused)
    app.exception_handler(RequestValidationError)(_malformed)
    app.exception_handler(HTTPException)(http_error)
    app.exception_handler(TransactionLost)(_lost)
    app.exception_handler(Exception)(_fault)


async def too_large(request: Request, refusal: TooLarge) -> Response:
    """The answer to a body that is larger than its address takes."""
    return problem_response(refusal, speaker_for(request))


async def _refused(request: Request, error: Refusal) -> Response:
    headers = _headers_of(request, error)
    body = await body_of(request)
    speaker = await run_in_threadpool(knowing, request, toolbox_of(request), speaker_for(request), error, body)
    return problem_response(error, speaker, headers)


def _headers_of(request: Request, error: Refusal) -> dict[str, str]:
    """What whoever calls needs to know beside the problem: how to say who they are, when to try again."""
    if STATUSES[error.code] is HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": CHALLENGE}
    if isinstance(error, SignInThrottled):
        seconds = (error.until - toolbox_of(request).clock.now()).total_seconds()
        return {"Retry-After": str(max(1, math.ceil(seconds)))}
    return {}


async def _malformed(request: Request, error: RequestValidationError) -> Response:
    return problem_response(InvalidInput(field_problems(error.errors())), speaker_for(request))


async def http_error(request: Request, error: HTTPException) -> Response:
    """What the framework refuses by itself: no such address, not this method, a body that it cannot read."""
    refusal = _refusal_of(request, error.status_code)
    headers = dict(error.headers or {})
    if isinstance(refusal, MethodNotAllowed):
        headers["Allow"] = ", ".join(refusal.allowed)
    return problem_response(refusal, speaker_for(request), headers)


def _refusal_of(request: Request, status: int) -> Refusal:
    match status:
        case 404:
            path = "".join(c for c in request.url.path if c.isprintable())
            return NotFound(kind="address", name=path[:_MOST_PATH])
        case 405:
            return MethodNotAllowed(method=method_of(request.scope), allowed=_methods_at(request))
        case 400:
            # Bytes that are no UTF-8, a number with ten thousand digits, brackets a thousand deep.
            return InvalidInput((FieldProblem("body", "", PayloadProblem.NOT_JSON.value),))
        case _:
            return BadCall(http_status=status)


def _methods_at(request: Request) -> tuple[str, ...]:
    """The methods of all routes at this address; the framework names those of the first one only."""
    found: set[str] = set()
    for route in iter_route_contexts(request.app.routes):
        if route.methods and route.path_regex.match(request.url.path):
            found |= route.methods or set()
    if "GET" in found:
        found.add(HEAD)
    return tuple(sorted(found))


async def _fault(request: Request, error: Exception) -> Response:
    """A fault of ours: the log gets all of it, the caller its number."""
    incident = _logged(request, error, "a call failed")
    return problem_response(InternalFault(incident=incident), speaker_for(request))


async def _lost(request: Request, error: TransactionLost) -> Response:
    """The database gave a transaction up; nobody knows that better than whoever tries again."""
    incident = _logged(request, error, "a call's transaction was lost")
    return problem_response(CallLost(incident=incident), speaker_for(request), {"Retry-After": "1"})


def _logged(request: Request, error: Exception, what: str) -> str:
    incident = toolbox_of(request).new_id()
    log.error(what, incident=incident, method=request.method, path=request.url.path, exc_info=error)
    return incident
