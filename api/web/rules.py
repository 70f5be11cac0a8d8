"""The numbers of the rules: what holds, and changing it with two persons."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.inside import ProblemMet
from api.web.naming import part, zone_of
from api.web.pages import Page, Paged
from api.web.rule_words import words_of_numbers

router = APIRouter()


@router.get("/rules")
async def rules(page: Paged, after: str = "") -> Response:
    """What holds, within which bounds, and which changes wait for a second person."""
    return await _page(page, after=after)


@router.post("/rules/changes")
async def propose(page: Paged) -> Response:
    """Propose other numbers."""
    typed = await page.form()
    numbers = (await page.api.get("/rules"))["numbers"]
    wanted = {one["name"]: typed.get(one["name"], "") for one in numbers}
    # Told is what was typed: a number that somebody else has changed since the page was shown stays as it is.
    shown = {name: typed.get(f"was_{name}", "") for name in wanted}
    differing = {name: value for name, value in wanted.items() if value != shown[name]}
    try:
        await page.api.post("/rules/changes", {"numbers": differing, "reason": typed.get("reason", "")})
    except ProblemMet as met:
        return await _told(page, met, typed)
    return page.go("/rules")


@router.post("/rules/changes/{change_id}/{answer}")
async def decide(page: Paged, change_id: str, answer: str) -> Response:
    """Approve or refuse what somebody else proposed."""
    await page.form()
    try:
        await page.api.post(f"/rules/changes/{part(change_id)}/{'approve' if answer == 'approve' else 'refuse'}")
    except ProblemMet as met:
        return await _told(page, met, {})
    return page.go("/rules")


async def _told(page: Page, met: ProblemMet, typed: Mapping[str, Any]) -> Response:
    if not met.for_the_form:
        raise met
    told = [{**one, "field": one["field"].removeprefix("numbers.")} for one in met.problem.get("problems") or ()]
    return await _page(page, typed=typed, wrong={**met.problem, "problems": told}, status=met.status)


async def _page(
    page: Page,
    *,
    after: str = "",
    typed: Mapping[str, Any] | None = None,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    numbers = (await page.api.get("/rules"))["numbers"]
    listed = await page.api.get("/rules/changes", after=after)
    visitor = await page.visitor()
    return await page.show(
        "rules.html",
        status=status,
        numbers=numbers,
        words=words_of_numbers(page.say),
        listed=listed,
        waiting=[change for change in listed["changes"] if change["state"]["code"] == "proposed"],
        zone=await zone_of(page),
        me=visitor.person["id"],
        typed={**_shown(numbers), "reason": "", **(typed or {})},
        wrong=wrong,
    )


def _shown(numbers: list[dict[str, Any]]) -> dict[str, Any]:
    """What the form begins with: each number, and beside it, unseen, what it was when the page was made."""
    return {name: one["value"] for one in numbers for name in (one["name"], f"was_{one['name']}")}
