"""What inventory/README.md says of the format is what the import takes."""

import json
import re

from orchestrator.domain.catalog import Catalog
from orchestrator.services.site_files.catalog import read_catalog
from orchestrator.services.site_files.site import read_site
from orchestrator.services.site_files.variables import RULES
from tests.unit.site_files.example import INVENTORY, ITEMS, site_files
from tests.unit.site_files.site_slips import ALL, B204, HOSTS

README = (INVENTORY / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)


def in_tables(section: str) -> set[str]:
    """What stands in code marks in the first column of a section's tables."""
    rows = [line for line in section.splitlines() if line.startswith("| ") and "`" in line.split("|")[1]]
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])}


def test_the_examples_are_a_site_and_an_item() -> None:
    hosts, room, item = BLOCKS
    site = read_site({HOSTS: hosts, B204: room, ALL: site_files()[ALL]}).declared(ITEMS)
    assert [(r.code, [seat.label for seat in r.seats], r.baseline) for r in site.rooms] == [
        ("B-204", ["01"], ("microsoft-edge",))
    ]
    assert list(read_catalog({"7zip.yml": item}).declared(Catalog()).items) == ["7zip"]


def test_the_tables_have_every_variable() -> None:
    site, _ = README.split("\n## The catalog\n")
    assert in_tables(site) == set(RULES)


def test_the_table_has_every_field_of_the_catalog() -> None:
    schema = json.loads((INVENTORY / "catalog.schema.json").read_text())
    _, catalog = README.split("\n## The catalog\n")
    nested = set(schema["$defs"]["release"]["properties"]) - {"version", "approved", "released"}
    assert in_tables(catalog) == set(schema["properties"]) | nested
