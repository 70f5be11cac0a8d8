"""A browser that listens to a live page, and time that goes on when a test says so."""

import asyncio
import heapq
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from fastapi import FastAPI

from tests.api.service import ORIGIN

_PATIENCE = 20
"""Seconds after which something that was waited for will not come any more."""
_TURNS = 50
"""Turns of the loop in which everybody does what there is to do without time going on."""


class Pace:
    """Time that stands still until it is moved."""

    def __init__(self) -> None:
        self._time = 0.0
        self._order = count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> float:
        """Seconds since the beginning."""
        return self._time

    async def sleep(self, seconds: float) -> None:
        """Wait until time was moved that far."""
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._time + seconds, next(self._order), woken))
        await woken

    async def go_on(self, seconds: float = 0.0) -> None:
        """Move time, waking each sleeper at its moment."""
        ends = self._time + seconds
        await settle()
        while self._sleepers and self._sleepers[0][0] <= ends:
            self._time, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                woken.set_result(None)
            await settle()
        self._time = ends


async def settle() -> None:
    """Let everybody do what there is to do."""
    for _ in range(_TURNS):
        await asyncio.sleep(0)


@dataclass
class Message:
    """One message of a stream."""

    data: str = ""
    event: str = ""
    id: str = ""


@dataclass
class Listener:
    """What was heard so far.

    Attributes:
        status: HTTP status, or 0 as long as nothing was answered.
        headers: Of the answer.
        messages: In order, without those that only keep the line open.
        ended: Whether the other side ended it.
    """

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    ended: bool = False
    _rest: str = ""
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, heard: "Callable[[Listener], object]") -> None:
        """Wait until this is so."""
        async with asyncio.timeout(_PATIENCE):
            while not heard(self):
                self._news.clear()
                await self._news.wait()

    async def hear(self, message: Mapping[str, Any]) -> None:
        """Take what an application sends."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self._rest += message.get("body", b"").decode().replace("\r\n", "\n")
            *whole, self._rest = self._rest.split("\n\n")
            self.messages += [told for block in whole if (told := _read(block)) is not None]
            self.ended = self.ended or not message.get("more_body", False)
        self._news.set()


def _read(block: str) -> Message | None:
    lines = [line.partition(": ") for line in block.split("\n") if not line.startswith(":")]
    if not lines:
        return None
    named = {name: value for name, _, value in lines if name != "data"}
    data = "\n".join(value for name, _, value in lines if name == "data")
    return Message(data, named.get("event", ""), named.get("id", ""))


@asynccontextmanager
async def listening(
    app: FastAPI, path: str, headers: Mapping[str, str], *, method: str = "GET"
) -> AsyncIterator[Listener]:
    """Listen to an address until the block is left; then the browser is gone."""
    listener, gone = Listener(), asyncio.Event()
    asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Mapping[str, Any]:
        if (message := next(asked, None)) is not None:
            return message
        await gone.wait()
        return {"type": "http.disconnect"}

    address, _, query = path.partition("?")
    sent = {"host": ORIGIN.removeprefix("https://"), "accept": "text/html, text/event-stream", **headers}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "https",
        "path": address,
        "raw_path": address.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in sent.items()],
        "client": ("testclient", 50000),
        "server": ("classroom.example.edu", 443),
    }
    call = asyncio.create_task(app(scope, receive, listener.hear))  # type: ignore[arg-type]
    try:
        yield listener
    finally:
        gone.set()
        async with asyncio.timeout(_PATIENCE):
            await call
