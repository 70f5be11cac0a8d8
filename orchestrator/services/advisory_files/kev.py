"""CISA's catalogue of known exploited vulnerabilities, the JSON file as it is published.

It says that a product is attacked, and by when its readers must have mended it; which versions are affected it does
not say, and nothing is made up here: their ranges are None.
"""

from datetime import date

from orchestrator.domain.advisories import Advisory, AdvisorySource, AffectedProduct, is_cve_id
from orchestrator.services.advisory_files.json_objects import LONG, JsonObject, cut
from orchestrator.services.site_files.problems import ProblemCode

MOST_SUMMARY = 2_000
"""Characters of a summary that are kept."""


def is_kev(data: object) -> bool:
    """Whether a JSON value is meant to be this catalogue."""
    return isinstance(data, dict) and "vulnerabilities" in data


def read_kev(catalog: JsonObject) -> tuple[date | None, list[Advisory]]:
    """The day that the catalogue is of, and its entries; what is wrong with them goes to its problems."""
    dated = catalog.day("dateReleased")
    entries = catalog.objects("vulnerabilities")
    count = catalog.data.get("count")
    if isinstance(count, int) and count != len(entries):
        # A file that broke off on its way, or that somebody cut.
        catalog.problems.add(catalog.place("count"), ProblemCode.COUNT_DIFFERS, str(count), str(len(entries)))
    return dated, [_advisory(entry) for entry in entries]


def _advisory(entry: JsonObject) -> Advisory:
    number = entry.text("cveID", required=True)
    if number and not is_cve_id(number):
        entry.problems.add(entry.place("cveID"), ProblemCode.ADVISORY_FORM, number, "CVE-2026-12345")
    vendor, product = entry.text("vendorProject", required=True), entry.text("product", required=True)
    return Advisory(
        source=AdvisorySource.KEV,
        id=number,
        title=entry.text("vulnerabilityName", limit=LONG),
        summary=cut(entry.text("shortDescription", limit=LONG), MOST_SUMMARY),
        products=(AffectedProduct(vendor, product),),
        known_exploited=True,
        due=entry.day("dueDate"),
        published=entry.day("dateAdded", required=True),
        url=_first_address(entry.text("notes", limit=LONG)),
    )


def _first_address(notes: str) -> str:
    """The notes are addresses and words, with semicolons between them."""
    parts = notes.replace(";", " ").split()
    return next((part for part in parts if part.startswith("https://")), "")
