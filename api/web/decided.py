"""What was decided about a request, in the same shape whichever kind it is, so that it reads and is contested alike."""

from typing import Any

from api.web.naming import part, zone_of
from api.web.pages import Page
from orchestrator.domain.contests import ContestState, ContestSubject


async def decided(page: Page, request: dict[str, Any]) -> list[dict[str, Any]]:
    """What holds for a request now.

    Each has what a contest needs (``subject``, ``id``, the ``contest`` that is open, the last one after which it was
    ``upheld``), its words (``text``,
    ``explanation``), who answers for it (``by``), ``until`` when, in which
    ``zone`` its words say so if that is not the room's, what one gets ``instead``, what ``would_lift`` it,
    and where it is read whole (``href``). What it doesn't have is None or empty.
    """
    found = (await page.api.get(f"/requests/{part(request['id'])}/decisions"))["decisions"]
    if not found:
        return []
    contests = (await page.api.get("/contests", request=request["id"], limit=200))["contests"]
    upheld = {one["decision"]: one for one in reversed(contests) if one["state"]["code"] == ContestState.UPHELD}
    shown = [await _SHOWN[one["subject"]["code"]](page, one) for one in found]
    return [{**one, "upheld": upheld.get(one["id"])} for one in shown]


async def _override(page: Page, found: dict[str, Any]) -> dict[str, Any]:
    one = await page.api.get(f"/overrides/{part(found['decision'])}")
    return _alike(
        found,
        text=one["text"],
        explanation=one["explanation"],
        by=one["team"] or one["by"]["name"],
        until=one["expires_at"],
        instead=one["alternative"],
        would_lift=one["would_lift"],
        href=f"/overrides/{part(one['id'])}",
    )


async def _safeguard(page: Page, found: dict[str, Any]) -> dict[str, Any]:
    one = await page.api.get(f"/safeguards/{part(found['decision'])}")
    return _alike(
        found,
        title=one["title"],
        text=one["text"],
        explanation=one["explanation"],
        by=one["owner"]["name"],
        until=one["expires_at"],
        zone=await zone_of(page),
        instead=one["instead"],
        href=f"/safeguards/{part(one['id'])}",
    )


async def _catalog_change(page: Page, found: dict[str, Any]) -> dict[str, Any]:
    one = await page.api.get(f"/catalog-changes/{part(found['decision'])}")
    text = page.say("A change of the catalogue took something of it away.")
    return _alike(found, text=text, explanation=one["reason"], href="/catalog/changes")


def _alike(found: dict[str, Any], **shown: Any) -> dict[str, Any]:
    ours = {"subject": found["subject"]["code"], "id": found["decision"], "contest": found["contest"]}
    return {**dict.fromkeys(("by", "until", "zone", "instead", "would_lift")), **ours, **shown}


_SHOWN = {
    ContestSubject.OVERRIDE.value: _override,
    ContestSubject.SAFEGUARD.value: _safeguard,
    ContestSubject.CATALOG_CHANGE.value: _catalog_change,
}
