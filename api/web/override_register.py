"""The register of overrides: narrowed by its address, and the same as a file."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.web.deciding import address, choices, register_shown
from api.web.naming import everything, items_named, zone_of
from api.web.pages import Page, Paged
from api.web.passed_on import PassedOn
from api.web.periods import begin_of, end_of
from orchestrator.domain.contests import ContestState
from orchestrator.domain.evidence import Category
from orchestrator.domain.overrides import OverrideKind, OverrideState

router = APIRouter()
_FILTERS = ("room", "team", "item", "kind", "category", "state", "contest", "person", "since", "until", "request")
_NAMES = {"room": "classroom"}
_UNCONFIRMED = "unconfirmed"
"""Beside the states of overrides: that a reason waits for its confirmation, by what the address calls it."""
_CONTESTED = {"yes": "true", "no": "false"}
"""Whether anybody contested it, beside the states of contests, by what the API calls it."""


@router.get("/overrides")
async def register(page: Paged, request: Request, after: str = "") -> Response:
    """All of them, newest first."""
    asked = _asked(request)
    contests = [("yes", page.say("contested")), ("no", page.say("never contested")), *choices(page, ContestState)]
    return await register_shown(
        page,
        "overrides.html",
        "/overrides",
        {**asked, "after": after},
        query={**await _query(page, asked), "after": after},
        names=_NAMES,
        file=address("/overrides.csv", asked),
        kinds=choices(page, OverrideKind),
        categories=choices(page, Category),
        states=[*choices(page, OverrideState), (_UNCONFIRMED, page.say("reason waits for confirmation"))],
        contests=contests,
        teams=await _teams(page, asked["team"]),
    )


@router.get("/overrides.csv")
async def file(page: Paged, request: Request) -> Response:
    """All that the same filters give, as a file; it is sent on while it is made."""
    query = await _query(page, _asked(request))
    return PassedOn(request, "/overrides.csv", {_NAMES.get(name, name): value for name, value in query.items()})


def _asked(request: Request) -> dict[str, str]:
    return {name: request.query_params.get(name, "").strip() for name in _FILTERS}


async def _query(page: Page, asked: Mapping[str, str]) -> dict[str, str]:
    """The API's filters: an item by its title, days as moments of the zone, and the last day is one of them."""
    meant = await items_named(page, asked["item"])
    zone = await zone_of(page, asked["room"])
    contest, state = asked["contest"], asked["state"]
    return {
        **asked,
        "item": meant[0]["id"] if len(meant) == 1 else asked["item"],
        "since": asked["since"] and begin_of(asked["since"], zone),
        "until": asked["until"] and end_of(asked["until"], zone),
        "state": "" if state == _UNCONFIRMED else state,
        "unconfirmed": "true" if state == _UNCONFIRMED else "",
        "contest": "" if contest in _CONTESTED else contest,
        "contested": _CONTESTED.get(contest, ""),
    }


async def _teams(page: Page, asked: str) -> list[tuple[str, str]]:
    """The units that own rooms, and the one that was asked for, as choices."""
    rooms = await everything(page, "/classrooms", "classrooms")
    named = {room["department"] for room in rooms} | {asked}
    return [(name, name) for name in sorted(named - {""})]
