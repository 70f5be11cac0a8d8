"""The example site and catalog as an import gets them, and ways to spoil them."""

from collections.abc import Mapping
from pathlib import Path

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.errors import FieldProblem, InvalidInput
from orchestrator.services.site_files.catalog import read_catalog
from orchestrator.services.site_files.site import read_site

INVENTORY = Path(__file__).resolve().parents[3] / "inventory"
ITEMS = frozenset(path.stem for path in (INVENTORY / "catalog").glob("*.yml"))


def site_files() -> dict[str, str]:
    """The example site: text by relative path."""
    folder = INVENTORY / "example"
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.yml")}


def catalog_files() -> dict[str, str]:
    """The example catalog: text by file name."""
    return {path.name: path.read_text("utf-8") for path in (INVENTORY / "catalog").glob("*.yml")}


def edited(files: Mapping[str, str], file: str, old: str, new: str) -> dict[str, str]:
    """The files with one piece of text replaced, which must be there."""
    assert old in files[file], f"{old!r} is not in {file}"
    return {**files, file: files[file].replace(old, new, 1)}


def site_verdict(files: Mapping[str, str]) -> tuple[FieldProblem, ...]:
    """What an import finds wrong with a site, against the example catalog; empty for nothing."""
    try:
        read_site(files).declared(ITEMS)
    except InvalidInput as refusal:
        return refusal.problems
    return ()


def catalog_verdict(files: Mapping[str, str], stored: Catalog | None = None) -> tuple[FieldProblem, ...]:
    """What an import finds wrong with a catalog; empty for nothing."""
    try:
        read_catalog(files).declared(stored or Catalog())
    except InvalidInput as refusal:
        return refusal.problems
    return ()


def line_of(files: Mapping[str, str], file: str, text: str) -> int:
    """The line from 1 in which a text first stands."""
    return files[file].count("\n", 0, files[file].index(text)) + 1
