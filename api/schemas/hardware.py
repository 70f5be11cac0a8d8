"""What a machine is made of on the wire, with the age of what is known."""

from datetime import datetime

from pydantic import Field

from api.schemas.wire import Wire
from orchestrator.domain.observations import Observation
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.hardware import say_hardware


class HardwareOut(Wire):
    """Hardware and Windows of a machine, as far as it told; null for a part is "not told"."""

    memory_mb: int | None = Field(description="Memory that Windows can use, rounded up to whole gigabytes.")
    disk_mb: int | None = Field(description="Size of the system drive.")
    disk_free_mb: int | None = Field(description="What is free on the system drive.")
    cpu: str | None
    cpu_cores: int | None = Field(description="Logical processors.")
    windows_build: str | None = Field(examples=["10.0.22631.4460"])
    windows_name: str | None = Field(examples=["Windows 11 Education"])
    seen_at: datetime = Field(description="When the scan read it.")
    text: str = Field(examples=["16 GB of memory and 12 logical processors; seen on Mon 12 Jan, 08:00."])


def hardware_out(seen: Observation | None, speaker: Speaker) -> HardwareOut | None:
    """What a scan saw of the machine; None where it saw nothing of its hardware."""
    if seen is None or seen.hardware is None:
        return None
    hardware = seen.hardware
    return HardwareOut(
        memory_mb=hardware.memory_mb,
        disk_mb=hardware.disk_mb,
        disk_free_mb=hardware.disk_free_mb,
        cpu=hardware.cpu,
        cpu_cores=hardware.cpu_cores,
        windows_build=hardware.windows_build,
        windows_name=hardware.windows_name,
        seen_at=seen.at,
        text=say_hardware(speaker, hardware, seen.at),
    )
