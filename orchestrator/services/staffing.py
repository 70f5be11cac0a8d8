"""What people may do now, as far as the independence of rulings depends on it (RULES R4.1)."""

from collections.abc import Iterator

from orchestrator.domain.people import Grant, Permission, Person, permissions_of
from orchestrator.domain.rulers import IT_ROLES, Gap, Staffing, independence
from orchestrator.services.unit_of_work import UnitOfWork

_PAGE = 200


def staffing(uow: UnitOfWork) -> Staffing:
    """What all active people may do, wherever on the site."""
    people = list(_people(uow))

    def holding(*permissions: Permission) -> frozenset[str]:
        wanted = set(permissions)
        return frozenset(person.id for person, grants in people if wanted & permissions_of(grants))

    return Staffing(
        able=holding(Permission.RULE),
        inside=frozenset(person.id for person, grants in people if is_inside_it(grants)),
        deciders=holding(Permission.OVERRIDE, Permission.SAFEGUARD),
        seconds=holding(Permission.APPROVE),
        askers=holding(Permission.REQUEST),
    )


def is_inside_it(grants: tuple[Grant, ...]) -> bool:
    """Whether somebody with these roles is of the technicians' own line."""
    return any(grant.role in IT_ROLES for grant in grants)


def gaps(uow: UnitOfWork) -> tuple[Gap, ...]:
    """For which categories nobody independent could rule on some contest (R4.1)."""
    guarded = {safeguard.category for safeguard in uow.safeguards.live()}
    return independence(tuple(uow.rulers.all()), tuple(uow.rulers.superiors()), staffing(uow), guarded=guarded)


def _people(uow: UnitOfWork) -> Iterator[tuple[Person, tuple[Grant, ...]]]:
    after: str | None = None
    while page := uow.accounts.page(after=after, limit=_PAGE):
        grants = uow.accounts.grants([person.id for person in page])
        yield from ((person, grants.get(person.id, ())) for person in page if person.active)
        after = page[-1].login
