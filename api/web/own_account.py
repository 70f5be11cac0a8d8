"""One's own account: who one is, password, where one is signed in, and tokens for one's programs."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.inside import ProblemMet
from api.web.naming import part
from api.web.pages import Page, Paged

router = APIRouter()
_DAYS = 90
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
"""What occurs in the name that a browser gives itself, the most telling first, and what people call it."""


@router.get("/account")
async def account(page: Paged, done: str = "") -> Response:
    """All of it on one page."""
    return await _account(page, done=done)


@router.post("/account/password")
async def change_password(page: Paged) -> Response:
    """Change one's password; all other sessions end."""
    form = await page.form()
    if form.get("new") != form.get("again"):
        return await _account(page, wrong_password=_not_the_same(page), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        await page.api.call("PUT", "/me/password", {"old": form.get("old", ""), "new": form.get("new", "")})
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        return await _account(page, wrong_password=met.problem, status=met.status)
    return page.go("/account?done=password")


@router.post("/account/sessions/{session_id}/end")
async def end_session(page: Paged, session_id: str) -> Response:
    """End one of one's sessions."""
    await page.form()
    await page.api.call("DELETE", f"/sessions/{part(session_id)}")
    return page.go("/account?done=session#sessions")


@router.post("/account/tokens")
async def make_token(page: Paged) -> Response:
    """Make a token; its text is shown on this answer, and never again."""
    form = await page.form()
    if await _has_token(page, form.get("name", "")):
        return await _account(page, wrong_token=_same_name(page), typed=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    days = form.get("days", "")
    body = {
        "name": form.get("name", ""),
        "days": int(days) if days.isascii() and days.isdigit() and len(days) < len("1000000") else days,
        "permissions": form.get("permissions[]") or None,
    }
    try:
        made = await page.api.post("/tokens", body)
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        return await _account(page, wrong_token=met.problem, typed=form, status=met.status)
    return await _account(page, made=made, status=HTTPStatus.CREATED)


@router.post("/account/tokens/{token_id}/revoke")
async def revoke_token(page: Paged, token_id: str) -> Response:
    """Revoke a token."""
    await page.form()
    await page.api.call("DELETE", f"/tokens/{part(token_id)}")
    return page.go("/account?done=token#tokens")


@router.get("/password-code")
async def code_form(page: Paged) -> Response:
    """Where a code from an invitation, or after a reset, is entered."""
    return await page.show("password_code.html", typed={}, wrong=None, done=None)


@router.post("/password-code")
async def redeem(page: Paged) -> Response:
    """Set one's password with it."""
    form = await page.form()
    typed = {"code": form.get("code", "")}
    if form.get("password") != form.get("again"):
        return await page.show(
            "password_code.html",
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            typed=typed,
            wrong=_not_the_same(page),
            done=None,
        )
    try:
        done = await page.api.post(
            "/password-codes/redeem", {"code": typed["code"], "password": form.get("password", "")}
        )
    except ProblemMet as met:
        if met.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise
        return await page.show("password_code.html", status=met.status, typed=typed, wrong=met.problem, done=None)
    return await page.show("password_code.html", typed={}, wrong=None, done=done)


def _browser(page: Page, client: str) -> str:
    """What somebody signed in with, as people call it."""
    browser = next((name for sign, name in _BROWSERS if sign in client), "")
    system = next((name for sign, name in _SYSTEMS if sign in client), "")
    if browser and system:
        return page.say("{browser} on {system}").format(browser=browser, system=system)
    return client


async def _has_token(page: Page, name: str) -> bool:
    """Whether a token of this name still holds, as when the page that shows one is loaded again."""
    tokens = (await page.api.get("/tokens", limit=200))["tokens"]
    holding = (one for one in tokens if not one["revoked_at"] and datetime.fromisoformat(one["expires_at"]) > page.now)
    return name.casefold() in {one["name"].casefold() for one in holding}


def _same_name(page: Page) -> dict[str, Any]:
    text = page.say(
        "You have a token of this name already, and could not tell the two apart. Its text was shown once: if you do "
        "not have it, revoke that token first, or choose another name."
    )
    return {
        "title": page.say("No second token was made"),
        "detail": page.say("Your tokens are as they were."),
        "problems": [{"field": "name", "text": text}],
    }


def _not_the_same(page: Page) -> dict[str, Any]:
    text = page.say("The two new passwords are not the same. Type both again.")
    return {
        "title": page.say("Nothing was changed"),
        "detail": page.say("Your password is as it was."),
        "problems": [{"field": "again", "text": text}],
    }


async def _account(
    page: Page,
    *,
    done: str = "",
    made: Any = None,
    typed: dict[str, Any] | None = None,
    wrong_password: Any = None,
    wrong_token: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    me = await page.api.get("/me")
    sessions = (await page.api.get("/sessions", limit=200))["sessions"]
    return await page.show(
        "account.html",
        status=status,
        me=me,
        sessions=sessions,
        browsers={one["id"]: _browser(page, one["client"]) for one in sessions},
        tokens=(await page.api.get("/tokens", limit=200))["tokens"],
        typed={"name": "", "days": str(_DAYS), "permissions[]": [], **(typed or {})},
        done=done,
        made=made,
        wrong_password=wrong_password,
        wrong_token=wrong_token,
    )
