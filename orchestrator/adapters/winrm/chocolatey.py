"""What Chocolatey prints with ``--limit-output``: one package per line, ``id|version``."""

import re

from orchestrator.adapters.winrm.command import Section
from orchestrator.adapters.winrm.sections import UnreadableOutput
from orchestrator.domain.observations import ChocolateyPackage

_VERSION_LINE = re.compile(r"([0-9]{1,9})(?:\.[0-9]+){1,3}(?:[-+][0-9A-Za-z.+-]+)?")
# NuGet's rules for ids and versions; further fields, such as a pin, may follow.
_PACKAGE_LINE = re.compile(r"(?P<id>[0-9A-Za-z_][0-9A-Za-z_.-]*)\|(?P<version>[0-9][0-9A-Za-z.+-]*)(?:\|.*)?")


def parse_major_version(text: str) -> int | None:
    """First number of what ``choco --version`` printed; None where it printed no version, as when it is not there.

    Notices may stand before it, so the last line that is nothing but a version counts.
    """
    found = [match for line in text.split("\n") if (match := _VERSION_LINE.fullmatch(line.strip()))]
    return int(found[-1][1]) if found else None


def parse_packages(text: str, section: Section) -> tuple[ChocolateyPackage, ...]:
    """The packages of a list, sorted by id and version, ids in lower case.

    Lines without a bar are notices. A package may be there in two versions: Chocolatey 1 could install side by side.

    Raises:
        UnreadableOutput: A line has a bar and is no package; then the whole list is doubtful.
    """
    packages: set[tuple[str, str]] = set()
    for raw in text.split("\n"):
        line = raw.strip()
        if "|" not in line:
            continue
        package = _PACKAGE_LINE.fullmatch(line)
        if package is None:
            raise UnreadableOutput(section, "has a line that is no package")
        packages.add((package["id"].lower(), package["version"]))
    return tuple(ChocolateyPackage(id=name, version=version) for name, version in sorted(packages))
