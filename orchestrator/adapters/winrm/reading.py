"""From the bytes that one machine printed to what they say of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from orchestrator.adapters.winrm.chocolatey import parse_major_version, parse_packages
from orchestrator.adapters.winrm.command import REBOOT_REASONS, Outcome, Section
from orchestrator.adapters.winrm.hardware import (
    parse_disk,
    parse_memory,
    parse_processors,
    parse_windows_build,
    parse_windows_name,
)
from orchestrator.adapters.winrm.registry import parse_hardware_id, parse_products
from orchestrator.adapters.winrm.sections import Part, UnreadableOutput, split_sections
from orchestrator.adapters.winrm.text import Decoder
from orchestrator.domain.observations import ChocolateyPackage, Hardware, InstalledProduct

_FIRST_VERSION_THAT_LISTS_ONLY_LOCALLY = 2


@dataclass(frozen=True, slots=True)
class SoftwareReading:
    """What the output says of the machine's software; the fields are those of an Observation."""

    computer_name: str | None
    products: tuple[InstalledProduct, ...]
    chocolatey: tuple[ChocolateyPackage, ...] | None
    reboot_pending: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProbeReading:
    """What the cheap command line told: the shell's code page, and the SMBIOS UUID where Windows told it."""

    code_page: int
    hardware_id: str | None


def read_probe(output: bytes) -> ProbeReading:
    """What a machine printed for ``command.probe_line``.

    Raises:
        UnreadableOutput: It is not what Windows prints.
    """
    code_page, _, hardware = output.partition(b"\n")
    decoder = Decoder(code_page, b"")
    return ProbeReading(decoder.code_page, parse_hardware_id(decoder.decode(Section.HARDWARE, hardware)))


class MachineOutput:
    """The complete output of the command line on one machine.

    Who the machine is can be read without the rest, so that nothing else is read of a stranger.
    """

    def __init__(self, output: bytes, marker: str) -> None:
        """Take the output apart.

        Args:
            output: Standard output of the command line.
            marker: The marker that it was made with.

        Raises:
            UnreadableOutput: It was cut off, or is not the output of our command line.
        """
        self._parts: Mapping[Section, Part] = split_sections(output, marker)
        self._decoder = Decoder(
            self._parts[Section.CODE_PAGE].content,
            self._parts[Section.OEM_CODE_PAGE].content,
        )

    def hardware_id(self) -> str | None:
        """SMBIOS UUID in upper case without braces; None where Windows didn't tell.

        Raises:
            UnreadableOutput: The section cannot be decoded.
        """
        return parse_hardware_id(self._text(Section.HARDWARE))

    def hardware(self) -> Hardware | None:
        """What the machine is made of, as far as it told; None where it told nothing of it."""
        build = parse_windows_build(self._text_or_nothing(Section.WINDOWS))
        cpu, cores = parse_processors(self._text_or_nothing(Section.PROCESSORS))
        disk, free = parse_disk(self._text_or_nothing(Section.DISK))
        found = Hardware(
            memory_mb=parse_memory(self._text_or_nothing(Section.MEMORY)),
            disk_mb=disk,
            disk_free_mb=free,
            cpu=cpu,
            cpu_cores=cores,
            windows_build=build,
            windows_name=parse_windows_name(self._text_or_nothing(Section.WINDOWS_NAME), build),
        )
        return None if found == Hardware() else found

    def software(self) -> SoftwareReading:
        """What is installed, and what waits for a restart.

        Raises:
            UnreadableOutput: A part is not what Windows prints, or was read only in part.
        """
        names = self._text(Section.NAME).split()
        return SoftwareReading(
            computer_name=names[0] if names else None,
            products=self._products(),
            chocolatey=self._packages(),
            reboot_pending=tuple(sorted(REBOOT_REASONS.intersection(self._text(Section.REBOOT).split()))),
        )

    def _text(self, section: Section) -> str:
        return self._decoder.decode(section, self._parts[section].content)

    def _text_or_nothing(self, section: Section) -> str:
        """For what a machine need not tell."""
        try:
            return self._text(section)
        except UnreadableOutput:
            return ""

    def _products(self) -> tuple[InstalledProduct, ...]:
        hives = {Section.HIVE_64: "64", Section.HIVE_32: "32"}
        if all(self._parts[section].outcome is Outcome.FAILED for section in hives):
            # One hive may be missing on an odd machine. Without both it is reg.exe that could not be run.
            raise UnreadableOutput(Section.HIVE_64, "could not be read, nor could the other one")
        found: list[InstalledProduct] = []
        for section, hive in hives.items():
            text = self._text(section)
            if self._parts[section].outcome is Outcome.FAILED and text.strip():
                raise UnreadableOutput(section, "was read only in part")
            found.extend(parse_products(text, hive))
        return tuple(sorted(found, key=lambda product: (product.name, product.key, product.hive)))

    def _packages(self) -> tuple[ChocolateyPackage, ...] | None:
        version = parse_major_version(self._text(Section.CHOCOLATEY))
        if Section.PACKAGES not in self._parts:
            return None  # `choco` could not be run: there is no Chocolatey.
        section = Section.PACKAGES
        if Section.PACKAGES_AGAIN in self._parts:
            section = Section.PACKAGES_AGAIN
            if version is None or version < _FIRST_VERSION_THAT_LISTS_ONLY_LOCALLY:
                # That answer came from the feeds: it is what could be installed, not what is.
                raise UnreadableOutput(section, "is a list of the feeds")
        if self._parts[section].outcome is Outcome.FAILED:
            raise UnreadableOutput(section, "could not be read")
        return parse_packages(self._text(section), section)
