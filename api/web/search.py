"""Finding rooms, software, requests and wishes by words."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.naming import MOST_WORDS, everything, has_words
from api.web.pages import Page, Paged

router = APIRouter()
_SHOWN = 20
_ITEMS_LOOKED_INTO = 5
_ROOMS_LOOKED_INTO = 5


@router.get("/search")
async def search(page: Paged, q: str = "") -> Response:
    """What fits the words, by kind."""
    words = "".join(c for c in q if c.isprintable()).strip()[:MOST_WORDS]
    content: dict[str, Any] = {"rooms": [], "items": [], "requests": [], "wishes": []}
    visitor = await page.visitor()
    if words and visitor.may("read"):
        content["rooms"] = [
            room
            for room in await everything(page, "/classrooms", "classrooms")
            if has_words(words, room["code"], room["building"])
        ]
        content["items"] = (await page.api.get("/catalog", text=words, limit=_SHOWN))["items"]
        content["requests"] = await _requests(page, words, content["rooms"], content["items"])
        open_ones = (await page.api.get("/wishes", state="open", limit=200))["wishes"]
        content["wishes"] = [one for one in open_ones if has_words(words, one["title"], one["classroom"])][:_SHOWN]
    return await page.show("search.html", found_by=q, words=words, **content)


async def _requests(
    page: Page, words: str, rooms: list[dict[str, Any]], items: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """One's own that fit; for whoever looks after rooms, the open ones in these rooms and for these items too."""
    visitor = await page.visitor()
    own = (await page.api.get("/requests", requester="me", limit=200))["requests"]
    found = [one for one in own if has_words(words, one["item"]["title"], one["classroom"], one["standing"]["text"])]
    if visitor.may("steer") or visitor.may("override") or visitor.may("on_behalf"):
        for room in rooms[:_ROOMS_LOOKED_INTO]:
            listed = await page.api.get("/requests", classroom=room["code"], state="open", limit=_SHOWN)
            found += listed["requests"]
        for item in items[:_ITEMS_LOOKED_INTO]:
            found += (await page.api.get("/requests", item=item["id"], state="open", limit=_SHOWN))["requests"]
    return list({one["id"]: one for one in found}.values())[: 2 * _SHOWN]
