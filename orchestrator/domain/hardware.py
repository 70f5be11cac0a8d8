"""Whether a machine has what something needs, by what a scan saw of it (RULES R3.2).

Pure. How old the scan is, is said beside the answer: it is the observation's ``at``.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from orchestrator.domain.observations import Hardware

_BUILD = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9}){2,3}")
"""``10.0.22631`` or ``10.0.22631.4460``. A number alone would be compared with the 10 of Windows 10."""


class HardwarePart(StrEnum):
    """What can be needed of a machine."""

    MEMORY = "memory"
    DISK_FREE = "disk_free"
    CPU_CORES = "cpu_cores"
    WINDOWS_BUILD = "windows_build"


class Sufficiency(StrEnum):
    """Whether there is enough of a part. Unknown is never yes, and never no."""

    MET = "met"  # the scan saw at least as much
    SHORT = "short"  # the scan saw less
    UNKNOWN = "unknown"  # the machine didn't tell, or what it told cannot be compared


@dataclass(frozen=True, slots=True)
class HardwareNeed:
    """The least that something needs of a machine; None for a part that does not matter.

    Attributes:
        memory_mb: Memory.
        disk_free_mb: Free space on the system drive.
        cpu_cores: Logical processors.
        windows_build: Three or four numbers, such as ``10.0.22631``.
    """

    memory_mb: int | None = None
    disk_free_mb: int | None = None
    cpu_cores: int | None = None
    windows_build: str | None = None


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One part that is needed, beside what was seen of it.

    Attributes:
        part: Which.
        sufficiency: Whether it is enough.
        needed: The least; in MB for memory and disk.
        seen: What the scan saw, in the same unit, or None where the machine didn't tell.
    """

    part: HardwarePart
    sufficiency: Sufficiency
    needed: int | str
    seen: int | str | None


def hardware_shortfall(need: HardwareNeed, seen: Hardware | None) -> tuple[Shortfall, ...]:
    """Each part that is needed with its answer, in the order of HardwarePart (RULES R3.2).

    Args:
        need: What is needed; parts that are None have no answer.
        seen: What a scan saw; None where it saw nothing of the hardware, which leaves every part unknown.
    """
    told = seen or Hardware()
    numbers = (
        (HardwarePart.MEMORY, need.memory_mb, told.memory_mb),
        (HardwarePart.DISK_FREE, need.disk_free_mb, told.disk_free_mb),
        (HardwarePart.CPU_CORES, need.cpu_cores, told.cpu_cores),
    )
    found = [Shortfall(part, _enough(least, has), least, has) for part, least, has in numbers if least is not None]
    if need.windows_build is not None:
        verdict = _build_enough(need.windows_build, told.windows_build)
        found.append(Shortfall(HardwarePart.WINDOWS_BUILD, verdict, need.windows_build, told.windows_build))
    return tuple(found)


def _enough(needed: int, seen: int | None) -> Sufficiency:
    if seen is None:
        return Sufficiency.UNKNOWN
    return Sufficiency.MET if seen >= needed else Sufficiency.SHORT


def _build_enough(needed: str, seen: str | None) -> Sufficiency:
    """Number by number, as text would put 10.0.9600 above 10.0.22631."""
    least, has = _numbers(needed), _numbers(seen)
    if least is None or has is None:
        return Sufficiency.UNKNOWN
    if len(has) < len(least) and least[: len(has)] == has and any(least[len(has) :]):
        return Sufficiency.UNKNOWN  # As far as it is known it is equal, and the rest decides.
    missing = len(least) - len(has)
    return Sufficiency.MET if (*has, *(0,) * missing) >= least else Sufficiency.SHORT


def _numbers(build: str | None) -> tuple[int, ...] | None:
    if build is None or _BUILD.fullmatch(build) is None:
        return None
    return tuple(int(number) for number in build.split("."))
