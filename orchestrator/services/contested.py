"""What can be contested, seen from one request: whether it binds it, of which category it is, and who decided.

Each kind of decision says so itself; another kind comes in by an entry in ``LOOKS``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.catalog_losses import narrowing_of
from orchestrator.domain.catalog_narrowing import CatalogChangeState
from orchestrator.domain.clock import needs
from orchestrator.domain.contests import ContestSubject
from orchestrator.domain.evidence import STANDS_STILL, Category
from orchestrator.domain.letters import Narrowing
from orchestrator.domain.overrides import Override, OverrideKind, OverrideState
from orchestrator.domain.requests import LATEST, SoftwareRequest, Wanted
from orchestrator.domain.safeguards import Safeguard, SafeguardKind
from orchestrator.domain.versions import compare
from orchestrator.services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Contested:
    """A decision as a contest sees it.

    Attributes:
        category: Its list rules.
        deciders: Who recorded, approved or confirmed it, or answers for it.
        binds: Whether it is in force and touches the request now.
        decision: The decision itself, for letters; None where it has none, because it takes nothing away now.
        holds: Whether it stays until somebody rules, however long nobody does.
    """

    category: Category
    deciders: frozenset[str]
    binds: bool
    decision: Override | Safeguard | Narrowing | None = None
    holds: bool = False


Look = Callable[[UnitOfWork, str, SoftwareRequest, datetime], Contested | None]
"""Finds a decision by its id and says what it is to a request at a moment; None where there is no such decision."""


def look_at_override(uow: UnitOfWork, override_id: str, request: SoftwareRequest, at: datetime) -> Contested | None:
    """An override can be contested as long as it lives (R4.1), also before it begins to bind."""
    override = uow.overrides.get(override_id)
    if override is None:
        return None
    part = (override.by, override.approved_by, override.confirmed_by, override.evidence.officer)
    lives = override.state is OverrideState.LIVE and at < override.expires_at
    binds = lives and request.id in override.request_ids
    holds = override.is_dispute_at(at)
    # A dispute that nobody confirmed counts as an ordinary one (R3.2), so the teaching side has its say on it.
    category = override.category if holds or override.category not in STANDS_STILL else Category.OTHER
    return Contested(category, frozenset(filter(None, part)), binds, override, holds=holds)


def look_at_safeguard(uow: UnitOfWork, safeguard_id: str, request: SoftwareRequest, at: datetime) -> Contested | None:
    """A safeguard can be contested by whom it refuses something, and by whose version it makes too old."""
    # The row is not held: whoever sets safeguards holds them before rooms, and a contest holds its room already.
    safeguard = uow.safeguards.seen(safeguard_id)
    if safeguard is None:
        return None
    part = (safeguard.by, safeguard.approved_by, safeguard.owner)
    binds = safeguard.binds_at(at) and _refuses(uow, safeguard, request, at)
    return Contested(safeguard.category, frozenset(filter(None, part)), binds, safeguard, holds=True)


def look_at_catalog_change(
    uow: UnitOfWork,
    change_id: str,
    request: SoftwareRequest,
    at: datetime,  # noqa: ARG001 - a change has no end of its own
) -> Contested | None:
    """A change of the catalog can be contested as long as it is in force, by whom it took something from (R2)."""
    # Seen, not held, for the same reason.
    change = uow.catalog_changes.seen(change_id)
    if change is None:
        return None
    part = frozenset(filter(None, (change.by, change.decided_by)))
    binds = change.state is CatalogChangeState.APPLIED and request.id in change.touched.request_ids
    if not binds or change.decided_at is None:
        return Contested(Category.OTHER, part, binds=False)
    now = uow.catalog.load()
    former = Catalog(now.items | {item.id: item for item in change.former})
    narrowing = narrowing_of(change, request, former, now, change.decided_at, uow.safeguards.live())
    return Contested(Category.OTHER, part, binds=True, decision=narrowing)


LOOKS: Mapping[ContestSubject, Look] = {
    ContestSubject.OVERRIDE: look_at_override,
    ContestSubject.SAFEGUARD: look_at_safeguard,
    ContestSubject.CATALOG_CHANGE: look_at_catalog_change,
}
"""By kind of decision."""


def look(
    uow: UnitOfWork, subject: ContestSubject, decision_id: str, request: SoftwareRequest, at: datetime
) -> Contested | None:
    """A decision as a contest for the sake of a request sees it; None where there is no such decision."""
    found = LOOKS.get(subject)
    return found(uow, decision_id, request, at) if found else None


def refused_items(uow: UnitOfWork, safeguard: Safeguard, request: SoftwareRequest, at: datetime) -> tuple[str, ...]:
    """What of a request a safeguard is about: its item, and what that cannot do without; what it keeps away first.

    What is exempted in the request's room is left out.
    """
    catalog = uow.catalog.load()
    live = (e for e in uow.exemptions.live() if e.safeguard_id == safeguard.id and e.created_at <= at < e.expires_at)
    freed = {e.item_id for e in live if request.classroom_id in e.classroom_ids}
    about = {n for n in needs(request.item_id, catalog) if n not in freed and _fits(catalog, safeguard, n)}
    if safeguard.kind is SafeguardKind.BLOCK:
        kept_away: set[str] = about
    else:
        # A least version raises what is required, and keeps the whole away only where nothing reaches it (R4.2).
        kept_away = {name for name in about if _out_of_reach(catalog, safeguard, name)}
        about = kept_away | (about & {request.item_id})
    return tuple(sorted(about, key=lambda name: (name not in kept_away, name != request.item_id, name)))


def _refuses(uow: UnitOfWork, safeguard: Safeguard, request: SoftwareRequest, at: datetime) -> bool:
    if request.wanted is not Wanted.PRESENT:
        return False
    refused = refused_items(uow, safeguard, request, at)
    if safeguard.kind is SafeguardKind.BLOCK:
        return bool(refused)
    catalog = uow.catalog.load()
    if any(_out_of_reach(catalog, safeguard, name) for name in refused):
        return True
    raised = any(compare(version, safeguard.minimum or "") < 0 for version in _versions(uow, request, at))
    return request.item_id in refused and raised


def _out_of_reach(catalog: Catalog, safeguard: Safeguard, item_id: str) -> bool:
    """Whether there are releases of an item, and none of them is new enough; resolution goes by the same."""
    item = catalog.get(item_id)
    newest = item.latest() if item and item.provider.has_releases else None
    return newest is not None and compare(newest.version, safeguard.minimum or "") < 0


def _fits(catalog: Catalog, safeguard: Safeguard, item_id: str) -> bool:
    item = catalog.get(item_id)
    return safeguard.aim.fits(item) if item else safeguard.aim.item_id == item_id


def _versions(uow: UnitOfWork, request: SoftwareRequest, at: datetime) -> list[str]:
    """Versions to which a request is bound: by itself, or by an override's pin."""
    pins = [o for o in uow.overrides.of_requests({request.id}) if o.kind is OverrideKind.PIN and o.binds_at(at)]
    own = () if request.version == LATEST else (request.version,)
    return [*own, *(o.pin_version for o in pins if o.pin_version and o.substitute_item is None)]
