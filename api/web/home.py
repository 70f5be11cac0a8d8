"""The first page: what somebody came for, by what they do here."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.awaited import awaited
from api.web.health import seen_by
from api.web.naming import everything
from api.web.pages import Page, Paged, Visitor
from orchestrator.domain.classrooms import RolloutMode

router = APIRouter()
_SHOWN = 50
_FIRST = 5
"""Wishes, and things owed in time, that a technician's first page shows: what is late comes before them."""
_NEWEST = 10
"""Overrides with which an auditor's first page begins."""
_MOST = 200


@router.get("/")
async def start(page: Paged) -> Response:
    """What is owed first for who owes it, one's own rooms first for who asked, and what waits for one's decision."""
    visitor = await page.visitor()
    content: dict[str, Any] = {"owed": None, "mine": None, "overdue": None, "behalf": None, "rollouts": []}
    content |= {"register": None, "upkeep": None, "in_time": _FIRST}
    rooms = await everything(page, "/classrooms", "classrooms") if visitor.may("read") else []
    if visitor.may("override"):
        content["owed"] = await page.api.get("/owed", mine="true", limit=_SHOWN)
        content["rollouts"] = await _unfinished(page)
        content |= await _seats_and_intake(page, [room for room in rooms if visitor.may_in("override", room)])
    if "auditor" in visitor.roles and visitor.may("read_record"):
        content["register"] = await _register(page)
    if visitor.may("administer"):
        content["upkeep"] = await _upkeep(page, visitor)
    if visitor.may("request"):
        listed = await page.api.get("/requests", requester="me", state="open", limit=_SHOWN)
        content["mine"], content["more_mine"] = listed["requests"], listed["next"]
        wished = await page.api.get("/wishes", requester="me", state="open", limit=_SHOWN)
        content["wishes"], content["more_wishes"] = wished["wishes"], wished["next"]
    if visitor.may("on_behalf") and not visitor.may("override"):
        content["behalf"] = await _for_others(page)
    waits = await awaited(page)
    content["awaited"], content["more_awaited"] = waits[:_SHOWN], len(waits) > _SHOWN
    if visitor.may("approve"):
        content["others_rule"] = await _others_rule(page, waits)
        if content["owed"] is None:
            content["overdue"] = await page.api.get("/owed", mine="true", limit=_SHOWN)
    unread = await page.api.get("/me/notices", unread="true", limit=_SHOWN)
    content["unread"], content["more_unread"] = len(unread["notices"]), unread["next"] is not None
    return await page.show("home.html", **content)


async def _for_others(page: Page) -> dict[str, Any]:
    """What somebody entered for others and that is open."""
    requests = await page.api.get("/requests", on_behalf_by="me", state="open", limit=_SHOWN)
    wishes = await page.api.get("/wishes", on_behalf_by="me", state="open", limit=_SHOWN)
    return {
        "requests": requests["requests"],
        "more_requests": requests["next"],
        "wishes": wishes["wishes"],
        "more_wishes": wishes["next"],
    }


async def _others_rule(page: Page, waits: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """How many contests wait for the ruling of others than whoever looks."""
    own = {one["id"] for one in waits}
    listed = await page.api.get("/contests", state="open", limit=_MOST)
    others = [one for one in listed["contests"] if one["id"] not in own]
    return {"contests": len(others), "more": listed["next"] is not None}


async def _seats_and_intake(page: Page, rooms: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Rooms of somebody's with seats that failed or wait, and the wishes for them that want an answer first."""
    codes = [room["code"] for room in rooms]
    counted: list[dict[str, Any]] = []
    for first in range(0, len(codes), _SHOWN):
        asked = codes[first : first + _SHOWN]
        counted += (await page.api.get("/classrooms", code=asked, states="true", limit=_SHOWN))["classrooms"]
    wishes = await everything(page, "/wishes", "wishes", state="open")
    ours = [wish for wish in wishes if wish["classroom"] in codes]
    return {
        "failed": _rooms_with(counted, "F"),
        "pending": _rooms_with(counted, "P"),
        "intake": sorted(ours, key=_longest_waiting)[:_FIRST],
        "by_hand": {room["code"] for room in rooms if room["mode"]["code"] == RolloutMode.BY_TECHNICIAN},
    }


def _longest_waiting(wish: dict[str, Any]) -> tuple[bool, str, str]:
    return wish["answered_at"] is not None, wish["answer_by"], wish["id"]


def _rooms_with(rooms: Sequence[dict[str, Any]], state: str) -> list[tuple[str, int]]:
    """Rooms that have seats in a state, with how many; those with most come first."""
    found = [(room["code"], count["seats"]) for room in rooms for count in room["states"] if count["state"] == state]
    return sorted(found, key=lambda one: (-one[1], one[0]))


async def _register(page: Page) -> dict[str, Any]:
    """What an auditor reads first: the newest overrides, what else stands beside them, and how the record stands."""
    contests = await page.api.get("/contests", state="open", limit=_MOST)
    safeguards = await page.api.get("/safeguards", state="live", limit=_MOST)
    return {
        "overrides": (await page.api.get("/overrides", limit=_NEWEST))["overrides"],
        "contests": len(contests["contests"]),
        "more_contests": contests["next"] is not None,
        "safeguards": len(safeguards["safeguards"]),
        "more_safeguards": safeguards["next"] is not None,
        "head": await page.api.get("/record/head"),
    }


async def _upkeep(page: Page, visitor: Visitor) -> dict[str, Any]:
    """What an administrator looks after: whether the service works, its connections, accounts that are not ready."""
    people = await everything(page, "/people", "people") if visitor.may("people") else []
    there = [one for one in people if not one["deactivated_at"]]
    health: dict[str, Any] = {"waiting": [], "head": None, "unsigned_late": False}
    return {
        **health,
        **await seen_by(page, visitor),
        "connections": await everything(page, "/connections", "connections"),
        "invited": [one for one in there if one["invited"]],
        "without_role": [one for one in there if not one["roles"]],
    }


async def _unfinished(page: Paged) -> list[dict[str, Any]]:
    """The newest rollout of each room where it runs or has left seats that are not ready: the latter come first."""
    newest: dict[str, dict[str, Any]] = {}
    for rollout in (await page.api.get("/rollouts", limit=200))["rollouts"]:
        newest.setdefault(rollout["classroom"], rollout)
    open_ones = [one for one in newest.values() if one["state"]["code"] in {"queued", "running", "incomplete"}]
    return sorted(open_ones, key=lambda one: one["state"]["code"] != "incomplete")


async def rooms_for(page: Paged, requests: list[dict[str, Any]]) -> list[str]:
    """Codes of all rooms, those that one asked for lately first."""
    recent = list(dict.fromkeys(str(request["classroom"]) for request in requests))
    codes = [room["code"] for room in await everything(page, "/classrooms", "classrooms")]
    return recent + [code for code in codes if code not in recent]
