"""Looking at safeguards, and at what one would do before it binds (RULES R4.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.safeguard_rules import check_aim
from orchestrator.domain.safeguards import Aim, Safeguard, SafeguardKind, SafeguardState
from orchestrator.services.safeguard_impact import Impact, impact_of
from orchestrator.services.safeguards import safeguard_by_id
from orchestrator.services.unit_of_work import Clock, Reads, UnitOfWork

_NOBODY = "preview"


@dataclass(frozen=True, slots=True)
class SafeguardView:
    """A safeguard, the title of its item if it is about one, the site's zone, and who had to do with it by name."""

    safeguard: Safeguard
    title: str | None
    zone: str
    people: Mapping[str, str]


def get_safeguard(safeguard_id: str, *, reads: Reads) -> SafeguardView:
    """One safeguard.

    Raises:
        NotFound: There is none of this id.
    """
    with reads() as uow:
        return _view(uow, safeguard_by_id(uow, safeguard_id), uow.catalog.load())


def list_safeguards(
    *,
    reads: Reads,
    state: SafeguardState | None = None,
    kind: SafeguardKind | None = None,
    after: str | None = None,
    limit: int = 50,
) -> tuple[SafeguardView, ...]:
    """The register, newest first, older than the one with id ``after``."""
    with reads() as uow:
        found = uow.safeguards.page(state=state, kind=kind, after=after, limit=limit)
        catalog = uow.catalog.load()
        return tuple(_view(uow, guard, catalog) for guard in found)


def preview_safeguard(
    kind: SafeguardKind, aim: Aim, minimum: str | None, *, reads: Reads, clock: Clock
) -> tuple[Impact, Mapping[str, str]]:
    """What a safeguard would do if it bound now, and the titles of the catalog's items; it binds nothing.

    Raises:
        InvalidInput, PatternTooWide: It cannot be about that.
    """
    check_aim(kind, aim, minimum)
    now = clock.now()
    with reads() as uow:
        return impact_of(uow, _imagined(kind, aim, minimum, now), now), _titles(uow.catalog.load())


def safeguard_impact(safeguard_id: str, *, reads: Reads, clock: Clock) -> tuple[Impact, Mapping[str, str]]:
    """What a safeguard does now, or would do if it bound; whoever is to approve it looks at this.

    Raises:
        NotFound: There is none of this id.
    """
    with reads() as uow:
        guard = safeguard_by_id(uow, safeguard_id)
        return impact_of(uow, guard, clock.now()), _titles(uow.catalog.load())


def _titles(catalog: Catalog) -> Mapping[str, str]:
    return {item.id: item.title for item in catalog.items.values()}


def _view(uow: UnitOfWork, guard: Safeguard, catalog: Catalog) -> SafeguardView:
    item = catalog.get(guard.aim.item_id) if guard.aim.item_id else None
    people = {p for p in (guard.by, guard.owner, guard.approved_by, guard.ended_by, guard.evidence.officer) if p}
    zone = uow.site.load().timezone
    return SafeguardView(guard, item.title if item else None, zone, uow.people.names(people))


def _imagined(kind: SafeguardKind, aim: Aim, minimum: str | None, at: datetime) -> Safeguard:
    """A safeguard of which only what it would do is asked."""
    return Safeguard(
        id=_NOBODY,
        kind=kind,
        category=Category.OTHER,
        aim=aim,
        title="",
        explanation="",
        evidence=Evidence(),
        owner=_NOBODY,
        review_at=at,
        by=_NOBODY,
        created_at=at,
        expires_at=at,
        minimum=minimum,
    )
