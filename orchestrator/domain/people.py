"""Who acts, and what they may do: roles, scopes, and the one table of permissions. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.errors import Refusal

_PERSON = "person:"


class Permission(StrEnum):
    """What a route or command needs."""

    READ = "read"  # see rooms, software, requests, plans, rollouts, observed state
    REQUEST = "request"  # ask for software, withdraw one's own request
    ON_BEHALF = "on_behalf"  # enter a request for somebody else, who then holds all rights on it
    STEER = "steer"  # start, dry-run and retry rollouts
    CONNECT = "connect"  # test how machines are reached
    HOLD = "hold"  # put the fast brake on, on duty in a room
    DRAW = "draw"  # draw where the seats and the door of a room are
    OVERRIDE = "override"  # record overrides, recommendations and delay notes; link wishes
    APPROVE = "approve"  # be the second person that a decision needs; confirm categories
    RULE = "rule"  # rule on contests and sign risks, where a list names one for it
    SAFEGUARD = "safeguard"  # set blocks, minimum versions and protective updates
    GOVERN = "govern"  # who rules, the register of documents, blackouts, the rules' numbers
    CONFIGURE = "configure"  # import the site and the catalog
    PEOPLE = "people"  # invite, give and take roles, deactivate
    ADMINISTER = "administer"  # see connections, reset passwords; all of the above on administrators
    READ_RECORD = "read_record"  # read, search, export and verify the record
    ACCOUNT = "account"  # one's own password, sessions and tokens


class Role(StrEnum):
    """What somebody is, within a scope. One person may hold several."""

    INSTRUCTOR = "instructor"  # asks, withdraws, signs off, contests
    COORDINATOR = "coordinator"  # keeps rooms in good order, asks on behalf
    TECHNICIAN = "technician"  # steers rollouts, enters what the help desk is told
    MANAGER = "manager"  # rules, second-approves; catalog and people
    SECURITY_OFFICER = "security_officer"  # confirms or refuses a security category
    AUDITOR = "auditor"  # reads all, exports, verifies; changes nothing
    ADMINISTRATOR = "administrator"  # people, connections, settings


_P = Permission
PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.INSTRUCTOR: frozenset({_P.READ, _P.REQUEST, _P.RULE}),
    Role.COORDINATOR: frozenset({_P.READ, _P.REQUEST, _P.ON_BEHALF, _P.HOLD, _P.DRAW, _P.RULE}),
    # A technician who could ask in their own name could keep software away: by asking first that it is not there.
    Role.TECHNICIAN: frozenset({_P.READ, _P.ON_BEHALF, _P.STEER, _P.CONNECT, _P.HOLD, _P.DRAW, _P.OVERRIDE}),
    Role.MANAGER: frozenset(
        {_P.READ, _P.CONFIGURE, _P.PEOPLE, _P.READ_RECORD, _P.APPROVE, _P.RULE, _P.SAFEGUARD, _P.GOVERN}
    ),
    Role.SECURITY_OFFICER: frozenset({_P.READ, _P.READ_RECORD, _P.APPROVE, _P.RULE, _P.SAFEGUARD}),
    Role.AUDITOR: frozenset({_P.READ, _P.READ_RECORD}),
    Role.ADMINISTRATOR: frozenset(
        {_P.READ, _P.CONNECT, _P.CONFIGURE, _P.PEOPLE, _P.ADMINISTER, _P.READ_RECORD, _P.GOVERN, _P.DRAW}
    ),
}
"""The one table: which role holds which permission, within the scope in which it was granted."""

EVERYBODY = frozenset({Permission.ACCOUNT})
"""What each person may who is not deactivated, with or without a role."""

EVERYWHERE = frozenset({Permission.ACCOUNT, Permission.READ, Permission.REQUEST, Permission.ON_BEHALF, Permission.RULE})
"""Permissions that hold in every room of the site, in whichever scope the role was granted.

Who sees a room's state can be the one who helps; and requests from outside one's courses or units are accepted
(RULES R1.10).
"""


class ScopeKind(StrEnum):
    """How far a role reaches."""

    CAMPUS = "campus"  # the whole site
    BUILDING = "building"  # the rooms of a building
    DEPARTMENT = "department"  # the rooms that a department owns
    CLASSROOM = "classroom"  # one room


@dataclass(frozen=True, slots=True)
class RoleScope:
    """Where a role holds.

    Attributes:
        kind: How far.
        name: Name of the building or department, compared without case, or id of the classroom; empty for the campus.
    """

    kind: ScopeKind
    name: str = ""

    def covers(self, room: Classroom) -> bool:
        """Whether a room lies in it."""
        match self.kind:
            case ScopeKind.CAMPUS:
                return True
            case ScopeKind.BUILDING:
                return self.name.casefold() == room.building.casefold()
            case ScopeKind.DEPARTMENT:
                return bool(room.department) and self.name.casefold() == room.department.casefold()
            case ScopeKind.CLASSROOM:
                return self.name == room.id


CAMPUS = RoleScope(ScopeKind.CAMPUS)
"""The whole site."""

ONLY_FOR_CAMPUS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""Roles that are for the whole site or not at all."""

ABOUT_THE_SITE = frozenset(
    {Permission.CONFIGURE, Permission.PEOPLE, Permission.ADMINISTER, Permission.SAFEGUARD, Permission.GOVERN}
)
"""Permissions about what no part of the site has of its own: held for a part, they allow nothing."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who gave a command.

    Attributes:
        id: ``person:<uuid>``, ``host:<operating-system user>`` or ``worker``. It stands in the audit entry; the name
            does not.
        name: Name as people say it.
    """

    id: str
    name: str


