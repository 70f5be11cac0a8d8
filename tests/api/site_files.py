"""The example site and catalog, as an import sends them."""

from orchestrator.settings import ROOT


def site_files() -> dict[str, str]:
    """``inventory/example``."""
    folder = ROOT / "inventory" / "example"
    return {file.relative_to(folder).as_posix(): file.read_text() for file in folder.rglob("*.yml")}


def catalog_files(*, without: str = "") -> dict[str, str]:
    """``inventory/catalog``, perhaps without one item."""
    folder = ROOT / "inventory" / "catalog"
    return {file.name: file.read_text() for file in folder.glob("*.yml") if file.stem != without}
