"""What routes ask for: the ports, who calls, in which language, and whether that person may."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated
from urllib.parse import unquote_to_bytes

from fastapi import Depends, Request, Response
from fastapi.params import Depends as DependsClass

from api.refusals import IdentityMalformed, NotIdentified, NotPermitted
from orchestrator.domain.people import Actor, Permission
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.wording import Speaker, choose_language

ACTOR_HEADER = "Demo-Actor"
ACTOR_EXAMPLE = "ada.lovelace; Prof. Ada Lovelace"
MOST_NAME = 100
"""Characters of a name."""
PERSON_ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
_PERSON_ID = re.compile(PERSON_ID)


class Scope(StrEnum):
    """What a permission is about; the address names which one."""

    PUBLIC = "public"  # nothing that anybody could not know
    SITE = "site"  # the university as a whole: its rooms, its catalogue, lists over all rooms
    CLASSROOM = "classroom"  # one room
    REQUEST = "request"  # one software request
    ROLLOUT = "rollout"  # one rollout


_SUBJECTS = {Scope.CLASSROOM: "code", Scope.REQUEST: "request_id", Scope.ROLLOUT: "rollout_id"}
"""The part of an address that names what the scope is about."""

Policy = Callable[[Actor, Permission, Scope, str | None], bool]
"""Says whether somebody may: who, what, about what kind of thing, and which one if the address names it."""


def demo_policy(_actor: Actor, _permission: Permission, _scope: Scope, _subject: str | None) -> bool:
    """Everybody may do everything; for trying out only."""
    return True


def toolbox_of(request: Request) -> Toolbox:
    """The ports of the running service."""
    toolbox: Toolbox = request.app.state.toolbox
    return toolbox


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


def demo_actor(header: str | None) -> Actor:
    """Who calls, as the header ``Demo-Actor: <id>[; <name>]`` says it.

    The name is UTF-8 and may be percent-encoded, for clients that send ASCII only.

    Raises:
        NotIdentified: There is no such header.
        IdentityMalformed: Its id or its name cannot be one.
    """
    if not header or not header.strip():
        raise NotIdentified(example=f"{ACTOR_HEADER}: {ACTOR_EXAMPLE}")
    person, _, name = header.partition(";")
    person = person.strip().lower()
    if not _PERSON_ID.fullmatch(person):
        raise _malformed("id", PERSON_ID)
    name = _decoded(name.strip()) or person
    if len(name) > MOST_NAME or not name.isprintable():
        raise _malformed("name", f"1..{MOST_NAME}")
    return Actor(id=f"person:{person}", name=name)


def _malformed(part: str, expected: str) -> IdentityMalformed:
    return IdentityMalformed(part=part, expected=expected, example=f"{ACTOR_HEADER}: {ACTOR_EXAMPLE}")


def _decoded(name: str) -> str:
    try:
        # A header arrives as bytes, which the framework takes for Latin-1.
        return unquote_to_bytes(name.encode("latin-1")).decode().strip()
    except UnicodeError as error:
        raise _malformed("name", f"1..{MOST_NAME}, UTF-8") from error


class Requires:
    """A route's declaration of who may call it; as a dependency it gives the actor."""

    def __init__(self, permission: Permission, scope: Scope) -> None:
        """Declare.

        Args:
            permission: What the caller must be allowed to do.
            scope: What it is about.
        """
        self.permission = permission
        self.scope = scope

    async def __call__(self, request: Request) -> Actor:
        """The actor, if the policy lets that person.

        Raises:
            NotIdentified, IdentityMalformed: Nobody knows who calls.
            NotPermitted: The policy says no.
        """
        actor = demo_actor(request.headers.get(ACTOR_HEADER))
        subject = request.path_params.get(_SUBJECTS.get(self.scope, ""))
        policy: Policy = request.app.state.policy
        if not policy(actor, self.permission, self.scope, subject):
            raise NotPermitted(permission=self.permission)
        return actor


class Public:
    """A route's declaration that anybody may call it."""

    scope = Scope.PUBLIC

    async def __call__(self) -> None:
        """Let everybody."""


def requires(permission: Permission, scope: Scope) -> DependsClass:
    """Declare what a route's caller must be allowed to do; the dependency's value is the actor."""
    dependency: DependsClass = Depends(Requires(permission, scope))
    return dependency


def public() -> DependsClass:
    """Declare that anybody may call a route, unknown people too."""
    dependency: DependsClass = Depends(Public())
    return dependency


Tools = Annotated[Toolbox, Depends(toolbox_of)]
Spoken = Annotated[Speaker, Depends(spoken)]
