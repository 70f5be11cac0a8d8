"""Who may do what, by the one table; and who is two persons."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.people import (
    CAMPUS,
    EVERYBODY,
    EVERYWHERE,
    PERMISSIONS,
    Caller,
    Grant,
    Permission,
    Person,
    Role,
    RoleScope,
    ScopeKind,
    are_two_persons,
    permissions_of,
)

NOON = datetime(2027, 1, 12, 12, 0, tzinfo=UTC)
ADA = Person("person:1", "ada", "Ada", "", "en", NOON)
ROOM = Classroom("b204", "B-204", "Main building", "UTC", department="Physics")
ELSEWHERE = Classroom("c101", "C-101", "Annex", "UTC")
SCOPES = {
    "campus": CAMPUS,
    "building": RoleScope(ScopeKind.BUILDING, "main BUILDING"),
    "department": RoleScope(ScopeKind.DEPARTMENT, "PHYSICS"),
    "classroom": RoleScope(ScopeKind.CLASSROOM, "b204"),
}


def caller(*roles: tuple[Role, RoleScope], limited_to: frozenset[Permission] | None = None) -> Caller:
    grants = tuple(Grant(f"g{n}", ADA.id, role, scope, NOON, "host:root") for n, (role, scope) in enumerate(roles))
    return Caller(ADA, grants, limited_to)


def test_every_role_stands_in_the_table_and_every_permission_is_somebodys() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert EVERYBODY.union(*PERMISSIONS.values()) == set(Permission)


def test_an_auditor_reads_all_and_changes_nothing() -> None:
    assert PERMISSIONS[Role.AUDITOR] == {Permission.READ, Permission.READ_RECORD}


def test_who_delivers_software_cannot_ask_that_it_is_not_there() -> None:
    assert Permission.REQUEST not in PERMISSIONS[Role.TECHNICIAN]


@pytest.mark.parametrize("name", SCOPES)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_role_holds_in_its_scope_and_some_permissions_everywhere(
    name: str, role: Role, permission: Permission
) -> None:
    who = caller((role, SCOPES[name]))
    held = permission in PERMISSIONS[role] | EVERYBODY
    everywhere = permission in EVERYWHERE
    assert who.may(permission, ROOM) is held
    assert who.may(permission, ELSEWHERE) is (held and (everywhere or name == "campus"))
    assert who.may(permission) is (held and (everywhere or name == "campus"))


def test_somebody_without_a_role_has_an_account_and_nothing_else() -> None:
    assert {permission for permission in Permission if caller().may(permission, ROOM)} == {Permission.ACCOUNT}


def test_a_role_for_a_department_holds_in_no_room_that_nobody_owns() -> None:
    assert not RoleScope(ScopeKind.DEPARTMENT, "").covers(ELSEWHERE)


@given(roles=st.lists(st.sampled_from(Role)), limited_to=st.frozensets(st.sampled_from(Permission)))
def test_a_token_never_allows_more_than_its_person_may(roles: list[Role], limited_to: frozenset[Permission]) -> None:
    held = [(role, CAMPUS) for role in roles]
    free, limited = caller(*held), caller(*held, limited_to=limited_to)
    assert limited.permissions == free.permissions & limited_to
    for permission in Permission:
        assert limited.may(permission) is (free.may(permission) and permission in limited_to)


@given(roles=st.lists(st.sampled_from(Role), max_size=3), more=st.sampled_from(Role))
def test_another_role_takes_nothing_away(roles: list[Role], more: Role) -> None:
    few = caller(*((role, CAMPUS) for role in roles)).grants
    many = caller(*((role, CAMPUS) for role in [*roles, more])).grants
    assert permissions_of(few) <= permissions_of(many)


def test_two_roles_in_one_person_never_make_two_persons() -> None:
    assert are_two_persons("person:1", "person:2")
    assert not are_two_persons("person:1", "person:1")


@pytest.mark.parametrize("nobody", ["worker", "host:root", ""])
def test_a_host_and_the_worker_are_nobody(nobody: str) -> None:
    assert not are_two_persons("person:1", nobody)
    assert not are_two_persons(nobody, "person:1")


def test_a_person_acts_under_their_id_and_name() -> None:
    assert (ADA.actor.id, ADA.actor.name) == ("person:1", "Ada")
