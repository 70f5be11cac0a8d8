"""The port to the durable engine: what a workflow may use while it runs."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol


class WorkflowContext(Protocol):
    """Given to a workflow, which is ordinary code.

    Code between steps runs again at each replay and MUST NOT have effects or read a clock. A step takes and gives ids
    and plain JSON, writes its result itself and MUST be safe to run again: it runs at least once.
    """

    def step(self, name: str, function: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401 - plain JSON
        """Run ``function(*arguments)`` once and keep its result; on replay give the kept result."""
        ...

    def sleep_until(self, moment: datetime) -> None:
        """Wait, across restarts, until a moment that a step has given."""
        ...


class Job(Protocol):
    """A workflow's code: gets the context and the arguments that were enqueued."""

    def __call__(self, context: WorkflowContext, **arguments: str | None) -> None:
        """Run."""
        ...
