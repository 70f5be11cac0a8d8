"""Wishing for software that the catalogue does not have yet, unless it has it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter
from starlette.responses import Response

from api.web.asking import TYPED as ASKED
from api.web.asking_checks import named_in, rooms_named, wished_already, wished_before
from api.web.home import rooms_for
from api.web.inside import ProblemMet
from api.web.naming import address, in_zone, items_named, part
from api.web.pages import Page, Paged
from api.web.wishing_undone import undo_of_wishing
from orchestrator.services.wording import Speaker

router = APIRouter()
_TYPED: dict[str, Any] = {
    "room": "",
    "more_rooms": "",
    "title": "",
    "purpose": "",
    "url": "",
    "seats": "all",
    "needed_by": "",
    "on_behalf_of": "",
    "meant": "",
    "rest": "",
}
"""What one fills in; of which title one has said that the catalogue does not have it; and what is asked for after."""


@router.get("/wishes/new")
async def wish_form(page: Paged) -> Response:
    """A room, a title, and what it is for; a link may fill in each of them."""
    asked = page.request.query_params
    return await _form(page, {**_TYPED, **{name: asked[name] for name in _TYPED if name in asked}})


@router.post("/wishes/from-asking")
async def from_asking(page: Paged) -> Response:
    """Wish for a title of the form of ``/ask``. All that was typed there comes along; the other titles come after."""
    typed = {**ASKED, "unclear": "", **await page.form()}
    title = typed["unclear"] or typed["item"]
    others = [name for name in named_in(typed, "item", "more_items") if name != title]
    own = typed["settings_line"] if typed["item"] == title else ""
    rest = {name: typed[name] for name in ASKED} | {"item": others[0] if others else ""}
    rest |= {"more_items": ", ".join(others[1:]), "settings_line": "" if own else typed["settings_line"]}
    shared = {name: typed[name] for name in ("room", "more_rooms", "needed_by", "seats", "on_behalf_of")}
    query = shared | {"title": title, "purpose": _purpose(page, typed, own), "meant": title}
    return page.go(address("/wishes/new", **query, rest=urlencode(rest) if others else ""))


@router.post("/wishes/new")
async def wish(page: Paged) -> Response:
    """Send it, unless the catalogue may have it."""
    typed = {**_TYPED, **await page.form()}
    rooms: Sequence[Mapping[str, Any]] = [{"code": "", "timezone": "UTC"}]
    if typed["room"]:  # else the API says that it is missing
        rooms, unknown = await rooms_named(page, typed)
        if unknown:
            return await _form(page, typed, wrong=unknown, status=unknown["status"])
    if typed["meant"] != typed["title"] and (known := await _known_as(page, typed["title"])):
        return await _form(page, typed, known=known, into=[room["code"] for room in rooms])
    if typed["room"] and (again := await wished_before(page, typed, rooms)):
        return await _form(page, typed, wrong=again, status=HTTPStatus.CONFLICT)
    made: list[dict[str, Any]] = []
    for number, room in enumerate(rooms):
        try:
            made.append(await page.api.post("/wishes", _body(typed, room)))
        except ProblemMet as met:
            if not met.for_the_form:
                raise
            others = ", ".join(one["code"] for one in rooms[number + 1 :])
            left = {**typed, "room": room["code"], "more_rooms": others} if made else typed
            return await _form(page, left, wrong=_beside(page, met, left), sent=made, status=met.status)
    return await _taken_up(page, typed, made)


async def _taken_up(page: Page, typed: Mapping[str, Any], made: Sequence[Mapping[str, Any]]) -> Response:
    at = Speaker(page.language, made[0]["timezone"], page.now).moment(datetime.fromisoformat(made[0]["answer_by"]))
    if len(made) == 1:
        told, to = page.say("Your wish was taken up. You get a first answer by {at}."), f"/wishes/{part(made[0]['id'])}"
    else:
        told, to = page.say("{n} wishes were taken up. You get a first answer to each by {at}."), "/"
    told = told.format(n=len(made), at=at)
    if typed["rest"]:
        rest = page.say("What else you wanted to ask for stands here: it was not sent yet.")
        told = f"{told} {rest}"
        to = address("/ask", **{name: value for name, value in parse_qsl(typed["rest"]) if name in ASKED})
    return page.go(to, told=told, undo=await undo_of_wishing(page, made))


async def _known_as(page: Page, title: str) -> list[dict[str, Any]]:
    """Items of the catalogue that are called so, or have all of these words in what they are called.

    Whole words: an ``R`` stands in most titles, and is another thing in all of them.
    """
    words = set(title.casefold().split())
    found = await items_named(page, title)
    return [one for one in found if title.casefold() == one["id"].casefold() or words <= _words_of(one)]


def _words_of(item: Mapping[str, Any]) -> set[str]:
    return set(str(item["title"]).casefold().split())


def _purpose(page: Page, typed: Mapping[str, Any], own: str) -> str:
    """What was typed about a title that a wish has no field for, as words that one can still change."""
    more = [
        page.say("Course: {what}.").format(what=typed["course"]) if typed["course"] else "",
        page.say("Version: {what}.").format(what=typed["version"]) if typed["version"] else "",
        page.say("May go again after {what}.").format(what=typed["until"].replace("T", " ")) if typed["until"] else "",
    ]
    return " ".join(filter(None, [own, *more]))


def _body(typed: Mapping[str, Any], room: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "classroom": room["code"],
        "title": typed["title"],
        "purpose": typed["purpose"],
        "url": typed["url"],
        "seats": typed["seats"],
        "needed_by": in_zone(typed["needed_by"], room["timezone"]),
        "on_behalf_of": typed["on_behalf_of"] or None,
    }


def _beside(page: Page, met: ProblemMet, typed: Mapping[str, Any]) -> dict[str, Any]:
    if met.code == "already-wished":
        return wished_already(page, met.problem, typed)
    return met.beside({"classroom": "room", "person": "on_behalf_of"}) or met.named(
        lambda field: "room" if field == "classroom" else field
    )


async def _form(
    page: Page,
    typed: dict[str, Any],
    *,
    known: Sequence[Mapping[str, Any]] = (),
    into: Sequence[str] = (),
    sent: Sequence[Mapping[str, Any]] = (),
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    rooms = await rooms_for(page, [])
    return await page.show(
        "wish_form.html", status=status, typed=typed, rooms=rooms, known=known, into=into, sent=sent, wrong=wrong
    )
