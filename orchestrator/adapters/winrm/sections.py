"""Takes the output of the command line apart at its marker lines, while it is still bytes.

Marker lines are plain ASCII, which every code page of Windows shares; so the parts can be told apart before it is
known which code page they are written in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from orchestrator.adapters.winrm.command import Outcome, Section

_OPTIONAL = frozenset({Section.PACKAGES, Section.PACKAGES_AGAIN})
_WITH_OUTCOME = frozenset({Section.HIVE_64, Section.HIVE_32})


class UnreadableOutput(Exception):
    """The output is not what Windows prints, or a part of it is missing.

    Attributes:
        section: Part in which it was found.
        problem: What is wrong, in our own words; never text of the machine.
    """

    def __init__(self, section: Section, problem: str) -> None:
        super().__init__(f"{section}: {problem}")
        self.section = section
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Part:
    """What one section printed, and how its command ended where the command line tells."""

    content: bytes
    outcome: Outcome | None = None


def split_sections(output: bytes, marker: str) -> Mapping[Section, Part]:
    """The parts of a complete output.

    Args:
        output: All that the command line printed on its standard output.
        marker: The marker that the command line was made with.

    Raises:
        UnreadableOutput: A section is missing, doubled or out of order; then the output was cut off or is foreign.
    """
    # A program may end without a line break, so a marker counts wherever it stands; nothing else contains it.
    pieces = re.split(rb"##" + re.escape(marker.encode("ascii")) + rb" ([a-z0-9]+)[ \t]*\r*(?:\n|\Z)", output)
    parts: dict[Section, Part] = {}
    current: Section | None = None
    for word, content in zip(pieces[1::2], pieces[2::2], strict=True):
        text = word.decode("ascii")
        if text in set(Outcome):
            if current is None or parts[current].outcome is not None:
                raise UnreadableOutput(current or Section.CODE_PAGE, "a command ended twice")
            parts[current] = Part(parts[current].content, Outcome(text))
            continue
        if text not in set(Section) or Section(text) in parts:
            raise UnreadableOutput(current or Section.CODE_PAGE, "is followed by something unexpected")
        current = Section(text)
        parts[current] = Part(content)
    _require_all(parts)
    return parts


def _require_all(parts: Mapping[Section, Part]) -> None:
    expected = [section for section in Section if section in parts or section not in _OPTIONAL]
    for section in expected:
        if section not in parts:
            raise UnreadableOutput(section, "is missing: the output was cut off")
    if list(parts) != expected:
        raise UnreadableOutput(Section.END, "the parts are out of order")
    for section in _WITH_OUTCOME | ({Section.PACKAGES} & parts.keys()):
        # The first attempt at the packages has no outcome of its own when a second one follows.
        if parts[section].outcome is None and not (section is Section.PACKAGES and Section.PACKAGES_AGAIN in parts):
            raise UnreadableOutput(section, "nothing tells how the command ended")
    if Section.PACKAGES_AGAIN in parts and parts[Section.PACKAGES_AGAIN].outcome is None:
        raise UnreadableOutput(Section.PACKAGES_AGAIN, "nothing tells how the command ended")
