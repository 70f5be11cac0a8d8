"""People who do the same at the same moment: threads with connections of their own, let go together."""

from functools import partial

import pytest

from orchestrator.domain.people import LastAdministrator, LoginTaken, Role, RoleAlreadyHeld
from orchestrator.domain.sessions import CodeNotValid, SignInOver, SignInRefused, SignInThrottled
from orchestrator.services.passwords import redeem_code
from orchestrator.services.people import deactivate, get_person
from orchestrator.services.roles import NewRole, grant_role, revoke_role
from orchestrator.services.sessions import SignedIn
from tests.services.staff import PASSWORD, RULES, Staff
from tests.store.databases import Database
from tests.store.together import at_once

AT_ONCE = 8


@pytest.fixture
def staff(database: Database) -> Staff:
    return Staff(database)


def refused(given: list[object]) -> list[type[object]]:
    """Of which kind the refusals are."""
    return [type(one) for one in given if isinstance(one, Exception)]


def test_a_one_time_code_is_used_once(staff: Staff) -> None:
    code = staff.invite("ada", Role.INSTRUCTOR).code

    def redeem(number: int) -> object:
        return redeem_code(
            code,
            f"{PASSWORD} for {number}",
            f"192.0.2.{number}",
            reads=staff.database.reads,
            transactions=staff.database.transactions,
            clock=staff.clock,
            hasher=staff.hasher,
            rules=RULES,
        )

    given = at_once(*(partial(redeem, number) for number in range(AT_ONCE)))
    assert refused(given) == [CodeNotValid] * (AT_ONCE - 1)
    (winner,) = (number for number, one in enumerate(given) if not isinstance(one, Exception))
    assert staff.sign_in("ada", f"{PASSWORD} for {winner}").caller.person.login == "ada"
    assert staff.recorded().count("invitation.used") == 1


def test_two_administrators_cannot_deactivate_each_other(staff: Staff) -> None:
    callers = {"root": staff.root, "ida": staff.hire("ida", Role.ADMINISTRATOR)}

    def stop(who: str, by: str) -> object:
        return deactivate(who, callers[by], transactions=staff.database.transactions, clock=staff.clock)

    given = at_once(lambda: stop("ida", "root"), lambda: stop("root", "ida"))
    assert refused(given) == [LastAdministrator]
    people = [get_person(login, reads=staff.database.reads).person for login in callers]
    assert sorted(person.active for person in people) == [False, True]
    assert staff.recorded().count("account.deactivated") == 1


def test_the_last_two_administrators_cannot_both_lose_the_role(staff: Staff) -> None:
    staff.hire("ida", Role.ADMINISTRATOR)
    grants = {login: get_person(login, reads=staff.database.reads).roles[0].grant.id for login in ("root", "ida")}
    caller = staff.root

    def revoke(login: str) -> object:
        return revoke_role(login, grants[login], caller, transactions=staff.database.transactions, clock=staff.clock)

    given = at_once(lambda: revoke("root"), lambda: revoke("ida"))
    assert refused(given) == [LastAdministrator]
    with staff.database.reads() as uow:
        assert len(uow.accounts.administrators()) == 1
    assert staff.recorded().count("role.revoked") == 1


def test_many_attempts_at_once_get_no_more_than_their_share(staff: Staff) -> None:
    """Each comes from another address, so the account's number is what counts."""
    staff.hire("ada")
    attempts = [partial(staff.sign_in, "ada", "wrong", address=f"192.0.2.{n}") for n in range(2 * AT_ONCE)]
    given = refused(at_once(*attempts))
    allowed = RULES.throttle.per_account
    assert given.count(SignInRefused) == allowed
    assert given.count(SignInThrottled) == 2 * AT_ONCE - allowed


def test_many_attempts_from_one_address_get_no_more_than_its_share(staff: Staff) -> None:
    """Each tries another account, so the address's number is what counts."""
    given = refused(at_once(*(partial(staff.sign_in, f"guess{n}", "wrong") for n in range(2 * AT_ONCE))))
    allowed = RULES.throttle.per_address
    assert given.count(SignInRefused) == allowed
    assert given.count(SignInThrottled) == 2 * AT_ONCE - allowed


def test_a_login_is_taken_once(staff: Staff) -> None:
    root = staff.root
    given = at_once(*[partial(staff.invite, "ada", by=root)] * AT_ONCE)
    assert refused(given) == [LoginTaken] * (AT_ONCE - 1)
    assert staff.database.sql("SELECT count(*) FROM cs_accounts WHERE login = 'ada'") == [(1,)]


def test_a_role_is_given_once(staff: Staff) -> None:
    staff.hire("ada")
    caller = staff.root

    def give() -> object:
        return grant_role(
            "ada",
            NewRole(Role.INSTRUCTOR),
            caller,
            transactions=staff.database.transactions,
            clock=staff.clock,
            new_id=staff.new_id,
        )

    given = at_once(*[give] * AT_ONCE)
    assert refused(given) == [RoleAlreadyHeld] * (AT_ONCE - 1)
    assert [role.grant.role for role in get_person("ada", reads=staff.database.reads).roles] == [Role.INSTRUCTOR]


def test_whoever_signs_in_while_being_deactivated_is_out_afterwards(staff: Staff) -> None:
    staff.hire("ada")
    caller = staff.root

    def stop() -> object:
        return deactivate("ada", caller, transactions=staff.database.transactions, clock=staff.clock)

    comers = [partial(staff.sign_in, "ada", address=f"192.0.2.{n}") for n in range(AT_ONCE - 1)]
    given = at_once(stop, *comers)
    assert set(refused(given)) <= {SignInRefused, SignInThrottled}
    for one in given:
        if isinstance(one, SignedIn):
            with pytest.raises(SignInOver):
                staff.of_session(one.secret)
    staff.clock.go_on(hours=1)
    with pytest.raises(SignInRefused):
        staff.sign_in("ada")
