"""What can be wrong with a machine, by order of whoever runs the lab. Pure.

Each fault is a word (and for some an argument) that is set while the lab runs and survives its restart. ``on`` mends
everything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from orchestrator.virtual_lab.wire.listener import Reach

# What ``set MACHINE …`` takes, with the words that its help shows.
WORDS: Mapping[str, str] = {
    "off": "nothing listens: connections are refused",
    "off=silent": "nothing answers: connections time out",
    "on": "everything is as it should be again",
    "wrong-password": "the credentials are refused (401)",
    "access-denied": "the account may log on, but not open a remote shell",
    "installer-fails=ITEM:CODE": "the installer of a package or file ends with that exit code",
    "hang=ITEM": "the installer of a package or file never ends",
    "stranger": "another computer answers behind the name",
    "reboot-pending": "Windows wants a restart",
}

# Words without an argument, and what they set.
_PLAIN: Mapping[str, Mapping[str, Any]] = {
    "off": {"reach": Reach.REFUSED},
    "off=refused": {"reach": Reach.REFUSED},
    "off=silent": {"reach": Reach.SILENT},
    "wrong-password": {"wrong_password": True},
    "access-denied": {"access_denied": True},
    "stranger": {"stranger": True},
}

_DEFAULT_EXIT_CODE = 1603
STRANGER_HARDWARE_ID = "DEADBEEF-0000-4000-8000-00005717A46E"
STRANGER_COMPUTER_NAME = "STRANGER"


class UnknownFault(ValueError):
    """The word is not one of WORDS."""


@dataclass(frozen=True, slots=True)
class Faults:
    """All that is wrong with one machine.

    Attributes:
        reach: Whether connections are answered.
        wrong_password: Whether every logon is refused.
        access_denied: Whether the account lacks the right to remote shells.
        exit_codes: Exit code by package id or file name, folded.
        hanging: Package ids and file names, folded, whose installer never ends.
        stranger: Whether another computer's identity is shown.
    """

    reach: Reach = Reach.OPEN
    wrong_password: bool = False
    access_denied: bool = False
    exit_codes: Mapping[str, int] = field(default_factory=dict)
    hanging: frozenset[str] = frozenset()
    stranger: bool = False

    def with_word(self, word: str) -> Self:
        """What is wrong once a word of WORDS is set, ``reboot-pending`` aside (that is state, not a fault).

        Raises:
            UnknownFault: It is none of them.
        """
        if word == "on":
            return type(self)()
        if word in _PLAIN:
            return replace(self, **_PLAIN[word])
        name, _, argument = word.partition("=")
        if name == "hang" and argument:
            return replace(self, hanging=self.hanging | {argument.casefold()})
        if name == "installer-fails" and argument:
            item, _, code = argument.partition(":")
            if code and not code.isdecimal():
                raise UnknownFault(f"{code!r} is no exit code; write installer-fails={item}:{_DEFAULT_EXIT_CODE}")
            codes = {**self.exit_codes, item.casefold(): int(code or _DEFAULT_EXIT_CODE)}
            return replace(self, exit_codes=codes)
        raise UnknownFault(f"{word!r} is none of: {', '.join(WORDS)}")

    def exit_code(self, names: tuple[str, ...]) -> int | None:
        """Exit code that an installer known by those names shall end with, or None for its own."""
        return next((self.exit_codes[n.casefold()] for n in names if n.casefold() in self.exit_codes), None)

    def hangs(self, names: tuple[str, ...]) -> bool:
        """Whether an installer known by those names shall never end."""
        return any(n.casefold() in self.hanging for n in names)

    def words(self) -> list[str]:
        """The words that were set and still hold."""
        found = []
        if self.reach is not Reach.OPEN:
            found.append("off" if self.reach is Reach.REFUSED else "off=silent")
        if self.wrong_password:
            found.append("wrong-password")
        if self.access_denied:
            found.append("access-denied")
        if self.stranger:
            found.append("stranger")
        found.extend(f"installer-fails={item}:{code}" for item, code in sorted(self.exit_codes.items()))
        found.extend(f"hang={item}" for item in sorted(self.hanging))
        return found

    def to_json(self) -> list[str]:
        """The form that ``from_json`` takes."""
        return self.words()

    @classmethod
    def from_json(cls, words: Any) -> Self:  # noqa: ANN401 - what a JSON file holds is of any type
        """Set all words again."""
        faults = cls()
        for word in words or ():
            faults = faults.with_word(str(word))
        return faults
