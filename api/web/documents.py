"""The register of documents that policies are made of."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.inside import ProblemMet
from api.web.naming import part, zone_of
from api.web.pages import Page, Paged

router = APIRouter()
_EMPTY = {"title": "", "owner": "", "outside": "", "url": ""}


@router.get("/documents")
async def documents(page: Paged, after: str = "", retired: str = "") -> Response:
    """Newest first; on demand those that hold no more, too."""
    return await _page(page, after=after, retired=bool(retired))


@router.post("/documents")
async def add(page: Paged) -> Response:
    """Enter one."""
    typed = {**_EMPTY, **await page.form()}
    body = {
        "title": typed["title"],
        "owner": typed["owner"],
        "owner_outside_it": typed["outside"] == "yes",
        "url": typed["url"],
    }
    try:
        await page.api.post("/documents", body)
    except ProblemMet as met:
        return await _told(page, met, typed)
    return page.go("/documents")


@router.post("/documents/{document_id}/retire")
async def retire(page: Paged, document_id: str) -> Response:
    """Let one hold no more."""
    await page.form()
    try:
        await page.api.post(f"/documents/{part(document_id)}/retirement")
    except ProblemMet as met:
        return await _told(page, met, _EMPTY)
    return page.go("/documents")


async def _told(page: Page, met: ProblemMet, typed: Mapping[str, Any]) -> Response:
    if not met.for_the_form:
        raise met
    return await _page(page, typed=typed, wrong=met.problem, status=met.status)


async def _page(
    page: Page,
    *,
    after: str = "",
    retired: bool = False,
    typed: Mapping[str, Any] = _EMPTY,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    listed = await page.api.get("/documents", after=after, retired="true" if retired else "")
    return await page.show(
        "documents.html",
        status=status,
        listed=listed,
        retired=retired,
        zone=await zone_of(page),
        typed=typed,
        wrong=wrong,
    )
