"""Software on offer, and changes of it that wait for a second person."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.already_there import rooms_with
from api.web.home import rooms_for
from api.web.inside import ProblemMet
from api.web.naming import MOST_WORDS, address, everything, part
from api.web.pages import Page, Paged

router = APIRouter()
_SHOWN = 50


@router.get("/catalog")
async def catalog(page: Paged, q: str = "", room: str = "", after: str = "") -> Response:
    """By title, perhaps only what fits some words; with what a room has already, or the visitor's own rooms."""
    words = q.strip()[:MOST_WORDS]
    found = await page.api.get("/catalog", text=words, after=after, limit=_SHOWN)
    waiting = (await page.api.get("/catalog-changes", state="proposed", limit=200))["changes"]
    return await page.show(
        "catalog.html",
        items=found["items"],
        following=found["next"],
        words=words,
        room=room.strip(),
        rooms=await rooms_for(page, []),
        there=await rooms_with(page, room.strip()),
        here=address("/catalog", q=words, room=room.strip()),
        waiting=len(waiting),
    )


@router.get("/catalog/changes")
async def changes(page: Paged, state: str = "proposed", after: str = "") -> Response:
    """What would be, or was, taken away."""
    return await _changes(page, state=state, after=after)


@router.post("/catalog/changes/{change_id}/approve")
async def approve(page: Paged, change_id: str) -> Response:
    """Be the second person for it."""
    return await _decided(page, change_id, "approve")


@router.post("/catalog/changes/{change_id}/refuse")
async def refuse(page: Paged, change_id: str) -> Response:
    """Keep the catalogue as it is."""
    return await _decided(page, change_id, "refuse")


@router.get("/catalog/{item_id}")
async def item(page: Paged, item_id: str, room: str = "") -> Response:
    """What it is, which versions there are, and what it gets along with."""
    found = await page.api.get(f"/catalog/{part(item_id)}")
    visitor = await page.visitor()
    technical = any(map(visitor.may, ("steer", "override", "configure", "safeguard", "read_record")))
    there = (await rooms_with(page, room.strip())).get(found["id"], [])
    return await page.show("catalog_item.html", item=found, technical=technical, room=room.strip(), there=there)


async def _decided(page: Page, change_id: str, decision: str) -> Response:
    await page.form()
    try:
        await page.api.post(f"/catalog-changes/{part(change_id)}/{decision}")
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        return await _changes(page, wrong=met.problem, status=met.status)
    return page.go("/catalog/changes?state=all")


async def _changes(
    page: Page,
    *,
    state: str = "proposed",
    after: str = "",
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    listed = "" if state == "all" else state
    found = await page.api.get("/catalog-changes", state=listed, after=after, limit=_SHOWN)
    visitor = await page.visitor()
    names: dict[str, str] = {}
    if visitor.may("people") and found["changes"]:
        names = {one["id"]: one["name"] for one in await everything(page, "/people", "people")}
    return await page.show(
        "catalog_changes.html",
        status=status,
        changes=found["changes"],
        following=found["next"],
        here=address("/catalog/changes", state=state),
        state=state,
        names=names,
        own=await _own_requests(page, found["changes"]),
        wrong=wrong,
    )


async def _own_requests(page: Page, changes: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The visitor's own requests that some change takes something from, by id: they may contest it."""
    visitor = await page.visitor()
    touched = {request for change in changes for request in change["requests"]}
    if not touched or not visitor.may("request"):
        return {}
    own = await everything(page, "/requests", "requests", requester="me", state="open")
    return {request["id"]: request for request in own if request["id"] in touched}
