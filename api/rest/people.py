"""People: inviting, roles, deactivating, resetting a password."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.dependencies import Calling, Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.schemas.fields import Identity, Limit, Login
from api.schemas.people import NewPersonIn, OfferedCodeOut, PeopleOut, PersonOut, RoleIn, offered_out, person_out
from api.schemas.wire import Wire
from orchestrator.domain.people import Permission
from orchestrator.services.passwords import OfferedCode, reset_password
from orchestrator.services.people import deactivate, get_person, invite, list_people, reactivate, renew_invitation
from orchestrator.services.roles import grant_role, revoke_role
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.wording import Speaker

router = APIRouter(prefix="/people", tags=["people"])

LoginPath = Annotated[Login, Path(description="What a person signs in with.", examples=["ada"])]
GrantId = Annotated[Identity, Path(description="Id of a role that the person holds.")]
_PEOPLE = requires(Permission.PEOPLE, Scope.PEOPLE)
_ADMINISTER = requires(Permission.ADMINISTER, Scope.PEOPLE)


class PeopleQuery(Wire):
    """Which page to list."""

    after: Login | None = Field(default=None, description="Only logins behind this: next of the page before.")
    limit: Limit = 50


@router.get("", summary="People", dependencies=[_PEOPLE], responses=refuses(), name="list_people")
def people(
    query: Annotated[PeopleQuery, Query()], tools: Tools, speaker: Spoken, request: Request, response: Response
) -> PeopleOut:
    """By login, with what they are."""
    after = query.after.casefold() if query.after else None
    found = list_people(after=after, limit=query.limit + 1, reads=tools.reads)
    shown, following = page_of(found, query.limit, lambda view: view.person.login)
    link_next(request, response, following)
    return PeopleOut(people=tuple(person_out(view, speaker) for view in shown), next=following)


@router.post(
    "",
    status_code=201,
    summary="Invite somebody",
    dependencies=[_PEOPLE],
    responses=refuses("not-found", "login-taken", "role-only-for-campus", "role-already-held", "too-large"),
    name="invite_person",
)
def invite_person(form: NewPersonIn, tools: Tools, caller: Calling, response: Response) -> OfferedCodeOut:
    """Makes an account, and a one-time code with which its owner sets the first password."""
    offered = invite(
        form.command(),
        [role.wanted() for role in form.roles],
        caller,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
        rules=tools.rules,
    )
    response.headers["Location"] = f"/api/v1/people/{offered.person.login}"
    return _told_once(offered, response)


@router.get("/{login}", summary="One person", dependencies=[_PEOPLE], responses=refuses("not-found"), name="get_person")
def person(login: LoginPath, tools: Tools, speaker: Spoken) -> PersonOut:
    """With what they are."""
    return _person(login, tools, speaker)


@router.post(
    "/{login}/roles",
    status_code=201,
    summary="Give somebody a role",
    dependencies=[_PEOPLE],
    responses=refuses("not-found", "person-deactivated", "role-only-for-campus", "role-already-held", "too-large"),
    name="grant_role",
)
def grant(login: LoginPath, form: RoleIn, tools: Tools, speaker: Spoken, caller: Calling) -> PersonOut:
    """For the whole site, a building, a department or a room."""
    grant_role(login, form.wanted(), caller, transactions=tools.transactions, clock=tools.clock, new_id=tools.new_id)
    return _person(login, tools, speaker)


@router.delete(
    "/{login}/roles/{grant_id}",
    summary="Take a role from somebody",
    dependencies=[_PEOPLE],
    responses=refuses("not-found", "last-administrator"),
    name="revoke_role",
)
def revoke(login: LoginPath, grant_id: GrantId, tools: Tools, speaker: Spoken, caller: Calling) -> PersonOut:
    """From the next call on."""
    revoke_role(login, grant_id, caller, transactions=tools.transactions, clock=tools.clock)
    return _person(login, tools, speaker)


@router.post(
    "/{login}/deactivation",
    summary="Let somebody do nothing any more",
    dependencies=[_PEOPLE],
    responses=refuses("not-found", "last-administrator"),
    name="deactivate_person",
)
def deactivate_person(login: LoginPath, tools: Tools, speaker: Spoken, caller: Calling) -> PersonOut:
    """From the next call on. What they did stays theirs."""
    deactivate(login, caller, transactions=tools.transactions, clock=tools.clock)
    return _person(login, tools, speaker)


@router.delete(
    "/{login}/deactivation",
    summary="Let somebody sign in again",
    dependencies=[_PEOPLE],
    responses=refuses("not-found"),
    name="reactivate_person",
)
def reactivate_person(login: LoginPath, tools: Tools, speaker: Spoken, caller: Calling) -> PersonOut:
    """With the roles and the password that they had. Tokens stay revoked."""
    reactivate(login, caller, transactions=tools.transactions, clock=tools.clock)
    return _person(login, tools, speaker)


@router.post(
    "/{login}/password-reset",
    status_code=201,
    summary="Make a code with which somebody sets another password",
    dependencies=[_ADMINISTER],
    responses=refuses("not-found", "person-deactivated"),
    name="reset_password",
)
def reset(login: LoginPath, tools: Tools, caller: Calling, response: Response) -> OfferedCodeOut:
    """The old password holds until then. Earlier codes hold no more."""
    offered = reset_password(
        login,
        caller,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
        rules=tools.rules,
    )
    return _told_once(offered, response)


@router.post(
    "/{login}/invitation",
    status_code=201,
    summary="Make another code for somebody who has not set a password yet",
    dependencies=[_PEOPLE],
    responses=refuses("not-found", "person-deactivated", "has-a-password"),
    name="renew_invitation",
)
def renew(login: LoginPath, tools: Tools, caller: Calling, response: Response) -> OfferedCodeOut:
    """The code before holds no more."""
    offered = renew_invitation(
        login,
        caller,
        transactions=tools.transactions,
        clock=tools.clock,
        new_id=tools.new_id,
        rules=tools.rules,
    )
    return _told_once(offered, response)


def _person(login: str, tools: Toolbox, speaker: Speaker) -> PersonOut:
    return person_out(get_person(login, reads=tools.reads), speaker)


def _told_once(offered: OfferedCode, response: Response) -> OfferedCodeOut:
    """The code, which nobody on the way may keep."""
    response.headers["Cache-Control"] = "no-store"
    return offered_out(offered)
