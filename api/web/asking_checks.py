"""What is looked up before anything is asked for or wished for, so that either all of it is sent or nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.web.asking_obstacles import asked_already
from api.web.inside import ProblemMet
from api.web.naming import part
from api.web.pages import Page


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
                if (one["version"], one["seats"]["code"], one["wanted"]["code"]) == as_now:
                    facts = {"item": item["id"], "classroom": room["code"], "request_id": one["id"]}
                    return asked_already(page, {"title": page.say("Already asked for"), **facts}, typed, items)
    return None
