"""What a wave does: which items on which machines, stored as intents before anything is touched."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Any

from orchestrator.domain.catalog import CatalogItem
from orchestrator.domain.detection import DetectedState, detect, is_ready
from orchestrator.domain.machines import MachineStatus
from orchestrator.domain.observations import Observation
from orchestrator.domain.planning import Action, MachinePlan, PlanLine, plan_machine
from orchestrator.domain.provider_calls import Delivery, ProviderCall, Removal, calls_for
from orchestrator.domain.removals import removal_of
from orchestrator.domain.requests import LATEST
from orchestrator.domain.rollouts import REMOVAL, Intent, IntentOutcome, Placement, Rollout
from orchestrator.domain.whys import WhyCode
from orchestrator.services.room_picture import RoomPicture, SeatPicture
from orchestrator.services.stored_values import Wave
from orchestrator.services.unit_of_work import UnitOfWork

Tried = frozenset[tuple[str, str]]
"""(item id, version) pairs; a removal has ``REMOVAL`` for its version."""


def tried_before(uow: UnitOfWork, rollout_id: str, wave: int) -> dict[str, Tried]:
    """By machine, what waves below ``wave`` of this rollout have tried."""
    tried: dict[str, set[tuple[str, str]]] = {}
    for intent in uow.rollouts.intents(rollout_id):
        if intent.wave < wave:
            tried.setdefault(intent.machine_id, set()).add((intent.item_id, intent.version))
    return {machine_id: frozenset(pairs) for machine_id, pairs in tried.items()}


def still_to_try(seat: SeatPicture, seen: RoomPicture, tried: Tried) -> MachinePlan | None:
    """The seat's plan with calls only for what was not tried yet; None where nothing may be done now."""
    machine, known = seat.machine, seat.seen
    if machine is None or machine.status is not MachineStatus.IN_SERVICE:
        return None
    if known is None or known.failure is not None or known.observation is None:
        return None
    desired = seen.desired.for_seat(seat.seat.id)
    return plan_machine(desired, known.observation, seen.catalog, seen.placements, tried)


def store_wave(
    uow: UnitOfWork, rollout_id: str, number: int, seen: RoomPicture, work: Mapping[str, MachinePlan], now: datetime
) -> None:
    """Keep the desired state that the wave runs with, and the intents of its machines."""
    text = seen.desired.as_json()
    before = uow.rollouts.wave(rollout_id, number - 1) if number > 1 else None
    changes = _changes(before.desired_json, text) if before else ()
    uow.rollouts.add_wave(Wave(rollout_id, number, now, text, seen.desired.digest, changes))
    packages = {
        seat.machine.id: tuple(p.id for p in seat.seen.observation.chocolatey or ())
        for seat in seen.seats
        if seat.machine and seat.seen and seat.seen.observation
    }
    intents = [
        Intent(rollout_id, number, machine_id, line.item_id, version, line.observed, packages[machine_id], now)
        for machine_id, plan in work.items()
        for line in plan.lines
        if (version := _announced(line)) is not None and line.item_id in items_of(plan.calls)
    ]
    _make_room(uow, rollout_id, intents)
    uow.rollouts.add_intents(intents)
    uow.events.append(rollout_id, now, [("wave.started", None, {"wave": number, "machines": len(work)})])


def _announced(line: PlanLine) -> str | None:
    """What an intent says instead of, or as, the version of what is about to be done."""
    return REMOVAL if line.action is Action.REMOVE else line.wanted


def _make_room(uow: UnitOfWork, rollout_id: str, intents: Collection[Intent]) -> None:
    """Let go of intents of earlier waves for the same items in other versions.

    The store keeps one per machine and item, and keeps one that was carried out from being replaced. What it brought
    stands as a placement; without its successor the wave would have nothing to do, again and again.
    """
    coming = {(intent.machine_id, intent.item_id) for intent in intents}
    for old in uow.rollouts.intents(rollout_id):
        if (old.machine_id, old.item_id) in coming and old.outcome is IntentOutcome.PLACED:
            uow.rollouts.settle_intent(replace(old, outcome=IntentOutcome.NOT_FOUND))


