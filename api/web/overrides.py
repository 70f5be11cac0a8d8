"""Deciding otherwise than was asked for, and what becomes of each override."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.contesting_undone import told_of_contest, undo_of_contest
from api.web.deciding import contest_made, is_answer, shown_again
from api.web.deciding import done as do
from api.web.inside import ProblemMet
from api.web.naming import part
from api.web.override_form import DEFAULTS, body_of, offered
from api.web.pages import Page, Paged
from orchestrator.domain.evidence import Category
from orchestrator.domain.overrides import OverrideKind, OverrideState

router = APIRouter()
_MOST_REQUESTS = 50
_BESIDE = {
    "person": "evidence.officer",
    "version-not-offered": "pin_version",
    "instead-not-deliverable": "pin_version",
    "no-such-substitute": "substitute_item",
    "seats-not-asked": "seats",
    "override-too-long": "expires_at",
    "freeze-too-long": "expires_at",
    "new-evidence-needed": "evidence.new_evidence",
    "evidence-not-met": "evidence",
}
"""The form's field of what is not there, and of what else is refused."""
_CONFIRMING = {"security": "security_officer", "licence": "manager"}
"""Role of who confirms a reason; law has a named officer."""


@router.get("/requests/{request_id}/override")
async def override_form(page: Paged, request_id: str) -> Response:
    """First what and why, then only the fields of that."""
    return await _form(page, request_id, {**DEFAULTS, **dict(page.request.query_params)})


