"""Asking for software: the form, what has to be told before it is sent, and what is told then."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter
from starlette.responses import Response

from api.web.already_there import room_and_what_is_there, there_in
from api.web.asking_checks import asked_before, named_in, rooms_named
from api.web.asking_obstacles import Obstacle, in_the_way, refused_beside, warned_of
from api.web.asking_undone import undo_of_asking
from api.web.home import rooms_for
from api.web.inside import ProblemMet
from api.web.naming import in_zone, is_clear, items_named, part, title_of
from api.web.pages import Page, Paged
from orchestrator.services.wording import Speaker

router = APIRouter()
TYPED: dict[str, Any] = {
    "room": "",
    "item": "",
    "more_rooms": "",
    "more_items": "",
    "needed_by": "",
    "until": "",
    "seats": "all",
    "version": "",
    "settings_line": "",
    "course": "",
    "on_behalf_of": "",
}
"""What one fills in, with what holds where one does not."""
_PRESSED: dict[str, Any] = {"anyway": "", "unclear": "", "pick": "", "instead": ""}
"""What its buttons bring besides: of which title it is asked which is meant, and the answer; what is taken instead."""


@router.get("/ask")
async def ask_form(page: Paged) -> Response:
    """Two fields and a button; everything else has a default that can be opened. A link may fill in each of them."""
    asked = page.request.query_params
    typed = {**TYPED, **{name: asked[name] for name in TYPED if name in asked}}
    return await _form(page, {**typed, "item": await title_of(page, typed["item"])})


@router.post("/ask")
async def ask(page: Paged) -> Response:
    """Send it, unless it has to be told first that something stands in its way."""
    form = await page.form()
    typed = {**TYPED, **_PRESSED, **form, **_left_by_a_wish(form)}
    if typed["pick"]:
        typed = _with(typed, typed["unclear"], await title_of(page, typed["pick"]))
    if not (typed["room"] and typed["item"]):
        # The API says what is missing, and beside which field.
        return await _sent(page, typed, [{"code": typed["room"], "timezone": "UTC"}], [{"id": typed["item"]}])
    rooms, unknown = await rooms_named(page, typed)
    names = named_in(typed, "item", "more_items")
    found = [await items_named(page, name) for name in names]
    unclear = [(name, choices) for name, choices in zip(names, found, strict=True) if not is_clear(choices)]
    if unknown or unclear:
        status = unknown["status"] if unknown else HTTPStatus.UNPROCESSABLE_ENTITY
        return await _form(page, typed, wrong=unknown, unclear=unclear[0] if unclear else None, status=status)
    chosen = [choices[0] for choices in found]
    if typed["instead"]:
        return await _form(page, await _taken_instead(page, typed, names, chosen), instead=True)
    # First, so that nobody reads what stands in the way of something that they have asked for already.
    if again := await asked_before(page, typed, rooms, chosen):
        return await _form(page, typed, wrong=again, status=HTTPStatus.CONFLICT)
    hindered = await in_the_way(page, [room["code"] for room in rooms], chosen)
    if hindered and typed["anyway"] != warned_of(hindered):
        return await _form(page, typed, hindered=hindered)
    return await _sent(page, typed, rooms, chosen)


async def _sent(
    page: Page, typed: dict[str, Any], rooms: Sequence[dict[str, Any]], chosen: list[dict[str, Any]]
) -> Response:
    sent: list[Any] = []
    there = {(room["code"], item["id"]) for room in rooms for item in await there_in(page, room["code"])}
    for number, room in enumerate(rooms):
        try:
            answer = await page.api.post("/requests", _body(typed, room, chosen))
        except ProblemMet as met:
            if not met.for_the_form:
                raise
            # What was sent is not sent again: the form goes on with the rooms that are left.
            others = ", ".join(one["code"] for one in rooms[number + 1 :])
            left = {**typed, "room": room["code"], "more_rooms": others} if sent else typed
            wrong = refused_beside(page, met, left, chosen)
            return await _form(page, left, wrong=wrong, sent=sent, status=met.status)
        sent += answer["requests"]
    undo = await undo_of_asking(page, sent)
    was_there = [one for one in sent if (one["classroom"], one["item"]["id"]) in there]
    if len(sent) == 1:
        words = [await _accepted(page, sent[0]), _said_of_what_was_there(page, was_there)]
        return page.go(f"/requests/{part(sent[0]['id'])}", told=" ".join(filter(None, words)), undo=undo)
    words = [
        page.say("{n} requests were accepted. They need nobody's approval.").format(n=len(sent)),
        _said_of_what_was_there(page, was_there),
    ]
    return page.go("/", told=" ".join(filter(None, words)), undo=undo)


def _said_of_what_was_there(page: Page, requests: Sequence[Mapping[str, Any]]) -> str:
    if not requests:
        return ""
    each = [page.say("{item} in {room}").format(item=one["item"]["title"], room=one["classroom"]) for one in requests]
    words = page.say("Already there or asked for before: {what}. It stays there for you, too.")
    return words.format(what=Speaker(page.language).say("{each:list}", each=each))


async def _accepted(page: Page, sent: dict[str, Any]) -> str:
    """What comes of a request, as it stands now."""
    if sent["requester"]["id"] != (await page.visitor()).person["id"]:
        words = page.say("It was accepted on behalf of {name}, who is told. Only they can take it back.")
        return words.format(name=sent["requester"]["name"])
    if sent["standing"]["code"] == "safeguarded":
        return page.say("Your request was accepted and recorded, but a safeguard keeps it away: read below why.")
    room = await page.api.get(f"/classrooms/{part(sent['classroom'])}")
    if room["mode"]["code"] == "by_technician":
        return page.say("Your request was accepted. It needs nobody's approval; a technician starts the installation.")
    return page.say(
        "Your request was accepted. It needs nobody's approval; it comes to the room in time and outside class."
    )


def _left_by_a_wish(form: Mapping[str, Any]) -> dict[str, Any]:
    """What should be asked for after a wish that turned out to be for something that the catalogue has.

    What was typed there of rooms, dates and seats stays; its title comes after the one that the settings are about.
    """
    rest = {name: value for name, value in parse_qsl(form.get("rest", "")) if name in TYPED}
    if not rest.get("item"):
        return {}
    titles = [form.get("item", ""), rest.get("more_items", "")]
    kept = {name: value for name, value in rest.items() if name not in form}
    return kept | {"item": rest["item"], "more_items": ", ".join(filter(None, titles))}


def _with(typed: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    """The form with another title in the place of one."""
    more = [new if name == old else name for name in named_in(typed, "more_items")]
    return {**typed, "item": new if typed["item"] == old else typed["item"], "more_items": ", ".join(more)}


async def _taken_instead(
    page: Page, typed: Mapping[str, Any], names: Sequence[str], chosen: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The form with what does the same in the place of what does not get along; nothing of it is sent yet."""
    old, _, new = str(typed["instead"]).partition(" ")
    meant = next((name for name, item in zip(names, chosen, strict=True) if item["id"] == old), "")
    return {**_with(typed, meant, await title_of(page, new)), "anyway": ""}


