"""The application: routes, errors, limits."""

from collections.abc import Mapping

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.routing import APIRoute

from api.body_limit import DEFAULT_LIMIT, BodyLimit
from api.errors import install, too_large
from api.etags import ETags
from api.head_calls import HeadCalls
from api.openapi import DESCRIPTION, TITLE, VERSION, describe
from api.rate_limits import Budgets, RateLimits, too_many
from api.refusals import RateLimited, TooLarge
from api.rest import (
    advice,
    awaited,
    blackouts,
    catalog,
    catalog_changes,
    classrooms,
    connections,
    contests,
    documents,
    exemptions,
    figures,
    health,
    holds,
    letters,
    manifests,
    me,
    notices,
    override_register,
    overrides,
    owed,
    people,
    plans,
    record,
    record_exports,
    request_decisions,
    requests,
    rollouts,
    rulers,
    rules,
    safeguards,
    seat_plans,
    sessions,
    site,
    suggestions,
    tokens,
    wishes,
)
from api.schemas.imports import MOST_BYTES
from api.security_headers import SecurityHeaders
from api.web.app import as_page, pages_of
from orchestrator.services.toolbox import Toolbox

PREFIX = "/api/v1"

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    sessions.router,
    me.router,
    notices.router,
    awaited.router,
    letters.router,
    tokens.router,
    people.router,
    classrooms.router,
    seat_plans.router,
    plans.router,
    connections.router,
    manifests.router,
    catalog.router,
    request_decisions.router,
    requests.router,
    rollouts.router,
    override_register.router,
    overrides.router,
    holds.router,
    record_exports.router,
    record.router,
    site.router,
    rules.router,
    advice.router,
    suggestions.router,
    documents.router,
    rulers.router,
    contests.router,
    exemptions.router,
    safeguards.router,
    blackouts.router,
    figures.router,
    owed.router,
    wishes.router,
    catalog_changes.router,
)


def _unique_id(route: APIRoute) -> str:
    return route.name


_API = APIRouter(generate_unique_id_function=_unique_id)
"""All routes, put together once: the framework works out each one's parameters for every router that includes it."""
for _router in ROUTERS:
    _API.include_router(_router, prefix=PREFIX)

_IMPORTS = ("/site/import", "/catalog/import", "/safeguards/suggestions/import")


async def _too_large(request: Request, refusal: TooLarge) -> Response:
    return as_page(request, await too_large(request, refusal))


def _too_many(request: Request, refusal: RateLimited, headers: Mapping[str, str]) -> Response:
    return as_page(request, too_many(request, refusal, headers))


def create_app(toolbox: Toolbox, *, budgets: Budgets | None = None, https_only: bool = False) -> FastAPI:
    """The HTTP service over the given ports.

    Args:
        toolbox: The ports of the running service.
        budgets: How often one may call; None for the usual budgets.
        https_only: Whether browsers are told to reach this host by HTTPS only.
    """
    app = FastAPI(
        title=TITLE,
        version=VERSION,
        description=DESCRIPTION,
        # The usual pages load scripts from elsewhere; the description is a route of ours.
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_unique_id,
    )
    app.state.toolbox = toolbox
    install(app)
    app.state.api = app  # what a page asks
    # A page's form holds what the API of the same name gets, and what a form has around it.
    limits = dict.fromkeys(_IMPORTS, MOST_BYTES + DEFAULT_LIMIT)
    limits.update((PREFIX + path, MOST_BYTES) for path in _IMPORTS)
    app.add_middleware(BodyLimit, limits=limits, answer=_too_large)
    app.add_middleware(ETags)
    app.add_middleware(RateLimits, prefix=PREFIX, budgets=budgets or Budgets(), answer=_too_many)
    inner = app.build_middleware_stack
    # Outside of all that the framework puts around: the answer to a fault has these headers too.
    app.build_middleware_stack = lambda: SecurityHeaders(HeadCalls(inner()), https_only=https_only)  # type: ignore[method-assign]
    app.router.routes.extend(_API.routes)
    app.router.routes.append(pages_of(app, toolbox))
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]  # FastAPI's documented way to extend it
    return app
