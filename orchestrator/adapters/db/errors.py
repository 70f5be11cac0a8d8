"""What goes wrong between the store and who uses it. All but one of these are faults of a caller, not refusals."""

from dataclasses import dataclass

from sqlalchemy.exc import DontWrapMixin

from orchestrator.domain.errors import FieldProblem, InvalidInput

SHOWN = 60
"""How many characters of a text that cannot be stored are named in the refusal."""


class UnsupportedDatabase(ValueError):
    """The URL names a database that the store cannot use."""


@dataclass
class UnmigratedDatabase(RuntimeError):
    """The database's tables are not those that this version works with.

    Attributes:
        present: Revision that the database is at; None when it has no tables of ours.
        wanted: Revision that this version needs.
    """

    present: str | None
    wanted: str

    def __str__(self) -> str:
        return f"the database is at {self.present or 'nothing'}, this version needs {self.wanted}: migrate it first"


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
