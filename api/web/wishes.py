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
from orchestrator.services.wording import Speaker

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
async def wish_form(
    page: Paged,
    room: str = "",
    title: str = "",
    purpose: str = "",
    needed_by: str = "",
    seats: str = "all",
    on_behalf_of: str = "",
) -> Response:
    """A room, a title, and what it is for; what was typed where one asked for it comes along."""
    more = {"purpose": purpose, "needed_by": needed_by, "seats": seats, "on_behalf_of": on_behalf_of}
    return await _form(page, {**_DEFAULTS, "room": room, "title": title, **more})


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
        wrong = met.beside({"classroom": "room", "person": "on_behalf_of"}) or met.named(
            lambda field: "room" if field == "classroom" else field
        )
        return await _form(page, typed, wrong=wrong, status=met.status)
    own = made["requester"]["id"] == (await page.visitor()).person["id"]
    undo = Undo("wished", {"wish": made["id"]}) if own else None
    at = Speaker(page.language, made["timezone"], page.now).moment(datetime.fromisoformat(made["answer_by"]))
    told = page.say("Your wish was taken up. You get a first answer by {at}.").format(at=at)
    return page.go(f"/wishes/{part(made['id'])}", told=told, undo=undo)


@router.get("/wishes/{wish_id}")
async def one(page: Paged, wish_id: str) -> Response:
    """One wish: how it stands, and what was answered."""
    return await _wish_page(page, wish_id)


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


async def _form(
    page: Page,
    typed: dict[str, Any],
    *,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    return await page.show("wish_form.html", status=status, typed=typed, rooms=await rooms_for(page, []), wrong=wrong)
