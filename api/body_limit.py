"""The limit of a request's body, kept before anything of it is looked at."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.refusals import TooLarge

KILOBYTE = 1024
DEFAULT_LIMIT = 256 * KILOBYTE
"""Bytes that a body may have where nothing else is said."""
_MOST_DIGITS = 20
"""Digits of a declared length that are read; whoever sends more of them is over every limit."""


class BodyLimit:
    """Middleware that reads the whole body, at most as much as its address takes, before the application sees it.

    FastAPI has a limit of its own; its answer is plain text where the length is declared, and ours is always a
    problem.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        limits: Mapping[str, int],
        answer: Callable[[Request, TooLarge], Awaitable[Response]],
    ) -> None:
        """Set the middleware up.

        Args:
            app: What comes behind it.
            limits: Bytes by path, where they aren't DEFAULT_LIMIT.
            answer: Makes the answer to a body that is too large.
        """
        self._app = app
        self._limits = limits
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the call on with its body, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limits.get(scope["path"], DEFAULT_LIMIT)
        body = None if _declared(scope) > limit else await _read(receive, limit)
        if body is None:
            refused = await self._answer(Request(scope), TooLarge(limit=limit))
            # The rest of the body is not read, so the connection cannot be used again.
            refused.headers["Connection"] = "close"
            await refused(scope, receive, send)
            return
        await self._app(scope, _replayed(body, receive), send)


def _declared(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        return 0
    return int(length[:_MOST_DIGITS])


async def _read(receive: Receive, limit: int) -> list[Message] | None:
    """The messages of the body, or None when there is more of it than the limit."""
    messages: list[Message] = []
    size = 0
    while True:
        message = await receive()
        messages.append(message)
        if message["type"] != "http.request":
            return messages
        size += len(message.get("body", b""))
        if size > limit:
            return None
        if not message.get("more_body", False):
            return messages


def _replayed(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def replay() -> Message:
        message = next(waiting, None)
        return message if message is not None else await receive()

    return replay
