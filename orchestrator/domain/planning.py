"""Planning: desired minus observed, for one machine and for a room with equal machines grouped. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from orchestrator.domain.catalog import Catalog, CatalogItem, Provider
from orchestrator.domain.detection import Detected, DetectedState, detect, is_ready
from orchestrator.domain.observations import Observation
from orchestrator.domain.provider_calls import Delivery, ProviderCall, Removal, calls_for
from orchestrator.domain.removals import may_remove, removal_of
from orchestrator.domain.requests import Wanted
from orchestrator.domain.resolution import DesiredLine
from orchestrator.domain.rollouts import REMOVAL, RESTARTING, Placement
from orchestrator.domain.versions import compare
from orchestrator.domain.whys import Why


class Action(StrEnum):
    """What is to be done about one line on one machine."""

    INSTALL = "install"  # it is absent
    UPGRADE = "upgrade"  # an older version is there
    NOTHING = "nothing"  # it is there as wanted, or away as wanted
    REBOOT = "reboot"  # it is there, and Windows must restart before it counts as ready
    OWED_ELSEWHERE = "owed_elsewhere"  # another tool delivers it and hasn't yet
    NEWER_THAN_WANTED = "newer_than_wanted"  # a downgrade is its own, confirmed action (RULES R1.6)
    HALF = "half"  # package manager and registry disagree; a technician must look
    UNVERIFIABLE = "unverifiable"  # nothing on the machine can prove it
    REMOVE = "remove"  # ours, and it has to go now (RULES R4.2)
    REMOVAL_NOT_DUE = "removal_not_due"  # ours and no longer wanted: goes between terms, not now (RULES R1.7)
    NOT_OURS = "not_ours"  # unwanted, but somebody else put it there: reported, never removed

    @property
    def is_work(self) -> bool:
        """Whether a run does something about it."""
        return self in {Action.INSTALL, Action.UPGRADE, Action.REMOVE}

    @property
    def satisfied(self) -> bool:
        """Whether a seat with such a line can be ready.

        What should be away and isn't yet does not hold a class up, unless it has to go now.
        """
        return self in {Action.NOTHING, Action.REMOVAL_NOT_DUE, Action.NOT_OURS}


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One item on one machine: what is there, what should be, what is done about it, and why.

    Attributes:
        item_id: Catalog id.
        action: See Action.
        observed: Version that is there; None when absent or unknown.
        wanted: Version that should be there; None when any will do or none should.
        ours: Whether we placed what is there.
        whys: The desired line's reasons; empty for what nobody wants any more.
    """

    item_id: str
    action: Action
    observed: str | None
    wanted: str | None
    ours: bool
    whys: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True)
class MachinePlan:
    """All lines of one machine by item id, and the provider calls that carry out its work."""

    machine_id: str
    lines: tuple[PlanLine, ...]
    calls: tuple[ProviderCall, ...]

    @property
    def ready(self) -> bool:
        """Whether nothing keeps its seat from being ready."""
        return all(line.action.satisfied for line in self.lines)


@dataclass(frozen=True, slots=True)
class PlanGroup:
    """Machines for which plan and calls are the same."""

    machine_ids: tuple[str, ...]
    lines: tuple[PlanLine, ...]
    calls: tuple[ProviderCall, ...]


