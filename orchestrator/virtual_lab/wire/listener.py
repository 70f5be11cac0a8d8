"""A TLS listener that can be switched off in two ways while the rest of the lab goes on.

Real: sockets, TLS, refused connections, packets that nobody answers. A listener that is off keeps its port, so that
no other program takes it meanwhile and the machine comes back where its inventory says.
"""

import asyncio
import contextlib
import errno
import socket
import ssl
from enum import StrEnum

from orchestrator.virtual_lab.wire.http import MAX_HEAD, BadRequest, HttpHandler, HttpResponse, read_request

_BACKLOG = 256
# With a backlog of 0 Linux completes one handshake for the queue; the second waits and shows that the queue is full.
_FILLERS = 2


class Reach(StrEnum):
    """What somebody who connects meets."""

    OPEN = "open"  # TLS and HTTP
    REFUSED = "refused"  # the host answers that nothing listens: WinRM stopped
    SILENT = "silent"  # nothing answers at all: power off, or dropped on the way


class Listener:
    """One address and port with a TLS server behind it."""

    def __init__(self, address: str, port: int, context: ssl.SSLContext, handler: HttpHandler) -> None:
        self.address = address
        self.port = port
        self.reach = Reach.REFUSED
        self._context = context
        self._handler = handler
        self._socket = self._bind(port)
        self.port = self._socket.getsockname()[1]
        self._server: asyncio.Server | None = None
        self._fillers: list[socket.socket] = []
        self._writers: set[asyncio.StreamWriter] = set()

    def _bind(self, port: int) -> socket.socket:
        family = socket.AF_INET6 if ":" in self.address else socket.AF_INET
        bound = socket.socket(family, socket.SOCK_STREAM)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.setblocking(False)  # noqa: FBT003 - the name is the argument's
            bound.bind((self.address, port))
        except OSError:
            bound.close()
            raise
        return bound

    async def set_reach(self, reach: Reach) -> None:
        """Open, refuse or fall silent. Connections that are there are dropped unless nothing changes."""
        if reach is self.reach:
            return
        await self._take_down()
        self.reach = reach
        if reach is Reach.OPEN:
            self._server = await asyncio.start_server(
                self._serve, sock=self._socket, ssl=self._context, limit=MAX_HEAD, backlog=_BACKLOG
            )
        elif reach is Reach.SILENT:
            self._fall_silent()

    async def close(self) -> None:
        """Give the port back."""
        await self._take_down()
        self._socket.close()

    async def _take_down(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        self.drop_connections()
        for filler in self._fillers:
            filler.close()
        self._fillers.clear()
        # Bound but not listening: whoever connects is refused, and the port stays ours. What has listened once
        # cannot stop listening, hence a new socket.
        self._socket.close()
        self._socket = self._bind(self.port)

    def drop_connections(self) -> None:
        """Cut every connection without a goodbye, as a power cut does."""
        for writer in tuple(self._writers):
            writer.transport.abort()

    def _fall_silent(self) -> None:
        """Fill the queue of connections that nobody accepts: the kernel then drops what else knocks (Linux)."""
        self._socket.listen(0)
        for _ in range(_FILLERS):
            filler = socket.socket(self._socket.family, socket.SOCK_STREAM)
            filler.setblocking(False)  # noqa: FBT003 - the name is the argument's
            if filler.connect_ex((self.address, self.port)) not in {0, errno.EINPROGRESS}:
                filler.close()
                continue
            self._fillers.append(filler)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            await self._talk(reader, writer)
        except (ConnectionError, ssl.SSLError, asyncio.CancelledError):
            # The client went away, the machine was switched off, or the lab ends: nothing is left to be said.
            writer.transport.abort()
        finally:
            self._writers.discard(writer)
            writer.close()
            with contextlib.suppress(ConnectionError, ssl.SSLError, TimeoutError):
                await writer.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        keep_alive = True
        while keep_alive:
            try:
                request = await read_request(reader)
                if request is None:
                    return
                keep_alive = request.keep_alive
                response = await self._handler(request)
            except BadRequest as error:
                keep_alive = False
                response = HttpResponse(error.status)
            writer.write(response.encode(keep_alive=keep_alive))
            await writer.drain()
