"""Intents and placements: how software becomes ours, provably, whatever died in between."""

from dataclasses import replace

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.detection import DetectedState, detect
from orchestrator.domain.observations import Observation
from orchestrator.domain.rollouts import PULLED_IN, RESTARTING, Intent, IntentOutcome, Placement
from orchestrator.domain.versions import compare
from orchestrator.services.unit_of_work import UnitOfWork


def settle(uow: UnitOfWork, seen: Observation, *, settles: bool = True) -> None:
    """Turn the machine's open intents into placements as far as the scan found what they announced.

    The intent says that the software was absent before; the scan says that it is there now. Both together make it
    ours, even if the worker that installed it died before it could write anything. A copy that somebody else had put
    there stays theirs when we upgrade it (RULES R1.1). What was ours and is gone is ours no longer, whoever took it
    away: an intent to remove proves nothing by itself, so that one is merely settled. A restart that Windows asked for
    is remembered until a scan sees that it was had.

    Args:
        uow: The transaction.
        seen: What the scan saw.
        settles: Whether it is a rollout that looked. Anybody else's scan may fall into the middle of its work, where
            nothing can be said of what it is about.
    """
    catalog = uow.catalog.load()
    intents = tuple(uow.rollouts.open_intents({seen.machine_id}))
    if intents and not settles:
        return
    before = {placement.item_id: placement for placement in uow.rollouts.placements({seen.machine_id})}
    placed = [intent for intent in intents if _found(intent, catalog, seen)]
    for intent in intents:
        outcome = IntentOutcome.PLACED if intent in placed else IntentOutcome.NOT_FOUND
        uow.rollouts.settle_intent(replace(intent, outcome=outcome))
    restart = bool(seen.reboot_pending)
    for intent in placed:
        placement = _placement(intent, catalog, seen, awaiting_reboot=restart)
        if intent.observed_before is None or intent.item_id in before:
            uow.rollouts.put_placement(placement)
        elif restart:
            uow.rollouts.put_placement(replace(placement, item_id=RESTARTING + intent.item_id))
    _place_pulled_in(uow, placed, catalog, seen)
    fresh = {intent.item_id for intent in placed}
    for item_id, placement in before.items():
        if item_id in fresh:
            continue
        if _gone(placement, catalog, seen) or (item_id.startswith(RESTARTING) and not restart):
            uow.rollouts.remove_placement(placement.machine_id, item_id)
        elif placement.awaiting_reboot and not restart:
            uow.rollouts.put_placement(replace(placement, awaiting_reboot=False))


def _found(intent: Intent, catalog: Catalog, seen: Observation) -> bool:
    item = catalog.get(intent.item_id)
    if item is None or intent.removes:
        return False
    found = detect(item, seen)
    if found.version is None:
        return False
    # What the run left as it was before is no work of ours.
    return intent.observed_before is None or compare(found.version, intent.observed_before) != 0


def _placement(intent: Intent, catalog: Catalog, seen: Observation, *, awaiting_reboot: bool) -> Placement:
    item = catalog.get(intent.item_id)
    version = (detect(item, seen).version if item else None) or intent.version
    return Placement(
        machine_id=intent.machine_id,
        item_id=intent.item_id,
        version=version,
        rollout_id=intent.rollout_id,
        placed_at=seen.at,
        awaiting_reboot=awaiting_reboot,
    )


def _place_pulled_in(uow: UnitOfWork, placed: list[Intent], catalog: Catalog, seen: Observation) -> None:
    """Place Chocolatey packages that came with what we installed.

    Nothing on the machine says which package pulled which one in, so each new one belongs to all that were placed by
    the package manager in the same run: it goes only with the last of them, never too early.
    """
    by_package = {
        (item.package or item.id).casefold(): intent
        for intent in placed
        if (item := catalog.get(intent.item_id)) and item.package
    }
    if not by_package or seen.chocolatey is None:
        return
    parents = tuple(sorted(intent.item_id for intent in by_package.values()))
    first = next(iter(by_package.values()))
    before = {package.casefold() for package in first.packages_before}
    for package in seen.chocolatey:
        name = package.id.casefold()
        if name not in before and name not in by_package:
            uow.rollouts.put_placement(
                Placement(
                    machine_id=seen.machine_id,
                    item_id=f"{PULLED_IN}{name}",
                    version=package.version,
                    rollout_id=first.rollout_id,
                    placed_at=seen.at,
                    dependency_of=parents,
                )
            )


def _gone(placement: Placement, catalog: Catalog, seen: Observation) -> bool:
    if placement.item_id.startswith(PULLED_IN):
        if seen.chocolatey is None:
            return False
        return placement.item_id.removeprefix(PULLED_IN) not in {p.id.casefold() for p in seen.chocolatey}
    item = catalog.get(placement.item_id)
    return item is not None and detect(item, seen).state is DetectedState.ABSENT
