"""What waits for the decision of whoever looks: the whole list, and its beginning on the first page."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.naming import part
from api.web.pages import Page, Paged
from orchestrator.domain.awaited import AwaitedKind

router = APIRouter()
_WHERE = {
    AwaitedKind.CONFIRM_CATEGORY.value: "/overrides/{}",
    AwaitedKind.APPROVE_OVERRIDE.value: "/overrides/{}",
    AwaitedKind.RULE_CONTEST.value: "/contests/{}",
    AwaitedKind.APPROVE_SAFEGUARD.value: "/safeguards/{}",
    AwaitedKind.SIGN_EXEMPTION.value: "/exemptions/{}",
    AwaitedKind.APPROVE_EXEMPTION.value: "/exemptions/{}",
    AwaitedKind.APPROVE_CATALOG_CHANGE.value: "/catalog/changes#change-{}",
    AwaitedKind.APPROVE_RULES.value: "/rules#change-{}",
    AwaitedKind.APPROVE_PERSON_FIGURES.value: "/figures/decisions#decision-{}",
}
"""Where each kind is decided on."""


@router.get("/decisions")
async def decisions(page: Paged) -> Response:
    """All of it, what goes on without one soonest first."""
    return await page.show("decisions.html", awaited=await awaited(page))


async def awaited(page: Page) -> list[dict[str, Any]]:
    """All that waits for the decision of whoever looks, each with ``href``: where it is decided on."""
    found = (await page.api.get("/me/decisions"))["decisions"]
    return [{**one, "href": _WHERE[one["kind"]["code"]].format(part(one["id"]))} for one in found]
