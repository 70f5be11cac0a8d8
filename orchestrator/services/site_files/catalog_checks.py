"""What a schema cannot say of a catalog: versions, days, the file's name, and how items hang together.

Works on trees, so that it finds what is wrong beside whatever the schema finds.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations

from orchestrator.domain.catalog import Provider
from orchestrator.domain.versions import compare
from orchestrator.services.site_files import values
from orchestrator.services.site_files.nodes import ListNode, MappingNode, Node, ScalarKind, ScalarNode
from orchestrator.services.site_files.problems import Place, ProblemCode, Problems

_RELATIONS = ("requires", "conflicts_with", "coexists_with")
_WAYS_TO_DETECT = ("chocolatey_id", "name_pattern", "product_codes_from_releases")


def check_item(tree: MappingNode, problems: Problems) -> None:
    """Check one item by itself."""
    stem = tree.place.file.removesuffix(".yml")
    item_id = _text(tree, "id")
    if item_id is not None and item_id.text != stem:
        problems.add(item_id.place, ProblemCode.ID_DIFFERS_FROM_FILE, item_id.text, stem)
    rule = tree.entries.get("detection")
    provider = _text(tree, "provider")
    by_hand = provider is not None and provider.text == Provider.MANUAL
    if isinstance(rule, MappingNode) and not by_hand and not any(_says_something(rule, way) for way in _WAYS_TO_DETECT):
        problems.add(rule.place, ProblemCode.NO_DETECTION)
    for name in (*_RELATIONS, "provides"):
        listed = [(scalar.text, scalar.place) for scalar in _texts(tree, name)]
        values.each_once(listed, problems)
        for other, place in listed if name in _RELATIONS else ():
            if other == stem:
                problems.add(place, ProblemCode.NAMES_ITSELF, other)
    _check_releases(tree, problems)


def _check_releases(tree: MappingNode, problems: Problems) -> None:
    versions: list[ScalarNode] = []
    delivered: list[str] = []
    listed = tree.entries.get("releases")
    for release in listed.items if isinstance(listed, ListNode) else ():
        if not isinstance(release, MappingNode):
            continue
        version = _version(release, "version", problems)
        package_version = _version(release, "package_version", problems)
        if version is not None:
            versions.append(version)
            delivered.append((package_version or version).text)
        if "released" in release.entries:
            values.day(release.entries["released"], problems)
    for one, other in combinations(versions, 2):
        if compare(one.text, other.text) == 0:
            problems.add(one.place, ProblemCode.VERSION_TWICE, one.text, other.text)
            problems.add(other.place, ProblemCode.VERSION_TWICE, other.text, one.text)
    # A feed names what it serves by the package's version.
    newest = _version(tree, "feed_newest", problems)
    if newest is not None and not any(compare(newest.text, version) == 0 for version in delivered):
        problems.add(newest.place, ProblemCode.NOT_A_RELEASE, newest.text, ", ".join(delivered))


def _version(tree: MappingNode, field: str, problems: Problems) -> ScalarNode | None:
    """A version that can be ordered; its form the schema has looked at."""
    found = _text(tree, field)
    if found is None or not found.text.isascii():
        return None
    if not any(character.isdigit() for character in found.text):
        problems.add(found.place, ProblemCode.VERSION_FORM, found.text)
        return None
    return found


def check_relations(trees: Mapping[str, MappingNode], problems: Problems) -> dict[str, tuple[Place, ...]]:
    """Check what items say of each other.

    Args:
        trees: All items that could be read, by id.
        problems: Where problems go.

    Returns:
        By item that no file declares, where it is required. Whether that is a slip only the stored catalog knows.
    """
    unknown: dict[str, list[Place]] = {}
    graph = _Relations(trees)
    for name, tree in trees.items():
        for relation in _RELATIONS:
            for scalar in _texts(tree, relation):
                if scalar.text in trees:
                    continue
                if relation == "requires":
                    unknown.setdefault(scalar.text, []).append(scalar.place)
                else:
                    problems.add(
                        scalar.place, ProblemCode.UNKNOWN_ITEM, scalar.text, values.nearest(scalar.text, trees)
                    )
        for scalar in _texts(tree, "coexists_with"):
            if graph.conflict(name, scalar.text):
                problems.add(scalar.place, ProblemCode.COEXISTS_AND_CONFLICTS, scalar.text)
        _check_requirements(name, tree, graph, problems)
    return {item: tuple(places) for item, places in unknown.items()}


class _Relations:
    """Who requires and who excludes whom, as the files say it."""

    def __init__(self, trees: Mapping[str, MappingNode]) -> None:
        self._requires = {name: {s.text for s in _texts(tree, "requires")} for name, tree in trees.items()}
        self._excludes = {name: {s.text for s in _texts(tree, "conflicts_with")} for name, tree in trees.items()}

    def conflict(self, one: str, other: str) -> bool:
        """Whether either of two excludes the other."""
        return other in self._excludes.get(one, ()) or one in self._excludes.get(other, ())

    def all_required(self, item: str) -> set[str]:
        """The item and everything that it requires, all the way down."""
        found: set[str] = set()
        waiting = [item]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting.extend(self._requires.get(current, ()))
        return found


def _check_requirements(name: str, tree: MappingNode, graph: _Relations, problems: Problems) -> None:
    needed = {name}
    for scalar in _texts(tree, "requires"):
        below = graph.all_required(scalar.text)
        needed |= below
        # That an item requires itself is said already.
        if name in below and scalar.text != name:
            problems.add(scalar.place, ProblemCode.REQUIRES_CYCLE, scalar.text, f"{name} > {scalar.text} > {name}")
    for one, other in combinations(sorted(needed), 2):
        if graph.conflict(one, other):
            problems.add(tree.entries["requires"].place, ProblemCode.REQUIRES_AND_CONFLICTS, name, f"{one}, {other}")


def _says_something(rule: MappingNode, field: str) -> bool:
    node = rule.entries.get(field)
    if not isinstance(node, ScalarNode) or node.kind is ScalarKind.NOTHING:
        return False
    return node.kind is not ScalarKind.TRUTH or values.is_true(node.text)


def _text(tree: MappingNode, field: str) -> ScalarNode | None:
    return _as_text(tree.entries.get(field))


def _texts(tree: MappingNode, field: str) -> Iterator[ScalarNode]:
    node = tree.entries.get(field)
    yield from (found for item in (node.items if isinstance(node, ListNode) else ()) if (found := _as_text(item)))


def _as_text(node: Node | None) -> ScalarNode | None:
    if isinstance(node, ScalarNode) and node.kind is ScalarKind.TEXT and node.text:
        return node
    return None
