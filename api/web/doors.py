"""Signing off from a phone: a page for the room's door, and where its code leads."""

from collections.abc import Mapping
from http import HTTPStatus
from io import BytesIO
from typing import Any

import segno
from fastapi import APIRouter
from starlette.responses import Response

from api.web.inside import ProblemMet
from api.web.naming import part
from api.web.pages import Page, Paged

router = APIRouter()
_LATELY = 100
_UNSAID = {"unanswered", "silence", "unaccepted"}
"""Answers to what was stated of work by hand that the requester may still give."""


@router.get("/rooms/{code}/door")
async def door(page: Paged, code: str) -> Response:
    """To be printed and put up."""
    room = await page.api.get(f"/classrooms/{part(code)}")
    return await page.show("door.html", room=room, there=_there(page, room["code"]))


@router.get("/rooms/{code}/door.svg")
async def door_code(page: Paged, code: str) -> Response:
    """The QR code on it."""
    room = await page.api.get(f"/classrooms/{part(code)}")
    drawn = BytesIO()
    segno.make(_there(page, room["code"]), error="m", micro=False).save(drawn, kind="svg", scale=8, light="#fff")
    return Response(drawn.getvalue(), media_type="image/svg+xml")


@router.get("/rooms/{code}/works")
async def works_form(page: Paged, code: str, said: str = "") -> Response:
    """Whether what one asked for in this room works."""
    return await _works(page, code, said=said)


@router.post("/rooms/{code}/works")
async def works(page: Paged, code: str) -> Response:
    """Say it of one thing, and come back to the next."""
    form = await page.form()
    request, does = part(form.get("request", "")), form.get("works") == "yes"
    body = {"works": does, "words": form.get("words") or None}
    try:
        if form.get("by_hand"):
            await page.api.post(f"/requests/{part(request)}/ticks/answer", body)
        else:
            await page.api.post(f"/requests/{part(request)}/sign-off", body)
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        return await _works(page, code, typed=form, wrong=met.problem, status=met.status)
    return page.go(f"/rooms/{part(code)}/works?said={'yes' if does else 'no'}")


def _there(page: Page, code: str) -> str:
    """The address that a phone opens."""
    return str(page.request.base_url.replace(path=f"/rooms/{part(code)}/works"))


async def _works(
    page: Page,
    code: str,
    *,
    said: str = "",
    typed: dict[str, Any] | None = None,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    room = await page.api.get(f"/classrooms/{part(code)}")
    mine = await page.api.get("/requests", requester="me", classroom=room["code"], limit=_LATELY)
    asked: list[dict[str, Any]] = []
    answered: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for one in mine["requests"]:
        said_of_it = await _sign_off(page, one)
        if _is_asked(one, said_of_it):
            asked.append(one)
        elif said_of_it and said_of_it["works"] is not None and one["state"]["code"] == "open":
            answered.append((one, said_of_it))
    return await page.show(
        "works.html",
        status=status,
        room=room,
        asked=asked,
        answered=sorted(answered, key=lambda pair: str(pair[1]["answered_at"]), reverse=True),
        still_open=[one for one in mine["requests"] if one["state"]["code"] == "open"],
        said=said,
        typed=typed or {},
        wrong=wrong,
    )


def _is_asked(request: Mapping[str, Any], sign_off: Mapping[str, Any] | None) -> bool:
    """Whether its requester was asked if it works, and has not said so yet."""
    if request["state"]["code"] == "withdrawn":
        return False
    if request["state"]["code"] == "open" and any(one["answer"]["code"] in _UNSAID for one in request["ticks"][-1:]):
        return True
    return sign_off is not None and sign_off["works"] is None


async def _sign_off(page: Page, request: Mapping[str, Any]) -> dict[str, Any] | None:
    """What its requester was asked and said; None where nobody was asked."""
    if request["ticks"] and not request["settings_line"]:
        return None  # it is work by hand as a whole, and whoever did it asked
    try:
        return dict(await page.api.get(f"/requests/{part(request['id'])}/sign-off"))
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        return None  # it was never there yet
