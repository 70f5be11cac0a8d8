"""The one command line that a scan runs on a machine.

Native commands only: they need no PowerShell start, and one line needs one round trip (six commands in turn took more
than three times as long). What each command prints is told apart by marker lines with a word that is drawn anew for
every scan, so that nothing on a machine, such as the name of a product, can look like one.
"""

from enum import StrEnum

MAX_LENGTH = 8191
"""Characters that ``cmd.exe`` takes as one command line, its own name included (Microsoft, KB 830473)."""


class Section(StrEnum):
    """The parts of the output, in their order. Each begins with a marker line of its name."""

    CODE_PAGE = "codepage"  # code page that the programs of this shell write in
    OEM_CODE_PAGE = "oem"  # code page of the machine itself
    NAME = "name"  # computer name
    HARDWARE = "hardware"  # SMBIOS UUID
    WINDOWS = "windows"  # version and build; this and the next four may hold anything, and then tell nothing
    WINDOWS_NAME = "edition"  # name of the product
    PROCESSORS = "processors"  # name of each logical processor
    MEMORY = "memory"  # ranges of memory that Windows can use
    DISK = "disk"  # free and whole size of the system drive
    HIVE_64 = "hive64"  # uninstall entries of 64-bit programs
    HIVE_32 = "hive32"  # uninstall entries of 32-bit programs
    CHOCOLATEY = "chocolatey"  # version of Chocolatey, empty where there is none
    PACKAGES = "packages"  # packages, asked with the flag that keeps Chocolatey 1 from asking its feeds
    PACKAGES_AGAIN = "again"  # the same without the flag; missing when the flag was understood
    REBOOT = "reboot"  # one word for each thing that asks for a reboot
    END = "end"  # nothing was cut off


class Outcome(StrEnum):
    """How a command inside a section ended, as the last marker line of that section tells."""

    DONE = "done"  # exit code 0
    FAILED = "failed"  # any other


_UNINSTALL = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"

# Built into cmd.exe or a program that every Windows has; wmic is gone from new ones. Values are asked for by name,
# because the key of the product's name also tells who the computer is registered to.
_HARDWARE_COMMANDS = {
    Section.WINDOWS: "ver",
    Section.WINDOWS_NAME: r'reg query "HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion" /v ProductName 2>nul',
    Section.PROCESSORS: r"reg query HKLM\HARDWARE\DESCRIPTION\System\CentralProcessor /s /v ProcessorNameString 2>nul",
    Section.MEMORY: r'reg query "HKLM\HARDWARE\RESOURCEMAP\System Resources\Physical Memory" /v .Translated 2>nul',
    Section.DISK: "fsutil volume diskfree %SystemDrive% 2>nul",
}

_HARDWARE_ID = r"reg query HKLM\SYSTEM\HardwareConfig /v LastConfig 2>nul"

_REBOOT_QUERIES = {
    "component_servicing": (
        r'"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending"'
    ),
    "windows_update": r'"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired"',
    # Only whether the value is there: it lists files, and their paths may name people.
    "file_rename": r'"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager" /v PendingFileRenameOperations',
}
REBOOT_REASONS = frozenset(_REBOOT_QUERIES)


def marker_line(marker: str, word: str) -> str:
    """The line that the machine prints where a section begins (a Section) or a command has ended (an Outcome)."""
    return f"##{marker} {word}"


def probe_line() -> str:
    """A cheap command line that changes nothing: the shell's code page on a line of its own, then the SMBIOS UUID."""
    return f"chcp&{_HARDWARE_ID}"


def command_line(marker: str) -> str:
    """The command line, shorter than MAX_LENGTH.

    It changes nothing and asks no feed. Errors go to nowhere: their words are localised, their exit code is not. It
    does not begin with a quotation mark, because ``cmd /c`` would take that one away with the last of the line.

    Args:
        marker: Letters and digits that are different in every scan.
    """

    def mark(word: str) -> str:
        return f"echo {marker_line(marker, word)}"

    def outcome(command: str) -> str:
        return f"({command} 2>nul&&{mark(Outcome.DONE)}||{mark(Outcome.FAILED)})"

    # Chocolatey 1 searches its feeds unless the flag stops it, so the flag comes first. Chocolatey 2 ignores the flag
    # beside --limit-output and announces that it will be refused some day; only then the line without it is run.
    packages = "choco list --local-only --limit-output"
    packages_again = "choco list --limit-output"
    chocolatey = (
        f"choco --version 2>nul&&{mark(Section.PACKAGES)}&&"
        f"({packages} 2>nul&&{mark(Outcome.DONE)}||({mark(Section.PACKAGES_AGAIN)}&{outcome(packages_again)}))"
    )
    return "&".join(
        (
            mark(Section.CODE_PAGE),
            "chcp",
            mark(Section.OEM_CODE_PAGE),
            r"reg query HKLM\SYSTEM\CurrentControlSet\Control\Nls\CodePage /v OEMCP 2>nul",
            mark(Section.NAME),
            "hostname",
            mark(Section.HARDWARE),
            _HARDWARE_ID,
            *(f"{mark(section)}&{command}" for section, command in _HARDWARE_COMMANDS.items()),
            mark(Section.HIVE_64),
            outcome(f"reg query {_UNINSTALL} /s /reg:64"),
            mark(Section.HIVE_32),
            outcome(f"reg query {_UNINSTALL} /s /reg:32"),
            mark(Section.CHOCOLATEY),
            chocolatey,
            mark(Section.REBOOT),
            *(f"reg query {query} >nul 2>nul&&echo {reason}" for reason, query in _REBOOT_QUERIES.items()),
            mark(Section.END),
        )
    )
