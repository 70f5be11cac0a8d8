"""Asking for software, and what becomes of it."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.account import letters_about
from api.web.asking_obstacles import Obstacle, in_the_way, refused_beside, warned_of
from api.web.asking_undone import undo_of_asking, undo_of_withdrawing
from api.web.decided import decided
from api.web.home import rooms_for
from api.web.inside import ProblemMet
from api.web.naming import in_zone, is_clear, items_named, part, zone_of
from api.web.pages import Page, Paged

router = APIRouter()
_DEFAULTS: dict[str, Any] = {
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
    "anyway": "",
}


@router.get("/ask")
async def ask_form(page: Paged, room: str = "", item: str = "") -> Response:
    """Two fields and a button; everything else has a default that can be opened."""
    return await _form(page, {**_DEFAULTS, "room": room, "item": item})


@router.post("/ask")
async def ask(page: Paged) -> Response:
    """Send it, unless it has to be told first that something stands in its way."""
    typed = {**_DEFAULTS, **await page.form()}
    items = list(dict.fromkeys([typed["item"], *_several(typed["more_items"])]))
    rooms = list(dict.fromkeys([typed["room"], *_several(typed["more_rooms"])]))
    found = [await items_named(page, name) for name in items]
    unclear = [(name, choices) for name, choices in zip(items, found, strict=True) if not is_clear(choices)]
    if unclear:
        return await _form(page, typed, unclear=unclear[0], status=HTTPStatus.UNPROCESSABLE_ENTITY)
    chosen = [choices[0] for choices in found]
    hindered = await in_the_way(page, rooms, chosen)
    if hindered and typed["anyway"] != warned_of(hindered):
        return await _form(page, typed, hindered=hindered)
    sent: list[Any] = []
    for number, room in enumerate(rooms):
        try:
            answer = await page.api.post("/requests", await _body(page, typed, room, chosen))
        except ProblemMet as met:
            if not met.for_the_form:
                raise
            # What was sent is not sent again: the form goes on with the rooms that are left.
            left = {**typed, "room": room, "more_rooms": ", ".join(rooms[number + 1 :])}
            wrong = refused_beside(page, met, typed, chosen)
            return await _form(page, left, wrong=wrong, sent=sent, status=met.status)
        sent += answer["requests"]
    undo = await undo_of_asking(page, sent)
    if len(sent) == 1:
        return page.go(f"/requests/{part(sent[0]['id'])}", told=await _accepted(page, sent[0]), undo=undo)
    words = page.say("{n} requests were accepted. They need nobody's approval.").format(n=len(sent))
    return page.go("/", told=words, undo=undo)


async def _accepted(page: Page, sent: dict[str, Any]) -> str:
    """What comes of a request, as it stands now."""
    if sent["standing"]["code"] == "safeguarded":
        return page.say("Your request was accepted and recorded, but a safeguard keeps it away: read below why.")
    room = await page.api.get(f"/classrooms/{part(sent['classroom'])}")
    if room["mode"]["code"] == "by_technician":
        return page.say("Your request was accepted. It needs nobody's approval; a technician starts the installation.")
    return page.say(
        "Your request was accepted. It needs nobody's approval; it comes to the room in time and outside class."
    )


@router.get("/requests/{request_id}")
async def request(page: Paged, request_id: str) -> Response:
    """One request: how it stands, what was decided about it, and all that happened."""
    return await _request_page(page, request_id)


@router.post("/requests/{request_id}/withdraw")
async def withdraw(page: Paged, request_id: str) -> Response:
    """Take it back."""
    await page.form()
    await page.api.post(f"/requests/{part(request_id)}/withdraw")
    told = page.say("It is taken back.")
    return page.go(f"/requests/{part(request_id)}", told=told, undo=undo_of_withdrawing(request_id))


@router.post("/requests/{request_id}/sign-off")
async def sign_off(page: Paged, request_id: str) -> Response:
    """Say whether it works."""
    form = await page.form()
    body = {"works": form.get("works") == "yes", "words": form.get("words") or None}
    return await _done(page, request_id, f"/requests/{part(request_id)}/sign-off", body, form)


@router.post("/requests/{request_id}/advice")
async def answer_advice(page: Paged, request_id: str) -> Response:
    """Take the advice of the room's team, or stay with what one asked for."""
    form = await page.form()
    body = {"follows": form.get("follows") == "yes"}
    return await _done(page, request_id, f"/requests/{part(request_id)}/recommendations/answer", body)


@router.post("/requests/{request_id}/tick-answer")
async def answer_tick(page: Paged, request_id: str) -> Response:
    """Say whether work by hand does what it should."""
    form = await page.form()
    works = form.get("works") == "yes"
    if works:
        told = page.say("Thank you. Whoever did it is told that it is as you asked.")
    else:
        told = page.say("Whoever did it is told that it is not as you asked, and it is owed again.")
    return await _done(page, request_id, f"/requests/{part(request_id)}/ticks/answer", {"works": works}, told=told)


