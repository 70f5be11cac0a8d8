"""What goes wrong in durable work. All of these are faults of our code or set-up, not refusals of what somebody asked.

None of them carries the text of another error: what is raised in a job is stored in the engine's tables, and a
driver's message may hold anything, a person's words or a password among it. The text goes to the log once.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(eq=False)
class StepFailed(RuntimeError):
    """A step raised. The same at the first run and at each replay, so a job may catch it and go on.

    Attributes:
        step: Name of the step.
        cause: Name of the type of what it raised; at the first run the exception itself is ``__cause__``.
    """

    step: str
    cause: str

    def __str__(self) -> str:
        return f"step {self.step} failed with {self.cause}"

    @property
    def data(self) -> dict[str, Any]:
        """The fields, under the name by which the engine looks for an error's details to store."""
        return {"step": self.step, "cause": self.cause}


@dataclass(eq=False)
class JobFailed(RuntimeError):
    """A job raised; it is over and will not be tried again.

    Attributes:
        job: Kind of the job.
        cause: What it raised: the name of the type, or the step that failed.
    """

    job: str
    cause: str

    def __str__(self) -> str:
        return f"{self.job}: {self.cause}"


@dataclass(eq=False)
class StepOrderChanged(RuntimeError):
    """A replayed job came to another step than the one whose result was kept: raise the version in ``identity``."""

    step: str
    kept: str

    def __str__(self) -> str:
        return f"step {self.step} was reached where {self.kept} had run before"


@dataclass(eq=False)
class ResultNotPlain(TypeError):
    """A step gave something that JSON does not give back equal: a tuple, a time, a key that is no text."""

    step: str
    result_type: str

    def __str__(self) -> str:
        return f"the result of step {self.step}, a {self.result_type}, is not plain JSON"


@dataclass(eq=False)
class ExclusiveJobSleeps(RuntimeError):
    """A job of a kind that is exclusive per room wanted to sleep, and would have kept all others out of the room."""

    job: str

    def __str__(self) -> str:
        return f"{self.job} is exclusive per room and must not sleep"


@dataclass(eq=False)
class UnknownJobKind(LookupError):
    """Work of a kind that no worker knows was to be enqueued."""

    kind: str

    def __str__(self) -> str:
        return f"no job kind {self.kind!r}"


@dataclass(eq=False)
class ClassroomMissing(ValueError):
    """Work of a kind that is exclusive per room was to be enqueued without a classroom."""

    kind: str

    def __str__(self) -> str:
        return f"{self.kind} is exclusive per room and needs the argument classroom_id"


@dataclass(eq=False)
class WorkerRunsAlready(RuntimeError):
    """Another worker process holds the lock: it would take up this one's running work as if its owner had died."""

    lock_file: str

    def __str__(self) -> str:
        return f"another worker holds {self.lock_file}"


class EngineNotMigrated(RuntimeError):
    """The database's tables of the engine are missing or not those of this version: migrate it first."""

    def __str__(self) -> str:
        return "the durable engine's tables are missing or out of date: migrate the database first"


class Interrupted(BaseException):
    """The worker stops. Leaves the job as it is, for recovery; like a signal it is not for jobs to catch."""
