"""The ways back from asking for software: taking it back, and asking for it again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from api.web.naming import part
from api.web.pages import Page
from api.web.told import Undo
from api.web.undoing import Undone, changed_since, undoes

_ASKED = "asked"
_WITHDRAWN = "withdrawn"
_AS_ASKED = ("version", "enough")
"""What of a request is asked for again as it was, where it has it."""


async def undo_of_asking(page: Page, requests: Sequence[Mapping[str, Any]]) -> Undo | None:
    """How to take these back; None where they are somebody else's, who alone may."""
    me = (await page.visitor()).person["id"]
    if any(one["requester"]["id"] != me for one in requests):
        return None
    return Undo(_ASKED, {"requests": [one["id"] for one in requests]})


def undo_of_withdrawing(request_id: str) -> Undo:
    """How to ask for it again."""
    return Undo(_WITHDRAWN, {"request": request_id})


@undoes(_ASKED)
async def _take_back(page: Page, facts: Mapping[str, Any]) -> Undone:
    asked = [await page.api.get(f"/requests/{part(one)}") for one in facts["requests"]]
    if any(one["state"]["code"] != "open" for one in asked):
        raise changed_since(page)
    for one in asked:
        await page.api.post(f"/requests/{part(one['id'])}/withdraw")
    if len(asked) > 1:
        return Undone(page.say("Undone: the requests are taken back. Nothing that is installed already is removed."))
    return Undone(page.say("Undone: it is taken back. Nothing that is installed already is removed."))


@undoes(_WITHDRAWN)
async def _ask_again(page: Page, facts: Mapping[str, Any]) -> Undone:
    """A new request like the one that was taken back, which stays so; its day is the usual one if it is over."""
    one = await page.api.get(f"/requests/{part(facts['request'])}")
    item = {
        "item": one["item"]["id"],
        "wanted": one["wanted"]["code"],
        "seats": one["seats"]["code"],
        "version": one["version"],
        "enough": one["enough"],
        "settings_line": (one["settings_line"] or {}).get("words") or None,
    }
    body = {
        "classroom": one["classroom"],
        "items": [item],
        "needed_by": one["needed_by"] if datetime.fromisoformat(one["needed_by"]) > page.now else None,
        "until": one["until"],
        "course": one["course"],
    }
    again = (await page.api.post("/requests", body))["requests"][0]
    return Undone(page.say("Undone: you have asked for it again."), f"/requests/{part(again['id'])}")
