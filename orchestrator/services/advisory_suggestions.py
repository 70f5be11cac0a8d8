"""Which advisories are about items of the catalogue. What they suggest for them is ``domain/suggestions``'s to say."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from orchestrator.domain.advisories import Advisory, AdvisorySource
from orchestrator.domain.catalog import Catalog
from orchestrator.domain.suggestions import Found
from orchestrator.services.advisory_files.mapping import AdvisoryMapping
from orchestrator.services.advisory_files.reading import AdvisoryFile


def matches(files: Iterable[AdvisoryFile], mapping: AdvisoryMapping, catalog: Catalog) -> tuple[Found, ...]:
    """The advisories that are about items of the catalogue, those that were taken back among them, by identity.

    What CISA's catalogue knows to be exploited is so in the other lists, too, by the same CVE number.
    """
    listed = tuple(files)
    exploited = {a.id: a for file in listed if file.source is AdvisorySource.KEV for a in file.advisories}
    found: dict[str, Found] = {}
    for file in listed:
        for advisory in file.advisories:
            for item_id, products in mapping.products_by_item(advisory).items():
                if item_id in catalog.items:
                    about = replace(_marked(advisory, exploited), products=products)
                    one = Found(item_id, about, file.dated)
                    found[one.id] = one
    return tuple(found[identity] for identity in sorted(found))


def _marked(advisory: Advisory, exploited: Mapping[str, Advisory]) -> Advisory:
    for number in (advisory.id, *advisory.aliases):
        if number in exploited:
            return replace(advisory, known_exploited=True, due=advisory.due or exploited[number].due)
    return advisory
