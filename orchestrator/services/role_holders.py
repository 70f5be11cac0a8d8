"""Who holds which role where, read once for as many rooms as somebody has to be told about."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.people import Actor, Caller, Grant, NotPermitted, Permission, Person, Role
from orchestrator.services.unit_of_work import UnitOfWork

_PAGE = 200


@dataclass(frozen=True, slots=True)
class RoleHolders:
    """All active people with the roles that they hold now, by login."""

    people: tuple[tuple[Person, tuple[Grant, ...]], ...]

    def in_room(self, roles: Iterable[Role], room: Classroom) -> tuple[str, ...]:
        """Ids of those who hold one of these roles in a room."""
        wanted = frozenset(roles)
        return tuple(
            person.id
            for person, grants in self.people
            if any(g.role in wanted and g.scope.covers(room) for g in grants)
        )

    def with_role(self, role: Role) -> tuple[str, ...]:
        """Ids of those who hold a role, anywhere."""
        return tuple(person.id for person, grants in self.people if any(g.role is role for g in grants))

    def of_site(self, permission: Permission) -> tuple[str, ...]:
        """Ids of those who may do something about the site as a whole."""
        return tuple(person.id for person, grants in self.people if Caller(person, grants).may(permission))


def role_holders(uow: UnitOfWork) -> RoleHolders:
    """Read them."""
    found: list[tuple[Person, tuple[Grant, ...]]] = []
    after: str | None = None
    while page := uow.accounts.page(after=after, limit=_PAGE):
        grants = uow.accounts.grants([person.id for person in page])
        found += [(person, tuple(grants.get(person.id, ()))) for person in page if person.active]
        after = page[-1].login
    return RoleHolders(tuple(found))


def as_of_now(uow: UnitOfWork, caller: Caller) -> Caller:
    """The caller with the roles that they hold in this transaction.

    What they held when they were recognised may be gone by now, or come since: who decides as a second person is
    looked at once more, and held until the transaction's end.
    """
    account = uow.accounts.get(caller.actor.id)
    held = uow.accounts.grants({caller.actor.id}).get(caller.actor.id, ())
    return replace(caller, grants=tuple(held) if account and account.active else ())


def must_still(uow: UnitOfWork, actor: Actor, *permissions: Permission) -> None:
    """Make sure of what somebody may about the whole site, whoever recognised them, and hold their account.

    First of all in a unit of work: accounts are held before anything else.

    Raises:
        NotPermitted: One of these permissions is gone since they were recognised.
    """
    person = uow.accounts.get(actor.id)
    held = uow.accounts.grants({actor.id}).get(actor.id, ())
    for permission in permissions:
        if person is None or not person.active or not Caller(person, tuple(held)).may(permission):
            raise NotPermitted(permission=permission)
