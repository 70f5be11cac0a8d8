"""The catalog's folder, one file per item, as a catalog, or every problem of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from orchestrator.domain.catalog import Catalog, CatalogItem, DetectionRule, Provider, Release, Updates
from orchestrator.domain.errors import FieldProblem, InvalidInput
from orchestrator.domain.versions import by_version
from orchestrator.services.site_files import values
from orchestrator.services.site_files.catalog_checks import check_item, check_relations
from orchestrator.services.site_files.catalog_schema import check_schema
from orchestrator.services.site_files.nodes import MappingNode, ScalarKind, scalars
from orchestrator.services.site_files.problems import Place, ProblemCode, Problems
from orchestrator.services.site_files.yaml_tree import read_yaml

MAX_FILES = 5_000
_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}\.yml")


@dataclass(frozen=True, slots=True)
class CatalogReading:
    """What was read. Whether a required item that no file has ever existed only the store knows; see ``declared``."""

    _items: Mapping[str, dict[str, Any]]
    _trees: Mapping[str, MappingNode]
    _unknown: Mapping[str, tuple[Place, ...]]
    _problems: Problems

    def declared(self, stored: Catalog) -> Catalog:
        """The catalog as declared. It may still require an item of the stored one that the files drop.

        That is no slip of the pen but a change that takes something away, and has its own refusal.

        Raises:
            InvalidInput: With all problems of all files.
        """
        for item, places in self._unknown.items():
            for place in places if item not in stored.items else ():
                self._problems.add(place, ProblemCode.UNKNOWN_ITEM, item, values.nearest(item, self._trees))
        if self._problems:
            raise InvalidInput(problems=self.problems)
        return Catalog({name: _item(data) for name, data in self._items.items()})

    @property
    def problems(self) -> tuple[FieldProblem, ...]:
        """What is known to be wrong so far, by file and line."""
        return self._problems.listed()


def read_catalog(files: Mapping[str, str]) -> CatalogReading:
    """Read a catalog's files.

    Args:
        files: Text by file name.
    """
    problems = Problems()
    trees: dict[str, MappingNode] = {}
    items: dict[str, dict[str, Any]] = {}
    if not files:
        problems.add(Place("*.yml"), ProblemCode.FILE_MISSING)
    if len(files) > MAX_FILES:
        problems.add(Place(""), ProblemCode.TOO_MANY_FILES, str(len(files)), str(MAX_FILES))
        return CatalogReading({}, {}, {}, problems)
    for file in sorted(files):
        if not _FILE_NAME.fullmatch(file):
            problems.add(Place(file), ProblemCode.UNEXPECTED_FILE, file, "firefox.yml")
            continue
        name = file.removesuffix(".yml")
        # An item with problems of its own is still an item that others may name.
        trees[name] = tree = _tree(file, files[file], problems)
        if tree.entries:
            _check_texts(tree, problems)
            check_item(tree, problems)
            items[name] = check_schema(tree, problems)
    return CatalogReading(items, trees, check_relations(trees, problems), problems)


def _tree(file: str, text: str, problems: Problems) -> MappingNode:
    before = len(problems)
    tree = read_yaml(file, text, problems)
    if isinstance(tree, MappingNode) and tree.entries:
        return tree
    if len(problems) == before:
        is_empty = tree is None or isinstance(tree, MappingNode)
        problems.add(Place(file), ProblemCode.EMPTY if is_empty else ProblemCode.NOT_A_MAPPING)
    return MappingNode(Place(file))


def _check_texts(tree: MappingNode, problems: Problems) -> None:
    """No template, nothing blank or invisible in any text, whatever the field."""
    for scalar in scalars(tree):
        if scalar.kind is ScalarKind.TEXT:
            values.text(scalar, problems, limit=len(scalar.text))


def _item(data: dict[str, Any]) -> CatalogItem:
    """The value of data that the schema allows. Lists without order are sorted, so that equal items are equal."""
    releases = sorted(map(_release, data.get("releases", ())), key=lambda release: by_version(release.version))
    return CatalogItem(
        id=data["id"],
        title=data["title"],
        publisher=data["publisher"],
        provider=Provider(data["provider"]),
        detection=DetectionRule(**data.get("detection", {})),
        summary=data.get("summary", ""),
        releases=tuple(releases),
        package=data.get("package"),
        feed=data.get("feed"),
        feed_newest=data.get("feed_newest"),
        arguments=data.get("arguments", ""),
        updates=Updates(data.get("updates", Updates.MANAGED)),
        requires=tuple(sorted(data.get("requires", ()))),
        conflicts_with=tuple(sorted(data.get("conflicts_with", ()))),
        coexists_with=tuple(sorted(data.get("coexists_with", ()))),
        provides=tuple(sorted(data.get("provides", ()))),
        minutes=data.get("minutes", 5),
        size_mb=data.get("size_mb"),
    )


def _release(data: dict[str, Any]) -> Release:
    released = date.fromisoformat(data["released"]) if "released" in data else None
    return Release(**{**data, "released": released})
