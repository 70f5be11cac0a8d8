"""Whether the service works, in words."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.inside import ProblemMet
from api.web.pages import Page, Paged, Visitor

router = APIRouter()
_PATIENCE = timedelta(minutes=5)
"""How long something may wait for the worker, or an entry for its signature, before it is told as amiss."""


@router.get("/health")
async def health(page: Paged) -> Response:
    """Service and database for anybody; the worker and the record for whoever may look at them."""
    told: Any = None
    problem: Any = None
    status: int = HTTPStatus.OK
    try:
        told = await page.api.get("/health")
    except ProblemMet as met:
        status, problem = met.status, met.problem
    content: dict[str, Any] = {"told": told, "problem": problem, "waiting": None, "head": None, "unsigned_late": False}
    try:
        visitor = await page.visitor()
    except ProblemMet:
        return await page.show("health.html", status=status, **content)
    if told:
        content |= await seen_by(page, visitor)
    return await page.show("health.html", status=status, **content)


async def seen_by(page: Page, visitor: Visitor) -> dict[str, Any]:
    """What somebody may see of the worker and the record.

    ``waiting`` are rollouts that have waited for the worker for too long, ``newest`` is the one that it began last,
    ``head`` the record's head, and ``unsigned_late`` whether an entry has waited for its signature for too long.
    """
    seen: dict[str, Any] = {}
    if visitor.may("read"):
        seen["waiting"], seen["newest"] = await _rollouts(page)
    if visitor.may("read_record"):
        seen["head"] = await page.api.get("/record/head")
        seen["unsigned_late"] = await _unsigned_late(page, seen["head"])
    return seen


async def _rollouts(page: Page) -> tuple[list[Any], Any]:
    """Those that have waited for the worker for too long, with no other one of their room under way; and the newest."""
    found = (await page.api.get("/rollouts", limit=200))["rollouts"]
    busy = {one["classroom"] for one in found if one["state"]["code"] == "running"}
    late = [
        one
        for one in found
        if one["state"]["code"] == "queued"
        and one["classroom"] not in busy
        and datetime.fromisoformat(one["created_at"]) < page.now - _PATIENCE
    ]
    return late, next((one for one in found if one["started_at"]), None)


async def _unsigned_late(page: Page, head: dict[str, Any]) -> bool:
    """Whether an entry has waited for its signature for too long."""
    signed = head["checkpoint"]["size"] if head["checkpoint"] else 0
    if signed >= head["size"]:
        return False
    first = await page.api.get(f"/record/{signed}")
    return bool(datetime.fromisoformat(first["at"]) < page.now - _PATIENCE)
