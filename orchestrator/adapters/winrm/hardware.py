r"""What a machine tells of its hardware, read from native commands by shape and position, never by localised words.

Nothing here fails: what cannot be read is None, because a machine that does not tell is still a good observation.

The forms were taken from documentation and from what others print; they have not been tried on real Windows yet:

- ``ver``: a sentence with ``[Version 10.0.22631.4460]``. Older builds leave the last number out.
- ``reg query …\CentralProcessor /s /v ProcessorNameString``: one key per logical processor.
- ``reg query "…\Physical Memory" /v .Translated``: a ``CM_RESOURCE_LIST`` in hexadecimal digits, see ``parse_memory``.
- ``fsutil volume diskfree``: free bytes in the first line, all bytes in the second. Since Windows 10 1803 the numbers
  are grouped as the language groups them, and repeated in a rounded form behind a parenthesis.
"""

import re
import struct

from orchestrator.adapters.winrm.registry import parse_keys

_MB = 1024 * 1024
_GB_IN_MB = 1024
_MOST_MB = 2**31 - 1  # two petabytes: more is no size but a misreading
_LONGEST_LINE = 200  # of what fsutil prints; a longer one is something else
_FIRST_BUILD_OF_WINDOWS_11 = 22000

_VERSION = re.compile(r"\[[^\[\]0-9]*([0-9]{1,5}(?:\.[0-9]{1,5}){2,3})\]")
_PROCESSOR_KEY = re.compile(
    r"HKEY_LOCAL_MACHINE\\HARDWARE\\DESCRIPTION\\System\\CentralProcessor\\[0-9]+", re.IGNORECASE
)
_SIZE_LINE = re.compile(r"[^:\uff1a]*[:\uff1a]\s*(?P<number>[0-9](?:[^A-Za-z(]*[0-9])?)\s*(?:\([^()]*\))?")

_LIST_HEADER = struct.Struct("<I")  # Count of full descriptors
_FULL_HEADER = struct.Struct("<IIHHI")  # InterfaceType, BusNumber, Version, Revision, Count of partial descriptors
_MEMORY_DESCRIPTOR = struct.Struct("<BBHqI")  # Type, ShareDisposition, Flags, Start, Length
_DESCRIPTOR_SIZES = (20, 16)  # of 64-bit and of 32-bit Windows: the union behind the flags holds a KAFFINITY
_MEMORY, _MEMORY_LARGE = 3, 7
_LARGE_SHIFTS = {0x200: 8, 0x400: 16, 0x800: 32}


def parse_windows_build(text: str) -> str | None:
    """Version and build from what ``ver`` printed; the word before them is localised, their form is not."""
    found = _VERSION.search(text)
    return found[1] if found else None


def parse_windows_name(text: str, build: str | None) -> str | None:
    """The product's name. Windows 11 still calls itself Windows 10 there, so the build decides between the two."""
    name = next((name for key in parse_keys(text) if (name := key.text("ProductName"))), None)
    if name is None or build is None or int(build.split(".")[2]) < _FIRST_BUILD_OF_WINDOWS_11:
        return name
    return re.sub(r"^Windows 10\b", "Windows 11", name)


def parse_processors(text: str) -> tuple[str | None, int | None]:
    """Name of the first processor, without the spaces that makers fill it up with, and how many there are."""
    keys = [key for key in parse_keys(text) if _PROCESSOR_KEY.fullmatch(key.path)]
    name = next((name for key in keys if (name := key.text("ProcessorNameString"))), None)
    return " ".join(name.split()) if name else None, len(keys) or None


def parse_memory(text: str) -> int | None:
    """Memory in MB that Windows can use, rounded up to whole gigabytes: ranges leave out what firmware keeps.

    Layout, little-endian [wdm.h: CM_RESOURCE_LIST, CM_FULL_RESOURCE_DESCRIPTOR, CM_PARTIAL_RESOURCE_LIST,
    CM_PARTIAL_RESOURCE_DESCRIPTOR, packed to four bytes]: the list has a count and its full descriptors; each of these
    InterfaceType, BusNumber, Version (2 bytes), Revision (2 bytes), a count and its partial descriptors; each of these
    Type (1 byte), ShareDisposition (1 byte), Flags (2 bytes), Start (8 bytes), Length (4 bytes), and on 64-bit Windows
    four bytes more. CmResourceTypeMemory (3) has its length in bytes. CmResourceTypeMemoryLarge (7) has it shifted to
    the right by 8, 16 or 32 bits: CM_RESOURCE_MEMORY_LARGE_40, _48 and _64 (flags 0x200, 0x400, 0x800).
    """
    kind, data = next((key.values[".translated"] for key in parse_keys(text) if ".translated" in key.values), ("", ""))
    if kind != "REG_RESOURCE_LIST":
        return None
    try:
        content = bytes.fromhex(data)
    except ValueError:
        return None
    for size in _DESCRIPTOR_SIZES:
        total = _bytes_of_ranges(content, size)
        if total:
            return _plausible(-(-total // (_GB_IN_MB * _MB)) * _GB_IN_MB)
    return None


def parse_disk(text: str) -> tuple[int | None, int | None]:
    """Size of the drive and what is free on it, in MB; both or neither."""
    lines = [stripped for line in text.split("\n") if (stripped := line.strip())][:2]
    found = [_SIZE_LINE.fullmatch(line) for line in lines if len(line) <= _LONGEST_LINE]
    numbers = [int(re.sub(r"[^0-9]", "", line["number"])) for line in found if line]
    if len(numbers) != 2 or not 0 <= numbers[0] <= numbers[1]:  # noqa: PLR2004 - the two lines
        return None, None
    free, whole = (_plausible(number // _MB) for number in numbers)
    return (whole, free) if whole else (None, None)


def _bytes_of_ranges(content: bytes, descriptor: int) -> int | None:
    """Sum of all memory ranges, or None where the content is no such list with descriptors of that size."""
    try:
        (lists,) = _LIST_HEADER.unpack_from(content)
        at, total = _LIST_HEADER.size, 0
        for _ in range(lists):
            *_, count = _FULL_HEADER.unpack_from(content, at)
            at += _FULL_HEADER.size
            for _ in range(count):
                total += _length(content, at)
                at += descriptor
    except (struct.error, KeyError):
        return None
    return total if at == len(content) else None


def _length(content: bytes, at: int) -> int:
    """Length of one range in bytes; 0 for what is no memory."""
    kind, _, flags, _, length = _MEMORY_DESCRIPTOR.unpack_from(content, at)
    if kind == _MEMORY_LARGE:
        return int(length) << _LARGE_SHIFTS[flags & 0xE00]
    return int(length) if kind == _MEMORY else 0


def _plausible(megabytes: int) -> int | None:
    return megabytes if megabytes <= _MOST_MB else None
