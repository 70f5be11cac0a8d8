"""What a password must be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.passwords import LEAST, MOST, PasswordFlaw, PasswordRefused, check_password, normal


def flaw(password: str, login: str = "ada") -> PasswordFlaw | None:
    try:
        check_password(password, login)
    except PasswordRefused as refused:
        return refused.flaw
    return None


@pytest.mark.parametrize("password", ["violet cup of tea", "aaaabbbbccccd", "zwölf Boxkämpfer", "ada lovelace sings"])
def test_length_is_enough(password: str) -> None:
    assert flaw(password) is None


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("elevenchars", PasswordFlaw.TOO_SHORT),
        ("", PasswordFlaw.TOO_SHORT),
        ("ab" * (MOST // 2) + "c", PasswordFlaw.TOO_LONG),
        ("passwordpassword", PasswordFlaw.AMONG_THE_COMMONEST),
        ("Password2027!", PasswordFlaw.AMONG_THE_COMMONEST),
        ("123456789012", PasswordFlaw.AMONG_THE_COMMONEST),
        ("aaaaaaaaaaaa", PasswordFlaw.AMONG_THE_COMMONEST),
        ("Administrator", PasswordFlaw.AMONG_THE_COMMONEST),
        ("ada123456789", PasswordFlaw.NAMES_THE_LOGIN),
    ],
)
def test_what_everybody_tries_first_is_refused(password: str, found: PasswordFlaw) -> None:
    assert flaw(password) is found


def test_the_login_is_no_password_however_it_is_written() -> None:
    assert flaw("Grace.Hopper.1906", "grace.hopper.1906") is PasswordFlaw.NAMES_THE_LOGIN
    assert flaw("123456789012", "123456789012") is PasswordFlaw.NAMES_THE_LOGIN


@pytest.mark.parametrize(
    "password",
    ["niels.bohr.niels.bohr", "nielsbohrnielsbohr", "Niels-Bohr_niels bohr 1922", "niels.bohr1885niels.bohr1962"],
)
def test_the_login_said_again_is_no_password(password: str) -> None:
    assert flaw(password, "niels.bohr") is PasswordFlaw.NAMES_THE_LOGIN


def test_a_password_may_name_the_login_among_other_words() -> None:
    assert flaw("niels.bohr likes horseshoes", "niels.bohr") is None
    assert flaw("4711-0815-3322 x", "4711") is None


def test_letters_count_the_same_however_a_keyboard_makes_them() -> None:
    assert normal("u\u0308" * LEAST) == "ü" * LEAST
    assert flaw("u\u0308bung macht") is PasswordFlaw.TOO_SHORT


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_whatever_is_typed_is_taken_or_refused(password: str) -> None:
    assert (flaw(password) is PasswordFlaw.TOO_SHORT) is (len(normal(password)) < LEAST)