def _body(typed: Mapping[str, Any], room: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    asks: list[dict[str, Any]] = [
        {"item": item["id"], "seats": typed["seats"], **({"version": typed["version"]} if typed["version"] else {})}
        for item in items
    ]
    # It is about the title in the form's own field; the others get theirs on their own pages.
    asks[0]["settings_line"] = typed["settings_line"].strip() or None
    return {
        "classroom": room["code"],
        "items": asks,
        "needed_by": in_zone(typed["needed_by"], room["timezone"]),
        "until": in_zone(typed["until"], room["timezone"]),
        "course": typed["course"] or None,
        "on_behalf_of": typed["on_behalf_of"] or None,
    }


async def _form(
    page: Page,
    typed: dict[str, Any],
    *,
    unclear: tuple[str, list[dict[str, Any]]] | None = None,
    hindered: list[Obstacle] | None = None,
    instead: bool = False,
    wrong: Any = None,
    sent: list[Any] | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    recent = (await page.api.get("/requests", requester="me", limit=50))["requests"]
    here, there = await room_and_what_is_there(page, typed["room"])
    return await page.show(
        "ask.html",
        here=here,
        there=there,
        status=status,
        typed=typed,
        rooms=await rooms_for(page, recent),
        items=(await page.api.get("/catalog", limit=200))["items"],
        unclear=unclear,
        hindered=hindered or [],
        warned_of=warned_of(hindered or []),
        instead=instead,
        wrong=wrong,
        sent=sent or [],
    )
