"""The application: routes, errors, limits."""

from fastapi import APIRouter, FastAPI

from api.body_limit import BodyLimit
from api.dependencies import Policy, demo_policy
from api.errors import install, too_large
from api.openapi import DESCRIPTION, TITLE, VERSION, describe
from api.refusals import LoginNotBuilt
from api.rest import catalog, classrooms, health, manifests, plans, requests, rollouts, site
from api.schemas.imports import MOST_BYTES
from orchestrator.services.toolbox import Toolbox

__all__ = ["PREFIX", "LoginNotBuilt", "create_app"]

PREFIX = "/api/v1"

_ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    classrooms.router,
    plans.router,
    manifests.router,
    catalog.router,
    requests.router,
    rollouts.router,
    site.router,
)
_IMPORTS = ("/site/import", "/catalog/import")


def create_app(toolbox: Toolbox, *, policy: Policy = demo_policy) -> FastAPI:
    """The HTTP service over the given ports.

    Args:
        toolbox: The ports of the running service.
        policy: Who may do what; in demo mode everybody everything.

    Raises:
        LoginNotBuilt: It isn't demo mode, and nothing else tells yet who calls.
    """
    if not toolbox.demo:
        raise LoginNotBuilt
    app = FastAPI(
        title=TITLE,
        version=VERSION,
        description=DESCRIPTION,
        # The usual pages load scripts from elsewhere; the description is a route of ours.
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.toolbox = toolbox
    app.state.policy = policy
    install(app)
    app.add_middleware(
        BodyLimit, limits=dict.fromkeys((PREFIX + path for path in _IMPORTS), MOST_BYTES), answer=too_large
    )
    for router in _ROUTERS:
        app.include_router(router, prefix=PREFIX)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]  # FastAPI's documented way to extend it
    return app
