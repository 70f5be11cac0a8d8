"""What rooms have already, or were asked to have, said wherever somebody looks for software to ask for."""

from typing import Any

from api.web.inside import ProblemMet
from api.web.naming import part
from api.web.pages import Page

_ROOMS = 5
"""Rooms that are looked into where somebody names none: each takes a call."""
_LATELY = 50


async def there_in(page: Page, room: str) -> list[dict[str, Any]]:
    """Items that a room has or was asked to have, each once; none where there is no such room."""
    return (await room_and_what_is_there(page, room))[1]


async def room_and_what_is_there(page: Page, room: str) -> tuple[str, list[dict[str, Any]]]:
    """A room's own code, however somebody has typed it, and what ``there_in`` gives."""
    if not room:
        return room, []
    try:
        found = await page.api.get(f"/classrooms/{part(room)}/manifest")
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        return room, []
    there = {line["item"]["id"]: line["item"] for line in found["lines"] if line["wanted"]["code"] == "present"}
    return found["classroom"], list(there.values())


async def rooms_with(page: Page, room: str = "") -> dict[str, list[str]]:
    """By id of each item, the rooms that have it or were asked to have it.

    Args:
        page: Who looks.
        room: The room in question; empty for those that the visitor teaches in or asked for lately.
    """
    found: dict[str, list[str]] = {}
    for code in [room] if room else await _own_rooms(page):
        for item in await there_in(page, code):
            found.setdefault(item["id"], []).append(code)
    return found


async def _own_rooms(page: Page) -> list[str]:
    visitor = await page.visitor()
    if not visitor.may("request"):
        return []
    asked = (await page.api.get("/requests", requester="me", state="open", limit=_LATELY))["requests"]
    given = sorted(name for kind, name in visitor.parts.get("request", ()) if kind == "classroom")
    return list(dict.fromkeys([*(one["classroom"] for one in asked), *given]))[:_ROOMS]
