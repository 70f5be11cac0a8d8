"""People: who they are here, inviting them, and what they may."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.web.inside import ProblemMet
from api.web.naming import MOST_WORDS, everything, has_words, part
from api.web.pages import Page, Paged
from api.web.told import Undo
from api.web.undoing import Undone, changed_since, undoes
from orchestrator.domain.people import ONLY_FOR_CAMPUS, Permission, Role, ScopeKind
from orchestrator.services.wording import Speaker

router = APIRouter()
_SHOWN = 50
_MOST_FOUND = 200
_DEFAULTS: dict[str, Any] = {
    "login": "",
    "name": "",
    "email": "",
    "language": "en",
    "role": "",
    "kind": ScopeKind.CAMPUS.value,
    "where": "",
}
_FIELDS = {
    "scope.kind": "kind",
    "scope.name": "where",
    "roles.0.role": "role",
    "roles.0.scope.kind": "kind",
    "roles.0.scope.name": "where",
}
_BESIDE = {
    "classroom": "where",
    "building": "where",
    "department": "where",
    "login-taken": "login",
    "role-only-for-campus": "kind",
    "role-already-held": "role",
}
"""The form's field of what is not there, and of what else is refused."""


@router.get("/people")
async def people(page: Paged, q: str = "", after: str = "") -> Response:
    """By login; what is searched for occurs in login, name, e-mail or roles."""
    words = q.strip()[:MOST_WORDS]
    following = None
    if words:
        known = await everything(page, "/people", "people")
        found = [one for one in known if has_words(words, *_texts_of(one))][:_MOST_FOUND]
    else:
        listed = await page.api.get("/people", after=after, limit=_SHOWN)
        found, following = listed["people"], listed["next"]
    return await page.show("people.html", people=found, following=following, words=words)


@router.get("/people/new")
async def invite_form(page: Paged) -> Response:
    """Whom to invite."""
    return await _invite_form(page, _DEFAULTS)


