"""The intake: software that the catalogue does not have yet, and what becomes of each wish."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.home import rooms_for
from api.web.inside import ProblemMet
from api.web.naming import address, in_zone, is_clear, items_named, part, zone_of
from api.web.pages import Page, Paged
from api.web.told import Undo
from api.web.undoing import Undone, undoes

router = APIRouter()
_SHOWN = 50
_DEFAULTS: dict[str, Any] = {
    "room": "",
    "title": "",
    "purpose": "",
    "url": "",
    "seats": "all",
    "needed_by": "",
    "on_behalf_of": "",
}


@router.get("/wishes")
async def wishes(page: Paged, room: str = "", person: str = "", state: str = "open", after: str = "") -> Response:
    """The intake list, newest first."""
    chosen = {"room": room, "person": person, "state": state}
    status: int = HTTPStatus.OK
    found: dict[str, Any] = {"wishes": [], "next": None}
    wrong = None
    try:
        listed = "" if state == "all" else state
        found = await page.api.get("/wishes", classroom=room, requester=person, state=listed, after=after, limit=_SHOWN)
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


@router.get("/wishes/new")
async def wish_form(page: Paged, room: str = "", title: str = "") -> Response:
    """A room, a title, and what it is for."""
    return await _form(page, {**_DEFAULTS, "room": room, "title": title})


@router.post("/wishes/new")
async def wish(page: Paged) -> Response:
    """Send it."""
    typed = {**_DEFAULTS, **await page.form()}
    body = {
        "classroom": typed["room"],
        "title": typed["title"],
        "purpose": typed["purpose"],
        "url": typed["url"],
        "seats": typed["seats"],
        "needed_by": in_zone(typed["needed_by"], await zone_of(page, typed["room"])),
        "on_behalf_of": typed["on_behalf_of"] or None,
    }
    try:
        made = await page.api.post("/wishes", body)
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        return await _form(
            page, typed, wrong=met.named(lambda field: "room" if field == "classroom" else field), status=met.status
        )
    own = made["requester"]["id"] == (await page.visitor()).person["id"]
    undo = Undo("wished", {"wish": made["id"]}) if own else None
    return page.go(f"/wishes/{part(made['id'])}?new=1", told=page.say("Your wish is in the intake."), undo=undo)


@router.get("/wishes/{wish_id}")
async def one(page: Paged, wish_id: str, new: str = "") -> Response:
    """One wish: how it stands, and what was answered."""
    return await _wish_page(page, wish_id, new=bool(new))


@router.post("/wishes/{wish_id}/withdraw")
async def withdraw(page: Paged, wish_id: str) -> Response:
    """Take one's own wish back."""
    undo = Undo("wish withdrawn", {"wish": wish_id})
    return await _done(
        page, wish_id, "withdraw", None, await page.form(), told=page.say("The wish is taken back."), undo=undo
    )


@undoes("wished")
async def _take_back(page: Page, facts: Mapping[str, Any]) -> Undone:
    await page.api.post(f"/wishes/{part(facts['wish'])}/withdraw")
    return Undone(page.say("Undone: the wish is taken back."), f"/wishes/{part(facts['wish'])}")


@undoes("wish withdrawn")
async def _wish_again(page: Page, facts: Mapping[str, Any]) -> Undone:
    """A new wish like the one that was taken back, which stays so; its day is the usual one if it is over."""
    one = await page.api.get(f"/wishes/{part(facts['wish'])}")
    body = {
        **{name: one[name] for name in ("classroom", "title", "purpose", "url")},
        "seats": one["seats"]["code"],
        "needed_by": one["needed_by"] if datetime.fromisoformat(one["needed_by"]) > page.now else None,
    }
    again = await page.api.post("/wishes", body)
    return Undone(page.say("Undone: you have wished for it again."), f"/wishes/{part(again['id'])}")


@router.post("/wishes/{wish_id}/confirm")
async def confirm(page: Paged, wish_id: str) -> Response:
    """Whoever wished says that this was meant."""
    told = page.say("Thank you. It counts as what you wished for.")
    return await _done(page, wish_id, "confirm", None, await page.form(), told=told)


@router.post("/wishes/{wish_id}/unlink")
async def unlink(page: Paged, wish_id: str) -> Response:
    """Whoever wished says that something else was meant."""
    return await _done(page, wish_id, "unlink", None, await page.form())


@router.post("/wishes/{wish_id}/answer")
async def answer(page: Paged, wish_id: str) -> Response:
    """Say something to whoever wished."""
    form = await page.form()
    return await _done(page, wish_id, "answers", {"words": form.get("words", "")}, form)


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
    return await _done(page, wish_id, "link", body, form)


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
    new: bool = False,
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
        new=new,
        typed=typed or {},
        unclear=unclear,
        wrong=wrong,
    )


async def _form(
    page: Page,
    typed: dict[str, Any],
    *,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    return await page.show("wish_form.html", status=status, typed=typed, rooms=await rooms_for(page, []), wrong=wrong)
