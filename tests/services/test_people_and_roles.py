"""Roles and accounts: who gives and takes them, at once, and what the record says of it."""

import pytest

from orchestrator.domain.errors import NotFound
from orchestrator.domain.people import (
    CannotAsk,
    LastAdministrator,
    LoginTaken,
    NotPermitted,
    Permission,
    PersonDeactivated,
    Role,
    RoleAlreadyHeld,
    RoleOnlyForCampus,
    ScopeKind,
)
from orchestrator.domain.sessions import (
    CodeNotValid,
    SignInOver,
    SignInRefused,
)
from orchestrator.services.first_people import people_for_demo
from orchestrator.services.people import (
    NewPerson,
    deactivate,
    get_person,
    list_people,
    reactivate,
    renew_invitation,
    requester_by_login,
)
from orchestrator.services.roles import NewRole, grant_role, revoke_role
from tests.services.staff import OPERATOR, RULES, Staff, reset, token_of


class TestRoles:
    def grant(self, staff: Staff, login: str, wanted: NewRole, by: str = "root") -> None:
        grant_role(
            login,
            wanted,
            staff.caller(by),
            transactions=staff.database.transactions,
            clock=staff.clock,
            new_id=staff.new_id,
        )

    def test_a_role_is_given_for_a_room_a_building_a_department_as_the_site_spells_it(self, staff: Staff) -> None:
        staff.hire("tim")
        for kind, name in (
            (ScopeKind.CLASSROOM, "b-204"),
            (ScopeKind.BUILDING, "main BUILDING"),
            (ScopeKind.DEPARTMENT, "physics"),
        ):
            self.grant(staff, "tim", NewRole(Role.TECHNICIAN, kind, name))
        roles = get_person("tim", reads=staff.database.reads).roles
        assert [role.where for role in roles] == ["B-204", "Main building", "Physics"]
        assert [role.grant.scope.name for role in roles] == ["b204", "Main building", "Physics"]

    @pytest.mark.parametrize(
        ("kind", "known"),
        [
            (ScopeKind.CLASSROOM, ("B-204", "C-101")),
            (ScopeKind.BUILDING, ("Annex", "Main building")),
            (ScopeKind.DEPARTMENT, ("Physics",)),
        ],
    )
    def test_a_place_that_is_not_there_is_refused_with_those_that_are(
        self, staff: Staff, kind: ScopeKind, known: tuple[str, ...]
    ) -> None:
        staff.hire("tim")
        with pytest.raises(NotFound) as refused:
            self.grant(staff, "tim", NewRole(Role.TECHNICIAN, kind, "elsewhere"))
        assert refused.value.known == known

    def test_a_role_is_held_once_in_a_scope(self, staff: Staff) -> None:
        staff.hire("ada", Role.INSTRUCTOR)
        with pytest.raises(RoleAlreadyHeld):
            self.grant(staff, "ada", NewRole(Role.INSTRUCTOR))

    def test_an_administrator_is_one_for_the_whole_site(self, staff: Staff) -> None:
        staff.hire("ada")
        with pytest.raises(RoleOnlyForCampus):
            self.grant(staff, "ada", NewRole(Role.ADMINISTRATOR, ScopeKind.BUILDING, "Annex"))

    def test_only_administrators_make_and_unmake_administrators(self, staff: Staff) -> None:
        manager = staff.hire("mia", Role.MANAGER)
        with pytest.raises(NotPermitted):
            self.grant(staff, "mia", NewRole(Role.ADMINISTRATOR), by="mia")
        with pytest.raises(NotPermitted):
            staff.invite("eve", Role.ADMINISTRATOR, by=manager)
        with pytest.raises(NotPermitted):
            deactivate("root", manager, transactions=staff.database.transactions, clock=staff.clock)
        assert staff.invite("eve", Role.INSTRUCTOR, by=manager)

    def test_a_code_that_a_manager_has_seen_does_not_make_an_administrator(self, staff: Staff) -> None:
        code = staff.invite("eve", Role.INSTRUCTOR, by=staff.hire("mia", Role.MANAGER)).code
        self.grant(staff, "eve", NewRole(Role.COORDINATOR))
        self.grant(staff, "eve", NewRole(Role.ADMINISTRATOR))
        with pytest.raises(CodeNotValid):
            staff.redeem(code)
        another = renew_invitation(
            "eve",
            staff.root,
            transactions=staff.database.transactions,
            clock=staff.clock,
            new_id=staff.new_id,
            rules=RULES,
        )
        staff.redeem(another.code)
        assert staff.sign_in("eve")

    def test_a_role_that_was_taken_is_gone_from_the_next_call_on_and_stays_in_the_store(self, staff: Staff) -> None:
        staff.hire("tim", Role.TECHNICIAN)
        secret = staff.sign_in("tim").secret
        assert staff.of_session(secret).may(Permission.STEER)
        grant = get_person("tim", reads=staff.database.reads).roles[0].grant.id
        revoke_role("tim", grant, staff.root, transactions=staff.database.transactions, clock=staff.clock)
        assert not staff.of_session(secret).may(Permission.STEER)
        assert len(staff.database.sql("SELECT 1 FROM cs_role_grants WHERE until IS NOT NULL")) == 1
        with pytest.raises(NotFound):
            revoke_role("tim", grant, staff.root, transactions=staff.database.transactions, clock=staff.clock)

    def test_the_last_administrator_keeps_the_role(self, staff: Staff) -> None:
        grant = get_person("root", reads=staff.database.reads).roles[0].grant.id
        with pytest.raises(LastAdministrator):
            revoke_role("root", grant, staff.root, transactions=staff.database.transactions, clock=staff.clock)
        staff.hire("ida", Role.ADMINISTRATOR)
        revoke_role("root", grant, staff.root, transactions=staff.database.transactions, clock=staff.clock)
        assert not staff.root.may(Permission.ADMINISTER)