@router.post("/people/new")
async def invite(page: Paged) -> Response:
    """Make the account; the code is shown on this answer, and never again."""
    typed = {**_DEFAULTS, **await page.form()}
    body = {name: typed[name] for name in ("login", "name", "email", "language")}
    if typed["where"] and not typed["role"]:
        return await _invite_form(page, typed, wrong=_no_role(page), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        offered = await page.api.post("/people", {**body, "roles": [_role_of(typed)] if typed["role"] else []})
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        return await _invite_form(page, typed, wrong=_told(met), status=met.status)
    return await _code_page(page, offered)


@router.get("/people/{login}")
async def person(page: Paged, login: str) -> Response:
    """One person, and what can be done about their account."""
    return await _person_page(page, login)


@router.post("/people/{login}/roles")
async def give_role(page: Paged, login: str) -> Response:
    """Give them a role."""
    typed = {**_DEFAULTS, **await page.form()}
    before = await _grants(page, login)
    outcome = await _done(page, login, "POST", "roles", _role_of(typed), typed)
    if isinstance(outcome, Response):
        return outcome
    given = next((id_ for id_ in await _grants(page, login) if id_ not in before), "")
    undo = Undo("role given", {"login": login, "grant": given}) if given else None
    return page.go(f"/people/{part(login)}", told=page.say("The role is given."), undo=undo)


@router.post("/people/{login}/roles/{grant_id}/take")
async def take_role(page: Paged, login: str, grant_id: str) -> Response:
    """Take a role from them."""
    await page.form()
    taken = (await _grants(page, login)).get(grant_id)
    outcome = await _done(page, login, "DELETE", f"roles/{part(grant_id)}")
    if isinstance(outcome, Response):
        return outcome
    undo = Undo("role taken", {"login": login, "role": taken}) if taken else None
    return page.go(f"/people/{part(login)}", told=page.say("The role is taken."), undo=undo)


@router.post("/people/{login}/deactivate")
async def deactivate(page: Paged, login: str) -> Response:
    """Let them do nothing any more."""
    await page.form()
    outcome = await _done(page, login, "POST", "deactivation")
    if isinstance(outcome, Response):
        return outcome
    undo = Undo("deactivated", {"login": login})
    return page.go(f"/people/{part(login)}", told=page.say("They may do nothing here any more."), undo=undo)


@router.post("/people/{login}/reactivate")
async def reactivate(page: Paged, login: str) -> Response:
    """Let them sign in again."""
    await page.form()
    outcome = await _done(page, login, "DELETE", "deactivation")
    if isinstance(outcome, Response):
        return outcome
    undo = Undo("reactivated", {"login": login})
    return page.go(f"/people/{part(login)}", told=page.say("They can sign in again."), undo=undo)


@undoes("role given")
async def _take_again(page: Page, facts: Mapping[str, Any]) -> Undone:
    if facts["grant"] not in await _grants(page, facts["login"]):
        raise changed_since(page, page.say("Somebody has taken that role already."))
    await page.api.call("DELETE", f"/people/{part(facts['login'])}/roles/{part(facts['grant'])}")
    return Undone(page.say("Undone: the role is taken."))


@undoes("role taken")
async def _give_back(page: Page, facts: Mapping[str, Any]) -> Undone:
    await page.api.post(f"/people/{part(facts['login'])}/roles", facts["role"])
    return Undone(page.say("Undone: the role is given again."))


@undoes("deactivated")
async def _let_in_again(page: Page, facts: Mapping[str, Any]) -> Undone:
    if not (await page.api.get(f"/people/{part(facts['login'])}"))["deactivated_at"]:
        raise changed_since(page)
    await page.api.call("DELETE", f"/people/{part(facts['login'])}/deactivation")
    return Undone(page.say("Undone: they can sign in again. They are signed out, and their tokens stay revoked."))


@undoes("reactivated")
async def _keep_out_again(page: Page, facts: Mapping[str, Any]) -> Undone:
    if (await page.api.get(f"/people/{part(facts['login'])}"))["deactivated_at"]:
        raise changed_since(page)
    await page.api.post(f"/people/{part(facts['login'])}/deactivation")
    return Undone(page.say("Undone: they may do nothing here any more."))


async def _grants(page: Page, login: str) -> dict[str, dict[str, Any]]:
    """The roles that somebody holds by their ids, each as it is asked for."""
    return {
        one["id"]: {
            "role": one["role"]["code"],
            "scope": {"kind": one["scope"]["kind"]["code"], "name": one["scope"]["name"] or None},
        }
        for one in (await page.api.get(f"/people/{part(login)}"))["roles"]
    }


@router.post("/people/{login}/password-reset")
async def reset_password(page: Paged, login: str) -> Response:
    """Make a code with which they set another password."""
    return await _offer(page, login, "password-reset")


@router.post("/people/{login}/invitation")
async def renew_invitation(page: Paged, login: str) -> Response:
    """Make another code for somebody who has not set a password yet."""
    return await _offer(page, login, "invitation")


def _texts_of(found: dict[str, Any]) -> list[str]:
    roles = [text for one in found["roles"] for text in (one["role"]["text"], one["scope"]["name"])]
    return [found["login"], found["name"], found["email"], *roles]


def _role_of(typed: dict[str, Any]) -> dict[str, Any]:
    return {"role": typed["role"], "scope": {"kind": typed["kind"], "name": typed["where"] or None}}


def _told(met: ProblemMet) -> dict[str, Any]:
    """A refusal, each thing beside the field of the form that it is about."""
    return met.beside(_BESIDE) or met.named(_own_name)


def _no_role(page: Page) -> dict[str, Any]:
    """What is told where a place is given and no role: the place would be dropped without a word."""
    text = page.say("You say where a role holds, but not which. Choose one, or leave the place empty.")
    title = page.say("Something is not right yet")
    return {"title": title, "detail": "", "problems": [{"field": "role", "text": text}]}


def _own_name(field: str) -> str:
    return _FIELDS.get(field, field)


async def _choices(page: Page) -> dict[str, Any]:
    """What a role can be and where it can hold, as people say it."""
    speaker, visitor = Speaker(page.language), await page.visitor()
    roles = [role for role in Role if role is not Role.ADMINISTRATOR or visitor.may(Permission.ADMINISTER)]
    rooms = await everything(page, "/classrooms", "classrooms") if visitor.may(Permission.READ) else []
    return {
        "roles_offered": [(role.value, speaker.term(role)) for role in roles],
        "scopes_offered": [(kind.value, speaker.term(kind)) for kind in ScopeKind],
        "places": sorted({one["building"] for one in rooms}) + [one["code"] for one in rooms],
        "only_for_campus": [speaker.term(role) for role in Role if role in ONLY_FOR_CAMPUS],
    }


async def _done(
    page: Page, login: str, method: str, what: str, body: object = None, typed: dict[str, Any] | None = None
) -> Response | None:
    """Do it; None where it is done, else the page that says what is amiss."""
    try:
        await page.api.call(method, f"/people/{part(login)}/{what}", body)
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        wrong = _told(met) if typed else met.problem
        return await _person_page(page, login, typed=typed, wrong=wrong, status=met.status)
    return None


async def _offer(page: Page, login: str, what: str) -> Response:
    await page.form()
    try:
        offered = await page.api.post(f"/people/{part(login)}/{what}")
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        return await _person_page(page, login, wrong=met.problem, status=met.status)
    return await _code_page(page, offered)


async def _code_page(page: Page, offered: dict[str, Any]) -> Response:
    there = str(page.request.base_url.replace(path="/password-code"))
    return await page.show("person_code.html", status=HTTPStatus.CREATED, offered=offered, there=there)


async def _invite_form(
    page: Page,
    typed: dict[str, Any],
    *,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    return await page.show("person_new.html", status=status, typed=typed, wrong=wrong, **await _choices(page))


async def _person_page(
    page: Page,
    login: str,
    *,
    typed: dict[str, Any] | None = None,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    return await page.show(
        "person.html",
        status=status,
        person=await page.api.get(f"/people/{part(login)}"),
        typed=typed or _DEFAULTS,
        wrong=wrong,
        **await _choices(page),
    )
