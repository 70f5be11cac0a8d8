"""``fsutil.exe`` as a scan uses it: free and whole size of drive C.

Real: the order of the lines, and that builds since Windows 10 1803 group the numbers as the language does and repeat
them in a rounded form. Not there: everything else that the program can do, and other drives.
"""

from orchestrator.virtual_lab.console import Console
from orchestrator.virtual_lab.native.cmd_parser import split_arguments
from orchestrator.virtual_lab.native.session import Session

_MB = 1024 * 1024
_FIRST_BUILD_THAT_GROUPS = 17134
_GROUPING = {"en": str.maketrans("", ""), "de": str.maketrans(",.", ".,")}


async def run(session: Session, tail: str, console: Console) -> int:
    """Run ``fsutil`` with those arguments."""
    words = [word.casefold().rstrip("\\") for word in split_arguments(tail)]
    if words != ["volume", "diskfree", "c:"]:
        session.print(console, f"virtual lab: 'fsutil {tail.strip()}' is not simulated\r\n")
        return 1
    hardware = session.machine.spec.fitted
    free, whole = hardware.disk_free_mb * _MB, hardware.disk_mb * _MB
    if hardware.build_number < _FIRST_BUILD_THAT_GROUPS:
        session.print(console, session.text("disk_free_plain", free=free, whole=whole))
        return 0
    grouping = _GROUPING[session.machine.spec.language]
    shown = {name: _grouped(size).translate(grouping) for name, size in (("free", free), ("whole", whole))}
    session.print(console, session.text("disk_free", **shown))
    return 0


def _grouped(size: int) -> str:
    return f"{size:>15,} ({size / _MB / 1024:5.1f} GB)"