@router.post("/requests/{request_id}/override")
async def record(page: Paged, request_id: str) -> Response:
    """Look at it, go back to it, or record it."""
    form = await page.form()
    typed = {**DEFAULTS, **form}
    step = typed.pop("step", "look")
    if step in {"choose", "edit"}:
        return await _form(page, request_id, typed)
    request = await page.api.get(f"/requests/{part(request_id)}")
    body = body_of(typed, request)
    try:
        if step == "record":
            made = await page.api.post("/overrides", body)
            return page.go(f"/overrides/{part(made['id'])}", told=_told_of(page, made))
        preview = await page.api.post("/overrides/preview", body)
    except ProblemMet as met:
        seat = "evidence.seat" if met.problem.get("name") == typed.get("evidence.seat") else "seats"
        item = "substitute_item" if met.problem.get("name") == typed["substitute_item"] else "evidence.other_item"
        wrong = shown_again(met, {**_BESIDE, "seat": seat, "catalog item": item})
        return await _form(page, request_id, typed, wrong=wrong, status=met.status)
    if not preview["possible"]:
        return await _form(page, request_id, typed, preview=preview, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    kept = [(name, one) for name, value in typed.items() for one in (value if isinstance(value, list) else [value])]
    return await page.show("override_check.html", request=request, preview=preview, kept=kept)


def _told_of(page: Page, made: dict[str, Any]) -> str:
    if made["state"]["code"] == OverrideState.PROPOSED:
        return page.say(
            "It is recorded and waits for a second person. Until then everything stays as it was asked for."
        )
    return page.say("It is recorded. Whoever asked has got the letter.")


async def _form(
    page: Page,
    request_id: str,
    typed: dict[str, Any],
    *,
    wrong: Any = None,
    preview: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    request = await page.api.get(f"/requests/{part(request_id)}")
    kind = typed["kind"] if typed["kind"] in set(OverrideKind) else ""
    category = typed["category"] if typed["category"] in set(Category) else ""
    choice = await offered(page, request, kind, category)
    if choice["limits"] and not typed["expires_at"] and status == HTTPStatus.OK:
        typed = {**typed, "expires_at": choice["limits"].short.strftime("%Y-%m-%dT%H:%M")}
    if preview:
        problems = [problem for against in preview["against"] for problem in _each(against)]
        title = page.say("It cannot be recorded like this yet")
        wrong = {"title": title, "detail": "", "problems": problems}
    return await page.show(
        "override_form.html",
        status=status,
        request=request,
        kind=kind,
        category=category,
        typed=typed,
        wrong=wrong,
        preview=preview,
        **choice,
    )


def _each(against: dict[str, Any]) -> list[dict[str, Any]]:
    """What speaks against an override, each thing with the field of the form that it is about."""
    field = _BESIDE.get(against["code"])
    return against["problems"] or ([{"field": field, "text": against["detail"]}] if field else [])


@router.get("/overrides/{override_id}")
async def override(page: Paged, override_id: str) -> Response:
    """What, why, on what it rests, until when, and what whoever looks can do about it."""
    return await _one(page, override_id)


@router.post("/overrides/{override_id}/approve")
async def approve(page: Paged, override_id: str) -> Response:
    """As the second person: it binds from now on."""
    await page.form()
    return await _act(page, override_id, "approve", None, {}, partial(_told_of_approval, page))


@router.post("/overrides/{override_id}/refuse")
async def refuse(page: Paged, override_id: str) -> Response:
    """As the second person: it never binds."""
    form = await page.form()
    said = page.say("Refused: it never binds.")
    return await _act(page, override_id, "refuse", {"reason": form.get("reason", "")}, form, lambda _made: said)


@router.post("/overrides/{override_id}/confirm")
async def confirm(page: Paged, override_id: str) -> Response:
    """Say that it is a matter of security, licence or law, or that it is none."""
    form = await page.form()
    confirmed = form.get("confirmed") == "yes"
    body = {"confirmed": confirmed} if confirmed else {"confirmed": False, "reason": form.get("reason", "")}
    yes = page.say("Confirmed: the clock of the request stands still as long as this lives.")
    no = page.say("It is recorded that it is none: the override has ended, and the request goes on.")
    return await _act(page, override_id, "confirm", body, form, lambda _made: yes if confirmed else no)


@router.post("/overrides/{override_id}/lift")
async def lift(page: Paged, override_id: str) -> Response:
    """Take it back before its time."""
    await page.form()
    said = page.say("It is taken back.")
    return await _act(page, override_id, "lift", None, {}, lambda _made: said)


@router.post("/overrides/{override_id}/agree")
async def agree(page: Paged, override_id: str) -> Response:
    """Say yes to what stands in the place of one's own request."""
    await page.form()
    said = page.say("Your yes is recorded.")
    return await _act(page, override_id, "agree", None, {}, lambda _made: said)


@router.post("/overrides/{override_id}/contest")
async def contest(page: Paged, override_id: str) -> Response:
    """Contest it for the sake of one's own request."""
    form = await page.form()
    try:
        made = await contest_made(page, "override", override_id, form)
    except ProblemMet as met:
        return await _one(page, override_id, wrong=shown_again(met), typed=form, status=met.status)
    return page.go(f"/contests/{part(made['id'])}", told=told_of_contest(page), undo=undo_of_contest(made))


def _told_of_approval(page: Page, approved: dict[str, Any]) -> str:
    if datetime.fromisoformat(approved["starts_at"]) > page.now:
        return page.say("Approved: it binds from its first day on.")
    return page.say("Approved: it is in force now.")


async def _act(
    page: Page, override_id: str, what: str, body: object, typed: dict[str, Any], told: Callable[[Any], str]
) -> Response:
    here = f"/overrides/{part(override_id)}"
    outcome = await do(page, f"{here}/{what}", body, here, told)
    if is_answer(outcome):
        return outcome  # type: ignore[no-any-return]
    return await _one(page, override_id, wrong=outcome, typed=typed, status=outcome["status"])


async def _one(
    page: Page,
    override_id: str,
    *,
    wrong: Any = None,
    typed: dict[str, Any] | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    one = await page.api.get(f"/overrides/{part(override_id)}")
    contests = (await page.api.get("/contests", decision=override_id))["contests"]
    requests = [await page.api.get(f"/requests/{part(bound)}") for bound in one["requests"][:_MOST_REQUESTS]]
    return await page.show(
        "override.html",
        status=status,
        one=one,
        requests=requests,
        more=len(one["requests"]) - len(requests),
        contests=contests,
        can=await _can(page, one, requests, contests),
        wrong=wrong,
        typed=typed or {},
    )


async def _can(page: Page, one: dict[str, Any], requests: list[Any], contests: list[Any]) -> dict[str, Any]:
    """What whoever looks is offered; whether they may is up to the API."""
    visitor = await page.visitor()
    me, state = visitor.person["id"], one["state"]["code"]
    alive = state in {OverrideState.PROPOSED, OverrideState.LIVE}
    own = [request for request in requests if request["requester"]["id"] == me and request["state"]["code"] == "open"]
    contested = {contest["request"] for contest in contests if contest["state"]["code"] == "open"}
    recorded_it = one["by"] is not None and one["by"]["id"] == me
    officer = one["evidence"]["officer"]
    role = _CONFIRMING.get(one["category"]["code"])
    confirms = (role in visitor.roles) if role else bool(officer and officer["id"] == me)
    waits = state == OverrideState.PROPOSED and one["needs_approval"] and visitor.may("approve")
    return {
        "approve": waits and not recorded_it,
        "only_another": waits and recorded_it,
        "confirm": alive and one["confirmation"]["code"] == "waiting" and confirms and not recorded_it,
        "lift": alive and visitor.may("override"),
        "agree": state == OverrideState.LIVE
        and one["kind"]["code"] == OverrideKind.SUBSTITUTE
        and not one["agreed_at"]
        and bool(own),
        "contest": [r for r in own if r["id"] not in contested] if state == OverrideState.LIVE else [],
    }
