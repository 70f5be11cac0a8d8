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


def text(node: Node, problems: Problems, *, limit: int = MAX_TEXT, hide: bool = False) -> str | None:
    """A text of one line without surrounding spaces, that Ansible doesn't run."""
    if not isinstance(node, ScalarNode):
        problems.add(node.place, ProblemCode.NOT_TEXT, hide=hide)
        return None
    found = node.text.strip()
    if node.kind is ScalarKind.NOTHING or not found:
        problems.add(node.place, ProblemCode.EMPTY)
    elif node.kind is not ScalarKind.TEXT:
        problems.add(node.place, ProblemCode.NEEDS_QUOTES, node.text, "***" if hide else f'"{node.text}"', hide=hide)
    elif node.is_template:
        problems.add(node.place, ProblemCode.TEMPLATE, node.text, hide=hide)
    elif not node.text.isprintable():
        problems.add(node.place, ProblemCode.CONTROL_CHARACTER, node.text, hide=hide)
    elif len(found) > limit:
        problems.add(node.place, ProblemCode.TOO_LONG, found, str(limit), hide=hide)
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
    shown = node.text if isinstance(node, ScalarNode) else ""
    if not isinstance(node, ScalarNode) or node.kind is not ScalarKind.INTEGER:
        problems.add(node.place, ProblemCode.NOT_A_WHOLE_NUMBER, shown, f"{least}..{most}")
        return None
    if not _PLAIN_NUMBER.fullmatch(shown):
        problems.add(node.place, ProblemCode.NOT_A_WHOLE_NUMBER, shown, f"{least}..{most}")
        return None
    if not least <= int(shown) <= most:
        problems.add(node.place, ProblemCode.OUT_OF_RANGE, shown, f"{least}..{most}")
        return None
    return int(shown)


def truth(node: Node, problems: Problems) -> bool | None:
    """True or false."""
    if isinstance(node, ScalarNode) and node.kind is ScalarKind.TRUTH:
        return node.text.lower() in _TRUE
    shown = node.text if isinstance(node, ScalarNode) else ""
    problems.add(node.place, ProblemCode.NOT_TRUE_OR_FALSE, shown, "true, false")
    return None


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