@router.post("/requests/{request_id}/tick")
async def tick(page: Paged, request_id: str) -> Response:
    """State that work by hand, or the line about settings and add-ons, is done."""
    form = await page.form()
    body = {"evidence": form.get("evidence", ""), "line": form.get("line") or None}
    told = page.say("It is stated to be done. Whoever asked is told your words, and says whether it is so.")
    return await _done(page, request_id, f"/requests/{part(request_id)}/ticks", body, form, told=told)


@router.post("/requests/{request_id}/settings-line")
async def settings_line(page: Paged, request_id: str) -> Response:
    """Say anew what the settings and add-ons should be; nothing in the field drops the line."""
    form = await page.form()
    body = {"words": form.get("words", "").strip() or None}
    typed = {"what": "settings", **form}
    told = page.say("Your line is changed.") if body["words"] else page.say("Your line is taken away.")
    return await _done(page, request_id, f"/requests/{part(request_id)}/settings-line", body, typed, told=told)


@router.post("/requests/{request_id}/contest")
async def contest(page: Paged, request_id: str) -> Response:
    """Contest what was decided about it."""
    form = await page.form()
    body = {
        "subject": form.get("subject", ""),
        "decision": form.get("decision", ""),
        "request": request_id,
        "words": form.get("words", ""),
    }
    return await _done(page, request_id, "/contests", body, form)


async def _done(
    page: Page, request_id: str, path: str, body: object, typed: dict[str, Any] | None = None, *, told: str = ""
) -> Response:
    try:
        await page.api.post(path, body)
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        return await _request_page(page, request_id, wrong=met.problem, typed=typed, status=met.status)
    return page.go(f"/requests/{part(request_id)}", told=told)


async def _request_page(
    page: Page,
    request_id: str,
    *,
    wrong: Any = None,
    typed: dict[str, Any] | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    one = await page.api.get(f"/requests/{part(request_id)}")
    visitor = await page.visitor()
    mine = one["requester"]["id"] == visitor.person["id"]
    # What everybody did about it is for whoever asked, and for whoever reads the record.
    told = mine or visitor.may("read_record")
    moments = (await page.api.get(f"/requests/{part(request_id)}/life"))["moments"] if told else []
    return await page.show(
        "request.html",
        status=status,
        request=one,
        moments=moments,
        mine=mine,
        decisions=await decided(page, one),
        letters=await letters_about(page, request_id) if mine else [],
        advice=(await page.api.get(f"/requests/{part(request_id)}/recommendations"))["recommendations"],
        sign_off=await _sign_off_of(page, request_id),
        notes=(await page.api.get(f"/requests/{part(request_id)}/delay-notes"))["notes"],
        wrong=wrong,
        typed=typed or {},
    )


async def _sign_off_of(page: Page, request_id: str) -> Any:
    try:
        return await page.api.get(f"/requests/{part(request_id)}/sign-off")
    except ProblemMet as met:
        if met.code not in {"not-found", "not-delivered-yet"}:
            raise
        return None


async def _there_in(page: Page, room: str) -> list[str]:
    """Titles of what a room has or was asked to have; nothing where there is no such room."""
    if not room:
        return []
    try:
        lines = (await page.api.get(f"/classrooms/{part(room)}/manifest"))["lines"]
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        return []
    return [line["item"]["title"] for line in lines]


async def _body(page: Page, typed: dict[str, Any], room: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    zone = await zone_of(page, room)
    asks: list[dict[str, Any]] = [
        {"item": item["id"], "seats": typed["seats"], **({"version": typed["version"]} if typed["version"] else {})}
        for item in items
    ]
    # It is about the title in the form's own field; the others get theirs on their own pages.
    asks[0]["settings_line"] = typed["settings_line"].strip() or None
    return {
        "classroom": room,
        "items": asks,
        "needed_by": in_zone(typed["needed_by"], zone),
        "until": in_zone(typed["until"], zone),
        "course": typed["course"] or None,
        "on_behalf_of": typed["on_behalf_of"] or None,
    }


def _several(typed: str) -> list[str]:
    return [part.strip() for part in typed.split(",") if part.strip()]


async def _form(
    page: Page,
    typed: dict[str, Any],
    *,
    unclear: tuple[str, list[dict[str, Any]]] | None = None,
    hindered: list[Obstacle] | None = None,
    wrong: Any = None,
    sent: list[Any] | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    recent = (await page.api.get("/requests", requester="me", limit=50))["requests"]
    return await page.show(
        "ask.html",
        there=await _there_in(page, typed["room"]),
        status=status,
        typed=typed,
        rooms=await rooms_for(page, recent),
        items=(await page.api.get("/catalog", limit=200))["items"],
        unclear=unclear,
        hindered=hindered or [],
        warned_of=warned_of(hindered or []),
        wrong=wrong,
        sent=sent or [],
    )