WORKER = Actor(id="worker", name="worker")
"""The service itself: rollouts that R0 starts."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account. The password's hash is no part of this: it never leaves the store but to be verified.

    Attributes:
        id: ``person:<uuid>``.
        login: What they sign in with, in lower case.
        name: Name as people say it.
        email: Where mail goes, or empty.
        language: ``en`` or ``de``.
        created_at: Since when, UTC.
        deactivated_at: Since when they may do nothing any more, or None.
    """

    id: str
    login: str
    name: str
    email: str
    language: str
    created_at: datetime
    deactivated_at: datetime | None = None

    @property
    def active(self) -> bool:
        """Whether they may do anything."""
        return self.deactivated_at is None

    @property
    def actor(self) -> Actor:
        """The person as who gives a command."""
        return Actor(self.id, self.name)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that a person holds.

    Attributes:
        id: Identity in the store.
        person_id: Who holds it.
        role: Which.
        scope: Where it holds.
        since: From when, UTC.
        by: Id of the actor who gave it.
    """

    id: str
    person_id: str
    role: Role
    scope: RoleScope
    since: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who has shown who they are, and by what.

    Attributes:
        person: Who; active.
        grants: The roles that they hold now.
        limited_to: What the token allows at most; None where it, or a session, allows all that the person may.
        session_id: The session that the call was made with, or None.
        token_id: The token that the call was made with, or None.
    """

    person: Person
    grants: tuple[Grant, ...]
    limited_to: frozenset[Permission] | None = None
    session_id: str | None = None
    token_id: str | None = None

    @property
    def actor(self) -> Actor:
        """Who gives the command."""
        return self.person.actor

    @property
    def permissions(self) -> frozenset[Permission]:
        """What they may somewhere on the site."""
        held = permissions_of(self.grants)
        return held if self.limited_to is None else held & self.limited_to

    def may(self, permission: Permission, room: Classroom | None = None) -> bool:
        """Whether they may do this in a room, or, without one, about the site as a whole."""
        if permission not in self.permissions:
            return False
        return permission in EVERYWHERE or permission in permissions_of(
            grant for grant in self.grants if (grant.scope.covers(room) if room else grant.scope == CAMPUS)
        )

    def reach(self, permission: Permission) -> tuple[RoleScope, ...]:
        """Where they may do this: on the campus, only in these parts of it, or nowhere."""
        if self.may(permission):
            return (CAMPUS,)
        if permission not in self.permissions or permission in ABOUT_THE_SITE:
            return ()
        return tuple(dict.fromkeys(grant.scope for grant in self.grants if permission in PERMISSIONS[grant.role]))

    def refused(self, permission: Permission, room: Classroom | None = None) -> "NotPermitted":
        """The refusal of what they may not do there, or what their token keeps them from."""
        limited = self.limited_to is not None and replace(self, limited_to=None).may(permission, room)
        return NotPermitted(permission=permission, by_token=limited)


def permissions_of(grants: Iterable[Grant]) -> frozenset[Permission]:
    """What somebody with these roles may, each within its scope."""
    return EVERYBODY.union(*(PERMISSIONS[grant.role] for grant in grants))


def are_two_persons(one: str, other: str) -> bool:
    """Whether two actors are two persons: two roles in one person never are, and a host or the worker is nobody.

    Args:
        one: Id of an actor.
        other: Id of another.
    """
    return one != other and one.startswith(_PERSON) and other.startswith(_PERSON)


def person_id(identity: str) -> str:
    """The actor's id of the person with this identity."""
    return _PERSON + identity


@dataclass(eq=False)
class NotPermitted(Refusal):
    """Whoever calls may not do this. ``by_token``: only because the token that they show does not allow it."""

    permission: Permission
    by_token: bool = False
    code: ClassVar[str] = "not-permitted"


@dataclass(eq=False)
class LoginTaken(Refusal):
    """Somebody else signs in with this name already."""

    login: str
    code: ClassVar[str] = "login-taken"


@dataclass(eq=False)
class RoleAlreadyHeld(Refusal):
    """The person holds this role in this scope already."""

    login: str
    role: Role
    code: ClassVar[str] = "role-already-held"


@dataclass(eq=False)
class RoleOnlyForCampus(Refusal):
    """This role is for the whole site or not at all."""

    role: Role
    code: ClassVar[str] = "role-only-for-campus"


@dataclass(eq=False)
class LastAdministrator(Refusal):
    """Without this person nobody could administer the site any more."""

    login: str
    code: ClassVar[str] = "last-administrator"


@dataclass(eq=False)
class PersonDeactivated(Refusal):
    """The person is deactivated: nothing can be given to them, and nobody can act for them."""

    login: str
    code: ClassVar[str] = "person-deactivated"


@dataclass(eq=False)
class CannotAsk(Refusal):
    """A request would belong to somebody who may not ask for software, and so could not withdraw it."""

    login: str
    code: ClassVar[str] = "cannot-ask"


@dataclass(eq=False)
class NeedsAnotherPerson(Refusal):
    """Whoever has made a decision cannot be its second person; two roles in one person never make two (RULES R3.6)."""

    code: ClassVar[str] = "needs-another-person"
