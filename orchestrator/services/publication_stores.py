"""The port to what the store keeps of publishing checkpoints: per target, what got there and what did not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class PublicationProblem(StrEnum):
    """Why a checkpoint did not get to a target."""

    UNREACHABLE = "unreachable"
    """Nobody answered, or not in time."""
    REFUSED = "refused"
    """Whoever answered did not take it."""
    SECRET = "secret"  # noqa: S105 - the word for it
    """The secret that the settings name is not there."""
    NOT_WRITABLE = "not-writable"
    """The folder cannot be written to."""
    FAULT = "fault"
    """Something else; the worker's log says what."""


@dataclass(frozen=True, slots=True)
class Publication:
    """How the last try went to bring one checkpoint to one target.

    Attributes:
        number: Of the checkpoint.
        target: Name of the target: ``folder``, ``second-folder``, ``webhook`` or ``mail``.
        at: When it was tried, UTC.
        problem: None when it got there.
        detail: What the target said of it, short, such as ``HTTP 503``; empty when there is nothing to add.
    """

    number: int
    target: str
    at: datetime
    problem: PublicationProblem | None = None
    detail: str = ""


class Publications(Protocol):
    """Results of publishing. A checkpoint that got to a target stays published there."""

    def put(self, publications: Sequence[Publication]) -> None:
        """Insert or update by (number, target). A failure never replaces a success."""
        ...

    def reached(self) -> Mapping[str, int]:
        """The greatest number that got to each target, by target; one that nothing ever got to is missing."""
        ...

    def of(self, numbers: Sequence[int]) -> Sequence[Publication]:
        """Results of these checkpoints, by number and target."""
        ...
