"""Blackouts: times in which nothing is started in a part of the site."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.inside import ProblemMet
from api.web.naming import part, zone_of
from api.web.pages import Page, Paged
from api.web.periods import begin_of
from api.web.told import Undo
from api.web.undoing import Undone, changed_since, undoes, within

router = APIRouter()
_EMPTY = {"scope": "campus", "name": "", "starts_at": "", "ends_at": "", "reason": ""}


@router.get("/blackouts")
async def blackouts(page: Paged, after: str = "") -> Response:
    """Newest first; those that are over, too."""
    return await _page(page, after=after)


@router.post("/blackouts")
async def set_one(page: Paged) -> Response:
    """Set one."""
    typed = {**_EMPTY, **await page.form()}
    zone = await zone_of(page, typed["name"] if typed["scope"] == "classroom" else "")
    body = {
        "scope": {"kind": typed["scope"], "name": typed["name"] or None},
        "starts_at": begin_of(typed["starts_at"], zone),
        "ends_at": begin_of(typed["ends_at"], zone),
        "reason": typed["reason"],
    }
    try:
        made = await page.api.post("/blackouts", body)
    except ProblemMet as met:
        return await _told(page, met, typed)
    return page.go("/blackouts", told=page.say("The blackout is set."), undo=Undo("blackout set", {"id": made["id"]}))


@router.post("/blackouts/{blackout_id}/lift")
async def lift(page: Paged, blackout_id: str) -> Response:
    """End one before its time."""
    to = within((await page.form()).get("place", ""), "/blackouts")
    try:
        await page.api.post(f"/blackouts/{part(blackout_id)}/lift")
    except ProblemMet as met:
        return await _told(page, met, _EMPTY)
    return page.go(to, told=page.say("The blackout is lifted."), undo=Undo("blackout lifted", {"id": blackout_id}))


@undoes("blackout set")
async def _lift_again(page: Page, facts: Mapping[str, Any]) -> Undone:
    await page.api.post(f"/blackouts/{part(facts['id'])}/lift")
    return Undone(page.say("Undone: the blackout is lifted."))


@undoes("blackout lifted")
async def _set_again(page: Page, facts: Mapping[str, Any]) -> Undone:
    """Another one of the same kind: what was lifted stays lifted in the record."""
    lifted = await page.api.get(f"/blackouts/{part(facts['id'])}")
    newest = (await page.api.get("/blackouts"))["blackouts"]
    if any(_is_like(one, lifted) and not one["lifted_at"] for one in newest):
        raise changed_since(page, page.say("Somebody has set it again already."))
    body = {
        "scope": {"kind": lifted["scope"]["kind"]["code"], "name": lifted["scope"]["name"] or None},
        "starts_at": lifted["starts_at"],
        "ends_at": lifted["ends_at"],
        "reason": lifted["reason"],
    }
    await page.api.post("/blackouts", body)
    return Undone(page.say("Undone: the blackout is set again. What started meanwhile goes on."))


def _is_like(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one[name] == other[name] for name in ("scope", "starts_at", "ends_at"))


async def _told(page: Page, met: ProblemMet, typed: Mapping[str, Any]) -> Response:
    if not met.for_the_form:
        raise met
    names = {"scope.kind": "scope", "scope.name": "name"}
    places = dict.fromkeys(("classroom", "building", "department"), "name")
    wrong = met.beside(places) or met.named(lambda field: names.get(field, field))
    return await _page(page, typed=typed, wrong=wrong, status=met.status)


async def _page(
    page: Page,
    *,
    after: str = "",
    typed: Mapping[str, Any] = _EMPTY,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    listed = await page.api.get("/blackouts", after=after)
    for one in listed["blackouts"]:
        one["over"] = datetime.fromisoformat(one["ends_at"]) <= page.now
    return await page.show(
        "blackouts.html", status=status, listed=listed, typed=typed, wrong=wrong, zone=await zone_of(page)
    )
