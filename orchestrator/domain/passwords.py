"""What a password must be: long, and not what everybody tries first. No rules about its characters."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from orchestrator.domain.errors import Refusal

LEAST = 12
"""Characters that a password has at least."""
MOST = 200
"""Characters that it has at most: hashing takes time with its length."""


class PasswordFlaw(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"  # fewer than LEAST characters
    TOO_LONG = "too_long"  # more than MOST characters
    NAMES_THE_LOGIN = "names_the_login"  # it is the login, perhaps several times or with something behind it
    AMONG_THE_COMMONEST = "among_the_commonest"  # whoever guesses, begins with it


@dataclass(eq=False)
class PasswordRefused(Refusal):
    """The password cannot be used; the old one, if any, still holds."""

    flaw: PasswordFlaw
    least: int = LEAST
    most: int = MOST
    code: ClassVar[str] = "password-refused"


COMMONEST = frozenset(
    """
    abc abcabc abcd abcdef abcdefg abcdefgh abcdefghi abcdefghij abcdefghijk abcdefghijkl admin administrator
    asdfasdf asdfgh asdfghjkl baseball campus changeit changeme changemenow changemeplease classroom computer
    correcthorsebatterystaple dragon einstein football geheim hallo hello iloveyou instructor ichliebedich
    kennwort letmein letmeinplease login lovelove manager master monkey pass passwd passw0rd passwort
    passwortpasswort password passwordpassword princess professor qazwsx qazwsxedc qazwsxedcrfv qwerasdf qwert
    qwerty qwertyqwerty qwertyuiop qwertyuiopasdf qwertz qwertzuiop qwertzuiopasdf schalke secret secretsecret
    software starwars student sunshine superman teacher technician test testtest testtesttest trustno universitaet
    university user welcome welcomewelcome whatever willkommen winter sommer summer windows zxcvbn zxcvbnm
    q1w2e3r4t5y6 1q2w3e4r5t6y 1qaz2wsx3edc 1qaz2wsx3edc4rfv zaq12wsxcde3
    """.split()  # noqa: SIM905 - a hundred words are read more easily than a hundred pairs of quotes
)
"""The commonest of all, without what people put behind a word to make it longer."""
_PUT_BEHIND = "0123456789!?.,-_#*+$%&@"


def normal(password: str) -> str:
    """The password in the form in which it is hashed: keyboards make the same letter of different code points."""
    return unicodedata.normalize("NFC", password)


def check_password(password: str, login: str) -> None:
    """Make sure that a password can be used for a login.

    Raises:
        PasswordRefused: It cannot; the flaw is named.
    """
    chosen = normal(password)
    if len(chosen) < LEAST:
        raise PasswordRefused(PasswordFlaw.TOO_SHORT)
    if len(chosen) > MOST:
        raise PasswordRefused(PasswordFlaw.TOO_LONG)
    folded = chosen.casefold()
    word = folded.strip(_PUT_BEHIND)
    name = login.casefold()
    if folded == name or _is_nothing_but(name.strip(_PUT_BEHIND), folded):
        raise PasswordRefused(PasswordFlaw.NAMES_THE_LOGIN)
    if folded in COMMONEST or word in COMMONEST or not word or len(set(folded)) == 1:
        raise PasswordRefused(PasswordFlaw.AMONG_THE_COMMONEST)


def _is_nothing_but(name: str, password: str) -> bool:
    """Whether a password is the name, once or several times, with digits and separators at most."""
    own, letters = _letters_and_digits(name), _letters_and_digits(password)
    return own != "" and own in letters and not letters.replace(own, "").strip("0123456789")


def _letters_and_digits(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
