"""What a room's team says about a request without deciding it: how late it gets, and what they would take instead."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.deciding import LISTED, shown_again
from api.web.inside import ProblemMet
from api.web.naming import in_zone, part
from api.web.pages import Page, Paged

router = APIRouter()


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
    return await _act(page, request_id, "recommendations", body, {"what": "recommend", **form})


@router.post("/requests/{request_id}/recommendations/take-back")
async def take_back(page: Paged, request_id: str) -> Response:
    """Take back the advice that waits for an answer."""
    await page.form()
    return await _act(page, request_id, "recommendations/take-back", None, {})


async def _act(page: Page, request_id: str, what: str, body: object, typed: dict[str, Any]) -> Response:
    try:
        await page.api.post(f"/requests/{part(request_id)}/{what}", body)
    except ProblemMet as met:
        return await _form(page, request_id, typed=typed, wrong=shown_again(met), status=met.status)
    return page.go(f"/requests/{part(request_id)}")


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
