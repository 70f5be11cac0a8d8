"""Which products of others' lists are items of ours: a file of the site's own, or the one that we ship."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from orchestrator.domain.advisories import Advisory, AdvisorySource, AffectedProduct
from orchestrator.domain.errors import InvalidInput
from orchestrator.services.site_files import values
from orchestrator.services.site_files.nodes import MappingNode, Node
from orchestrator.services.site_files.problems import Place, ProblemCode, Problems
from orchestrator.services.site_files.yaml_tree import read_yaml

MAPPING_NAME = "advisory-mapping.yml"
MOST_LINES = 5_000
_IN_CLONE = Path(__file__).resolve().parents[3] / "inventory" / MAPPING_NAME
_ITEM = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_MEANS_SOMETHING = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class MappingLine:
    """One product of a kind of list, and the item that it is.

    Attributes:
        source: Kind of the list.
        vendor: Who makes it, or of OSV the ecosystem; in KEV a pattern with ``*``.
        product: Its name; likewise.
        item_id: The item.
    """

    source: AdvisorySource
    vendor: str
    product: str
    item_id: str

    def fits(self, product: AffectedProduct) -> bool:
        """Whether a product of a list of this kind is meant, whatever the case."""
        if self.source is AdvisorySource.KEV:
            return _like(self.vendor, product.vendor) and _like(self.product, product.product)
        # Of "Debian:12" the release says which versions are meant; the mapping names it, or all of them.
        ecosystem, ours = product.vendor.casefold(), self.vendor.casefold()
        same_place = ours in {ecosystem, ecosystem.partition(":")[0]}
        return same_place and self.product.casefold() == product.product.casefold()


@dataclass(frozen=True, slots=True)
class AdvisoryMapping:
    """All lines of a mapping."""

    lines: tuple[MappingLine, ...]

    def products_by_item(self, advisory: Advisory) -> Mapping[str, tuple[AffectedProduct, ...]]:
        """Of an advisory's products those that are items, by item; each product once per item."""
        found: dict[str, dict[AffectedProduct, None]] = {}
        for product in advisory.products:
            for line in self.lines:
                if line.source is advisory.source and line.fits(product):
                    found.setdefault(line.item_id, {})[product] = None
        return {item: tuple(products) for item, products in found.items()}


def read_mapping(text: str, *, known: Collection[str] | None = None, file: str = MAPPING_NAME) -> AdvisoryMapping:
    """Read a mapping.

    Args:
        text: The file's text.
        known: Ids of all items, of which it may name no other; None where it may name items that are not there.
        file: Its name, for problems.

    Raises:
        InvalidInput: With every problem by line.
    """
    problems = Problems()
    tree = read_yaml(file, text, problems)
    lines: list[MappingLine] = []
    if isinstance(tree, MappingNode):
        for key, node in tree.entries.items():
            if key not in _READERS:
                expected = values.nearest(key, _READERS) or ", ".join(_READERS)
                problems.add(node.place, ProblemCode.UNKNOWN_KEY, key, expected)
                continue
            lines.extend(_READERS[key](node, known, problems))
    elif not problems:
        problems.add(Place(file), ProblemCode.EMPTY if tree is None else ProblemCode.NOT_A_MAPPING)
    if len(lines) > MOST_LINES:
        problems.add(Place(file), ProblemCode.TOO_LONG, str(len(lines)), str(MOST_LINES))
    if problems:
        raise InvalidInput(problems=problems.listed())
    return AdvisoryMapping(tuple(lines))


@lru_cache(maxsize=1)
def shipped_mapping() -> AdvisoryMapping:
    """The mapping that comes with the product."""
    # A wheel carries it beside this module, a clone where people find it.
    shipped = files(__package__).joinpath(MAPPING_NAME)
    return read_mapping(shipped.read_text("utf-8") if shipped.is_file() else _IN_CLONE.read_text("utf-8"))


_Lines = Iterator[MappingLine]


def _reader(
    source: AdvisorySource, vendor: str, product: str, *, patterns: bool
) -> Callable[[Node, Collection[str] | None, Problems], _Lines]:
    fields = (vendor, product, "item")

    def read(node: Node, known: Collection[str] | None, problems: Problems) -> _Lines:
        seen: set[tuple[str, ...]] = set()
        for entry in values.listing(node, problems):
            found = _fields(entry, fields, known, problems, patterns=patterns)
            if found is None:
                continue
            if found in seen:
                problems.add(entry.place, ProblemCode.LISTED_TWICE, found[1])
            seen.add(found)
            yield MappingLine(source, *found)

    return read


def _fields(
    entry: Node, names: tuple[str, str, str], known: Collection[str] | None, problems: Problems, *, patterns: bool
) -> tuple[str, str, str] | None:
    before = len(problems)
    given = values.mapping(entry, problems)
    for key, node in given.items():
        if key not in names:
            problems.add(node.place, ProblemCode.UNKNOWN_KEY, key, values.nearest(key, names) or ", ".join(names))
    found: list[str] = []
    for name in names:
        if name not in given:
            problems.add(Place(entry.place.file, f"{entry.place.path}.{name}", entry.place.line), ProblemCode.MISSING)
            continue
        text = values.text(given[name], problems)
        if text is None:
            continue
        if name == "item":
            _check_item(given[name], text, known, problems)
        elif patterns and not _MEANS_SOMETHING.search(text):
            problems.add(given[name].place, ProblemCode.PATTERN_FORM, text, "*Firefox*")
        found.append(text)
    return (found[0], found[1], found[2]) if len(problems) == before else None


def _check_item(node: Node, text: str, known: Collection[str] | None, problems: Problems) -> None:
    if not _ITEM.fullmatch(text):
        problems.add(node.place, ProblemCode.ID_FORM, text, "microsoft-edge")
    elif known is not None and text not in known:
        problems.add(node.place, ProblemCode.UNKNOWN_ITEM, text, values.nearest(text, known))


_READERS = {
    "kev": _reader(AdvisorySource.KEV, "vendor", "product", patterns=True),
    "osv": _reader(AdvisorySource.OSV, "ecosystem", "name", patterns=False),
}
"""By key at the top of the file."""


def _like(pattern: str, text: str) -> bool:
    """Whether a text fits a pattern, where ``*`` stands for any text. Piece by piece: a search that tries every split
    of a text would never end with enough asterisks.
    """
    first, *rest = pattern.casefold().split("*")
    plain = text.casefold()
    if not rest:
        return plain == first
    if not plain.startswith(first):
        return False
    at = len(first)
    for piece in rest[:-1]:
        found = plain.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return len(plain) - len(rest[-1]) >= at and plain.endswith(rest[-1])
