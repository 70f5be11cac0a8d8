"""Files that are made while they are sent, and whose making ends when nobody takes them any more."""

from collections.abc import Callable, Generator
from typing import TypeVar

import anyio
import structlog
from anyio import to_thread
from anyio.lowlevel import RunVar
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import Message, Receive, Scope, Send

log = structlog.get_logger()

AT_ONCE = 4
"""Files that are made or sent at a time; others wait. Each holds a connection to the database, of which all calls of
this process share some ten."""
SECONDS_TO_TAKE = 60.0
"""How long a client may leave a part lying; then its file breaks off, and the next one gets its turn."""

Result = TypeVar("Result")
_turns: RunVar[anyio.CapacityLimiter] = RunVar("downloads")


class NotTaken(Exception):
    """The client didn't take what it was sent."""


async def made_in_turn(work: Callable[[], Result]) -> Result:
    """Make a file in a thread, as soon as it is its turn."""
    return await to_thread.run_sync(work, limiter=_limiter())


class Download(StreamingResponse):
    """A file to keep, sent part by part.

    It waits for its turn, and then its parts are made one after the other in threads of the pool, each perhaps in
    another one. Whatever the maker holds, such as a transaction, ends with the answer: when it was sent, when it
    failed, and when the client has gone or takes nothing any more.
    """

    def __init__(
        self,
        parts: Generator[bytes],
        *,
        name: str,
        media_type: str,
        language: str | None = None,
        length: int | None = None,
    ) -> None:
        """Set the answer up; nothing is made yet.

        Args:
            parts: The bytes; closed at the end.
            name: What the file is called, ASCII.
            media_type: Its kind.
            language: What its words are in; None for a file without words.
            length: Bytes in all, where that is known.
        """
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            # It is made of what the caller may see now, and names people.
            "Cache-Control": "no-store",
            **({"Content-Language": language} if language else {}),
            **({"Content-Length": str(length)} if length is not None else {}),
        }
        super().__init__(parts, media_type=media_type, headers=headers)
        self._parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""

        async def send_in_time(message: Message) -> None:
            with anyio.move_on_after(SECONDS_TO_TAKE) as waiting:
                await send(message)
            if waiting.cancelled_caught:
                raise NotTaken

        try:
            async with _limiter():
                await super().__call__(scope, receive, send_in_time)
        except NotTaken:
            log.warning("a client did not take its file, which breaks off", path=scope.get("path"))
        finally:
            # A client that has gone cancels us, but the maker has to be closed all the same, and in a thread.
            with anyio.CancelScope(shield=True):
                await run_in_threadpool(self._parts.close)


def _limiter() -> anyio.CapacityLimiter:
    try:
        return _turns.get()
    except LookupError:
        _turns.set(limiter := anyio.CapacityLimiter(AT_ONCE))
        return limiter
