"""Where the readers of live pages look: a room's seats, and a rollout with its events."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from api.web.live import Reading
from orchestrator.domain.seat_plans import plan_of
from orchestrator.services.catalog import item_titles
from orchestrator.services.classrooms import RoomView, view_classroom
from orchestrator.services.events import has_news, is_through, last_event, read_events
from orchestrator.services.rollouts import RolloutView, get_rollout
from orchestrator.services.stored_values import StoredEvent
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.classrooms import say_seat
from orchestrator.services.wording.language import Language

MOST_EVENTS = 500
"""Events that are read at once, and kept for those who follow."""
_MOST_DIGITS = 18
"""Digits that an event's number can have."""
PLAN = "\n"
"""Name of the part that is where the seats of a room are drawn; no seat has it, as a label is one line."""
STATE = ""
"""Name of the part that is the whole's own state; no seat and no machine has it."""


class RoomSource:
    """A room's seats. Nothing counts what happens to them, so a reading's mark is made of how they stand."""

    longest_rest = 2.0

    def __init__(self, code: str, tools: Toolbox) -> None:
        """Look at the room of this code."""
        self._code = code
        self._tools = tools

    async def read(self, before: Reading | None) -> Reading | None:
        """How the seats stand, unless they stand as before."""
        reading = await run_in_threadpool(self._read)
        return None if before is not None and before.mark == reading.mark else reading

    def _read(self) -> Reading:
        view = view_classroom(self._code, reads=self._tools.reads, clock=self._tools.clock)
        seen = view.picture
        speaker = speaker_of_room(view, Language.EN, self._tools)
        parts: dict[str, object] = {
            seat.seat.label: (seat.state.value, say_seat(speaker, seen.room, seat)) for seat in seen.seats
        }
        parts[STATE] = seen.under_way.id if seen.under_way else None
        parts[PLAN] = plan_of(seen.room).mark
        mark = hashlib.sha256(repr(sorted(parts.items())).encode()).hexdigest()[:16]
        return Reading(mark, parts, view)


def speaker_of_room(view: RoomView, language: Language, tools: Toolbox) -> Speaker:
    """Who knows the names of a room."""
    seen = view.picture
    titles = {item.id: item.title for item in seen.catalog.items.values()}
    return Speaker(language, now=tools.clock.now()).about(seen.room, titles=titles, people=view.people)


@dataclass(frozen=True, slots=True)
class SeenRollout:
    """What is rendered of a rollout.

    Attributes:
        view: It, not older than its events.
        events: Those that came last, in order, without gaps.
        titles: Of the items in them.
    """

    view: RolloutView
    events: tuple[StoredEvent, ...]
    titles: Mapping[str, str]


class RolloutSource:
    """A rollout. A reading's mark is the number of its last event."""

    longest_rest = 0.5

    def __init__(self, rollout_id: str, tools: Toolbox) -> None:
        """Look at this rollout, from its last events on: what came before is read for whoever has missed it."""
        self._id = rollout_id
        self._tools = tools

    async def read(self, before: Reading | None) -> Reading | None:
        """How it stands, if it has events since."""
        return await run_in_threadpool(self._read, before)

    def _read(self, before: Reading | None) -> Reading | None:
        reads = self._tools.reads
        after = max(0, last_event(self._id, reads=reads) - MOST_EVENTS) if before is None else int(before.mark)
        if before is not None and not has_news(self._id, after=after, reads=reads):
            return None
        # If it was through before its events are read, they are all there will ever be. It is read again after them,
        # so that its machines are never older than the last event that is told.
        view = get_rollout(self._id, reads=reads)
        through = is_through(view.rollout, view.runs)
        events = tuple(read_events(self._id, after=after, limit=MOST_EVENTS, reads=reads))
        if not through:
            view = get_rollout(self._id, reads=reads)
        mark = events[-1].sequence if events else after
        kept = (*(before.seen.events if before else ()), *events)[-MOST_EVENTS:]
        parts: dict[str, object] = {run.machine_id: (run.state, run.changed_at, run.causes) for run in view.runs}
        parts[STATE] = (view.rollout.state, sum(run.state.is_over for run in view.runs))
        seen = SeenRollout(view, kept, item_titles(reads=reads))
        return Reading(str(mark), parts, seen, over=through and len(events) < MOST_EVENTS)


def event_known(rollout_id: str, told: str, tools: Toolbox) -> int:
    """The event that a browser says it was told last, as far as there is such an event."""
    number = int(told) if told.isascii() and told.isdigit() and len(told) <= _MOST_DIGITS else 0
    return min(number, last_event(rollout_id, reads=tools.reads))


def events_since(seen: SeenRollout, after: int, upto: int, tools: Toolbox) -> tuple[StoredEvent, ...]:
    """Events of a rollout after one and up to another; what is not kept any more is read."""
    if after >= upto:
        return ()
    kept = seen.events
    if kept and kept[0].sequence <= after + 1:
        return tuple(event for event in kept if after < event.sequence <= upto)
    found: list[StoredEvent] = []
    while after < upto:
        page = read_events(seen.view.rollout.id, after=after, limit=MOST_EVENTS, reads=tools.reads)
        if not page:
            break
        found += [event for event in page if event.sequence <= upto]
        after = page[-1].sequence
    return tuple(found)
