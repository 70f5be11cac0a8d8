"""What routes ask for: the ports, who calls, in which language, and whether that person may."""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.params import Depends as DependsClass

from api.identity import Calling, toolbox_of
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.people import EVERYWHERE, Actor, Caller, NotPermitted, Permission
from orchestrator.services.access import (
    room_of_code,
    room_of_contest,
    room_of_hold,
    room_of_override,
    room_of_request,
    room_of_rollout,
    room_of_wish,
)
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.wording import Speaker, choose_language

__all__ = [
    "Calling",
    "Identified",
    "Public",
    "Requires",
    "Scope",
    "Spoken",
    "Tools",
    "identified_only",
    "public",
    "requires",
    "speaker_for",
    "toolbox_of",
]


class Scope(StrEnum):
    """What a permission is about; the address names which one."""

    PUBLIC = "public"  # nothing that anybody could not know
    ACCOUNT = "account"  # the caller's own password, sessions and tokens
    PEOPLE = "people"  # the accounts and roles of others, which are the whole site's
    SITE = "site"  # the university as a whole: its rooms, its catalogue, lists over all rooms
    CLASSROOM = "classroom"  # one room
    REQUEST = "request"  # one software request, which is for a room
    ROLLOUT = "rollout"  # one rollout, which is for a room
    OVERRIDE = "override"  # one override, which is for a room
    HOLD = "hold"  # one hold, which is for a room
    NAMED_ROOM = "named_room"  # one room, which the body names; the use case looks whether it lies within one's scope
    CONTEST = "contest"  # one contest, which is about a request for a room
    WISH = "wish"  # one wish, which is for a room


FindRoom = Callable[[str, Toolbox], Classroom | None]
_ROOMS: dict[Scope, tuple[str, FindRoom]] = {
    Scope.CLASSROOM: ("code", lambda code, tools: room_of_code(code, reads=tools.reads)),
    Scope.REQUEST: ("request_id", lambda request, tools: room_of_request(request, reads=tools.reads)),
    Scope.ROLLOUT: ("rollout_id", lambda rollout, tools: room_of_rollout(rollout, reads=tools.reads)),
    Scope.OVERRIDE: ("override_id", lambda override, tools: room_of_override(override, reads=tools.reads)),
    Scope.HOLD: ("hold_id", lambda hold, tools: room_of_hold(hold, reads=tools.reads)),
    Scope.CONTEST: ("contest_id", lambda contest, tools: room_of_contest(contest, reads=tools.reads)),
    Scope.WISH: ("wish_id", lambda wish, tools: room_of_wish(wish, reads=tools.reads)),
}
"""The part of an address that names what the scope is about, and how its room is found."""


def speaker_for(request: Request) -> Speaker:
    """Who speaks the language that the caller prefers of those that we have."""
    toolbox = toolbox_of(request)
    return Speaker(
        choose_language(request.headers.get("accept-language", ""), toolbox.language), now=toolbox.clock.now()
    )


async def spoken(request: Request, response: Response) -> Speaker:
    """The caller's speaker; the answer says which language it is in."""
    speaker = speaker_for(request)
    response.headers["Content-Language"] = speaker.language.value
    response.headers["Vary"] = "Accept-Language"
    return speaker


class Requires:
    """A route's declaration of who may call it; as a dependency it gives the actor."""

    def __init__(self, permission: Permission, scope: Scope, *, or_else: Permission | None = None) -> None:
        """Declare.

        Args:
            permission: What the caller must be allowed to do.
            scope: What it is about.
            or_else: What suffices too; which of the two it takes depends on the body, and the route looks at it.
        """
        self.permission = permission
        self.scope = scope
        self.or_else = or_else

    def __call__(self, request: Request, caller: Calling) -> Actor:
        """The actor, if that person may. A plain function, because it reads the store.

        Raises:
            NotIdentified, SignInOver, CrossSiteCall, CsrfTokenWrong: Nobody knows who calls, or whether they meant it.
            NotPermitted: They may not.
        """
        if not self._suffices(caller, request):
            unlimited = replace(caller, limited_to=None)
            by_token = caller.limited_to is not None and self._suffices(unlimited, request)
            raise NotPermitted(permission=self.permission, by_token=by_token)
        return caller.actor

    def _suffices(self, caller: Caller, request: Request) -> bool:
        sufficient = filter(None, (self.permission, self.or_else))
        return any(self._may(caller, permission, request) for permission in sufficient)

    def _may(self, caller: Caller, permission: Permission, request: Request) -> bool:
        if self.scope is Scope.NAMED_ROOM:
            return permission in caller.permissions
        if permission in EVERYWHERE or self.scope not in _ROOMS or permission not in caller.permissions:
            return caller.may(permission)
        part, find = _ROOMS[self.scope]
        name = str(request.path_params[part])
        room = find(name, toolbox_of(request)) if name.isprintable() else None
        # What isn't there has no room. Who may do this somewhere may know that, and gets the route's own answer.
        return room is None or caller.may(permission, room)


class Identified:
    """A route's declaration that whoever says who they are may call it, with any token."""

    scope = Scope.ACCOUNT

    def __call__(self, caller: Calling) -> Actor:
        """The actor.

        Raises:
            NotIdentified, SignInOver, CrossSiteCall, CsrfTokenWrong: Nobody knows who calls, or whether they meant it.
        """
        return caller.actor


class Public:
    """A route's declaration that anybody may call it."""

    scope = Scope.PUBLIC

    async def __call__(self) -> None:
        """Let everybody."""


def room_in_address(request: Request, toolbox: Toolbox) -> Classroom | None:
    """The room that the address of a call is about; None where it names none, or there is none."""
    for part, find in _ROOMS.values():
        name = str(request.path_params.get(part, ""))
        if name and name.isprintable():
            return find(name, toolbox)
    return None


def requires(permission: Permission, scope: Scope, *, or_else: Permission | None = None) -> DependsClass:
    """Declare what a route's caller must be allowed to do; the dependency's value is the actor."""
    dependency: DependsClass = Depends(Requires(permission, scope, or_else=or_else))
    return dependency


def identified_only() -> DependsClass:
    """Declare that whoever is identified may call a route, whatever their token allows."""
    dependency: DependsClass = Depends(Identified())
    return dependency


def public() -> DependsClass:
    """Declare that anybody may call a route, unknown people too."""
    dependency: DependsClass = Depends(Public())
    return dependency


Tools = Annotated[Toolbox, Depends(toolbox_of)]
Spoken = Annotated[Speaker, Depends(spoken)]