def latest_in(uow: UnitOfWork, rollout: Rollout) -> dict[str, str]:
    """By item, the version that ``latest`` has meant in this rollout's waves so far (RULES R1.6)."""
    named = {r.id for r in uow.requests.of_classroom(rollout.classroom_id) if r.version != LATEST}
    meant: dict[str, str] = {}
    for wave in uow.rollouts.waves(rollout.id):
        body = json.loads(wave.desired_json)
        for line in chain(body["lines"], *body["exceptions"].values()):
            by_name = any(why["code"] == WhyCode.REQUEST and why["request_id"] in named for why in line["whys"])
            chosen = any(why["code"] == WhyCode.PINNED for why in line["whys"])
            if line["version"] is not None and not by_name and not chosen:
                meant.setdefault(line["item_id"], line["version"])
    return meant


def calls_left(
    uow: UnitOfWork, rollout_id: str, number: int, machine_ids: Collection[str], now: datetime
) -> dict[str, tuple[ProviderCall, ...]]:
    """By machine, the calls that carry out the wave's intents as far as the latest scan doesn't see them done.

    Intents that a scan after a worker's death has settled as not found are opened again, because they are about to be
    carried out once more. What was to be removed stays when it is ours no more.
    """
    catalog = uow.catalog.load()
    seen = uow.observations.latest(machine_ids)
    deliveries: dict[str, list[Delivery]] = {machine_id: [] for machine_id in machine_ids}
    removals: dict[str, list[Removal]] = {machine_id: [] for machine_id in machine_ids}
    ours: dict[str, dict[str, Placement]] = {machine_id: {} for machine_id in machine_ids}
    for placement in uow.rollouts.placements(machine_ids):
        ours[placement.machine_id][placement.item_id] = placement
    for intent in uow.rollouts.intents(rollout_id):
        known = seen.get(intent.machine_id)
        item = catalog.get(intent.item_id)
        if intent.wave != number or intent.machine_id not in deliveries or item is None:
            continue
        if known is None or known.failure is not None or known.observation is None:
            continue
        left = _left(intent, item, known.observation, ours[intent.machine_id])
        if left is None:
            continue
        if intent.outcome is IntentOutcome.NOT_FOUND:
            packages = tuple(p.id for p in known.observation.chocolatey or ())
            version = detect(item, known.observation).version
            again = Intent(rollout_id, number, intent.machine_id, item.id, intent.version, version, packages, now)
            uow.rollouts.add_intents([again])
        if isinstance(left, Removal):
            removals[intent.machine_id].append(left)
        else:
            deliveries[intent.machine_id].append(left)
    return {machine_id: calls_for(its, removals[machine_id]) for machine_id, its in deliveries.items()}


def _left(
    intent: Intent, item: CatalogItem, seen: Observation, ours: Mapping[str, Placement]
) -> Delivery | Removal | None:
    """What an intent announced, if the scan doesn't see it done."""
    found = detect(item, seen)
    if intent.removes:
        return None if found.state is DetectedState.ABSENT else removal_of(item, seen, ours)
    release = item.release(intent.version)
    if release is None or is_ready(found, release.version, item.updates):
        return None
    return Delivery(item, release, upgrade=found.state is not DetectedState.ABSENT)


def items_of(calls: Collection[ProviderCall]) -> frozenset[str]:
    """Catalog ids that calls deliver or remove."""
    return frozenset(item for call in calls for item in call.items)


def _changes(before: str, after: str) -> tuple[dict[str, Any], ...]:
    """Item ids whose room-wide lines differ between two desired states, with their present whys."""
    old, new = ({line["item_id"]: line for line in json.loads(text)["lines"]} for text in (before, after))
    return tuple(
        {"item_id": item, "whys": new.get(item, {}).get("whys", [])}
        for item in sorted(old.keys() | new.keys())
        if old.get(item) != new.get(item)
    )
