"""What a machine is made of in words, with the age of what is known (RULES R3.2)."""

from datetime import datetime

from orchestrator.domain.observations import Hardware
from orchestrator.services.wording.speaker import Speaker
from orchestrator.services.wording.template import as_sentence

_GB_IN_MB = 1024


def say_hardware(speaker: Speaker, hardware: Hardware, at: datetime) -> str:
    """What the machine told, and when; parts that it didn't tell are left out.

    Args:
        speaker: Who says it, in the zone of the machine's room.
        hardware: At least one part is known.
        at: When it was seen.
    """
    sentences = speaker.book.sentences
    parts = []
    if hardware.memory_mb is not None:
        parts.append(speaker.say(sentences.hardware_memory, memory=hardware.memory_mb // _GB_IN_MB))
    if hardware.cpu is not None:
        parts.append(speaker.say(sentences.hardware_cpu, cpu=hardware.cpu, cores=hardware.cpu_cores))
    elif hardware.cpu_cores is not None:
        parts.append(speaker.say(sentences.hardware_cores, cores=hardware.cpu_cores))
    if hardware.disk_mb is not None and hardware.disk_free_mb is not None:
        free, disk = hardware.disk_free_mb // _GB_IN_MB, hardware.disk_mb // _GB_IN_MB
        parts.append(speaker.say(sentences.hardware_disk, free=free, disk=disk))
    if hardware.windows_name is not None or hardware.windows_build is not None:
        name = hardware.windows_name or "Windows"
        parts.append(speaker.say(sentences.hardware_windows, name=name, build=hardware.windows_build))
    return as_sentence(speaker.say(sentences.hardware, parts=parts, seen=at))
