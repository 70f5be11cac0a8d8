"""Where a simulated program reads and writes."""

from typing import Protocol


class Console(Protocol):
    """Standard input, output and error of one program. Bytes: the program decides their encoding."""

    async def read_input(self) -> bytes:
        """All of standard input, once it has ended."""
        ...

    def write(self, stream: str, data: bytes) -> None:
        """Write bytes to ``stdout`` or ``stderr``."""
        ...
