"""Contests: both sides' words, who rules, ruling, taking back."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.contesting_undone import undo_of_withdrawal
from api.web.deciding import choices, is_answer, register_shown, shown_again
from api.web.deciding import done as do
from api.web.inside import ProblemMet
from api.web.naming import in_zone, part
from api.web.pages import Page, Paged
from orchestrator.domain.awaited import AwaitedKind
from orchestrator.domain.contests import ContestState, ContestSubject

router = APIRouter()
_DECISIONS = {
    ContestSubject.OVERRIDE.value: "/overrides",
    ContestSubject.SAFEGUARD.value: "/safeguards",
    ContestSubject.CATALOG_CHANGE.value: "/catalog-changes",
}
"""Where each kind of decision is read in the API."""
_PARTS = ("by", "approved_by", "confirmed_by", "set_by", "owner", "decided_by")
"""Who took part in a decision, by the names that its kinds have for them."""
_ALL = "all"
_TERMS = ("exemption.compensation", "exemption.expires_at", "exemption.risk_owner", "exemption.canary_seat")


@router.get("/contests")
async def register(
    page: Paged, room: str = "", subject: str = "", state: str = ContestState.OPEN.value, after: str = ""
) -> Response:
    """Those that wait for a ruling, unless others are asked for; newest first."""
    asked = {"room": room.strip(), "subject": subject, "state": state, "after": after}
    return await register_shown(
        page,
        "contests.html",
        "/contests",
        asked,
        query={**asked, "state": "" if state == _ALL else state},
        names={"room": "classroom"},
        subjects=choices(page, ContestSubject),
        states=choices(page, ContestState),
    )


@router.get("/contests/{contest_id}")
async def contest(page: Paged, contest_id: str) -> Response:
    """One of them."""
    return await _one(page, contest_id)


@router.post("/contests/{contest_id}/ruling")
async def rule(page: Paged, contest_id: str) -> Response:
    """Overturn the decision or uphold it."""
    form = await page.form()
    one = await page.api.get(f"/contests/{part(contest_id)}")
    overturn = form.get("overturn") == "yes"
    body: dict[str, Any] = {"overturn": overturn, "words": form.get("words", "")}
    if overturn and one["subject"]["code"] == ContestSubject.SAFEGUARD:
        request = await page.api.get(f"/requests/{part(one['request'])}")
        body["exemption"] = terms_of(form, request["timezone"])
    said = page.say("Your ruling is recorded, and those concerned are told.")
    here = f"/contests/{part(contest_id)}"
    outcome = await do(page, f"{here}/ruling", body, here, lambda _made: said)
    if is_answer(outcome):
        return outcome  # type: ignore[no-any-return]
    return await _one(page, contest_id, wrong=outcome, typed=form, status=outcome["status"])


@router.post("/contests/{contest_id}/withdrawal")
async def withdraw(page: Paged, contest_id: str) -> Response:
    """Take one's own back."""
    await page.form()
    try:
        await page.api.post(f"/contests/{part(contest_id)}/withdrawal")
    except ProblemMet as met:
        return await _one(page, contest_id, wrong=shown_again(met), status=met.status)
    told = page.say("Your contest is taken back.")
    return page.go(f"/contests/{part(contest_id)}", told=told, undo=undo_of_withdrawal(contest_id))


def terms_of(form: Mapping[str, Any], zone: str) -> dict[str, Any]:
    """On what terms a safeguard shall not bind, from the fields of a form that are called by them."""
    typed = {name.rpartition(".")[2]: value for name, value in form.items()}
    return {
        "compensation": typed.get("compensation", ""),
        "expires_at": in_zone(typed.get("expires_at", ""), zone) or "",
        "risk_owner": typed.get("risk_owner", ""),
        "canary_seat": typed.get("canary_seat") or None,
    }


async def _one(
    page: Page,
    contest_id: str,
    *,
    wrong: Any = None,
    typed: dict[str, Any] | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    one = await page.api.get(f"/contests/{part(contest_id)}")
    visitor = await page.visitor()
    subject, me = one["subject"]["code"], visitor.person["id"]
    lists = (await page.api.get("/rulers"))["lists"]
    ours = (found for found in lists if found["category"]["code"] == one["category"]["code"])
    named: Any = next(ours, {"rulers": [], "gaps": []})
    is_open = one["state"]["code"] == ContestState.OPEN
    named_here = me in {ruler["person"]["id"] for ruler in named["rulers"]}
    decision = await page.api.get(f"{_DECISIONS[subject]}/{one['decision']}")
    can_rule = is_open and named_here and await _waits_for_them(page, contest_id)
    out = _took_part(one, decision) | ({me} if is_open and not can_rule else set())
    return await page.show(
        "contest.html",
        status=status,
        one=one,
        request=await page.api.get(f"/requests/{part(one['request'])}"),
        decision=decision,
        rulers=[ruler for ruler in named["rulers"] if ruler["person"]["id"] not in out],
        nobody_named=not named["rulers"],
        gaps=named["gaps"],
        can_rule=can_rule,
        can_withdraw=is_open and one["by"]["id"] == me,
        wrong=wrong,
        typed={**dict.fromkeys((*_TERMS, "words"), ""), **(typed or {})},
    )


async def _waits_for_them(page: Page, contest_id: str) -> bool:
    """Whether whoever looks could rule on it now: nobody who took part may, nor a superior of theirs (R4.1)."""
    waiting = (await page.api.get("/me/decisions"))["decisions"]
    return any(one["kind"]["code"] == AwaitedKind.RULE_CONTEST and one["id"] == contest_id for one in waiting)


def _took_part(contest: dict[str, Any], decision: dict[str, Any]) -> set[str]:
    """Ids of those who may not rule, as far as whoever looks may know them: a gap in a list would name them (R4.7)."""
    named = [contest["by"], *(decision.get(name) for name in _PARTS)]
    return {one if isinstance(one, str) else one["id"] for one in named if one}
