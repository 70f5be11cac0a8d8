"""Exemptions from safeguards: proposing, accepting the risk, being the second person, taking back."""

from functools import partial
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.web.contests import terms_of
from api.web.deciding import choices, is_answer, register_shown, shown_again
from api.web.deciding import done as do
from api.web.inside import ProblemMet
from api.web.naming import part, zone_of
from api.web.pages import Page, Paged
from orchestrator.domain.safeguards import ExemptionState

router = APIRouter()
_ACTS = frozenset({"signature", "approval", "refusal", "lifting"})
_DEFAULTS = {
    "safeguard": "",
    "item": "",
    "classrooms": "",
    "terms.compensation": "",
    "terms.expires_at": "",
    "terms.risk_owner": "",
    "terms.canary_seat": "",
}


_BESIDE = {
    "safeguard": "safeguard",
    "catalog item": "item",
    "nothing-to-exempt": "item",
    "classroom": "classrooms",
    "seat": "terms.canary_seat",
    "person": "terms.risk_owner",
    "person-deactivated": "terms.risk_owner",
    "cannot-rule": "terms.risk_owner",
    "is-inside-it": "terms.risk_owner",
    "risk-owner-took-part": "terms.risk_owner",
}
"""The form's field of what is not there, and of what else is refused."""


def _own_name(field: str) -> str:
    if field.startswith("classrooms."):
        return "classrooms"
    return f"terms.{field}" if f"terms.{field}" in _DEFAULTS else field


@router.get("/exemptions")
async def register(page: Paged, safeguard: str = "", state: str = "", after: str = "") -> Response:
    """All of them, newest first."""
    asked = {"safeguard": safeguard, "state": state, "after": after}
    return await register_shown(page, "exemptions.html", "/exemptions", asked, states=choices(page, ExemptionState))


@router.get("/exemptions/new")
async def new(page: Paged, safeguard: str = "", item: str = "") -> Response:
    """The form of one that nobody contested for."""
    return await _form(page, {**_DEFAULTS, "safeguard": safeguard, "item": item})


@router.post("/exemptions/new")
async def make(page: Paged) -> Response:
    """Propose it; the safeguard binds until everybody has said yes."""
    typed = {**_DEFAULTS, **await page.form()}
    terms = {name: value for name, value in typed.items() if name.startswith("terms.")}
    body = {
        "safeguard": typed["safeguard"],
        "item": typed["item"],
        "classrooms": [code.strip() for code in typed["classrooms"].split(",") if code.strip()],
        "terms": terms_of(terms, await zone_of(page)),
    }
    try:
        made = await page.api.post("/exemptions", body)
    except ProblemMet as met:
        return await _form(page, typed, wrong=shown_again(met, _BESIDE, _own_name), status=met.status)
    return page.go(f"/exemptions/{part(made['id'])}")


@router.get("/exemptions/{exemption_id}")
async def exemption(page: Paged, exemption_id: str) -> Response:
    """One of them, with who has said yes."""
    return await _one(page, exemption_id)


@router.post("/exemptions/{exemption_id}/{what}")
async def act(page: Paged, exemption_id: str, what: str) -> Response:
    """Sign it, approve it, refuse it, or take it back."""
    if what not in _ACTS:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    await page.form()
    here = f"/exemptions/{part(exemption_id)}"
    outcome = await do(page, f"{here}/{what}", None, here, partial(_told, page, what))
    if is_answer(outcome):
        return outcome  # type: ignore[no-any-return]
    return await _one(page, exemption_id, wrong=outcome, status=outcome["status"])


def _told(page: Page, what: str, made: dict[str, Any]) -> str:
    """What was done; whoever says yes is told whether others still have to."""
    live = made["state"]["code"] == ExemptionState.LIVE
    if what == "refusal":
        return page.say("Refused: the safeguard goes on to bind.")
    if what == "lifting":
        return page.say("It is taken back: the safeguard binds.")
    if what == "signature":
        return page.say("Signed: it is in force now.") if live else page.say("Signed. It waits for the second person.")
    return page.say("Approved: it is in force now.") if live else page.say("Approved. It waits for the signature.")


async def _form(
    page: Page,
    typed: dict[str, Any],
    *,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    guard = None
    if typed["safeguard"]:
        guard = await page.api.get(f"/safeguards/{part(typed['safeguard'])}")
        if not typed["item"] and guard["aim"]["item"]:
            typed = {**typed, "item": guard["aim"]["item"]["id"]}
    live = [] if guard else (await page.api.get("/safeguards", state="live", limit=200))["safeguards"]
    return await page.show("exemption_new.html", status=status, guard=guard, guards=live, typed=typed, wrong=wrong)


async def _one(
    page: Page,
    exemption_id: str,
    *,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    one = await page.api.get(f"/exemptions/{part(exemption_id)}")
    visitor = await page.visitor()
    me, waits = visitor.person["id"], one["state"]["code"] == ExemptionState.PROPOSED
    owns = one["risk_owner"]["id"] == me
    second = one["needs_approval"] and not one["approved_at"] and visitor.may("approve")
    another = second and me not in {one["by"]["id"], one["risk_owner"]["id"]}
    return await page.show(
        "exemption.html",
        status=status,
        one=one,
        guard=await page.api.get(f"/safeguards/{part(one['safeguard'])}"),
        zone=await zone_of(page),
        can={
            "sign": waits and owns and not one["signed_at"],
            "approve": waits and another,
            "refuse": waits and (owns or another),
            "lift": visitor.may("safeguard") and (waits or one["state"]["code"] == ExemptionState.LIVE),
        },
        wrong=wrong,
    )
