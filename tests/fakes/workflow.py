"""Workflow contexts without an engine: one that runs a job at once, one that only notes its steps.

``InlineContext`` keeps the promises of the real one; ``tests/integration/workflows/test_context.py`` holds both to
them. It needs no database, so the tests of services run jobs with it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from orchestrator.adapters.workflows.errors import ExclusiveJobSleeps, StepFailed, StepOrderChanged
from orchestrator.adapters.workflows.plain import plain_json
from orchestrator.services.durable import Job


class MovableClock(Protocol):
    """A clock that a test moves."""

    def now(self) -> datetime: ...

    def move_to(self, moment: datetime) -> None: ...


@dataclass
class FakeClock:
    """Stands still at ``moment`` until it is moved."""

    moment: datetime = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def move_to(self, moment: datetime) -> None:
        self.moment = moment


@dataclass(frozen=True, slots=True)
class KeptStep:
    """What is kept of one step: its result, or the name of the type of what it raised."""

    name: str
    result: Any = None
    cause: str | None = None


@dataclass
class InlineContext:
    """Runs a job's steps at once, in the caller's thread.

    Attributes:
        clock: Moved on by ``sleep_until``.
        history: Kept steps by their place in the job, from 1. Give one context's history to the next for a replay.
        exclusive_per_room: Refuse to sleep, as for a kind that is exclusive per room.
        steps: Names of the steps that this run came to, in order.
        ran: Names of those that it really ran, because nothing was kept of them.
        slept: The moments that it slept until.
    """

    clock: MovableClock = field(default_factory=FakeClock)
    history: dict[int, KeptStep] = field(default_factory=dict)
    exclusive_per_room: bool = False
    steps: list[str] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    slept: list[datetime] = field(default_factory=list)

    def step(self, name: str, function: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401 - plain JSON
        self.steps.append(name)
        place = len(self.steps)
        kept = self.history.get(place)
        if kept is None:
            return self._run(place, name, function, arguments)
        if kept.name != name:
            raise StepOrderChanged(name, kept.name)
        if kept.cause is not None:
            raise StepFailed(name, kept.cause)
        return kept.result

    def sleep_until(self, moment: datetime) -> None:
        if self.exclusive_per_room:
            raise ExclusiveJobSleeps("a job that is exclusive per room")
        if moment.tzinfo is None:
            raise ValueError(f"{moment} has no zone")
        self.slept.append(moment)
        if moment > self.clock.now():
            self.clock.move_to(moment)

    def _run(self, place: int, name: str, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:  # noqa: ANN401 - plain JSON
        self.ran.append(name)
        try:
            result = plain_json(name, function(*arguments))
        except Exception as error:
            self.history[place] = KeptStep(name, cause=type(error).__name__)
            raise StepFailed(name, type(error).__name__) from error
        self.history[place] = KeptStep(name, result)
        return result


@dataclass
class RecordingContext:
    """Notes a job's steps and runs none of them.

    Attributes:
        results: What the steps of a name give, in turn; a step that is not named here gives None.
        steps: Names of the steps, in order.
    """

    results: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)

    def step(self, name: str, function: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401, ARG002 - the port's
        self.steps.append(name)
        given = self.results.get(name)
        return None if given is None else given[self.steps.count(name) - 1]

    def sleep_until(self, moment: datetime) -> None:
        """Sleeping keeps nothing, so it is no part of the order."""


def step_order(
    job: Job, arguments: Mapping[str, str | None], results: Mapping[str, Sequence[Any]] | None = None
) -> tuple[str, ...]:
    """The names of the steps that ``job`` takes when its steps give ``results``.

    For a test that compares them with a list pinned to ``identity.APPLICATION_VERSION``: work that began under a
    version can go on only as long as its kept steps are met in the same order.
    """
    context = RecordingContext(results or {})
    job(context, **arguments)
    return tuple(context.steps)
