"""Entries in the Open Source Vulnerability format (ossf.github.io/osv-schema, 1.7): which versions of which package.

An entry's events are turned into ranges as the schema's own evaluation goes: sorted by version, each ``introduced``
opens a range that the next ``fixed`` or ``last_affected`` ends. Commits are no versions that could be compared.
"""

from collections.abc import Iterator
from datetime import date

from orchestrator.domain.advisories import (
    Advisory,
    AdvisorySource,
    AffectedProduct,
    AffectedRange,
    advisory_id,
    covers,
)
from orchestrator.domain.versions import by_version
from orchestrator.services.advisory_files.json_objects import LONG, JsonObject, cut
from orchestrator.services.advisory_files.kev import MOST_SUMMARY
from orchestrator.services.site_files.problems import ProblemCode

MOST_VERSIONS = 5_000
"""Of one package that an entry lists one by one."""
GIT = "GIT"
"""Stands for the ecosystem of what is only known by the address of its sources."""
_FROM_THE_FIRST = "0"
_VERSIONED = frozenset({"SEMVER", "ECOSYSTEM"})
_EVENTS = ("fixed", "introduced", "last_affected")
"""In their order at one version: where one range ends another may begin, and a range may be of that version only."""


def is_osv(data: object) -> bool:
    """Whether a JSON value is meant to be one entry."""
    return isinstance(data, dict) and "id" in data and ("modified" in data or "affected" in data)


def read_osv(entry: JsonObject) -> tuple[date | None, Advisory]:
    """The day that an entry was last changed, and the entry; what is wrong with it goes to its problems."""
    number = entry.text("id", required=True)
    if number and advisory_id(number) is None:
        entry.problems.add(entry.place("id"), ProblemCode.ADVISORY_FORM, number, "GHSA-2x4c-5g6h-7j8m, OSV-2026-17")
    title, details = entry.text("summary", limit=LONG), entry.text("details", limit=LONG)
    advisory = Advisory(
        source=AdvisorySource.OSV,
        id=number,
        title=cut(title or details, MOST_SUMMARY),
        summary=cut(details, MOST_SUMMARY),
        products=tuple(product for affected in entry.objects("affected") for product in _products(affected)),
        aliases=entry.texts("aliases"),
        published=entry.day("published"),
        withdrawn=entry.day("withdrawn"),
        url=_address(entry),
    )
    return entry.day("modified", required=True), advisory


def _products(affected: JsonObject) -> Iterator[AffectedProduct]:
    package = affected.inner("package")
    ranges = affected.objects("ranges")
    if package is not None:
        ecosystem, name = package.text("ecosystem", required=True), package.text("name", required=True)
        yield AffectedProduct(ecosystem, name, _known(affected, ranges))
    for found in ranges:
        address = found.text("repo")
        if address:
            yield AffectedProduct(GIT, address, _known(affected, ranges))


def _known(affected: JsonObject, ranges: list[JsonObject]) -> tuple[AffectedRange, ...] | None:
    """What an entry says of versions that can be compared; None where it says nothing of them."""
    versions = affected.texts("versions")
    if len(versions) > MOST_VERSIONS:
        affected.problems.add(affected.place("versions"), ProblemCode.TOO_LONG, str(len(versions)), str(MOST_VERSIONS))
        return None
    spans = [span for found in ranges if found.text("type") in _VERSIONED for span in _spans(found)]
    exact = [
        AffectedRange(version, last_affected=version)
        for version in versions
        if not any(covers(span, version) for span in spans)
    ]
    return (*spans, *exact) or None


def _spans(found: JsonObject) -> Iterator[AffectedRange]:
    events = sorted(_events(found), key=lambda event: (by_version(event[1]), _EVENTS.index(event[0])))
    introduced: str | None = None
    for kind, version in events:
        if kind == "introduced":
            introduced = version if introduced is None else introduced
        elif introduced is not None:
            first = None if introduced == _FROM_THE_FIRST else introduced
            yield AffectedRange(first, **{kind: version})
            introduced = None
    if introduced is not None:
        yield AffectedRange(None if introduced == _FROM_THE_FIRST else introduced)


def _events(found: JsonObject) -> Iterator[tuple[str, str]]:
    events = found.objects("events")
    if not events:
        found.problems.add(found.place("events"), ProblemCode.MISSING)
    for event in events:
        for kind in _EVENTS:
            version = event.text(kind)
            if version and not version.isprintable():
                event.problems.add(event.place(kind), ProblemCode.CONTROL_CHARACTER, version)
            elif version:
                yield kind, version


def _address(entry: JsonObject) -> str:
    """Of the advisory itself if it is listed, else the first one."""
    listed = [(reference.text("type"), reference.text("url", limit=LONG)) for reference in entry.objects("references")]
    safe = [(kind, url) for kind, url in listed if url.startswith("https://") and len(url) <= MOST_SUMMARY]
    return next((url for kind, url in safe if kind == "ADVISORY"), safe[0][1] if safe else "")
