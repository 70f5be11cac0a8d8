"""Files that are made while they are sent, and whose making ends when nobody takes them any more."""

from collections.abc import Generator

import anyio
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send


class Download(StreamingResponse):
    """A file to keep, sent part by part.

    Its parts are made one after the other in threads of the pool, each perhaps in another one. Whatever the maker
    holds, such as a transaction, ends with the answer: when it was sent, when it failed, and when the client has gone.
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
        try:
            await super().__call__(scope, receive, send)
        finally:
            # A client that has gone cancels us, but the maker has to be closed all the same, and in a thread.
            with anyio.CancelScope(shield=True):
                await run_in_threadpool(self._parts.close)
