"""The register of documents that policies are made of."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.inside import ProblemMet
from api.web.naming import part, zone_of
from api.web.pages import Page, Paged
from api.web.told import Undo
from api.web.undoing import Undone, undoes, within

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
        made = await page.api.post("/documents", body)
    except ProblemMet as met:
        return await _told(page, met, typed)
    entered = page.say("The document is in the register.")
    return page.go("/documents", told=entered, undo=Undo("document entered", {"id": made["id"]}))


@router.post("/documents/{document_id}/retire")
async def retire(page: Paged, document_id: str) -> Response:
    """Let one hold no more."""
    to = within((await page.form()).get("place", ""), "/documents")
    try:
        await page.api.post(f"/documents/{part(document_id)}/retirement")
    except ProblemMet as met:
        return await _told(page, met, _EMPTY)
    return page.go(to, told=page.say("The document is retired."))


@undoes("document entered")
async def _retire_again(page: Page, facts: Mapping[str, Any]) -> Undone:
    await page.api.post(f"/documents/{part(facts['id'])}/retirement")
    return Undone(page.say("Undone: the document is retired. That it was entered stays in the record."))


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
