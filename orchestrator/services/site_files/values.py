"""Readers: from a node to the value that a field needs, or None and a problem at that very place."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from difflib import get_close_matches

from orchestrator.services.site_files.nodes import ListNode, MappingNode, Node, ScalarKind, ScalarNode
from orchestrator.services.site_files.problems import Place, ProblemCode, Problems

MAX_TEXT = 200
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TRUE = {"true", "yes", "on"}


def text(node: Node, problems: Problems, *, limit: int = MAX_TEXT) -> str | None:
    """A text of one line that Ansible does not run."""
    if not isinstance(node, ScalarNode):
        problems.add(node.place, ProblemCode.NOT_TEXT)
        return None
    found = node.text.strip()
    if node.kind is ScalarKind.NOTHING or not found:
        problems.add(node.place, ProblemCode.EMPTY)
    elif node.kind is not ScalarKind.TEXT:
        problems.add(node.place, ProblemCode.NEEDS_QUOTES, node.text, f'"{node.text}"')
    elif node.is_template:
        problems.add(node.place, ProblemCode.TEMPLATE, node.text)
    elif not node.text.isprintable():
        problems.add(node.place, ProblemCode.CONTROL_CHARACTER, node.text)
    elif len(found) > limit:
        problems.add(node.place, ProblemCode.TOO_LONG, found, str(limit))
    elif found != node.text:
        problems.add(node.place, ProblemCode.BLANK_AT_THE_END, node.text, found)
    else:
        return found
    return None


def text_like(
    node: Node, problems: Problems, form: re.Pattern[str], code: ProblemCode, expected: str, limit: int = MAX_TEXT
) -> str | None:
    """A text that has a form as a whole."""
    found = text(node, problems, limit=limit)
    if found is not None and not form.fullmatch(found):
        problems.add(node.place, code, found, expected)
        return None
    return found


def choice(node: Node, problems: Problems, choices: Collection[str]) -> str | None:
    """One of a few words."""
    found = text(node, problems)
    if found is not None and found not in choices:
        problems.add(node.place, ProblemCode.UNKNOWN_CHOICE, found, ", ".join(choices))
        return None
    return found


def whole_number(node: Node, problems: Problems, least: int, most: int) -> int | None:
    """A whole number in plain digits: no octal ``0755``, no ``1_000``, nothing in quotes."""
    found = plain_number(node)
    if found is not None and least <= found <= most:
        return found
    code = ProblemCode.NOT_A_WHOLE_NUMBER if found is None else ProblemCode.OUT_OF_RANGE
    problems.add(node.place, code, node.text if isinstance(node, ScalarNode) else "", f"{least}..{most}")
    return None


def plain_number(node: Node) -> int | None:
    """The whole number that people and every YAML reader take this for, if it is small enough to count something."""
    if isinstance(node, ScalarNode) and node.kind is ScalarKind.INTEGER and _PLAIN_NUMBER.fullmatch(node.text):
        return int(node.text)
    return None


def truth(node: Node, problems: Problems) -> bool | None:
    """True or false."""
    if isinstance(node, ScalarNode) and node.kind is ScalarKind.TRUTH:
        return is_true(node.text)
    shown = node.text if isinstance(node, ScalarNode) else ""
    problems.add(node.place, ProblemCode.NOT_TRUE_OR_FALSE, shown, "true, false")
    return None


def is_true(word: str) -> bool:
    """Which of YAML 1.1's words for true and false it is."""
    return word.lower() in _TRUE


def day(node: Node, problems: Problems) -> date | None:
    """A day as ``YYYY-MM-DD``, in quotes or not."""
    shown = node.text if isinstance(node, ScalarNode) else ""
    if isinstance(node, ScalarNode) and node.kind in {ScalarKind.DATE, ScalarKind.TEXT} and _DAY.fullmatch(shown):
        try:
            return date.fromisoformat(shown)
        except ValueError:
            pass
    problems.add(node.place, ProblemCode.NOT_A_DATE, shown, "YYYY-MM-DD")
    return None


def listing(node: Node, problems: Problems) -> list[Node]:
    """The items of a list; nothing at all counts as an empty one."""
    if isinstance(node, ListNode):
        return node.items
    if not _is_nothing(node):
        problems.add(node.place, ProblemCode.NOT_A_LIST, node.text if isinstance(node, ScalarNode) else "")
    return []


def mapping(node: Node | None, problems: Problems) -> Mapping[str, Node]:
    """The entries of a mapping; nothing at all counts as an empty one."""
    if isinstance(node, MappingNode):
        return node.entries
    if node is not None and not _is_nothing(node):
        problems.add(node.place, ProblemCode.NOT_A_MAPPING, node.text if isinstance(node, ScalarNode) else "")
    return {}


def each_once(found: list[tuple[str, Place]], problems: Problems) -> tuple[str, ...]:
    """The texts of a list in their order; one that comes again is a problem."""
    seen: dict[str, None] = {}
    for value, place in found:
        if value in seen:
            problems.add(place, ProblemCode.LISTED_TWICE, value)
        seen[value] = None
    return tuple(seen)


def nearest(name: str, known: Collection[str]) -> str:
    """The known name that was probably meant, or nothing."""
    return next(iter(get_close_matches(name[:MAX_TEXT], known, n=1)), "")


def _is_nothing(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.kind is ScalarKind.NOTHING
