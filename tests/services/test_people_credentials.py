"""Codes, passwords and tokens: what they let their holder do, and until when."""

import pytest

from orchestrator.domain.errors import NotFound
from orchestrator.domain.passwords import PasswordRefused
from orchestrator.domain.people import (
    Permission,
    Role,
)
from orchestrator.domain.sessions import (
    CodeNotValid,
    OldPasswordWrong,
    SignInOver,
    SignInRefused,
    SignInThrottled,
)
from orchestrator.domain.tokens import Token, TokenTooWide
from orchestrator.services.passwords import change_password
from orchestrator.services.people import deactivate, get_person
from orchestrator.services.roles import revoke_role
from orchestrator.services.sessions import sign_out
from orchestrator.services.tokens import MadeToken, MakeToken, list_tokens, make_token, revoke_token
from tests.services.staff import PASSWORD, RULES, Staff, reset, token_of

OTHER = "seven green bottles"


class TestCodes:
    def test_an_invitation_lets_its_holder_set_the_first_password_once(self, staff: Staff) -> None:
        code = staff.invite("ada").code
        staff.redeem(code, OTHER)
        assert staff.sign_in("ada", OTHER)
        with pytest.raises(CodeNotValid):
            staff.redeem(code)
        assert code not in str(staff.database.sql("SELECT * FROM cs_password_codes"))

    def test_an_invitation_expires(self, staff: Staff) -> None:
        code = staff.invite("ada").code
        staff.clock.go_on(days=7)
        with pytest.raises(CodeNotValid):
            staff.redeem(code)

    def test_a_refused_password_does_not_use_the_code_up(self, staff: Staff) -> None:
        code = staff.invite("ada").code
        with pytest.raises(PasswordRefused):
            staff.redeem(code, "short")
        staff.redeem(code)
        assert staff.sign_in("ada")

    def test_a_reset_ends_all_by_which_the_old_password_could_still_act(self, staff: Staff) -> None:
        staff.hire("ada", Role.INSTRUCTOR)
        session, token = staff.sign_in("ada").secret, token_of(staff, "ada").text
        code = reset(staff, "ada")
        assert staff.of_session(session)
        staff.redeem(code, OTHER)
        with pytest.raises(SignInOver):
            staff.of_session(session)
        with pytest.raises(SignInOver):
            staff.of_token(token)
        with pytest.raises(SignInRefused):
            staff.sign_in("ada")
        assert staff.sign_in("ada", OTHER)

    def test_a_newer_code_makes_the_older_one_void(self, staff: Staff) -> None:
        staff.hire("ada")
        first, second = reset(staff, "ada"), reset(staff, "ada")
        with pytest.raises(CodeNotValid):
            staff.redeem(first)
        staff.redeem(second)

    def test_a_reset_lets_in_who_was_locked_out(self, staff: Staff) -> None:
        staff.hire("ada")
        for _ in range(3):
            with pytest.raises(SignInRefused):
                staff.sign_in("ada", OTHER)
        staff.redeem(reset(staff, "ada"))
        assert staff.sign_in("ada")


class TestChangingThePassword:
    def change(self, staff: Staff, secret: str, old: str, new: str) -> None:
        change_password(
            old,
            new,
            staff.of_session(secret),
            reads=staff.database.reads,
            transactions=staff.database.transactions,
            clock=staff.clock,
            hasher=staff.hasher,
            rules=RULES,
        )

    def test_it_ends_the_other_sessions_and_keeps_this_one(self, staff: Staff) -> None:
        mine, other = staff.sign_in("root").secret, staff.sign_in("root").secret
        self.change(staff, mine, PASSWORD, OTHER)
        assert staff.of_session(mine)
        with pytest.raises(SignInOver):
            staff.of_session(other)
        assert staff.sign_in("root", OTHER)

    def test_it_needs_the_old_one_and_guessing_it_is_throttled(self, staff: Staff) -> None:
        mine = staff.sign_in("root").secret
        for _ in range(3):
            with pytest.raises(OldPasswordWrong):
                self.change(staff, mine, "a wrong old one", OTHER)
        with pytest.raises(SignInThrottled):
            self.change(staff, mine, PASSWORD, OTHER)

    def test_the_new_one_must_be_one(self, staff: Staff) -> None:
        with pytest.raises(PasswordRefused):
            self.change(staff, staff.sign_in("root").secret, PASSWORD, "short")


