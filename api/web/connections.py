"""Connections: how machines are reached, and a test of it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.inside import ProblemMet
from api.web.naming import everything
from api.web.pages import Page, Paged
from api.web.rooms import room_address

router = APIRouter()


@router.get("/connections")
async def connections(page: Paged, room: str = "", seat: str = "") -> Response:
    """The profiles with the rooms that use them, and the form of the test."""
    return await _connections_page(page, {"room": room, "seat": seat})


@router.post("/connections")
async def test(page: Paged) -> Response:
    """How the machine of a seat is reached now, step by step."""
    typed = {"room": "", "seat": "", **await page.form()}
    if not typed["seat"]:
        return await _connections_page(page, typed, wrong=_no_seat(page), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        found = await page.api.post(room_address(typed["room"], "seats", typed["seat"], "connection-test"))
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        return await _connections_page(page, typed, wrong=_beside_the_seat(page, met), status=met.status)
    return await page.show("connection.html", found=found)


def _no_seat(page: Page) -> dict[str, Any]:
    text = page.say("Write the label of a seat as it stands in the room's plan, such as 05.")
    problems = [{"field": "seat", "text": text}]
    return {"title": page.say("No seat is named"), "detail": page.say("Nothing was tested."), "problems": problems}


def _beside_the_seat(page: Page, met: ProblemMet) -> dict[str, Any]:
    """The room is chosen from those that there are: what is not there, or malformed, is the seat."""
    text = met.problem["detail"]
    if told := met.problem["problems"]:
        text = " ".join(one["text"] for one in told)
    problems = [{"field": "seat", "text": text}]
    return {**met.problem, "detail": page.say("Nothing was tested."), "problems": problems}


async def _connections_page(
    page: Page, typed: Mapping[str, Any], *, wrong: Any = None, status: int = HTTPStatus.OK
) -> Response:
    """The profiles are for administrators; who may only test sees the form alone."""
    visitor = await page.visitor()
    only_tests = visitor.may("connect") and "administer" not in visitor.everywhere
    return await page.show(
        "connections.html",
        status=status,
        listed=None if only_tests else await everything(page, "/connections", "connections"),
        rooms=[(room["code"], room["code"]) for room in await everything(page, "/classrooms", "classrooms")],
        typed=typed,
        wrong=wrong,
    )
