"""Safeguards: the register, one of them and what it does, rooms that are exposed, and what advisories suggest."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.contesting_undone import told_of_contest, undo_of_contest
from api.web.deciding import LISTED, address, choices, contest_made, is_answer, listing, register_shown, shown_again
from api.web.deciding import done as do
from api.web.inside import ProblemMet
from api.web.naming import part, zone_of
from api.web.pages import Page, Paged
from orchestrator.domain.safeguards import SafeguardKind, SafeguardState

router = APIRouter()


@router.get("/safeguards")
async def register(page: Paged, kind: str = "", state: str = "", after: str = "") -> Response:
    """All of them, newest first; everybody may read it."""
    asked = {"kind": kind, "state": state, "after": after}
    return await register_shown(
        page,
        "safeguards.html",
        "/safeguards",
        asked,
        kinds=choices(page, SafeguardKind),
        states=choices(page, SafeguardState),
        exposed=(await page.api.get("/safeguards/exposed"))["exposed"],
    )


@router.get("/exposed")
async def exposed(page: Paged) -> Response:
    """Rooms in which an update's deadline is over and an older copy is still there."""
    found = (await page.api.get("/safeguards/exposed"))["exposed"]
    return await page.show("safeguard_exposed.html", exposed=found, zone=await zone_of(page))


@router.get("/safeguards/exposed")
async def exposed_elsewhere(page: Paged) -> Response:
    """Where the API has those rooms; the page about them stands by itself."""
    return page.go("/exposed")


@router.get("/safeguards/suggestions")
async def suggestions(page: Paged, item: str = "", dismissed: str = "", after: str = "") -> Response:
    """What lists of advisories suggest; nothing of it binds."""
    return await _suggestions(page, {"item": item.strip(), "dismissed": dismissed, "after": after})


@router.post("/safeguards/suggestions/dismiss")
async def dismiss(page: Paged) -> Response:
    """Say why nothing comes of one."""
    form = await page.form()
    asked = {"item": form.get("item", ""), "dismissed": "", "after": form.get("after", "")}
    identity = form.get("suggestion", "")
    try:
        await page.api.post(f"/safeguards/suggestions/{part(identity)}/dismiss", {"reason": form.get("reason", "")})
    except ProblemMet as met:
        return await _suggestions(page, asked, wrong=shown_again(met), typed=form, status=met.status)
    return page.go(address("/safeguards/suggestions", asked))


async def _suggestions(
    page: Page,
    asked: dict[str, str],
    *,
    wrong: Any = None,
    typed: dict[str, Any] | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    found = await listing(page, "/safeguards/suggestions", "suggestions", asked, {})
    return await page.show(
        "safeguard_suggestions.html",
        status=status if wrong else found["status"],
        asked=asked,
        suggestions=found["entries"],
        following=found["next"],
        wrong=wrong or found["wrong"],
        here=address("/safeguards/suggestions", asked),
        typed={"suggestion": "", "reason": "", **(typed or {})},
        zone=await zone_of(page),
    )


@router.get("/safeguards/{safeguard_id}")
async def safeguard(page: Paged, safeguard_id: str) -> Response:
    """One of them, in plain words, with what it does for whoever sets them."""
    return await _one(page, safeguard_id)


@router.post("/safeguards/{safeguard_id}/approve")
async def approve(page: Paged, safeguard_id: str) -> Response:
    """As the second person, who has seen what it would do."""
    form = await page.form()
    said = page.say("Approved: it is in force now.")
    return await _act(page, safeguard_id, "approve", {"impact": form.get("impact") or None}, form, said)


@router.post("/safeguards/{safeguard_id}/refuse")
async def refuse(page: Paged, safeguard_id: str) -> Response:
    """As the second person: it never binds."""
    form = await page.form()
    said = page.say("Refused: it never binds.")
    return await _act(page, safeguard_id, "refuse", {"reason": form.get("reason", "")}, form, said)


@router.post("/safeguards/{safeguard_id}/lift")
async def lift(page: Paged, safeguard_id: str) -> Response:
    """Take it back: what it kept away returns."""
    form = await page.form()
    said = page.say("It is taken back.")
    return await _act(page, safeguard_id, "lift", {"reason": form.get("reason", "")}, form, said)


@router.post("/safeguards/{safeguard_id}/contest")
async def contest(page: Paged, safeguard_id: str) -> Response:
    """Contest it for the sake of one's own request, which it refuses."""
    form = await page.form()
    try:
        made = await contest_made(page, "safeguard", safeguard_id, form)
    except ProblemMet as met:
        return await _one(page, safeguard_id, wrong=shown_again(met), typed=form, status=met.status)
    return page.go(f"/contests/{part(made['id'])}", told=told_of_contest(page), undo=undo_of_contest(made))


async def _act(page: Page, safeguard_id: str, what: str, body: object, typed: dict[str, Any], said: str) -> Response:
    here = f"/safeguards/{part(safeguard_id)}"
    outcome = await do(page, f"{here}/{what}", body, here, lambda _made: said)
    if is_answer(outcome):
        return outcome  # type: ignore[no-any-return]
    return await _one(page, safeguard_id, wrong=outcome, typed={**typed, "what": what}, status=outcome["status"])


async def _one(
    page: Page,
    safeguard_id: str,
    *,
    wrong: Any = None,
    typed: dict[str, Any] | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    one = await page.api.get(f"/safeguards/{part(safeguard_id)}")
    visitor = await page.visitor()
    sets, me, state = visitor.may("safeguard"), visitor.person["id"], one["state"]["code"]
    waits = state == SafeguardState.PROPOSED and sets
    alive = state in {SafeguardState.PROPOSED, SafeguardState.LIVE}
    found = (await page.api.get("/safeguards/exposed"))["exposed"]
    exemptions = (await page.api.get("/exemptions", safeguard=safeguard_id))["exemptions"]
    return await page.show(
        "safeguard.html",
        status=status,
        one=one,
        impact=await page.api.get(f"/safeguards/{part(safeguard_id)}/impact") if sets and alive else None,
        exposed=[room for room in found if room["safeguard"] == safeguard_id],
        exemptions=exemptions,
        can={
            "approve": waits and one["set_by"]["id"] != me,
            "only_another": waits and one["set_by"]["id"] == me,
            "lift": sets and alive,
            "exempt": sets and state == SafeguardState.LIVE,
            "contest": await _refused(page, one) if state == SafeguardState.LIVE and visitor.may("request") else [],
        },
        wrong=wrong,
        typed={"reason": "", "what": "", "words": "", "request": "", **(typed or {})},
        zone=await zone_of(page),
    )


async def _refused(page: Page, one: dict[str, Any]) -> list[dict[str, Any]]:
    """Open requests of whoever looks that it keeps away or changes, and for which it is not contested now."""
    mine = (await page.api.get("/requests", requester="me", state="open", limit=LISTED))["requests"]
    contests = (await page.api.get("/contests", decision=one["id"], state="open"))["contests"]
    contested = {contest["request"] for contest in contests}
    return [r for r in mine if r["id"] not in contested and one["id"] in r["standing"]["safeguards"]]
