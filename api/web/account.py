"""What somebody has for themselves: notices and letters."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.naming import part
from api.web.pages import Page, Paged
from api.web.told import Undo
from api.web.undoing import Undone, changed_since, undoes, within

router = APIRouter()


@router.get("/notices")
async def notices(page: Paged, after: str = "") -> Response:
    """What was told to them, newest first."""
    found = await page.api.get("/me/notices", after=after, limit=50)
    return await page.show("notices.html", notices=found["notices"], following=found["next"])


@router.post("/notices/read")
async def read(page: Paged) -> Response:
    """Say that those of a page were read."""
    form = await page.form()
    notices = form.get("notice[]", [])
    await page.api.post("/me/notices/read", {"notices": notices})
    to = within(form.get("place", ""), "/notices")
    return page.go(to, told=page.say("They are marked as read."), undo=Undo("notices read", {"notices": notices}))


@undoes("notices read")
async def _unread(page: Page, facts: Mapping[str, Any]) -> Undone:
    again = await page.api.post("/me/notices/unread", {"notices": facts["notices"]})
    if not again["unread"]:
        raise changed_since(page, page.say("They are not marked as read any more, or gone."))
    return Undone(page.say("Undone: they are new again."))


@router.get("/letters")
async def letters(page: Paged, after: str = "") -> Response:
    """The letters that they got, newest first."""
    found = await page.api.get("/me/letters", after=after, limit=50)
    return await page.show("letters.html", letters=found["letters"], following=found["next"])


@router.get("/letters/{letter_id}")
async def letter(page: Paged, letter_id: str) -> Response:
    """One letter, as it was sent."""
    found = await page.api.get(f"/letters/{part(letter_id)}")
    request = found["about"].get("request")
    mine = found["to"]["id"] == (await page.visitor()).person["id"]
    about = await page.api.get(f"/requests/{part(request)}/decisions") if request and mine else {"decisions": []}
    return await page.show("letter.html", letter=found, decisions=about["decisions"])


async def letters_about(page: Page, request_id: str) -> list[Any]:
    """The letters that the visitor got about a request, newest first: the notices about it name them."""
    notices = (await page.api.get("/me/notices", limit=200))["notices"]
    about = [n["letter"] for n in notices if n["about"].get("request") == request_id and n["letter"]]
    return [await page.api.get(f"/letters/{part(letter)}") for letter in dict.fromkeys(about)]
