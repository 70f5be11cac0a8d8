"""A YAML file as a tree in which everything knows where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from orchestrator.services.site_files.problems import Place

_TEMPLATE_MARKS = ("{{", "{%", "{#")
_TEMPLATE_HEADER = "#jinja2:"


class ScalarKind(StrEnum):
    """What YAML 1.1, and so Ansible, takes an untagged value for."""

    TEXT = "str"
    INTEGER = "int"
    DECIMAL = "float"
    TRUTH = "bool"
    DATE = "timestamp"
    NOTHING = "null"
    OTHER = "other"  # ``<<`` and ``=``, which mean something to YAML


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """One value.

    Attributes:
        place: Where it stands.
        text: Its characters, escapes resolved.
        kind: What YAML takes it for.
        unsafe: Whether it is tagged ``!unsafe``: Ansible then takes it as it stands, templates and all.
    """

    place: Place
    text: str
    kind: ScalarKind = ScalarKind.TEXT
    unsafe: bool = False

    @property
    def is_template(self) -> bool:
        """Whether Ansible would run it as a template."""
        return not self.unsafe and looks_like_template(self.text)


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys and values in the order of the file."""

    place: Place
    entries: dict[str, "Node"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list."""

    place: Place
    items: list["Node"] = field(default_factory=list)


Node = ScalarNode | MappingNode | ListNode


def looks_like_template(text: str) -> bool:
    """Whether ansible-core would hand this text to Jinja.

    Besides the three opening marks there is a header on the first line that declares other marks: with it a text runs
    that has no brace at all (tried with ansible-core 2.19).
    """
    return text.startswith(_TEMPLATE_HEADER) or any(mark in text for mark in _TEMPLATE_MARKS)


def scalars(node: Node) -> Iterator[ScalarNode]:
    """All values below a node, in the order of the file."""
    stack: list[Node] = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, ScalarNode):
            yield current
        elif isinstance(current, MappingNode):
            stack.extend(reversed(current.entries.values()))
        else:
            stack.extend(reversed(current.items))
