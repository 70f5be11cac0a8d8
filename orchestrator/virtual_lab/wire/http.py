"""The little of HTTP/1.1 (RFC 9112) that WinRM clients and package downloads need, over asyncio streams.

Real: request line, headers, bodies with a Content-Length, connections kept alive. Not there: chunked request bodies
(none of the three clients sends them; answered with 411) and compression.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

MAX_HEAD = 64 * 1024
# Windows takes envelopes of 500 kB by default; Ansible sends up to 450 kB in one when it puts a file.
MAX_BODY = 8 * 1024 * 1024

_REASONS = {
    200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 405: "Method Not Allowed",
    411: "Length Required", 413: "Content Too Large", 500: "Internal Server Error",
}  # fmt: skip


class BadRequest(Exception):
    """What came is not a request that this server takes; ``status`` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One request.

    Attributes:
        method: ``GET``, ``POST``, …
        path: Path and query as sent.
        headers: By lower-case name; of a repeated one the last.
        body: Without transfer encoding.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def keep_alive(self) -> bool:
        """Whether the client wants to go on over the same connection."""
        return self.headers.get("connection", "").casefold() != "close"


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """One answer. ``content_type`` is left out where the body is empty."""

    status: int
    body: bytes = b""
    content_type: str = "application/octet-stream"
    headers: Mapping[str, str] = field(default_factory=dict)

    def encode(self, *, keep_alive: bool) -> bytes:
        """The bytes on the wire."""
        lines = [f"HTTP/1.1 {self.status} {_REASONS.get(self.status, 'Status')}", f"Content-Length: {len(self.body)}"]
        if self.body:
            lines.append(f"Content-Type: {self.content_type}")
        lines.extend(f"{name}: {value}" for name, value in self.headers.items())
        lines.append(f"Connection: {'keep-alive' if keep_alive else 'close'}")
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + self.body


HttpHandler = Callable[[HttpRequest], Awaitable[HttpResponse]]


async def read_request(reader: asyncio.StreamReader) -> HttpRequest | None:
    """Read one request, or None where the client has closed the connection between two.

    Raises:
        BadRequest: It cannot be read, or is too large.
    """
    head = await _read_head(reader)
    if head is None:
        return None
    first, *header_lines = head.split("\r\n")
    try:
        method, path, _version = first.split(" ")
    except ValueError as error:
        raise BadRequest(400) from error
    headers = {}
    for line in header_lines:
        name, separator, value = line.partition(":")
        if not separator:
            raise BadRequest(400)
        headers[name.strip().casefold()] = value.strip()
    return HttpRequest(method, path, headers, await _read_body(reader, headers))


async def _read_head(reader: asyncio.StreamReader) -> str | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise BadRequest(400) from error
        return None
    except asyncio.LimitOverrunError as error:
        raise BadRequest(413) from error
    return head.decode("latin-1").rstrip("\r\n")


async def _read_body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if "transfer-encoding" in headers:
        raise BadRequest(411)
    length = headers.get("content-length", "0")
    if not length.isdecimal():
        raise BadRequest(400)
    if int(length) > MAX_BODY:
        raise BadRequest(413)
    try:
        return await reader.readexactly(int(length))
    except asyncio.IncompleteReadError as error:
        raise BadRequest(400) from error
