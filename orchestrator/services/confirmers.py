"""Who confirms a category: always somebody outside the technician's line (RULES R3.2)."""

from collections.abc import Iterable, Mapping, Sequence

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.evidence import Category
from orchestrator.domain.overrides import Override
from orchestrator.domain.people import Grant, Role, are_two_persons
from orchestrator.services.role_holders import role_holders
from orchestrator.services.unit_of_work import UnitOfWork

_BY_ROLE: Mapping[Category, Role] = {Category.SECURITY: Role.SECURITY_OFFICER, Category.LICENCE: Role.MANAGER}
"""Who confirms a category by role; of law it is the officer whom the evidence names (R3.2)."""


def may_confirm(category: Category, grants: Iterable[Grant], room: Classroom) -> bool:
    """Whether somebody with these roles confirms a category in a room: not if one of them makes a technician there."""
    roles = {grant.role for grant in grants if grant.scope.covers(room)}
    return _BY_ROLE.get(category) in roles and Role.TECHNICIAN not in roles


def may_vouch(person_id: str, grants: Iterable[Grant], recorder: str) -> bool:
    """Whether somebody with these roles can be the officer of what somebody records: another person, no technician.

    Else two technicians would name each other, and a clock would stand still by the word of their own line.
    """
    return are_two_persons(person_id, recorder) and all(grant.role is not Role.TECHNICIAN for grant in grants)


def who_confirms(uow: UnitOfWork, override: Override, room: Classroom) -> Sequence[str]:
    """Ids of those who may confirm an override's category: never whoever recorded it."""
    if override.category is Category.LEGAL:
        named = override.evidence.officer
        return [named] if named and named != override.by else []
    people = role_holders(uow).people
    return [p.id for p, grants in people if p.id != override.by and may_confirm(override.category, grants, room)]


def unconfirmed_rooms(uow: UnitOfWork) -> Mapping[Category, tuple[str, ...]]:
    """By category, the codes of the rooms in which nobody could confirm it; there each counts as ordinary in the end.

    Of law nothing can be said beforehand: whoever records names the officer.
    """
    people, rooms = role_holders(uow).people, uow.classrooms.all()
    return {
        category: lacking
        for category in _BY_ROLE
        if (
            lacking := tuple(
                room.code for room in rooms if not any(may_confirm(category, grants, room) for _, grants in people)
            )
        )
    }
