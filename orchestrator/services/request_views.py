"""A request as people see it.

Apart from the use cases that make it, because the words about it are made from it, and those use cases send words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.hand_work import Tick
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.domain.standing import RequestStanding


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request, its room, its item's title, its requester's name, and what became of it.

    ``ticks`` are the statements that its work by hand is done, oldest first, each with what counts as its answer now;
    ``names`` has who made them; ``overrides`` are the ids of those that are in force for it;
    ``short_notice`` says whether it is needed earlier than the service promise at acceptance (RULES R4.5), None where
    no promise was kept; ``ready_since`` is since when it has been ready, UTC, None where it is not or nobody knows.
    """

    request: SoftwareRequest
    room: Classroom
    title: str
    requester: str
    standing: RequestStanding
    ticks: tuple[Tick, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    overrides: tuple[str, ...] = ()
    short_notice: bool | None = None
    ready_since: datetime | None = None