def plan_machine(
    desired: Iterable[DesiredLine],
    observation: Observation,
    catalog: Catalog,
    placements: Iterable[Placement],
    tried: Collection[tuple[str, str]] = (),
) -> MachinePlan:
    """Desired minus observed for one machine. Items that the catalog no longer knows are passed over.

    So is work by hand: nothing on a machine proves it, so it holds no seat up and asks nothing of one (RULES R2).

    Args:
        desired: The seat's desired lines.
        observation: What the machine's last scan saw.
        catalog: All items.
        placements: What is ours, of this machine or of more.
        tried: (item, version) pairs that this rollout has tried there already, a removal with ``REMOVAL`` for its
            version: their lines stay, their calls don't.
    """
    placed = {p.item_id: p for p in placements if p.machine_id == observation.machine_id}
    lines: dict[str, PlanLine] = {}
    deliveries: list[Delivery] = []
    removals: list[Removal] = []
    for want in desired:
        item = catalog.get(want.item_id)
        if item is None or item.provider is Provider.MANUAL:
            continue
        restart = any(p.awaiting_reboot for name in (item.id, RESTARTING + item.id) if (p := placed.get(name)))
        line = _line(want, item, detect(item, observation), placed.get(item.id), restart=restart)
        lines[item.id] = line
        if line.action is Action.REMOVE:
            removal = removal_of(item, observation, placed)
            removals += [removal] if removal and (item.id, REMOVAL) not in tried else []
            continue
        release = item.release(want.version) if want.version else None
        if line.action.is_work and release and (item.id, release.version) not in tried:
            deliveries.append(Delivery(item, release, upgrade=line.action is Action.UPGRADE))
    for item_id, placement in placed.items():
        item = catalog.get(item_id)
        if item is None or item_id in lines or placement.dependency_of or item.provider is Provider.MANUAL:
            continue
        found = detect(item, observation)
        if found.state is not DetectedState.ABSENT:
            lines[item_id] = PlanLine(item_id, Action.REMOVAL_NOT_DUE, found.version, None, ours=True)
    ordered = tuple(sorted(lines.values(), key=lambda line: line.item_id))
    return MachinePlan(observation.machine_id, ordered, calls_for(deliveries, removals))


def _line(
    want: DesiredLine, item: CatalogItem, found: Detected, placement: Placement | None, *, restart: bool
) -> PlanLine:
    if want.wanted is Wanted.ABSENT:
        action = _action_for_absent(want, item, found, placement)
    else:
        action = _action_for_present(want, item, found, restart=restart)
    return PlanLine(want.item_id, action, found.version, want.version, placement is not None, want.whys)


def _action_for_absent(want: DesiredLine, item: CatalogItem, found: Detected, placement: Placement | None) -> Action:
    if found.state is DetectedState.ABSENT:
        return Action.NOTHING
    if want.removes:
        return Action.REMOVE if may_remove(item, placement) else Action.NOT_OURS
    return Action.REMOVAL_NOT_DUE if placement else Action.NOT_OURS


def _action_for_present(  # noqa: PLR0911 - a decision table reads best as one return per row
    want: DesiredLine, item: CatalogItem, found: Detected, *, restart: bool
) -> Action:
    if found.state is DetectedState.UNVERIFIABLE:
        return Action.UNVERIFIABLE
    if is_ready(found, want.version, item.updates):
        return Action.REBOOT if restart else Action.NOTHING
    if item.provider is Provider.EXTERNAL:
        return Action.OWED_ELSEWHERE
    if found.state is DetectedState.ABSENT:
        return Action.INSTALL
    if found.version is None:
        # The package manager lists what Windows doesn't have: asked again it would do nothing and call it success.
        return Action.HALF
    if want.version is not None and compare(found.version, want.version) > 0:
        return Action.NEWER_THAN_WANTED
    return Action.UPGRADE


def group(plans: Sequence[MachinePlan]) -> tuple[PlanGroup, ...]:
    """Equal machines together, in the order in which each kind first appears."""
    groups: dict[tuple[tuple[PlanLine, ...], tuple[ProviderCall, ...]], list[str]] = {}
    for plan in plans:
        groups.setdefault((plan.lines, plan.calls), []).append(plan.machine_id)
    return tuple(PlanGroup(tuple(ids), lines, calls) for (lines, calls), ids in groups.items())


def needed_minutes(plans: Iterable[MachinePlan], minutes: Mapping[str, int]) -> int:
    """Expected minutes of the longest machine: the sum of its items' minutes."""
    return max(
        (sum(minutes.get(line.item_id, 0) for line in plan.lines if line.action.is_work) for plan in plans),
        default=0,
    )
