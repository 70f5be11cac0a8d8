"""A request as people see it.

Apart from the use cases that make it, because the words about it are made from it, and those use cases send words.
"""

from dataclasses import dataclass

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.domain.standing import RequestStanding


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request, its room, its item's title, its requester's name, and what became of it."""

    request: SoftwareRequest
    room: Classroom
    title: str
    requester: str
    standing: RequestStanding
