"""Live pages: one reader for each room or rollout that somebody watches, whatever their number.

A reader looks at the store and keeps its newest reading; each browser is told by its own stream what moved since the
reading before. A browser that is slow misses nothing: it goes on from what it was told last.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

import anyio
import structlog
from fastapi import FastAPI, Request
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from api.head_calls import HEAD, method_of

log = structlog.get_logger()
SHORTEST_REST = 0.25
"""Seconds between two looks of a reader, and between two messages to a browser, at least."""
LONGEST_STREAM = 300.0
"""Seconds after which a stream ends. The browser comes back by itself, and is asked anew who it is."""
OVER = "over"
"""Name of the message after which nothing follows."""
_SHARE = 4
"""A reader rests this many times as long as its look took, so that a slow store is not kept busy."""
_SLOWER = 1.5
_TO_END = 1.0
"""Seconds that streams have to end by themselves when the service stops."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader saw at one moment.

    Attributes:
        mark: Names it, for a browser that comes back.
        parts: What each part looked like, to find those that moved.
        seen: What it is rendered from.
        over: Whether nothing can follow.
    """

    mark: str
    parts: Mapping[str, object]
    seen: Any
    over: bool = False

    def moved_since(self, before: "Reading | None") -> list[str]:
        """Names of the parts that are not as they were; all of them if nothing was known."""
        if before is None:
            return list(self.parts)
        return [name for name, part in self.parts.items() if before.parts.get(name) != part]


class Source(Protocol):
    """Where a reader looks.

    Attributes:
        longest_rest: Seconds between two looks when nothing happens.
    """

    longest_rest: float

    async def read(self, before: Reading | None) -> Reading | None:
        """The newest reading, or None when nothing moved since the one before."""
        ...


@dataclass
class _Channel:
    source: Source
    latest: Reading | None = None
    followers: int = 0
    broken: bool = False
    told: asyncio.Event = field(default_factory=asyncio.Event)
    reader: "asyncio.Task[None] | None" = None

    def tell(self) -> None:
        """Wake whoever waits for news."""
        told, self.told = self.told, asyncio.Event()
        told.set()


class Hub:
    """The readers of one process. The first follower starts one, and it ends with the last."""

    def __init__(
        self,
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make a hub without readers.

        Args:
            sleep: Waits some seconds.
            now: Seconds that only grow.
        """
        self._sleep = sleep
        self._now = now
        self._channels: dict[Hashable, _Channel] = {}
        self._closed = False

    @property
    def readers(self) -> int:
        """How many readers there are."""
        return len(self._channels)

    def set(self) -> None:
        """End all streams, each after the message that it is at: the service stops."""
        self._closed = True
        for channel in self._channels.values():
            channel.tell()

    async def follow(self, key: Hashable, source: Callable[[], Source]) -> AsyncGenerator[Reading]:
        """The newest reading, and then each newer one, four a second at most: those between are left out.

        Args:
            key: What is watched.
            source: Makes where to look, if nobody watches it yet.
        """
        channel = self._channels.get(key)
        if channel is None:
            channel = self._channels[key] = _Channel(source())
            channel.reader = asyncio.create_task(self._look(channel))
        channel.followers += 1
        ends, given = self._now() + LONGEST_STREAM, None
        try:
            while self._now() < ends and not channel.broken and not self._closed:
                told, latest = channel.told, channel.latest
                if latest is None or latest is given:
                    await told.wait()
                    continue
                yield latest
                given = latest
                await self._sleep(SHORTEST_REST)
                if latest.over:
                    return
        finally:
            self._leave(key, channel)

    def _leave(self, key: Hashable, channel: _Channel) -> None:
        channel.followers -= 1
        if channel.followers == 0:
            if self._channels.get(key) is channel:
                del self._channels[key]
            if channel.reader is not None:
                channel.reader.cancel()

    async def _look(self, channel: _Channel) -> None:
        rest = SHORTEST_REST
        try:
            while True:
                began = self._now()
                reading = await channel.source.read(channel.latest)
                took = self._now() - began
                if reading is None:
                    rest = min(rest * _SLOWER, max(channel.source.longest_rest, SHORTEST_REST))
                else:
                    channel.latest, rest = reading, SHORTEST_REST
                channel.tell()
                if reading is not None and reading.over:
                    return
                await self._sleep(max(rest, _SHARE * took))
        except Exception:
            # The browsers come back, and a new reader tries it again.
            log.exception("a live page's reader failed")
            channel.broken = True
            self._channels = {key: one for key, one in self._channels.items() if one is not channel}
            channel.tell()


def hub_of(request: Request) -> Hub:
    """The hub of this process."""
    app: FastAPI = request.app.state.api
    if not hasattr(app.state, "hub"):
        app.state.hub = Hub()
    hub: Hub = app.state.hub
    return hub


def streamed(request: Request, messages: AsyncIterator[ServerSentEvent]) -> Response:
    """A stream of messages; of a HEAD its head only."""
    if method_of(request.scope) == HEAD:
        return Response(media_type="text/event-stream")
    # The library sets what it takes for an event as soon as the service is told to stop, which a hub can be as well.
    closing = cast("anyio.Event", hub_of(request))
    return EventSourceResponse(messages, shutdown_event=closing, shutdown_grace_period=_TO_END)


def last_id(request: Request, otherwise: str = "") -> str:
    """What a browser that comes back was told last."""
    return request.headers.get("last-event-id", "") or otherwise
