"""What becomes of a request, and what whoever asked and the room's team say about it."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.account import letters_about
from api.web.asking_undone import undo_of_withdrawing
from api.web.contesting_undone import told_of_contest, undo_of_contest
from api.web.decided import decided
from api.web.deciding import contest_made
from api.web.inside import ProblemMet
from api.web.naming import part
from api.web.pages import Page, Paged

router = APIRouter()


@router.get("/requests/{request_id}")
async def request(page: Paged, request_id: str) -> Response:
    """One request: how it stands, what was decided about it, and all that happened."""
    return await _request_page(page, request_id)


@router.post("/requests/{request_id}/withdraw")
async def withdraw(page: Paged, request_id: str) -> Response:
    """Take it back."""
    await page.form()
    await page.api.post(f"/requests/{part(request_id)}/withdraw")
    told = page.say("It is taken back.")
    return page.go(f"/requests/{part(request_id)}", told=told, undo=undo_of_withdrawing(request_id))


@router.post("/requests/{request_id}/sign-off")
async def sign_off(page: Paged, request_id: str) -> Response:
    """Say whether it works."""
    form = await page.form()
    body = {"works": form.get("works") == "yes", "words": form.get("words") or None}
    return await _done(page, request_id, f"/requests/{part(request_id)}/sign-off", body, form)


@router.post("/requests/{request_id}/advice")
async def answer_advice(page: Paged, request_id: str) -> Response:
    """Take the advice of the room's team, or stay with what one asked for."""
    form = await page.form()
    body = {"follows": form.get("follows") == "yes"}
    return await _done(page, request_id, f"/requests/{part(request_id)}/recommendations/answer", body)


@router.post("/requests/{request_id}/tick-answer")
async def answer_tick(page: Paged, request_id: str) -> Response:
    """Say whether work by hand does what it should, or whether what is there instead will do."""
    form = await page.form()
    works = form.get("works") == "yes"
    body = {"works": works, "words": form.get("words") or None}
    typed = {"what": "answer", **form}
    if works:
        told = page.say("Thank you. Whoever did it is told your yes.")
    else:
        told = page.say("Whoever did it is told your no, and it is owed again.")
    return await _done(page, request_id, f"/requests/{part(request_id)}/ticks/answer", body, typed, told=told)


@router.post("/requests/{request_id}/tick")
async def tick(page: Paged, request_id: str) -> Response:
    """State that work by hand, or the line about settings and add-ons, is done; or why it is not as asked."""
    form = await page.form()
    as_asked = form.get("as_asked") != "no"
    body = {
        "evidence": form.get("evidence", ""),
        "line": form.get("line") or None,
        "as_asked": as_asked,
        "why": form.get("why") or None,
    }
    if as_asked:
        told = page.say("It is stated to be done. Whoever asked is told your words, and says whether it is so.")
    else:
        told = page.say("Whoever asked is told why, and what they get instead. It stays owed until they say yes.")
    return await _done(page, request_id, f"/requests/{part(request_id)}/ticks", body, form, told=told)


@router.post("/requests/{request_id}/settings-line")
async def settings_line(page: Paged, request_id: str) -> Response:
    """Say anew what the settings and add-ons should be; nothing in the field drops the line."""
    form = await page.form()
    body = {"words": form.get("words", "").strip() or None}
    typed = {"what": "settings", **form}
    told = page.say("Your line is changed.") if body["words"] else page.say("Your line is taken away.")
    return await _done(page, request_id, f"/requests/{part(request_id)}/settings-line", body, typed, told=told)


@router.post("/requests/{request_id}/contest")
async def contest(page: Paged, request_id: str) -> Response:
    """Contest what was decided about it."""
    form = await page.form()
    named = form.get("subject", ""), form.get("decision", "")
    try:
        made = await contest_made(page, *named, {**form, "request": request_id})
    except ProblemMet as met:
        return await _refused(page, request_id, met, form)
    undo = undo_of_contest(made)
    return page.go(f"/requests/{part(request_id)}", told=told_of_contest(page), undo=undo)


async def _done(
    page: Page, request_id: str, path: str, body: object, typed: dict[str, Any] | None = None, *, told: str = ""
) -> Response:
    try:
        await page.api.post(path, body)
    except ProblemMet as met:
        return await _refused(page, request_id, met, typed)
    return page.go(f"/requests/{part(request_id)}", told=told)


async def _refused(page: Page, request_id: str, met: ProblemMet, typed: dict[str, Any] | None) -> Response:
    if not met.for_the_form:
        raise met
    return await _request_page(page, request_id, wrong=met.problem, typed=typed, status=met.status)


async def _request_page(
    page: Page,
    request_id: str,
    *,
    wrong: Any = None,
    typed: dict[str, Any] | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    one = await page.api.get(f"/requests/{part(request_id)}")
    visitor = await page.visitor()
    mine = one["requester"]["id"] == visitor.person["id"]
    # What everybody did about it is for whoever asked, and for whoever reads the record.
    told = mine or visitor.may("read_record") or one["entered_by"] == visitor.person["id"]
    moments = (await page.api.get(f"/requests/{part(request_id)}/life"))["moments"] if told else []
    return await page.show(
        "request.html",
        status=status,
        request=one,
        moments=moments,
        mine=mine,
        entered=_entered(one, moments),
        decisions=await decided(page, one),
        letters=await letters_about(page, request_id) if mine else [],
        advice=(await page.api.get(f"/requests/{part(request_id)}/recommendations"))["recommendations"],
        sign_off=await _sign_off_of(page, request_id),
        notes=(await page.api.get(f"/requests/{part(request_id)}/delay-notes"))["notes"],
        wrong=wrong,
        typed=typed or {},
    )


def _entered(request: dict[str, Any], moments: list[Any]) -> str:
    """Who entered it for whoever asked, as far as whoever looks is told of the team's people; else empty."""
    if request["entered_by"] == request["requester"]["id"]:
        return ""
    entries = (moment["entry"] for moment in moments if moment["entry"])
    return next((entry["actor"]["name"] for entry in entries if entry["actor"]["id"] == request["entered_by"]), "")


async def _sign_off_of(page: Page, request_id: str) -> Any:
    try:
        return await page.api.get(f"/requests/{part(request_id)}/sign-off")
    except ProblemMet as met:
        if met.code not in {"not-found", "not-delivered-yet"}:
            raise
        return None
