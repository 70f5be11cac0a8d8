"""Reads YAML into a tree that is never more than what stands in the file.

Built from the parser's events instead of constructed objects: whoever reads a field later decides what it may be, so
``24.10`` is still ``24.10`` and not a number that lost its zero. No aliases, no tags but ``!unsafe``, no deep nests.
"""

import re

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
)
from yaml.resolver import Resolver

from orchestrator.services.site_files.nodes import (
    ListNode,
    MappingNode,
    Node,
    ScalarKind,
    ScalarNode,
    looks_like_template,
)
from orchestrator.services.site_files.problems import Place, ProblemCode, Problems

MAX_CHARACTERS = 8_000_000
"""Of one file; about 30,000 machines."""
MAX_DEPTH = 24
_UNSAFE = "!unsafe"
_YAML = "tag:yaml.org,2002:"
_PLAIN_TAGS = {"!", f"{_YAML}str", _UNSAFE}
_COLLECTION_TAGS = {None, "!", f"{_YAML}map", f"{_YAML}seq"}
# What YAML itself forbids, NUL and lone surrogates among it: the parsers would stop there with less to say.
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The parser in C where PyYAML was built with it, which is several times as fast.
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER = Resolver()


def read_yaml(file: str, text: str, problems: Problems, *, loader: type[yaml.SafeLoader] = _LOADER) -> Node | None:
    """The file's one document as a tree, or None where it is empty or cannot be read; then a problem says why.

    Args:
        file: Its name, for problems.
        text: What is in it.
        problems: Where problems go.
        loader: Parser to use.
    """
    if len(text) > MAX_CHARACTERS:
        problems.add(Place(file), ProblemCode.FILE_TOO_LARGE, str(len(text)), str(MAX_CHARACTERS))
        return None
    text = text.removeprefix("\ufeff")
    bad = _UNREADABLE.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        problems.add(Place(file, "", line), ProblemCode.CONTROL_CHARACTER, bad.group())
        return None
    builder = _Builder(file, problems)
    try:
        for event in yaml.parse(text, Loader=loader):
            if not builder.take(event):
                return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, "", mark.line + 1 if mark else None)
        problems.add(place, ProblemCode.NOT_YAML, expected=error.problem or error.context or "")
        return None
    except yaml.YAMLError as error:
        problems.add(Place(file), ProblemCode.NOT_YAML, expected=str(error).splitlines()[0])
        return None
    return builder.root


class _Builder:
    """Puts events together. Iterative, so that no file makes Python's stack overflow."""

    def __init__(self, file: str, problems: Problems) -> None:
        self.root: Node | None = None
        self._file = file
        self._problems = problems
        self._stack: list[MappingNode | ListNode] = []
        # For each open mapping the key that waits for its value: the path of the value and the key itself.
        self._keys: list[tuple[Place, str | None] | None] = []
        self._documents = 0

    def take(self, event: Event) -> bool:
        """Take one event; False where reading on makes no sense."""
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._problems.add(Place(self._file, "", line), ProblemCode.SEVERAL_DOCUMENTS)
                return False
        elif isinstance(event, CollectionEndEvent):
            self._stack.pop()
            self._keys.pop()
        elif isinstance(event, AliasEvent):
            self._problems.add(self._place(line), ProblemCode.YAML_ALIAS, f"*{event.anchor}")
            self._put(ScalarNode(self._place(line), "", ScalarKind.NOTHING))
        elif isinstance(event, CollectionStartEvent):
            return self._open(event, line)
        elif isinstance(event, ScalarEvent):
            self._scalar(event, line)
        return True

    def _open(self, event: CollectionStartEvent, line: int | None) -> bool:
        place = self._place(line)
        if len(self._stack) == MAX_DEPTH:
            self._problems.add(place, ProblemCode.TOO_DEEP, expected=str(MAX_DEPTH))
            return False
        if event.anchor:
            self._problems.add(place, ProblemCode.YAML_ALIAS, f"&{event.anchor}")
        if event.tag not in _COLLECTION_TAGS:
            self._problems.add(place, ProblemCode.UNKNOWN_TAG, event.tag or "")
        node = MappingNode(place) if isinstance(event, MappingStartEvent) else ListNode(place)
        self._put(node)
        self._stack.append(node)
        self._keys.append(None)
        return True

    def _scalar(self, event: ScalarEvent, line: int | None) -> None:
        place = self._place(line)
        if event.anchor:
            self._problems.add(place, ProblemCode.YAML_ALIAS, f"&{event.anchor}")
        tag = event.tag
        if tag is not None and tag not in _PLAIN_TAGS:
            self._problems.add(place, ProblemCode.UNKNOWN_TAG, tag)
        kind = ScalarKind.TEXT
        if tag is None and event.implicit[0]:
            kind = _kind(event.value)
        self._put(ScalarNode(place, event.value, kind, tag == _UNSAFE))

    def _put(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        parent = self._stack[-1]
        if isinstance(parent, ListNode):
            parent.items.append(node)
            return
        waiting = self._keys[-1]
        if waiting is None:
            self._keys[-1] = self._key(parent, node)
            return
        _, key = waiting
        self._keys[-1] = None
        if key is not None:
            parent.entries[key] = node

    def _key(self, parent: MappingNode, node: Node) -> tuple[Place, str | None]:
        """The place of the value that comes next, and its key; None where the value can only be thrown away."""
        above = parent.place.path
        if not isinstance(node, ScalarNode) or node.kind is not ScalarKind.TEXT or node.unsafe:
            shown = node.text if isinstance(node, ScalarNode) else ""
            self._problems.add(Place(self._file, above, node.place.line), ProblemCode.KEY_NOT_TEXT, shown)
            return Place(self._file, above, node.place.line), None
        key = node.text
        place = Place(self._file, f"{above}.{key}" if above else key, node.place.line)
        if looks_like_template(key):
            self._problems.add(place, ProblemCode.TEMPLATE, key)
        if not key.isprintable():
            self._problems.add(place, ProblemCode.CONTROL_CHARACTER, key)
        if key in parent.entries:
            self._problems.add(place, ProblemCode.DUPLICATE_KEY, key, str(parent.entries[key].place.line))
            return place, None
        return place, key

    def _place(self, line: int | None) -> Place:
        """Where the next node stands. A value has its own line, which may be below its key's."""
        if not self._stack:
            return Place(self._file, "", line)
        parent = self._stack[-1]
        if isinstance(parent, ListNode):
            return Place(self._file, f"{parent.place.path}[{len(parent.items)}]", line)
        waiting = self._keys[-1]
        return Place(self._file, waiting[0].path if waiting else parent.place.path, line)


def _kind(text: str) -> ScalarKind:
    tag = str(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)))  # type: ignore[no-untyped-call]  # the stubs lack it
    try:
        return ScalarKind(tag.removeprefix(_YAML))
    except ValueError:
        return ScalarKind.OTHER
