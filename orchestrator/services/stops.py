"""When clocks stood still: all safeguards that there ever were, with their exemptions, read once for many requests."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.clock import Interval, stopped
from orchestrator.domain.overrides import Override
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.domain.safeguards import Exemption, Safeguard
from orchestrator.services.unit_of_work import UnitOfWork

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Stops:
    """What stops clocks in any room, those that are over too, and the catalog that says what is meant."""

    safeguards: tuple[Safeguard, ...]
    exemptions: tuple[Exemption, ...]
    catalog: Catalog

    def of(
        self, request: SoftwareRequest, overrides: Iterable[Override] = (), *, proven: bool = False
    ) -> tuple[Interval, ...]:
        """When a request's clock stood still; see ``domain.clock.stopped``."""
        return stopped(request, overrides, self.safeguards, self.exemptions, self.catalog, proven=proven)


def all_stops(uow: UnitOfWork, catalog: Catalog) -> Stops:
    """All of the site."""
    safeguards = tuple(_safeguards(uow))
    return Stops(safeguards, tuple(_exemptions(uow)) if safeguards else (), catalog)


def _safeguards(uow: UnitOfWork) -> Iterator[Safeguard]:
    after: str | None = None
    while page := uow.safeguards.page(state=None, after=after, limit=_PAGE):
        yield from page
        after = page[-1].id


def _exemptions(uow: UnitOfWork) -> Iterator[Exemption]:
    after: str | None = None
    while page := uow.exemptions.page(safeguard_id=None, state=None, after=after, limit=_PAGE):
        yield from page
        after = page[-1].id
