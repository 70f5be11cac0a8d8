"""What can be wrong with a file of the site or the catalog, and where it stands."""

from dataclasses import dataclass, field
from enum import StrEnum

from orchestrator.domain.errors import FieldProblem

MAX_PROBLEMS = 500
"""More than this nobody reads; the last problem then says that there are more."""
_SHOWN = 80
_LONG_SHOWN = 400
_HIDDEN = "***"


class ProblemCode(StrEnum):
    """Stable codes. The comment says what is wrong; ``FieldProblem.expected`` holds what stands in brackets."""

    # The folder and its files.
    UNEXPECTED_FILE = "unexpected-file"  # no file of this name belongs here [names that do]
    FILE_MISSING = "file-missing"  # the import cannot do without this file
    FILE_TOO_LARGE = "file-too-large"  # [the limit in characters]
    TOO_MANY_FILES = "too-many-files"  # [the limit]
    TOO_MANY_PROBLEMS = "too-many-problems"  # there are more than are listed [the limit]
    # YAML.
    NOT_YAML = "not-yaml"  # the file cannot be read [what the reader stumbled over]
    SEVERAL_DOCUMENTS = "several-documents"  # a second ``---``
    YAML_ALIAS = "yaml-alias"  # anchors and aliases are not used here
    TOO_DEEP = "too-deep"  # nested deeper than anything that is read [the limit]
    DUPLICATE_KEY = "duplicate-key"  # the same key twice; YAML would silently take the last [line of the first]
    KEY_NOT_TEXT = "key-not-text"  # a key that is no plain text
    UNKNOWN_TAG = "unknown-tag"  # a YAML tag other than ``!unsafe`` on text
    # Text.
    CONTROL_CHARACTER = "control-character"  # a line break, NUL or another character that cannot be seen
    TEMPLATE = "template"  # text that Ansible would run as a template [the one form that may stand here]
    NEEDS_QUOTES = "needs-quotes"  # text that YAML reads as something else, such as a version 24.10 [it in quotes]
    BLANK_AT_THE_END = "blank-at-the-end"  # text with spaces before or behind it [it without]
    EMPTY = "empty"  # nothing is there where something must be
    TOO_LONG = "too-long"  # [the limit in characters]
    # Kinds of value.
    NOT_TEXT = "not-text"
    NOT_A_WHOLE_NUMBER = "not-a-whole-number"
    NOT_TRUE_OR_FALSE = "not-true-or-false"
    NOT_A_DATE = "not-a-date"  # [YYYY-MM-DD]
    NOT_A_LIST = "not-a-list"
    NOT_A_MAPPING = "not-a-mapping"
    # Values.
    OUT_OF_RANGE = "out-of-range"  # [least..most]
    UNKNOWN_CHOICE = "unknown-choice"  # [the choices]
    LISTED_TWICE = "listed-twice"  # the same entry again in one list
    # Names of fields.
    UNKNOWN_KEY = "unknown-key"  # [the nearest known one, or all]
    UNKNOWN_VARIABLE = "unknown-variable"  # [likewise]
    NOT_HERE = "not-here"  # a known variable in a place where it means nothing [where it belongs]
    MISSING = "missing"  # a field that has to be there
    NOT_FOR_THIS_PROVIDER = "not-for-this-provider"  # a field that the item's provider has no use for
    # Rooms, seats, machines.
    NAME_FORM = "name-form"  # of a room, machine, group or connection [an example]
    NAME_TWICE = "name-twice"  # two machines whose names differ at most in case [the other]
    NAME_OF_GROUP_AND_MACHINE = "name-of-group-and-machine"  # Ansible cannot tell them apart
    GROUP_CYCLE = "group-cycle"  # a group within itself
    UNKNOWN_GROUP = "unknown-group"  # variables of a group that hosts.yml doesn't have [the nearest]
    UNKNOWN_MACHINE = "unknown-machine"  # likewise of a machine
    ROOM_CODE_TWICE = "room-code-twice"  # [the other group]
    TWO_ROOMS = "two-rooms"  # one machine in two rooms [their groups]
    SEAT_WITHOUT_ROOM = "seat-without-room"  # a machine with a seat that is in no room's group
    SEAT_TWICE = "seat-twice"  # two machines at one seat [the other machine]
    POSITION_TWICE = "position-twice"  # two seats in one row and column [the other machine]
    DOOR_FORM = "door-form"  # no wall with a place along it [an example]
    DOOR_BEYOND = "door-beyond"  # a door farther along its wall than the seats are [least..most]
    ADDRESS_FORM = "address-form"  # neither a DNS name nor an IPv4 address
    ADDRESS_TWICE = "address-twice"  # two machines behind one address and port [the other machine]
    HARDWARE_ID_FORM = "hardware-id-form"  # no SMBIOS UUID, or one that many mainboards share
    HARDWARE_ID_TWICE = "hardware-id-twice"  # [the other machine]
    UNKNOWN_TIMEZONE = "unknown-timezone"  # no IANA name [the nearest]
    UNKNOWN_ITEM = "unknown-item"  # the catalog has no such item [the nearest]
    # How machines are reached.
    SECRET_FORM = "secret-form"  # noqa: S105 - a password that doesn't come from the environment [the form]
    LOOKUP_FORM = "lookup-form"  # a value that only the service's own setting may give [the form]
    PROFILE_DIFFERS = "profile-differs"  # one connection name, two meanings [the other meaning's file and line]
    # Catalog.
    ID_FORM = "id-form"  # of an item
    ID_DIFFERS_FROM_FILE = "id-differs-from-file"  # [the id that the file's name says]
    VERSION_FORM = "version-form"  # no version that can be ordered
    VERSION_TWICE = "version-twice"  # two releases of the same version, perhaps spelt differently [the other]
    NOT_A_RELEASE = "not-a-release"  # a version that is not in the release list [the list]
    SHA256_FORM = "sha256-form"
    PATH_FORM = "path-form"  # no plain path below the distribution point
    PRODUCT_CODE_FORM = "product-code-form"
    PACKAGE_FORM = "package-form"  # no Chocolatey package id
    CAPABILITY_FORM = "capability-form"  # of ``provides``
    NO_DETECTION = "no-detection"  # a detection rule without any part that something could be recognised by
    NAMES_ITSELF = "names-itself"  # an item that requires itself or the like
    REQUIRES_CYCLE = "requires-cycle"  # [the cycle]
    REQUIRES_AND_CONFLICTS = "requires-and-conflicts"  # what an item needs, all the way down, excludes itself [the two]
    COEXISTS_AND_CONFLICTS = "coexists-and-conflicts"  # an item that both works beside another and excludes it
    # Lists of advisories, and which of their products are items of ours.
    JSON_FORM = "json-form"  # a file that cannot be read [what the reader stumbled over]
    NOT_A_ZIP = "not-a-zip"  # an archive that cannot be read [what the reader stumbled over]
    UNPACKS_TOO_LARGE = "unpacks-too-large"  # an archive, or a file of it, with more in it [the limit in bytes]
    NOT_AN_ADVISORY = "not-an-advisory"  # neither CISA's catalogue nor an entry of OSV [the kinds]
    ADVISORY_FORM = "advisory-form"  # no number of an advisory [an example]
    COUNT_DIFFERS = "count-differs"  # a list that says how long it is, and isn't [how many there are]
    PATTERN_FORM = "pattern-form"  # a pattern without a letter or digit, which would fit everything [an example]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file, dotted path of the field, line from 1 (None: of the file as a whole)."""

    file: str
    path: str = ""
    line: int | None = None


