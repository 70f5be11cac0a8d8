"""Gathering what a piece of evidence is looked at against (RULES R3.2)."""

from dataclasses import replace
from datetime import datetime

from orchestrator.domain.evidence import Evidence
from orchestrator.domain.evidence_facts import Facts, Found, SeatFacts
from orchestrator.domain.machines import MachineStatus
from orchestrator.domain.rollouts import RunState
from orchestrator.services.confirmers import may_vouch
from orchestrator.services.override_aim import Aim
from orchestrator.services.override_outlook import versions_to_come
from orchestrator.services.unit_of_work import UnitOfWork

_FAILED = frozenset({RunState.FAILED, RunState.DIFFERS})


def officer_found(uow: UnitOfWork, evidence: Evidence, recorder: str) -> Found:
    """Whether the named officer can vouch: an active account of somebody else than whoever records, and no technician.

    Ask before a room is taken: accounts come first in the order of locks.
    """
    if evidence.officer is None:
        return Found.UNKNOWN
    person = uow.accounts.get(evidence.officer)
    if person is None or not person.active:
        return Found.NO
    grants = uow.accounts.grants([person.id]).get(person.id, ())
    return Found.YES if may_vouch(person.id, grants, recorder) else Found.NO


def gather(uow: UnitOfWork, aim: Aim, officer: Found, now: datetime, begins: datetime) -> Facts:
    """The facts about a room as they are now; the versions as they would be from ``begins`` on."""
    chosen = tuple(seat for seat in aim.room.seats if not aim.seat_ids or seat.id in aim.seat_ids)
    return Facts(
        item_id=aim.item_id,
        versions=versions_to_come(uow, replace(aim.room, seats=chosen), aim.requests, begins),
        catalog=uow.catalog.load(),
        seats=_seats(uow, aim),
        seat_ids=frozenset(seat.id for seat in aim.room.seats),
        rollouts=dict(_rollouts(uow, aim)),
        officer=officer,
        document=_document(uow, aim.evidence, now),
    )


def _seats(uow: UnitOfWork, aim: Aim) -> tuple[SeatFacts, ...]:
    machines = {m.id: m for m in uow.machines.of_classroom(aim.room.id) if m.status is MachineStatus.IN_SERVICE}
    at_seat = {a.seat_id: a.machine_id for a in uow.classrooms.assignments(aim.room.id) if a.machine_id in machines}
    seen = uow.observations.latest(machines.keys())
    return tuple(
        SeatFacts(
            seat.id,
            seat.label,
            aimed=(not aim.seat_ids or seat.id in aim.seat_ids) and any(seat.aimed_at(r.target) for r in aim.requests),
            observation=known.observation if (known := seen.get(at_seat[seat.id])) else None,
        )
        for seat in aim.room.seats
        if seat.id in at_seat
    )


def _rollouts(uow: UnitOfWork, aim: Aim) -> list[tuple[str, bool]]:
    """Of the named rollouts those of this room, each with whether the item failed in it.

    By their runs, because to read another room's rollout would take that room.
    """
    here = {seat.id for seat in aim.room.seats}
    found: list[tuple[str, bool]] = []
    for rollout_id in aim.evidence.rollouts:
        runs = [run for run in uow.rollouts.runs(rollout_id) if run.seat_id in here]
        causes = [cause for run in runs if run.state in _FAILED for cause in run.causes]
        if runs:
            found.append((rollout_id, any(cause.item_id == aim.item_id for cause in causes)))
    return found


def _document(uow: UnitOfWork, evidence: Evidence, now: datetime) -> Found:
    if evidence.document is None:
        return Found.UNKNOWN
    document = uow.documents.get(evidence.document)
    return Found.YES if document is not None and document.holds_as_policy_at(now) else Found.NO
