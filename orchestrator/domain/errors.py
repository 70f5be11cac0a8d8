"""The root of every refusal.

A refusal is a value: a stable ``code`` and typed fields. The words are made in ``services/wording``; the HTTP status
and the exit code stand in one table each.
"""

from dataclasses import dataclass, fields
from typing import Any, ClassVar


@dataclass(eq=False)
class Refusal(Exception):
    """Something was asked for that cannot be granted. Subclasses add typed fields and a stable ``code``.

    Not frozen, unlike every other value here: Python writes ``__traceback__`` on an exception that passes a
    context manager, and a frozen one would turn into another error there.
    """

    code: ClassVar[str] = ""

    def __str__(self) -> str:
        return f"{self.code} {self.details()}"

    def details(self) -> dict[str, Any]:
        """The typed fields by name, for problem details and for wording."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


@dataclass(eq=False)
class NotFound(Refusal):
    """Nothing of this kind has this name or id."""

    kind: str
    name: str
    known: tuple[str, ...] = ()
    code: ClassVar[str] = "not-found"


@dataclass(frozen=True)
class FieldProblem:
    """One thing wrong with one field of something that came from outside.

    Attributes:
        where: File, or empty for a payload.
        line: Line in that file from 1, or None.
        field: Dotted path of the field.
        value: What was found, as text, shortened.
        problem: Stable code of what is wrong.
        expected: What would be right, as a code's argument or a plain list of allowed values.
    """

    field: str
    value: str
    problem: str
    expected: str = ""
    where: str = ""
    line: int | None = None


@dataclass(eq=False)
class InvalidInput(Refusal):
    """What came in is malformed; nothing was changed."""

    problems: tuple[FieldProblem, ...]
    code: ClassVar[str] = "invalid-input"