class TestTokens:
    def test_a_token_speaks_for_its_person(self, staff: Staff) -> None:
        staff.hire("ada", Role.INSTRUCTOR)
        made = token_of(staff, "ada")
        caller = staff.of_token(made.text)
        assert (caller.person.login, caller.token_id) == ("ada", made.token.id)
        assert made.text not in repr(made)
        assert made.text.partition(".")[2] not in str(staff.database.sql("SELECT * FROM cs_tokens"))

    def test_it_allows_what_it_names_and_only_while_its_person_may(self, staff: Staff) -> None:
        staff.hire("tim", Role.TECHNICIAN)
        text = token_of(staff, "tim", Permission.READ, Permission.STEER).text
        assert staff.of_token(text).permissions == {Permission.READ, Permission.STEER}
        (role,) = get_person("tim", reads=staff.database.reads).roles
        revoke_role("tim", role.grant.id, staff.root, transactions=staff.database.transactions, clock=staff.clock)
        assert staff.of_token(text).permissions == frozenset()

    def test_it_cannot_allow_more_than_who_makes_it_may(self, staff: Staff) -> None:
        staff.hire("ada", Role.INSTRUCTOR)
        with pytest.raises(TokenTooWide) as refused:
            token_of(staff, "ada", Permission.READ, Permission.STEER)
        assert refused.value.permissions == (Permission.STEER,)

    def test_a_token_made_with_a_token_is_no_wider(self, staff: Staff) -> None:
        narrow = staff.of_token(token_of(staff, "root", Permission.READ, Permission.ACCOUNT).text)
        made = make_token(
            MakeToken("child", 1),
            narrow,
            transactions=staff.database.transactions,
            clock=staff.clock,
            new_id=staff.new_id,
        )
        assert staff.of_token(made.text).permissions == {Permission.READ, Permission.ACCOUNT}

    def test_a_token_made_with_a_limited_token_does_not_outlive_it(self, staff: Staff) -> None:
        def child_of(parent: MadeToken) -> Token:
            return make_token(
                MakeToken("child", 366),
                staff.of_token(parent.text),
                transactions=staff.database.transactions,
                clock=staff.clock,
                new_id=staff.new_id,
            ).token

        limited, whole = token_of(staff, "root", Permission.ACCOUNT), token_of(staff, "root")
        assert child_of(limited).expires_at == limited.token.expires_at
        assert child_of(whole).expires_at > whole.token.expires_at

    def test_who_is_deactivated_meanwhile_gets_none(self, staff: Staff) -> None:
        staff.hire("ada", Role.INSTRUCTOR)
        caller = staff.caller("ada")
        deactivate("ada", staff.root, transactions=staff.database.transactions, clock=staff.clock)
        with pytest.raises(SignInOver):
            make_token(
                MakeToken("late", 90),
                caller,
                transactions=staff.database.transactions,
                clock=staff.clock,
                new_id=staff.new_id,
            )

    def test_it_expires(self, staff: Staff) -> None:
        text = token_of(staff, "root").text
        staff.clock.go_on(days=90)
        with pytest.raises(SignInOver):
            staff.of_token(text)

    def test_a_revoked_one_holds_no_more_and_stays_in_the_list(self, staff: Staff) -> None:
        made = token_of(staff, "root")
        for _ in range(2):
            revoke_token(made.token.id, staff.root, transactions=staff.database.transactions, clock=staff.clock)
        with pytest.raises(SignInOver):
            staff.of_token(made.text)
        (listed,) = list_tokens(staff.root, after=None, limit=9, reads=staff.database.reads)
        assert listed.revoked_at == staff.clock.moment
        assert staff.recorded().count("token.revoked") == 1

    def test_nobody_revokes_the_token_of_somebody_else(self, staff: Staff) -> None:
        made = token_of(staff, "root")
        with pytest.raises(NotFound):
            revoke_token(made.token.id, staff.hire("ada"), transactions=staff.database.transactions, clock=staff.clock)

    def test_the_last_use_is_written_down_once_a_minute(self, staff: Staff) -> None:
        made = token_of(staff, "root")
        begun = staff.clock.moment
        staff.of_token(made.text)
        staff.clock.go_on(seconds=59)
        staff.of_token(made.text)
        assert list_tokens(staff.root, after=None, limit=9, reads=staff.database.reads)[0].used_at == begun

    @pytest.mark.parametrize("text", ["", ".", "classroom_", "classroom_1", "classroom_1.x", "other_00000001.x", "ü"])
    def test_what_is_no_token_is_told_so(self, staff: Staff, text: str) -> None:
        with pytest.raises(SignInOver):
            staff.of_token(text)

    def test_signing_out_with_a_token_revokes_it(self, staff: Staff) -> None:
        text = token_of(staff, "root").text
        sign_out(staff.of_token(text), transactions=staff.database.transactions, clock=staff.clock)
        with pytest.raises(SignInOver):
            staff.of_token(text)
