"""How long things take in the lab: a simulated minute lasts ``scale`` real seconds. Never blocks other machines."""

import asyncio
from dataclasses import dataclass

# What starting a process takes on a quiet PC, in simulated minutes (15 ms at the default scale of 0.2).
_START_MINUTES = 0.075
_BOOT_MINUTES = 3.0


@dataclass(frozen=True, slots=True)
class Latency:
    """The clock of the simulation.

    Attributes:
        scale: Real seconds that one simulated minute takes; 0 makes everything immediate.
    """

    scale: float

    async def minutes(self, minutes: float) -> None:
        """Let that many simulated minutes pass."""
        await asyncio.sleep(minutes * self.scale)

    async def process_start(self) -> None:
        """What it takes until a program does something."""
        await self.minutes(_START_MINUTES)

    async def boot(self) -> None:
        """What it takes from a restart until WinRM answers again."""
        await self.minutes(_BOOT_MINUTES)
