"""Watching a room in the demo: its rollouts one after another, its seats by letter, until what was awaited is there."""

import time
from collections.abc import Callable
from typing import Any

from orchestrator.cli.demo.cast import TECHNICIAN
from orchestrator.cli.demo.client import People
from orchestrator.cli.demo.screen import Screen

_LONGEST_SECONDS = 90
_LOOKED_AT = 10
"""Rollouts of the room that are looked at; more do not begin within the time."""


def watch_room(people: People, room: str, screen: Screen, *, since: str, done: Callable[[], bool]) -> bool:
    """Show the rollouts of a room that end after a moment, seat by seat.

    Args:
        people: Calls the service.
        room: Code of the room.
        screen: Where it is shown.
        since: ISO 8601, as the service writes it.
        done: Whether what is awaited is there; asked whenever a rollout is over.

    Returns:
        Whether it came within the time.
    """
    begun = time.monotonic()
    over: set[str] = set()
    while time.monotonic() < begun + _LONGEST_SECONDS:
        for rollout in _newer(people, room, since, over):
            _watch(people, rollout["id"], screen, begun)
            over.add(rollout["id"])
            if done():
                return True
        time.sleep(0.1)
    return done()


def _newer(people: People, room: str, since: str, over: set[str]) -> list[dict[str, Any]]:
    """Rollouts that were not shown yet, oldest first."""
    found = people.get("/rollouts", who=TECHNICIAN, classroom=room, limit=_LOOKED_AT)["rollouts"]
    return [
        r for r in reversed(found) if r["id"] not in over and (r["finished_at"] is None or r["finished_at"] > since)
    ]


def _watch(people: People, rollout_id: str, screen: Screen, begun: float) -> None:
    after, over = 0, False
    while not over:
        news = people.get(f"/rollouts/{rollout_id}/events", who=TECHNICIAN, after=after, wait=1)
        after, over = news["next"], news["over"]
        if news["events"] or over:
            rollout = people.get(f"/rollouts/{rollout_id}", who=TECHNICIAN)
            screen.progress(rollout, news["events"], time.monotonic() - begun)
