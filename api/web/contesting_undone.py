"""The ways back from contesting: taking the contest back, and contesting again."""

from collections.abc import Mapping
from typing import Any

from api.web.naming import part
from api.web.pages import Page
from api.web.told import Undo
from api.web.undoing import Undone, changed_since, undoes
from orchestrator.domain.contests import ContestState

_CONTESTED = "contested"
_WITHDRAWN = "contest withdrawn"


def told_of_contest(page: Page) -> str:
    """What comes of a contest, in the visitor's language."""
    return page.say("You contest this decision. Somebody independent rules on it.")


def undo_of_contest(made: Mapping[str, Any]) -> Undo:
    """How to take it back."""
    return Undo(_CONTESTED, {"contest": made["id"]})


def undo_of_withdrawal(contest_id: str) -> Undo:
    """How to contest it again."""
    return Undo(_WITHDRAWN, {"contest": contest_id})


@undoes(_CONTESTED)
async def _take_back(page: Page, facts: Mapping[str, Any]) -> Undone:
    here = f"/contests/{part(facts['contest'])}"
    if (await page.api.get(here))["state"]["code"] != ContestState.OPEN:
        raise changed_since(page)
    await page.api.post(f"{here}/withdrawal")
    return Undone(page.say("Undone: your contest is taken back. Those who rule on it were told, and may have read it."))


@undoes(_WITHDRAWN)
async def _contest_again(page: Page, facts: Mapping[str, Any]) -> Undone:
    """A new contest like the one that was taken back, which stays so; its terms begin anew."""
    one = await page.api.get(f"/contests/{part(facts['contest'])}")
    body = {
        "subject": one["subject"]["code"],
        "decision": one["decision"],
        "request": one["request"],
        "words": one["words"],
    }
    again = await page.api.post("/contests", body)
    return Undone(page.say("Undone: you contest it again, in the same words."), f"/contests/{part(again['id'])}")
