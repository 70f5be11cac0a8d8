"""What a simulated machine is made of, and where its Windows writes that down. Pure.

Real: the keys, the names of their values, and the layout of the memory's ranges (``CM_RESOURCE_LIST``, see wdm.h).
Simulated: the hardware. A machine that is told nothing gets one of some usual makes, always the same for its name.
"""

import struct
import zlib
from dataclasses import dataclass

from orchestrator.virtual_lab.registry import Registry

WINDOWS_BUILD = "10.0.26100.4652"
_FIRST_BUILD_OF_WINDOWS_11 = 22000
_NUMBERS_OF_A_BUILD = 4
_LEAST_MEMORY_MB = 1024
_MB = 1024 * 1024

_PROCESSORS = r"HARDWARE\DESCRIPTION\System\CentralProcessor"
_MEMORY = r"HARDWARE\RESOURCEMAP\System Resources\Physical Memory"
_WINDOWS = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"

# CmResourceTypeMemory with the length in bytes, CmResourceTypeMemoryLarge with the length in units of 256 bytes.
_PLAIN, _LARGE, _LARGE_40 = 3, 7, 0x200
_INTERNAL_BUS = 0


@dataclass(frozen=True, slots=True)
class HardwareSpec:
    """Hardware and Windows of one machine.

    Attributes:
        memory_mb: What is fitted; the firmware keeps a little of it.
        disk_mb: Size of drive C.
        disk_free_mb: What is free on it.
        cpu: Name of the processor.
        cpu_cores: Logical processors.
        windows_build: Version, build and revision.
        windows_name: What Windows is called.
    """

    memory_mb: int
    disk_mb: int
    disk_free_mb: int
    cpu: str
    cpu_cores: int
    windows_build: str = WINDOWS_BUILD
    windows_name: str = "Windows 11 Education"

    @property
    def is_possible(self) -> bool:
        """Whether a machine could be made of it; what was written by hand need not be."""
        sizes = (self.memory_mb, self.disk_mb, self.disk_free_mb, self.cpu_cores)
        numbers = str(self.windows_build).split(".")
        return (
            all(isinstance(size, int) for size in sizes)
            and self.memory_mb >= _LEAST_MEMORY_MB
            and self.cpu_cores >= 1
            and 0 <= self.disk_free_mb <= self.disk_mb
            and len(numbers) == _NUMBERS_OF_A_BUILD
            and all(number.isdecimal() for number in numbers)
        )

    @property
    def build_number(self) -> int:
        """The third number of its version."""
        return int(self.windows_build.split(".")[2])


_USUAL = (
    HardwareSpec(8192, 243_000, 61_500, "Intel(R) Core(TM) i3-10100 CPU @ 3.60GHz", 8),
    HardwareSpec(16384, 487_400, 214_900, "12th Gen Intel(R) Core(TM) i5-12500", 12),
    HardwareSpec(16384, 487_400, 302_200, "AMD Ryzen 5 PRO 5650G with Radeon Graphics", 12),
    HardwareSpec(32768, 975_900, 640_700, "13th Gen Intel(R) Core(TM) i7-13700", 24),
)


def usual_hardware(name: str) -> HardwareSpec:
    """What the machine of that name is made of when nobody says otherwise."""
    return _USUAL[zlib.crc32(name.encode()) % len(_USUAL)]


def write_hardware(registry: Registry, hardware: HardwareSpec) -> None:
    """What Windows writes into its registry at every start."""
    registry.delete_key(_PROCESSORS)
    for number in range(hardware.cpu_cores):
        registry.set(f"{_PROCESSORS}\\{number}", "ProcessorNameString", hardware.cpu)
    registry.set(_MEMORY, ".Translated", _ranges(hardware.memory_mb).hex().upper(), "REG_RESOURCE_LIST")
    name = hardware.windows_name
    if hardware.build_number >= _FIRST_BUILD_OF_WINDOWS_11:
        name = name.replace("Windows 11", "Windows 10")  # Windows 11 still says so here.
    registry.set(_WINDOWS, "ProductName", name)
    registry.set(_WINDOWS, "CurrentBuild", str(hardware.build_number))


def _ranges(memory_mb: int) -> bytes:
    """A resource list of the memory as firmware cuts it: below 640 KB, from 1 MB to 2 GB, the rest above 4 GB."""
    low = min(memory_mb, 2048)
    ranges = [(_PLAIN, 0, 0x1000, 0x9E000), (_PLAIN, 0, _MB, (low - 96) * _MB)]
    if memory_mb > low:
        ranges.append((_LARGE, _LARGE_40, 4096 * _MB, (memory_mb - low) * _MB >> 8))
    descriptors = b"".join(struct.pack("<BBHqII", kind, 1, flags, at, size, 0) for kind, flags, at, size in ranges)
    return struct.pack("<IIIHHI", 1, _INTERNAL_BUS, 0, 1, 1, len(ranges)) + descriptors
