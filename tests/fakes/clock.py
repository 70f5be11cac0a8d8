"""A clock that goes on by itself, a little at each look, and lets things happen on the way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

TICK = timedelta(milliseconds=1)


@dataclass
class StoryClock:
    """Goes on by a tick at each look, so that no two things happen at the same moment.

    Attributes:
        moment: The last moment that was told; a Monday morning at first.
        agenda: What happens when the clock is moved past a moment, once each, in the order of the moments.
    """

    moment: datetime = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    agenda: list[tuple[datetime, Callable[[], object]]] = field(default_factory=list)

    def now(self) -> datetime:
        self.moment += TICK
        return self.moment

    def move_to(self, moment: datetime) -> None:
        due = sorted((entry for entry in self.agenda if entry[0] <= moment), key=lambda entry: entry[0])
        self.agenda = [entry for entry in self.agenda if entry[0] > moment]
        for at, action in due:
            self.moment = max(self.moment, at)
            action()
        self.moment = max(self.moment, moment)

    def after(self, wait: timedelta, action: Callable[[], object]) -> None:
        """Let something happen some time from now."""
        self.agenda.append((self.moment + wait, action))
