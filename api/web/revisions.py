"""Earlier states of a room: which there were, what changed, and going back to one."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.inside import ProblemMet
from api.web.naming import everything, part
from api.web.pages import Page, Paged
from api.web.rooms import room_address, undo_of_hold

router = APIRouter()
_SHOWN = 50


@router.get("/rooms/{code}/revisions")
async def revisions(page: Paged, code: str, after: str = "") -> Response:
    """Newest first, each with who made it and why."""
    listed = await page.api.get(room_address(code, "revisions"), after=after, limit=_SHOWN)
    return await page.show("room_revisions.html", code=code, listed=listed)


@router.get("/rooms/{code}/revisions/{number}")
async def revision(page: Paged, code: str, number: str, against: str = "") -> Response:
    """One of them, and what it has over another."""
    return await _revision_page(page, code, number, against)


@router.post("/rooms/{code}/revisions/{number}/back")
async def back(page: Paged, code: str, number: str) -> Response:
    """Let the room go back to it for a while."""
    typed = await page.form()
    body = {"sentence": typed.get("sentence", ""), "canary_seat": typed.get("canary_seat") or None}
    try:
        held = await page.api.post(room_address(code, "back-to", number), body)
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        return await _revision_page(page, code, number, "", wrong=met.problem, typed=typed, status=met.status)
    told = page.say("The room goes back to that state for a while.")
    return page.go(f"/rooms/{part(code)}#holds", told=told, undo=undo_of_hold(held))


async def _revision_page(
    page: Page,
    code: str,
    number: str,
    against: str,
    *,
    wrong: Any = None,
    typed: Mapping[str, Any] | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    newest = (await page.api.get(room_address(code)))["revision"]
    return await page.show(
        "room_revision.html",
        status=status,
        code=code,
        newest=newest,
        revision=await page.api.get(room_address(code, "revisions", number)),
        difference=await page.api.get(room_address(code, "revisions", number, "diff"), against=against),
        seats=await everything(page, room_address(code, "seats"), "seats"),
        wrong=wrong,
        typed=typed or {},
    )
