"""Who rules on contests, and who answers to whom."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.inside import ProblemMet
from api.web.naming import part
from api.web.pages import Page, Paged
from api.web.told import Undo
from api.web.undoing import Undone, changed_since, undoes

router = APIRouter()
_EMPTY_LINES = 3


@router.get("/rulers")
async def rulers(page: Paged) -> Response:
    """A list for each reason, and where nobody independent is on it."""
    return await _page(page)


@router.get("/rulers/{category}")
async def edit(page: Paged, category: str) -> Response:
    """One list to change."""
    listed = await _list(page, category)
    lines = [(one["person"]["login"], one["side"]["code"]) for one in listed["rulers"]]
    return await _form(page, listed, lines)


@router.post("/rulers/{category}")
async def change(page: Paged, category: str) -> Response:
    """The whole list anew; a line without a login is none."""
    form = await page.form()
    logins = [str(login).strip() for login in form.get("login[]", [])]
    lines = list(zip(logins, form.get("side[]", []), strict=False))
    body = {"rulers": [{"login": login, "side": side} for login, side in lines if login]}
    before = _named(await _list(page, category))
    try:
        await page.api.call("PUT", f"/rulers/{part(category)}", body)
    except ProblemMet as met:
        _unless_ours(met)
        listed = await _list(page, category)
        return await _form(page, listed, [line for line in lines if line[0]], wrong=met.problem, status=met.status)
    undo = Undo("rulers", {"category": category, "before": before, "left": _named(await _list(page, category))})
    return page.go(f"/rulers#{part(category)}", told=page.say("The list is changed."), undo=undo)


@undoes("rulers")
async def _former_list(page: Page, facts: Mapping[str, Any]) -> Undone:
    if _named(await _list(page, facts["category"])) != facts["left"]:
        raise changed_since(page)
    rulers = [{"login": login, "side": side} for login, side in facts["before"]]
    await page.api.call("PUT", f"/rulers/{part(facts['category'])}", {"rulers": rulers})
    return Undone(page.say("Undone: the list is as it was."))


@router.post("/superiors")
async def superiors(page: Paged) -> Response:
    """Say to whom somebody answers."""
    typed = await page.form()
    above = [login.strip() for login in typed.get("superiors", "").split(",") if login.strip()]
    before = await _above(page, typed.get("person", ""))
    try:
        await page.api.call("PUT", f"/superiors/{part(typed.get('person', '') or '-')}", {"superiors": above})
    except ProblemMet as met:
        _unless_ours(met)
        return await _page(
            page,
            typed=typed,
            wrong=met.named(lambda field: "superiors" if field.startswith("superiors") else "person"),
            status=met.status,
        )
    left = await _above(page, typed["person"])
    undo = Undo("superiors", {"person": typed["person"], "before": before, "left": left})
    return page.go("/rulers#who-answers", told=page.say("It is noted who answers to whom."), undo=undo)


@undoes("superiors")
async def _former_superiors(page: Page, facts: Mapping[str, Any]) -> Undone:
    if await _above(page, facts["person"]) != facts["left"]:
        raise changed_since(page)
    await page.api.call("PUT", f"/superiors/{part(facts['person'])}", {"superiors": facts["before"]})
    return Undone(page.say("Undone: it is as it was who answers to whom."))


async def _above(page: Page, login: str) -> list[str]:
    """Logins of those to whom somebody answers now, sorted."""
    for line in (await page.api.get("/superiors"))["people"]:
        if line["person"]["login"].casefold() == login.casefold():
            return sorted(one["login"] for one in line["superiors"])
    return []


def _named(listed: Any) -> list[list[str]]:
    """Who is on a list, by login and side, as JSON keeps it."""
    return sorted([one["person"]["login"], one["side"]["code"]] for one in listed["rulers"])


def _unless_ours(met: ProblemMet) -> None:
    if not met.for_the_form:
        raise met


async def _list(page: Page, category: str) -> Any:
    for listed in (await page.api.get("/rulers"))["lists"]:
        if listed["category"]["code"] == category:
            return listed
    raise ProblemMet(
        HTTPStatus.NOT_FOUND,
        {"title": page.say("There is no such reason"), "detail": page.say("Choose one from the lists of who rules.")},
    )


async def _form(
    page: Page,
    listed: Any,
    lines: list[tuple[str, str]],
    *,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    rows = [*lines, *[("", "teaching")] * _EMPTY_LINES]
    return await page.show("rulers_edit.html", status=status, listed=listed, rows=rows, wrong=wrong)


async def _page(
    page: Page,
    *,
    typed: Mapping[str, Any] | None = None,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    visitor = await page.visitor()
    lists = (await page.api.get("/rulers"))["lists"]
    return await page.show(
        "rulers.html",
        status=status,
        lists=lists,
        lacking=[one for one in lists if one["gaps"]],
        lines=(await page.api.get("/superiors"))["people"] if "govern" in visitor.everywhere else None,
        typed={"person": "", "superiors": "", **(typed or {})},
        wrong=wrong,
    )
