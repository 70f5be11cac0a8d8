"""Signing in: who is let in, until when, and how often one may try."""

from datetime import timedelta

import pytest

from orchestrator.domain.errors import NotFound
from orchestrator.domain.people import (
    Permission,
    Role,
)
from orchestrator.domain.sessions import (
    SignInOver,
    SignInRefused,
    SignInThrottled,
)
from orchestrator.services.sessions import end_session, list_sessions, sign_out
from tests.services.staff import PASSWORD, RULES, Staff

OTHER = "seven green bottles"


class TestSigningIn:
    def test_whoever_knows_the_password_is_let_in_with_their_roles(self, staff: Staff) -> None:
        staff.hire("ada", Role.INSTRUCTOR)
        caller = staff.of_session(staff.sign_in("ADA").secret)
        assert (caller.person.login, caller.may(Permission.REQUEST)) == ("ada", True)

    @pytest.mark.parametrize(("login", "password"), [("root", OTHER), ("nobody", PASSWORD), ("invited", PASSWORD)])
    def test_nobody_else_is_and_all_are_told_the_same(self, staff: Staff, login: str, password: str) -> None:
        staff.invite("invited")
        with pytest.raises(SignInRefused) as refused:
            staff.sign_in(login, password)
        assert refused.value.details() == {}

    def test_the_secret_is_not_in_the_store(self, staff: Staff) -> None:
        signed_in = staff.sign_in("root")
        assert signed_in.secret not in str(staff.database.sql("SELECT * FROM cs_sessions"))
        assert signed_in.secret not in repr(signed_in)

    def test_a_browser_gets_a_new_session_and_the_one_that_it_had_ends(self, staff: Staff) -> None:
        first = staff.sign_in("root")
        second = staff.sign_in("root", replaces=first.secret)
        assert second.secret != first.secret
        with pytest.raises(SignInOver):
            staff.of_session(first.secret)
        assert staff.of_session(second.secret).person.login == "root"

    def test_a_session_that_somebody_planted_is_not_adopted(self, staff: Staff) -> None:
        assert staff.sign_in("root", replaces="planted").secret != "planted"
        with pytest.raises(SignInOver):
            staff.of_session("planted")

    def test_a_session_lives_as_long_as_it_is_used_but_not_for_ever(self, staff: Staff) -> None:
        secret = staff.sign_in("root").secret
        for _ in range(23):
            staff.clock.go_on(hours=7)
            staff.of_session(secret)
        staff.clock.go_on(hours=7)
        with pytest.raises(SignInOver):
            staff.of_session(secret)

    def test_a_session_that_is_not_used_ends(self, staff: Staff) -> None:
        secret = staff.sign_in("root").secret
        staff.clock.go_on(hours=8)
        with pytest.raises(SignInOver):
            staff.of_session(secret)

    def test_use_is_written_down_once_a_minute(self, staff: Staff) -> None:
        secret = staff.sign_in("root").secret
        begun = staff.clock.moment

        def used() -> timedelta:
            ((session, _),) = list_sessions(
                staff.root, after=None, limit=9, reads=staff.database.reads, clock=staff.clock, rules=RULES
            )
            return session.used_at - begun

        staff.clock.go_on(seconds=59)
        staff.of_session(secret)
        assert used() == timedelta(0)
        staff.clock.go_on(seconds=1)
        staff.of_session(secret)
        assert used() == timedelta(minutes=1)

    def test_signing_out_ends_it(self, staff: Staff) -> None:
        secret = staff.sign_in("root").secret
        sign_out(staff.of_session(secret), transactions=staff.database.transactions, clock=staff.clock)
        with pytest.raises(SignInOver):
            staff.of_session(secret)

    def test_nobody_ends_the_session_of_somebody_else(self, staff: Staff) -> None:
        ada = staff.hire("ada")
        session = staff.sign_in("root").caller.session_id
        assert session
        with pytest.raises(NotFound):
            end_session(session, ada, transactions=staff.database.transactions)

    def test_sessions_that_are_over_are_forgotten_when_somebody_signs_in(self, staff: Staff) -> None:
        staff.sign_in("root")
        staff.clock.go_on(days=8)
        staff.sign_in("root")
        assert staff.database.sql("SELECT count(*) FROM cs_sessions") == [(1,)]


class TestThrottle:
    def wrong(self, staff: Staff, login: str = "root", address: str = "192.0.2.1", times: int = 1) -> None:
        for _ in range(times):
            with pytest.raises(SignInRefused):
                staff.sign_in(login, OTHER, address=address)

    @pytest.mark.parametrize("login", ["root", "nobody"])
    def test_too_many_attempts_with_one_login_close_it_for_a_while(self, staff: Staff, login: str) -> None:
        until = staff.clock.moment + RULES.throttle.window
        self.wrong(staff, login, times=3)
        with pytest.raises(SignInThrottled) as refused:
            staff.sign_in(login.upper(), address="198.51.100.7")
        assert refused.value.until == until

    def test_it_opens_again_by_itself(self, staff: Staff) -> None:
        self.wrong(staff, times=3)
        staff.clock.go_on(minutes=16)
        assert staff.sign_in("root")

    def test_too_many_attempts_from_one_address_close_it_for_all_logins(self, staff: Staff) -> None:
        for number in range(6):
            self.wrong(staff, f"guess{number}")
        with pytest.raises(SignInThrottled):
            staff.sign_in("root")
        assert staff.sign_in("root", address="198.51.100.7")

    def test_the_addresses_of_one_ipv6_network_are_one(self, staff: Staff) -> None:
        for number in range(6):
            self.wrong(staff, f"guess{number}", address=f"2001:db8::{number + 1}")
        with pytest.raises(SignInThrottled):
            staff.sign_in("root", address="2001:db8::ffff")
        assert staff.sign_in("root", address="2001:db8:0:1::1")

    def test_a_crowd_behind_one_address_signs_in(self, staff: Staff) -> None:
        assert all(staff.sign_in("root") for _ in range(20))

    def test_success_opens_the_account_anew(self, staff: Staff) -> None:
        self.wrong(staff, times=2)
        staff.sign_in("root")
        self.wrong(staff, times=2)
        assert staff.sign_in("root")

    def test_old_attempts_are_forgotten(self, staff: Staff) -> None:
        self.wrong(staff, "guess")
        staff.clock.go_on(minutes=16)
        self.wrong(staff)
        assert staff.database.sql("SELECT count(*) FROM cs_sign_in_attempts") == [(2,)]
