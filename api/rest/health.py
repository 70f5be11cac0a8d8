"""Whether the service works, and the description of its API."""

from typing import Any

import structlog
from fastapi import APIRouter, Request

from api.dependencies import Tools, public
from api.openapi import VERSION, describe, refuses
from api.refusals import StoreUnavailable
from api.schemas.wire import Wire

log = structlog.get_logger()
router = APIRouter(tags=["service"])


class HealthOut(Wire):
    """A service that works."""

    status: str
    version: str


@router.get(
    "/health",
    summary="Whether the service and its database work",
    dependencies=[public()],
    responses=refuses("store-unavailable", takes_input=False, open_to_all=True),
    openapi_extra={"security": []},
)
def get_health(tools: Tools) -> HealthOut:
    """Anybody may ask; nothing secret is told."""
    try:
        with tools.reads() as uow:
            uow.site.load()
    except Exception as error:
        incident = tools.new_id()
        log.exception("the database does not answer", incident=incident)
        raise StoreUnavailable(incident=incident) from error
    return HealthOut(status="ok", version=VERSION)


@router.get(
    "/openapi.json",
    summary="This description",
    dependencies=[public()],
    responses=refuses(takes_input=False, open_to_all=True),
    openapi_extra={"security": []},
)
def get_openapi_description(request: Request) -> dict[str, Any]:
    """OpenAPI 3.1."""
    return describe(request.app)