@dataclass(slots=True)
class Problems:
    """Collects what is wrong, each thing once, in the order of its finding."""

    _found: dict[FieldProblem, None] = field(default_factory=dict)

    def add(self, place: Place, code: ProblemCode, value: str = "", expected: str = "", *, hide: bool = False) -> None:
        """Note one problem.

        Args:
            place: Where.
            code: What is wrong.
            value: What was found.
            expected: What would be right.
            hide: The value may be a secret: it is not repeated.
        """
        shown = _HIDDEN if hide else shortened(value)
        path, file = _visible(place.path[:_LONG_SHOWN]), shortened(place.file)
        problem = FieldProblem(path, shown, code.value, _visible(expected[:_LONG_SHOWN]), file, place.line)
        if len(self._found) < MAX_PROBLEMS:
            self._found[problem] = None
        elif problem not in self._found:
            limit = FieldProblem("", "", ProblemCode.TOO_MANY_PROBLEMS.value, str(MAX_PROBLEMS))
            self._found[limit] = None

    def __len__(self) -> int:
        return len(self._found)

    def __bool__(self) -> bool:
        return bool(self._found)

    def listed(self) -> tuple[FieldProblem, ...]:
        """All of them by file and line."""
        return tuple(sorted(self._found, key=lambda p: (not p.where, p.where, p.line or 0)))


def shortened(value: str) -> str:
    """A value as it may be shown: short, and without anything that a terminal would obey."""
    return _visible(value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…")


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
