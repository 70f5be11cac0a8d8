"""The intake: what becomes of each wish for software that the catalogue does not have yet."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.home import rooms_for
from api.web.inside import ProblemMet
from api.web.naming import address, is_clear, items_named, part
from api.web.pages import Page, Paged
from api.web.told import Undo
from api.web.wishing_undone import undo_of_withdrawing

router = APIRouter()
_SHOWN = 50


@router.get("/wishes")
async def wishes(
    page: Paged, room: str = "", person: str = "", by: str = "", state: str = "open", after: str = ""
) -> Response:
    """The intake list, newest first."""
    chosen = {"room": room, "person": person, "by": by, "state": state}
    status: int = HTTPStatus.OK
    found: dict[str, Any] = {"wishes": [], "next": None}
    wrong = None
    try:
        listed = "" if state == "all" else state
        asked = {"classroom": room, "requester": person, "on_behalf_by": by, "state": listed}
        found = await page.api.get("/wishes", **asked, after=after, limit=_SHOWN)
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        status, wrong = met.status, met.problem
    return await page.show(
        "wishes.html",
        status=status,
        wishes=found["wishes"],
        following=found["next"],
        here=address("/wishes", **chosen),
        chosen=chosen,
        rooms=await rooms_for(page, []),
        wrong=wrong,
    )


@router.get("/wishes/{wish_id}")
async def one(page: Paged, wish_id: str) -> Response:
    """One wish: how it stands, and what was answered."""
    return await _wish_page(page, wish_id)


@router.post("/wishes/{wish_id}/withdraw")
async def withdraw(page: Paged, wish_id: str) -> Response:
    """Take one's own wish back."""
    told, undo = page.say("The wish is taken back."), undo_of_withdrawing(wish_id)
    return await _done(page, wish_id, "withdraw", None, await page.form(), told=told, undo=undo)


@router.post("/wishes/{wish_id}/confirm")
async def confirm(page: Paged, wish_id: str) -> Response:
    """Whoever wished says that this was meant."""
    told = page.say("Thank you. It counts as what you wished for.")
    return await _done(page, wish_id, "confirm", None, await page.form(), told=told)


@router.post("/wishes/{wish_id}/unlink")
async def unlink(page: Paged, wish_id: str) -> Response:
    """Whoever wished says that something else was meant."""
    told = page.say("The wish is open again, with its age and date. The room's team looks for what you meant.")
    return await _done(page, wish_id, "unlink", None, await page.form(), told=told)


@router.post("/wishes/{wish_id}/answer")
async def answer(page: Paged, wish_id: str) -> Response:
    """Say something to whoever wished."""
    form = await page.form()
    told = page.say("Your answer is sent. The wish stays open.")
    return await _done(page, wish_id, "answers", {"words": form.get("words", "")}, form, told=told)


@router.post("/wishes/{wish_id}/link")
async def link(page: Paged, wish_id: str) -> Response:
    """Say which item of the catalogue was meant."""
    form = await page.form()
    item = form.get("item", "")
    found = await items_named(page, item)
    if item and not is_clear(found):
        return await _wish_page(
            page, wish_id, typed=form, unclear=(item, found), status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    body = {"item": found[0]["id"] if found else ""} | ({"version": form["version"]} if form.get("version") else {})
    told = page.say("It is a request now. Whoever wished is asked whether that was meant.")
    return await _done(page, wish_id, "link", body, form, told=told)


async def _done(
    page: Page,
    wish_id: str,
    what: str,
    body: object,
    typed: dict[str, Any],
    *,
    told: str = "",
    undo: Undo | None = None,
) -> Response:
    try:
        await page.api.post(f"/wishes/{part(wish_id)}/{what}", body)
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        return await _wish_page(page, wish_id, typed=typed, wrong=met.problem, status=met.status)
    return page.go(f"/wishes/{part(wish_id)}", told=told, undo=undo)


async def _wish_page(
    page: Page,
    wish_id: str,
    *,
    typed: dict[str, Any] | None = None,
    unclear: tuple[str, list[dict[str, Any]]] | None = None,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    wish = await page.api.get(f"/wishes/{part(wish_id)}")
    visitor = await page.visitor()
    helps = visitor.may("override") and wish["state"]["code"] == "open"
    return await page.show(
        "wish.html",
        status=status,
        wish=wish,
        mine=wish["requester"]["id"] == visitor.person["id"],
        helps=helps,
        items=(await page.api.get("/catalog", limit=200))["items"] if helps else [],
        typed=typed or {},
        unclear=unclear,
        wrong=wrong,
    )