class TestAccounts:
    def stop(self, staff: Staff, login: str) -> None:
        deactivate(login, staff.root, transactions=staff.database.transactions, clock=staff.clock)

    def test_deactivation_acts_at_once(self, staff: Staff) -> None:
        staff.hire("ada", Role.INSTRUCTOR)
        session, token, code = staff.sign_in("ada").secret, token_of(staff, "ada").text, reset(staff, "ada")
        self.stop(staff, "ada")
        with pytest.raises(SignInOver):
            staff.of_session(session)
        with pytest.raises(SignInOver):
            staff.of_token(token)
        with pytest.raises(SignInRefused):
            staff.sign_in("ada")
        with pytest.raises(CodeNotValid):
            staff.redeem(code)
        with pytest.raises(PersonDeactivated):
            reset(staff, "ada")

    def test_who_comes_back_has_roles_and_password_but_no_old_session_or_token(self, staff: Staff) -> None:
        staff.hire("ada", Role.INSTRUCTOR)
        session, token = staff.sign_in("ada").secret, token_of(staff, "ada").text
        self.stop(staff, "ada")
        reactivate("ada", staff.root, transactions=staff.database.transactions, clock=staff.clock)
        with pytest.raises(SignInOver):
            staff.of_session(session)
        with pytest.raises(SignInOver):
            staff.of_token(token)
        assert staff.sign_in("ada").caller.may(Permission.REQUEST)

    def test_the_last_administrator_cannot_be_deactivated(self, staff: Staff) -> None:
        with pytest.raises(LastAdministrator):
            self.stop(staff, "root")
        staff.hire("ida", Role.ADMINISTRATOR)
        self.stop(staff, "ida")
        with pytest.raises(LastAdministrator):
            self.stop(staff, "root")

    def test_a_login_is_somebodys_whatever_its_case(self, staff: Staff) -> None:
        with pytest.raises(LoginTaken):
            staff.invite("ROOT")

    def test_people_are_listed_by_login_page_by_page(self, staff: Staff) -> None:
        for login in ("zoe", "ada", "mia"):
            staff.invite(login)
        first = list_people(after=None, limit=2, reads=staff.database.reads)
        rest = list_people(after=first[-1].person.login, limit=9, reads=staff.database.reads)
        assert [view.person.login for view in (*first, *rest)] == ["ada", "mia", "root", "zoe"]

    def test_a_request_can_be_entered_for_somebody_who_could_withdraw_it(self, staff: Staff) -> None:
        ada = staff.hire("ada", Role.INSTRUCTOR)
        assert requester_by_login("Ada", reads=staff.database.reads) == ada.actor
        staff.hire("tim", Role.TECHNICIAN)
        with pytest.raises(CannotAsk):
            requester_by_login("tim", reads=staff.database.reads)
        with pytest.raises(NotFound):
            requester_by_login("nobody", reads=staff.database.reads)
        self.stop(staff, "ada")
        with pytest.raises(PersonDeactivated):
            requester_by_login("ada", reads=staff.database.reads)


def test_the_record_says_what_was_done_in_ids_and_keeps_names_beside(staff: Staff) -> None:
    # A name that hexadecimal digits cannot spell by chance.
    staff.hire("zoe", Role.INSTRUCTOR)
    token_of(staff, "zoe")
    staff.redeem(reset(staff, "zoe"))
    deactivate("zoe", staff.root, transactions=staff.database.transactions, clock=staff.clock)
    assert staff.recorded() == [
        "account.created",
        "role.granted",
        "account.created",
        "role.granted",
        "invitation.made",
        "invitation.used",
        "token.created",
        "password.reset",
        "password.reset_used",
        "account.deactivated",
    ]
    entries = str(staff.database.sql("SELECT body FROM cs_audit_entries"))
    assert "zoe" not in entries.lower()
    assert ("login", "zoe") in staff.database.sql("SELECT field, text FROM cs_audit_texts")


def test_the_demos_cast_is_made_once_and_gets_new_passwords_and_tokens_each_time(staff: Staff) -> None:
    def cast() -> dict[str, tuple[str, str]]:
        made = people_for_demo(
            [(NewPerson("ada", "Prof. Ada"), Role.INSTRUCTOR), (NewPerson("tom", "Tom"), Role.TECHNICIAN)],
            operator=OPERATOR,
            transactions=staff.database.transactions,
            clock=staff.clock,
            new_id=staff.new_id,
            hasher=staff.hasher,
        )
        return {person.login: (person.password, person.token) for person in made}

    first, second = cast(), cast()
    assert staff.sign_in("ada", second["ada"][0]).caller.may(Permission.REQUEST)
    assert staff.of_token(second["tom"][1]).may(Permission.STEER)
    with pytest.raises(SignInRefused):
        staff.sign_in("ada", first["ada"][0])
    with pytest.raises(SignInOver):
        staff.of_token(first["tom"][1])
    assert staff.recorded().count("account.created") == 3
