"""The whole life of one request, on one page that can be printed."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.account import letters_about
from api.web.deciding import LISTED
from api.web.naming import part
from api.web.pages import Page, Paged
from api.web.record_words import evidence_in_words, naming
from orchestrator.domain.contests import ContestSubject

router = APIRouter()


@router.get("/requests/{request_id}/life")
async def life(page: Paged, request_id: str) -> Response:
    """All that is known of one request: what was decided, what was contested, and what happened."""
    found = await page.api.get(f"/requests/{part(request_id)}/life")
    decided = await _decided(page, request_id, found)
    contests = (await page.api.get("/contests", request=request_id, limit=LISTED))["contests"]
    advice = (await page.api.get(f"/requests/{part(request_id)}/recommendations"))["recommendations"]
    return await page.show(
        "request_life.html",
        life=found,
        request=found["request"],
        overrides=decided["overrides"],
        safeguards=decided["safeguards"],
        exemptions=decided["exemptions"],
        changes=decided["changes"],
        contests=[{**one, "about": _about(decided, one)} for one in reversed(contests)],
        advice=advice,
        called=naming(page.say),
        evidence_in_words=lambda text: evidence_in_words(text, page.language),
        letters=await letters_about(page, request_id),
    )


async def _decided(page: Page, request_id: str, life: dict[str, Any]) -> dict[str, list[Any]]:
    """Every kind of decision about it, whole, oldest first, also of what is over."""
    overrides = (await page.api.get("/overrides", request=request_id, limit=LISTED))["overrides"]
    return {
        "overrides": overrides[::-1],
        "safeguards": [await page.api.get(f"/safeguards/{part(one)}") for one in life["safeguards"]],
        "exemptions": [await page.api.get(f"/exemptions/{part(one)}") for one in life["exemptions"]],
        "changes": [await page.api.get(f"/catalog-changes/{part(one)}") for one in life["catalog_changes"]],
    }


def _about(decided: dict[str, list[Any]], contest: dict[str, Any]) -> str:
    """What a contest is about, in the decision's words without how it stands now; empty where they are not at hand."""
    kind, words = {
        ContestSubject.OVERRIDE.value: ("overrides", "effect"),
        ContestSubject.SAFEGUARD.value: ("safeguards", "title"),
        ContestSubject.CATALOG_CHANGE.value: ("changes", "reason"),
    }[contest["subject"]["code"]]
    return next((str(one[words]) for one in decided[kind] if one["id"] == contest["decision"]), "")
