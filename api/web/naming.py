"""What people type and mean by it: titles, rooms, dates in a room's zone; and whole lists to look it up in."""

from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from api.web.inside import ProblemMet
from api.web.pages import Page

MOST_WORDS = 100
"""Characters that the API searches for."""
_PAGE = 200


def part(text: str) -> str:
    """Text as one part of an address, whatever stands in it.

    A slash is quoted twice, and so arrives quoted once: nothing is called like that, and it leads nowhere else. A part
    of dots only is quoted as well, so that it is not taken for the way to what stands above.
    """
    quoted = quote(text.replace("/", "%2F"), safe="")
    return quoted if text.strip(".") else quoted.replace(".", "%2E")


def address(path: str, **query: str) -> str:
    """An address of ours with what is filled in of a query."""
    asked = urlencode({name: value for name, value in query.items() if value})
    return f"{path}?{asked}" if asked else path


async def items_named(page: Page, name: str) -> list[dict[str, Any]]:
    """The items of the catalogue that somebody can mean by what they typed.

    Only a title or an id, whole, is clear, and gives one with its details. What merely has the words in it, perhaps in
    its summary, is asked about, even where there is one such item only: then they come without details.
    """
    if not name:
        return []
    found = (await page.api.get("/catalog", text=name[:MOST_WORDS], limit=_PAGE))["items"]
    exact = [one for one in found if name.casefold() in {one["id"].casefold(), one["title"].casefold()}]
    return [await page.api.get(f"/catalog/{part(one['id'])}") for one in exact] or found


def is_clear(found: list[dict[str, Any]]) -> bool:
    """Whether what somebody typed can mean one item only."""
    return len(found) == 1 and "conflicts_with" in found[0]


async def title_of(page: Page, name: str) -> str:
    """What an item is called that somebody or a link names, if that names it only; else the name as it is.

    So a form shows what people know it by, and what it sends means the same.
    """
    found = await items_named(page, name)
    if not is_clear(found):
        return name
    title = str(found[0]["title"])
    return title if "," not in title and is_clear(await items_named(page, title)) else name


async def zone_of(page: Page, room: str = "") -> str:
    """The time zone of a room that somebody named; the site's where none is named, or there is no such room."""
    if room:
        try:
            return str((await page.api.get(f"/classrooms/{part(room)}"))["timezone"])
        except ProblemMet as met:
            if not met.for_the_form:
                raise
            # There is no such room, and what follows will say so.
    return (await page.visitor()).zone


def in_zone(typed: str, zone: str) -> str | None:
    """A local date and time of a form in the room's zone; what is none is passed on, so that it is told beside it."""
    if not typed:
        return None
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=ZoneInfo(zone)).isoformat()
    except ValueError:
        return typed


async def everything(page: Page, path: str, key: str, **query: Any) -> list[dict[str, Any]]:
    """All pages of a list of the API."""
    found: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        listed = await page.api.get(path, after=after, limit=_PAGE, **query)
        found += listed[key]
        after = listed["next"]
        if after is None:
            return found


def has_words(words: str, *texts: str) -> bool:
    """Whether every word of what is searched for occurs in one of these texts."""
    there = " ".join(texts).casefold()
    return all(word in there for word in words.casefold().split())
