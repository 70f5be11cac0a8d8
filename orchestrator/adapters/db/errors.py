"""What goes wrong between the store and who uses it. All but one of these are faults of a caller, not refusals."""

from dataclasses import dataclass

from sqlalchemy.exc import DontWrapMixin

from orchestrator.domain.errors import FieldProblem, InvalidInput

SHOWN = 60
"""How many characters of a text that cannot be stored are named in the refusal."""


class UnusableDatabase(Exception):
    """The service cannot work with the database that its settings name. Base of the next ones; none tells a password.

    Whoever starts something catches this one, shows its text and ends.
    """


class UnsupportedDatabase(UnusableDatabase, ValueError):
    """The URL names a database that the store cannot use, or lacks something."""


class DatabaseUnreachable(UnusableDatabase, ConnectionError):
    """The database's server does not answer, or does not let us in."""


@dataclass
class RoleTooPowerful(UnusableDatabase, PermissionError):
    """The role that the service connects as may change what only its owner may: the record would be open to it.

    Attributes:
        role: Its name.
        power: What it may do.
    """

    role: str
    power: str

    def __str__(self) -> str:
        return f"the role {self.role} {self.power}; the service needs a role of its own that may not"


@dataclass
class UnmigratedDatabase(UnusableDatabase, RuntimeError):
    """The database's tables are not those that this version works with.

    Attributes:
        present: Revision that the database is at; None when it has no tables of ours.
        wanted: Revision that this version needs.
        database: Which one, as people may see it.
    """

    present: str | None
    wanted: str
    database: str

    def __str__(self) -> str:
        there = f"is at {self.present}" if self.present else "has no tables yet"
        return f"{self.database} {there}; this version needs {self.wanted}"


@dataclass
class MigrationFailed(UnusableDatabase, RuntimeError):
    """A step towards this version's tables failed, or the database was not free for it. Nothing has been changed.

    Attributes:
        database: Which one, as people may see it.
        reason: What the database said, in its words; nothing of a row's.
    """

    database: str
    reason: str

    def __str__(self) -> str:
        return f"{self.database}: its tables could not be brought up to date, and are as they were: {self.reason}"


class RecordUnreadable(UnusableDatabase, OSError):
    """The record's rows cannot be read at all."""


class NaiveTime(ValueError, DontWrapMixin):
    """A time without a zone was given; nobody knows which moment it means."""


class UnstorableText(InvalidInput, DontWrapMixin):
    """A text holds a NUL or half a surrogate pair, which databases cannot keep as text.

    A refusal, because such a text can only have come from outside; ``problem`` is ``unstorable-character``.
    """

    @classmethod
    def of(cls, text: str) -> "UnstorableText":
        """The refusal of this text, which it names shortened and with escapes."""
        shown = ascii(text[:SHOWN])[1:-1]
        return cls((FieldProblem(field="", value=shown, problem="unstorable-character"),))


@dataclass
class RowMissing(LookupError):
    """A row was to be changed that isn't there.

    Attributes:
        thing: What kind of thing.
        key: Its key.
    """

    thing: str
    key: tuple[str | int, ...]

    def __str__(self) -> str:
        return f"no {self.thing} {'/'.join(map(str, self.key))}"


@dataclass
class NotTheNext(ValueError):
    """A numbered thing was appended out of turn.

    Attributes:
        thing: What kind of thing.
        expected: The number that is next.
        given: The number that it had.
    """

    thing: str
    expected: int
    given: int

    def __str__(self) -> str:
        return f"{self.thing} {self.given} was appended where {self.expected} is next"


@dataclass
class WaveIsStored(ValueError):
    """A wave was to be stored again with another desired state than it ran with."""

    rollout_id: str
    number: int

    def __str__(self) -> str:
        return f"wave {self.number} of rollout {self.rollout_id} is stored with another desired state"


@dataclass
class SeatOfAnotherRoom(ValueError):
    """A room was stored with a seat that stands in another room; seats don't move."""

    seat_id: str
    classroom_id: str

    def __str__(self) -> str:
        return f"seat {self.seat_id} belongs to classroom {self.classroom_id}"


class ReadsOnly(RuntimeError):
    """Work was to be enqueued in a unit of work that only reads."""
