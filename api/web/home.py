"""The first page: what somebody came for, by what they do here."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.naming import everything
from api.web.pages import Paged

router = APIRouter()
_SHOWN = 50


@router.get("/")
async def start(page: Paged) -> Response:
    """What is owed first for who owes it, one's own rooms first for who asked, and what waits for one's decision."""
    visitor = await page.visitor()
    content: dict[str, Any] = {"owed": None, "mine": None, "decisions": None, "rollouts": []}
    if visitor.may("override"):
        content["owed"] = await page.api.get("/owed", mine="true", limit=_SHOWN)
        content["rollouts"] = await _unfinished(page)
    if visitor.may("request"):
        listed = await page.api.get("/requests", requester="me", state="open", limit=_SHOWN)
        content["mine"], content["more_mine"] = listed["requests"], listed["next"]
        wished = await page.api.get("/wishes", requester="me", state="open", limit=_SHOWN)
        content["wishes"], content["more_wishes"] = wished["wishes"], wished["next"]
    if visitor.may("approve") or visitor.may("rule"):
        none = {"overrides": (), "next": None}
        asks = visitor.may("approve")
        overrides = await page.api.get("/overrides", state="proposed", limit=_SHOWN) if asks else none
        contests = await page.api.get("/contests", state="open", limit=_SHOWN)
        content["decisions"] = {
            "contests": contests["contests"],
            "more_contests": contests["next"],
            "overrides": overrides["overrides"],
            "more_overrides": overrides["next"],
        }
    unread = await page.api.get("/me/notices", unread="true", limit=_SHOWN)
    content["unread"], content["more_unread"] = len(unread["notices"]), unread["next"] is not None
    rooms = await everything(page, "/classrooms", "classrooms") if visitor.may("read") else []
    content["zones"] = {room["code"]: room["timezone"] for room in rooms}
    return await page.show("home.html", **content)


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
