"""Blackouts: times in which nothing is started in a part of the site."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.inside import ProblemMet
from api.web.naming import part, zone_of
from api.web.pages import Page, Paged
from api.web.periods import begin_of

router = APIRouter()
_EMPTY = {"scope": "campus", "name": "", "starts_at": "", "ends_at": "", "reason": ""}


@router.get("/blackouts")
async def blackouts(page: Paged, after: str = "") -> Response:
    """Newest first; those that are over, too."""
    return await _page(page, after=after)


@router.post("/blackouts")
async def set_one(page: Paged) -> Response:
    """Set one."""
    typed = {**_EMPTY, **await page.form()}
    zone = await zone_of(page, typed["name"] if typed["scope"] == "classroom" else "")
    body = {
        "scope": {"kind": typed["scope"], "name": typed["name"] or None},
        "starts_at": begin_of(typed["starts_at"], zone),
        "ends_at": begin_of(typed["ends_at"], zone),
        "reason": typed["reason"],
    }
    try:
        await page.api.post("/blackouts", body)
    except ProblemMet as met:
        return await _told(page, met, typed)
    return page.go("/blackouts")


@router.post("/blackouts/{blackout_id}/lift")
async def lift(page: Paged, blackout_id: str) -> Response:
    """End one before its time."""
    await page.form()
    try:
        await page.api.post(f"/blackouts/{part(blackout_id)}/lift")
    except ProblemMet as met:
        return await _told(page, met, _EMPTY)
    return page.go("/blackouts")


async def _told(page: Page, met: ProblemMet, typed: Mapping[str, Any]) -> Response:
    if not met.for_the_form:
        raise met
    names = {"scope.kind": "scope", "scope.name": "name"}
    told = [{**one, "field": names.get(one["field"], one["field"])} for one in met.problem.get("problems") or ()]
    return await _page(page, typed=typed, wrong={**met.problem, "problems": told}, status=met.status)


async def _page(
    page: Page,
    *,
    after: str = "",
    typed: Mapping[str, Any] = _EMPTY,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    listed = await page.api.get("/blackouts", after=after)
    for one in listed["blackouts"]:
        one["over"] = datetime.fromisoformat(one["ends_at"]) <= page.now
    return await page.show(
        "blackouts.html", status=status, listed=listed, typed=typed, wrong=wrong, zone=await zone_of(page)
    )
