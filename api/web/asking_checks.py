"""What is looked up before anything is asked for or wished for, so that either all of it is sent or nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from api.web.asking_obstacles import asked_already, is_first_room
from api.web.inside import ProblemMet
from api.web.naming import everything, part
from api.web.pages import Page
from orchestrator.domain.wishes import WishState


def named_in(typed: Mapping[str, Any], *fields: str) -> list[str]:
    """What stands in these fields with commas between, each thing once."""
    each = [one.strip() for field in fields for one in str(typed[field]).split(",")]
    return list(dict.fromkeys(filter(None, each)))


async def rooms_named(page: Page, typed: Mapping[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """The rooms of a form's fields ``room`` and ``more_rooms``, and what is wrong with them; None where nothing is."""
    found: dict[str, dict[str, Any]] = {}
    problem: dict[str, Any] | None = None
    for field in ("room", "more_rooms"):
        for name in [typed[field]] if field == "room" else named_in(typed, field):
            try:
                room = await page.api.get(f"/classrooms/{part(name)}")
            except ProblemMet as met:
                if not met.for_the_form:
                    raise
                told = (met.problem["problems"] or [{"text": met.problem["detail"]}])[0]["text"]
                problem = problem or {**met.problem, "status": met.status, "detail": "", "problems": []}
                problem["problems"].append({"field": field, "text": told})
            else:
                found.setdefault(room["code"], room)
    if problem and typed["more_rooms"]:
        problem["detail"] = page.say("Nothing was sent, for the other rooms neither.")
    return list(found.values()), problem


async def asked_before(
    page: Page, typed: Mapping[str, Any], rooms: Sequence[Mapping[str, Any]], items: Sequence[Mapping[str, Any]]
) -> dict[str, Any] | None:
    """What the API would refuse in one of these rooms because it was asked for before; None where it is nothing."""
    who = typed["on_behalf_of"] or "me"
    for room in rooms:
        for item in items:
            query = {"classroom": room["code"], "requester": who, "item": item["id"], "state": "open", "limit": 50}
            try:
                found = (await page.api.get("/requests", **query))["requests"]
            except ProblemMet as met:
                if not met.for_the_form:
                    raise
                return None  # told when it is sent: nobody has this login
            for one in found:
                as_now = (typed["version"] or "latest", typed["seats"], "present")
                over = one["until"] and datetime.fromisoformat(one["until"]) <= page.now
                if not over and (one["version"], one["seats"]["code"], one["wanted"]["code"]) == as_now:
                    facts = {"item": item["id"], "classroom": room["code"], "request_id": one["id"]}
                    told = {"title": page.say("Already asked for"), **facts}
                    return asked_already(page, told, typed, items, unsent=len(rooms))
    return None


async def wished_before(
    page: Page, typed: Mapping[str, Any], rooms: Sequence[Mapping[str, Any]]
) -> dict[str, Any] | None:
    """What the API would refuse in one of these rooms because it was wished for before; None where it is nothing."""
    title, who = str(typed["title"]).strip(), typed["on_behalf_of"] or "me"
    for room in rooms:
        query = {"classroom": room["code"], "requester": who, "state": WishState.OPEN.value}
        try:
            found = await everything(page, "/wishes", "wishes", **query)
        except ProblemMet as met:
            if not met.for_the_form:
                raise
            return None  # told when it is sent: nobody has this login
        for one in found:
            if one["title"].casefold() == title.casefold():
                facts = {"wished": one["title"], "classroom": room["code"], "wish_id": one["id"]}
                told = {"title": page.say("Already wished for"), **facts}
                return wished_already(page, told, typed, unsent=len(rooms))
    return None


def wished_already(
    page: Page, problem: Mapping[str, Any], typed: Mapping[str, Any], *, unsent: int = 1
) -> dict[str, Any]:
    """That something was wished for before, beside its field: the problem names its title, classroom and wish.

    Args:
        page: Who wishes.
        problem: What was found, or what the API refused.
        typed: The form.
        unsent: Rooms that it was meant for, none of which was sent anything.
    """
    if typed["on_behalf_of"]:
        text = page.say("They have already wished for {title} in {room}. That wish counts.")
    else:
        text = page.say("You have already wished for {title} in {room}. That wish counts.")
    field = "title" if is_first_room(typed, problem["classroom"]) else "more_rooms"
    own = {"field": field, "text": text.format(title=problem["wished"], room=problem["classroom"])}
    others = page.say("Nothing was sent, for the other rooms neither.") if unsent > 1 else ""
    return {**problem, "detail": others, "problems": [own]}
