"""Who acts, and what they may do."""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """What a route or command needs. One table says later which role holds which; the demo allows all."""

    READ = "read"  # see rooms, software, requests, plans, rollouts, observed state
    REQUEST = "request"  # ask for software, withdraw one's own request
    STEER = "steer"  # start, dry-run and retry rollouts
    CONFIGURE = "configure"  # import the site and the catalog


@dataclass(frozen=True, slots=True)
class Actor:
    """Who gave a command.

    Attributes:
        id: ``person:<name>``, ``host:<operating-system user>`` or ``worker``. It stands in the audit
            entry; the name does not.
        name: Name as people say it.
    """

    id: str
    name: str


WORKER = Actor(id="worker", name="worker")
"""The service itself: rollouts that R0 starts."""
