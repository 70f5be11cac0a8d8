"""The ways back from wishing for software: taking the wish back, and wishing for it again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from api.web.naming import part
from api.web.pages import Page
from api.web.told import Undo
from api.web.undoing import Undone, undoes

_WISHED = "wished"
_WITHDRAWN = "wish withdrawn"


async def undo_of_wishing(page: Page, wishes: Sequence[Mapping[str, Any]]) -> Undo | None:
    """How to take these back; None where they are somebody else's, who alone may."""
    me = (await page.visitor()).person["id"]
    if any(one["requester"]["id"] != me for one in wishes):
        return None
    return Undo(_WISHED, {"wishes": [one["id"] for one in wishes]})


def undo_of_withdrawing(wish_id: str) -> Undo:
    """How to wish for it again."""
    return Undo(_WITHDRAWN, {"wish": wish_id})


@undoes(_WISHED)
async def _take_back(page: Page, facts: Mapping[str, Any]) -> Undone:
    for wish in facts["wishes"]:
        await page.api.post(f"/wishes/{part(wish)}/withdraw")
    if len(facts["wishes"]) > 1:
        return Undone(page.say("Undone: the wishes are taken back."), "/wishes?person=me&state=all")
    return Undone(page.say("Undone: the wish is taken back."), f"/wishes/{part(facts['wishes'][0])}")


@undoes(_WITHDRAWN)
async def _wish_again(page: Page, facts: Mapping[str, Any]) -> Undone:
    """A new wish like the one that was taken back, which stays so; its day is the usual one if it is over."""
    one = await page.api.get(f"/wishes/{part(facts['wish'])}")
    body = {
        **{name: one[name] for name in ("classroom", "title", "purpose", "url")},
        "seats": one["seats"]["code"],
        "needed_by": one["needed_by"] if datetime.fromisoformat(one["needed_by"]) > page.now else None,
    }
    again = await page.api.post("/wishes", body)
    return Undone(page.say("Undone: you have wished for it again."), f"/wishes/{part(again['id'])}")
