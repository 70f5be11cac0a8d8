"""When clocks stood still: all safeguards that there ever were, with their exemptions, read once for many requests."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.clock import Interval, since, stopped
from orchestrator.domain.overrides import Override
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.domain.safeguards import Exemption, Safeguard
from orchestrator.domain.wishes import Wish
from orchestrator.services.unit_of_work import UnitOfWork

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Stops:
    """What stops clocks in any room, those that are over too, and the catalog that says what is meant."""

    safeguards: tuple[Safeguard, ...]
    exemptions: tuple[Exemption, ...]
    catalog: Catalog
    narrowed: Mapping[str, datetime]
    """By id of a request, since when a change of the catalog keeps something from it: no safeguard did so before."""

    def of(
        self,
        request: SoftwareRequest,
        overrides: Iterable[Override] = (),
        wish: Wish | None = None,
        *,
        proven: bool = False,
    ) -> tuple[Interval, ...]:
        """When a request's clock stood still; see ``domain.clock.stopped``. ``wish`` is what is linked to it."""
        found = stopped(
            request,
            overrides,
            self.safeguards,
            self.exemptions,
            self.catalog,
            refused_since=self.narrowed.get(request.id),
            proven=proven,
        )
        # Before it was known that the request is what was wished for nothing could stand in its way (RULES R2).
        return since(found, wish.counts_since(request) if wish else None)


def all_stops(uow: UnitOfWork, catalog: Catalog) -> Stops:
    """All of the site."""
    safeguards = tuple(_safeguards(uow))
    if not safeguards:
        return Stops((), (), catalog, {})
    narrowed = {request_id: at for at, touched in uow.catalog_changes.in_force() for request_id in touched}
    return Stops(safeguards, tuple(_exemptions(uow)), catalog, narrowed)


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
