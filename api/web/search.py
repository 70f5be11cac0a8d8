"""Finding rooms, software, requests and wishes by words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.already_there import rooms_with
from api.web.naming import MOST_WORDS, address, everything, has_words
from api.web.pages import Page, Paged

router = APIRouter()
_SHOWN = 20
_A_PAGE = 50
_LOOKED_INTO = 5
"""Rooms, and items, that fit and whose requests are looked for: each takes a call."""
_KINDS = ("rooms", "items", "requests", "wishes")


@dataclass(frozen=True, slots=True)
class Found:
    """What fits of one kind.

    Attributes:
        shown: Those of this page.
        in_all: How many fit; None where only the catalogue knows.
        onward: Address of the rest, or empty where there is none.
    """

    shown: Sequence[dict[str, Any]] = ()
    in_all: int | None = 0
    onward: str = ""


@router.get("/search")
async def search(page: Paged, q: str = "", kind: str = "", after: str = "") -> Response:
    """The first of each kind that fits the words; with ``kind`` all of that one, page by page."""
    words = "".join(c for c in q if c.isprintable()).strip()[:MOST_WORDS]
    kind = kind if kind in _KINDS else ""
    content: dict[str, Any] = dict.fromkeys(_KINDS, Found())
    looked_into_some = False
    if words and (await page.visitor()).may("read"):
        rooms = [
            room
            for room in await everything(page, "/classrooms", "classrooms")
            if has_words(words, room["code"], room["building"])
        ]
        items = await page.api.get("/catalog", text=words, limit=_SHOWN)
        if kind in {"", "rooms"}:
            content["rooms"] = _cut(rooms, words, "rooms", kind, lambda room: not after or room["code"] > after)
        if kind in {"", "items"}:
            content["items"] = Found(items["items"], None, address("/catalog", q=words) if items["next"] else "")
        if kind in {"", "requests"}:
            fit = await _requests(page, words, rooms, items["items"])
            looked_into_some = max(len(rooms), len(items["items"])) > _LOOKED_INTO
            content["requests"] = _cut(fit, words, "requests", kind, lambda one: not after or one["id"] < after)
        if kind in {"", "wishes"}:
            open_ones = await everything(page, "/wishes", "wishes", state="open")
            wishes = [one for one in open_ones if has_words(words, one["title"], one["classroom"])]
            content["wishes"] = _cut(wishes, words, "wishes", kind, lambda one: not after or one["id"] < after)
    return await page.show(
        "search.html",
        found_by=q,
        words=words,
        kind=kind,
        here=address("/search", q=words),
        looked_into_some=looked_into_some,
        there=await rooms_with(page) if content["items"].shown else {},
        **content,
    )


def _cut(fit: list[dict[str, Any]], words: str, name: str, kind: str, is_on: Callable[[dict[str, Any]], bool]) -> Found:
    """The page of a list that was asked for, or its first ones beside those of other kinds.

    Args:
        fit: All that fit, in order.
        words: What was searched for.
        name: Of the list.
        kind: Of the list that is shown alone; empty for all of them.
        is_on: Whether an entry is on this page or one that follows.
    """
    key = "code" if name == "rooms" else "id"
    left = [one for one in fit if is_on(one)]
    shown = left[: _A_PAGE if kind else _SHOWN]
    if len(left) == len(shown):
        return Found(shown, len(fit))
    return Found(shown, len(fit), address("/search", q=words, kind=name, after=shown[-1][key] if kind else ""))


async def _requests(
    page: Page, words: str, rooms: list[dict[str, Any]], items: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """One's own that fit; for whoever looks after rooms, the open ones in these rooms and for these items too."""
    visitor = await page.visitor()
    own = await everything(page, "/requests", "requests", requester="me")
    found = [one for one in own if has_words(words, one["item"]["title"], one["classroom"], one["standing"]["text"])]
    if visitor.may("steer") or visitor.may("override") or visitor.may("on_behalf"):
        for room in rooms[:_LOOKED_INTO]:
            found += await everything(page, "/requests", "requests", classroom=room["code"], state="open")
        for item in items[:_LOOKED_INTO]:
            found += await everything(page, "/requests", "requests", item=item["id"], state="open")
    return sorted({one["id"]: one for one in found}.values(), key=lambda one: str(one["id"]), reverse=True)
