"""Undoing what a page has done, as long as it says so: each act with a safe way back registers it beside itself.

An act whose traces cannot be taken away again has none: its form says before what it does, and to whom.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.responses import Response

from api.web.inside import ProblemMet
from api.web.pages import Page, Paged
from api.web.told import FIELD, opened

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Undone:
    """What came of it.

    Attributes:
        words: What holds now, in the visitor's language.
        to: Address that shows it; empty for the page where it was undone.
    """

    words: str
    to: str = ""


Way = Callable[[Page, Mapping[str, Any]], Awaitable[Undone]]
"""Undoes it by the API as whoever looks.

Raises:
    ProblemMet: The API refuses, or somebody has changed since what was left.
"""
_WAYS: dict[str, Way] = {}


def undoes(what: str) -> Callable[[Way], Way]:
    """Make a way back known under the name that an ``Undo`` carries."""

    def known(way: Way) -> Way:
        _WAYS[what] = way
        return way

    return known


def changed_since(page: Page, words: str = "") -> ProblemMet:
    """What is met where somebody has changed what should be undone.

    Args:
        page: Who asks.
        words: What is so now, in the visitor's language; empty for the usual words.
    """
    words = words or page.say("Somebody has changed it since. Look at how it stands now.")
    return ProblemMet(HTTPStatus.CONFLICT, {"title": "", "detail": words})


@router.post("/undo")
async def undo(page: Paged) -> Response:
    """Undo what a page said was done, and come back to it; what cannot be undone any more is told there."""
    form = await page.form()
    done = opened(page.request, str(form.get(FIELD, "")), page.now)
    if done is None or done.undo is None:
        return page.go("/", told=page.say("That can no longer be undone here. Nothing was changed."), amiss=True)
    try:
        undone = await _WAYS[done.undo.what](page, done.undo.facts)
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        refused = page.say("It was not undone.")
        return page.go(done.to, told=f"{refused} {met.problem['detail']}", amiss=True)
    return page.go(undone.to or done.to, told=undone.words)


def within(to: str, address: str) -> str:
    """The address that a form says it was sent from, if it is the page of this address; else that page.

    So whoever does something in a list comes back to the same place of it, and a form leads nowhere else.
    """
    parts = urlsplit(to)
    return to if not parts.scheme and not parts.netloc and parts.path == address and to.isprintable() else address
