"""The whole owed list, by room, building, department or person."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.inside import ProblemMet
from api.web.naming import address, everything
from api.web.pages import Paged

router = APIRouter()
_SHOWN = 50


@router.get("/owed")
async def owed(
    page: Paged,
    room: str = "",
    building: str = "",
    department: str = "",
    person: str = "",
    mine: str = "",
    after: str = "",
) -> Response:
    """Late first, each with its why and whose turn it is."""
    chosen = {"room": room, "building": building, "department": department, "person": person, "mine": mine}
    status: int = HTTPStatus.OK
    found: Any = None
    wrong = None
    try:
        found = await page.api.get(
            "/owed",
            classroom=room,
            building=building,
            department=department,
            person=person,
            mine="true" if mine else "",
            after=after,
            limit=_SHOWN,
        )
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        status, wrong = met.status, met.problem
    rooms = await everything(page, "/classrooms", "classrooms")
    return await page.show(
        "owed.html",
        status=status,
        owed=found,
        chosen=chosen,
        here=address("/owed", **chosen),
        rooms=[one["code"] for one in rooms],
        buildings=sorted({one["building"] for one in rooms}),
        wrong=wrong,
    )
