"""What a simulated machine can reach: the lab's distribution point and nothing else.

Real: the download itself, over TLS that is verified with the lab's authority. Simulated: that every other address is
out of reach; it is refused without being tried, so the lab never talks to anybody outside.
"""

import asyncio
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

_TIMEOUT = 30.0


class Unreachable(OSError):
    """The download failed; the message is what Windows would say of it."""


@dataclass(frozen=True, slots=True)
class Network:
    """The way from a machine to the distribution point.

    Attributes:
        host: Address of the distribution point.
        port: Its port.
        context: TLS context that trusts the lab's authority.
    """

    host: str
    port: int
    context: ssl.SSLContext

    @property
    def url(self) -> str:
        """Where the distribution point is, without a path."""
        return f"https://{self.host}:{self.port}"

    async def fetch(self, url: str) -> bytes:
        """Download one thing.

        Raises:
            Unreachable: It is not on the distribution point, or that does not answer.
        """
        parts = urlsplit(url)
        if parts.scheme != "https" or (parts.hostname, parts.port) != (self.host, self.port):
            raise Unreachable(f"The remote name could not be resolved: '{parts.hostname}'")
        try:
            async with asyncio.timeout(_TIMEOUT):
                status, body = await self._get(parts.path or "/")
        except (OSError, asyncio.IncompleteReadError) as error:
            raise Unreachable("Unable to connect to the remote server") from error
        if status == 404:  # noqa: PLR2004 - the status says it
            raise Unreachable("The remote server returned an error: (404) Not Found.")
        if status != 200:  # noqa: PLR2004 - the status says it
            raise Unreachable(f"The remote server returned an error: ({status}).")
        return body

    async def _get(self, path: str) -> tuple[int, bytes]:
        reader, writer = await asyncio.open_connection(self.host, self.port, ssl=self.context)
        try:
            request = f"GET {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nConnection: close\r\n\r\n"
            writer.write(request.encode("latin-1"))
            await writer.drain()
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            lengths = [line.partition(":")[2] for line in head if line.casefold().startswith("content-length:")]
            return int(head[0].split(" ")[1]), await reader.readexactly(int(lengths[0]))
        finally:
            writer.close()
