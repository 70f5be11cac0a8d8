"""What a room's team says about a request without deciding it: how late it gets, and what they would take instead."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.deciding import LISTED, shown_again
from api.web.inside import ProblemMet
from api.web.naming import in_zone, part
from api.web.pages import Page, Paged
from api.web.told import Undo
from api.web.undoing import Undone, changed_since, undoes

router = APIRouter()
_BESIDE = {"catalog item": "suggests", "expected-in-the-past": "expected_at"}
"""The forms' field of what is not there, and of what else is refused."""


@router.get("/requests/{request_id}/team-words")
async def words(page: Paged, request_id: str) -> Response:
    """The forms on a page of their own, with titles to choose from."""
    return await _form(page, request_id)


@router.post("/requests/{request_id}/delay-notes")
async def note_delay(page: Paged, request_id: str) -> Response:
    """Say honestly when it will be there. It stops no clock."""
    form = await page.form()
    zone = (await page.api.get(f"/requests/{part(request_id)}"))["timezone"]
    body = {"words": form.get("words", ""), "expected_at": in_zone(form.get("expected_at", ""), zone) or ""}
    return await _act(page, request_id, "delay-notes", body, {"what": "delay", **form})


@router.post("/requests/{request_id}/recommendations")
async def recommend(page: Paged, request_id: str) -> Response:
    """Advise whoever asked; the request goes on meanwhile."""
    form = await page.form()
    body = {"words": form.get("words", ""), "suggests": form.get("suggests") or None}
    try:
        made = await page.api.post(f"/requests/{part(request_id)}/recommendations", body)
    except ProblemMet as met:
        typed = {"what": "recommend", **form}
        wrong = shown_again(met, _BESIDE)
        return await _form(page, request_id, typed=typed, wrong=wrong, status=met.status)
    undo = Undo("advice given", {"request": request_id, "advice": made["id"]})
    return page.go(f"/requests/{part(request_id)}", told=page.say("Your advice is given."), undo=undo)


@router.post("/requests/{request_id}/recommendations/take-back")
async def take_back(page: Paged, request_id: str) -> Response:
    """Take back the advice that waits for an answer."""
    await page.form()
    try:
        taken = await page.api.post(f"/requests/{part(request_id)}/recommendations/take-back")
    except ProblemMet as met:
        return await _form(page, request_id, wrong=shown_again(met), status=met.status)
    undo = Undo("advice taken back", {"request": request_id, "advice": taken["id"]})
    return page.go(f"/requests/{part(request_id)}", told=page.say("The advice is taken back."), undo=undo)


@undoes("advice given")
async def _take_back_again(page: Page, facts: Mapping[str, Any]) -> Undone:
    await _newest(page, facts, "open")
    await page.api.post(f"/requests/{part(facts['request'])}/recommendations/take-back")
    return Undone(page.say("Undone: the advice is taken back. Whoever asked may have read it."))


@undoes("advice taken back")
async def _give_again(page: Page, facts: Mapping[str, Any]) -> Undone:
    taken = await _newest(page, facts, "taken_back")
    body = {"words": taken["words"], "suggests": taken["suggests"]["id"] if taken["suggests"] else None}
    await page.api.post(f"/requests/{part(facts['request'])}/recommendations", body)
    return Undone(page.say("Undone: the same advice is given again."))


async def _newest(page: Page, facts: Mapping[str, Any], state: str) -> Any:
    """The newest advice about the request, if it is still the one that was left, in this state."""
    newest = (await page.api.get(f"/requests/{part(facts['request'])}/recommendations"))["recommendations"][-1]
    if newest["id"] != facts["advice"] or newest["state"]["code"] != state:
        raise changed_since(page)
    return newest


async def _act(page: Page, request_id: str, what: str, body: object, typed: dict[str, Any]) -> Response:
    try:
        await page.api.post(f"/requests/{part(request_id)}/{what}", body)
    except ProblemMet as met:
        wrong = shown_again(met, _BESIDE)
        return await _form(page, request_id, typed=typed, wrong=wrong, status=met.status)
    return page.go(f"/requests/{part(request_id)}", told=page.say("It is noted, and whoever asked can read it."))


async def _form(
    page: Page,
    request_id: str,
    *,
    typed: dict[str, Any] | None = None,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    return await page.show(
        "team_words.html",
        status=status,
        request=await page.api.get(f"/requests/{part(request_id)}"),
        advice=(await page.api.get(f"/requests/{part(request_id)}/recommendations"))["recommendations"],
        items=(await page.api.get("/catalog", limit=LISTED))["items"],
        typed={"what": "", "words": "", "expected_at": "", "suggests": "", **(typed or {})},
        wrong=wrong,
    )
