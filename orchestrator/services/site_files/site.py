"""A site's folder, ``{hosts.yml, group_vars/, host_vars/}``, as declared values, or every problem of it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from orchestrator.domain.calendars import Site
from orchestrator.domain.errors import FieldProblem, InvalidInput
from orchestrator.domain.site_changes import DeclaredSite
from orchestrator.services.site_files import values
from orchestrator.services.site_files.connections import read_profiles
from orchestrator.services.site_files.hosts import ALL, HOSTS, Inventory, read_inventory
from orchestrator.services.site_files.nodes import Node
from orchestrator.services.site_files.problems import Place, ProblemCode, Problems
from orchestrator.services.site_files.rooms import read_rooms
from orchestrator.services.site_files.variables import value_of
from orchestrator.services.site_files.yaml_tree import read_yaml

MAX_FILES = 20_000
_FILE_NAME = re.compile(r"hosts\.yml|(group_vars|host_vars)/[A-Za-z0-9_][A-Za-z0-9._-]*\.yml")


@dataclass(frozen=True, slots=True)
class SiteReading:
    """What was read. Whether the baselines' items exist only the catalog knows; see ``declared``."""

    _site: DeclaredSite
    _mentions: tuple[tuple[str, Place], ...]
    _problems: Problems

    def declared(self, known_items: Collection[str]) -> DeclaredSite:
        """The site as declared.

        Args:
            known_items: Ids of the catalog's items.

        Raises:
            InvalidInput: With all problems of all files.
        """
        for item, place in self._mentions:
            if item not in known_items:
                self._problems.add(place, ProblemCode.UNKNOWN_ITEM, item, values.nearest(item, known_items))
        if self._problems:
            raise InvalidInput(problems=self.problems)
        return self._site

    @property
    def problems(self) -> tuple[FieldProblem, ...]:
        """What is known to be wrong so far, by file and line."""
        return self._problems.listed()


def read_site(files: Mapping[str, str]) -> SiteReading:
    """Read a site's files.

    Args:
        files: Text by path below the site's folder, with forward slashes.
    """
    problems = Problems()
    nothing = DeclaredSite(Site())
    if len(files) > MAX_FILES:
        problems.add(Place(""), ProblemCode.TOO_MANY_FILES, str(len(files)), str(MAX_FILES))
        return SiteReading(nothing, (), problems)
    inventory = read_inventory(_trees(files, problems), problems)
    if inventory is None:
        return SiteReading(nothing, (), problems)
    site = _read_calendar(inventory)
    found = read_rooms(inventory, site.timezone, problems)
    declared = DeclaredSite(site, read_profiles(inventory, problems), found.rooms, found.machines, found.standing)
    return SiteReading(declared, found.mentions, problems)


def _trees(files: Mapping[str, str], problems: Problems) -> dict[str, Node]:
    trees: dict[str, Node] = {}
    if HOSTS not in files:
        problems.add(Place(HOSTS), ProblemCode.FILE_MISSING)
    for file in sorted(files):
        if not _FILE_NAME.fullmatch(file):
            problems.add(Place(file), ProblemCode.UNEXPECTED_FILE, file, "hosts.yml, group_vars/*.yml, host_vars/*.yml")
            continue
        tree = read_yaml(file, files[file], problems)
        if tree is not None:
            trees[file] = tree
    return trees


def _read_calendar(inventory: Inventory) -> Site:
    facts = inventory.of_group(ALL)
    default = Site()
    holidays = value_of(facts, "classroom_site_holidays", tuple) or ()
    notice = value_of(facts, "classroom_notice_working_days", int)
    return Site(
        timezone=value_of(facts, "classroom_site_timezone", str) or default.timezone,
        holidays=frozenset(date.fromisoformat(day) for day in holidays),
        notice_working_days=default.notice_working_days if notice is None else notice,
        team=value_of(facts, "classroom_site_team", str) or default.team,
    )
