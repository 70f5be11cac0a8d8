"""Machine runs: one machine in one rollout, with the causes why it is not ready."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, and_, func, select

from orchestrator.adapters.db.classrooms import SEAT_ORDER
from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.tables.done import machine_runs, rollouts
from orchestrator.adapters.db.tables.rooms import seats
from orchestrator.domain.rollouts import Cause, CauseCode, MachineRun, RunState


class SqlMachineRuns(Repository):
    """The part of ``services.unit_of_work.Rollouts`` that tells of single machines."""

    __slots__ = ()

    def runs(self, rollout_id: str) -> Sequence[MachineRun]:
        """All machine runs in seat order."""
        found = (
            select(machine_runs)
            .join(seats, seats.c.id == machine_runs.c.seat_id)
            .where(machine_runs.c.rollout_id == rollout_id)
            .order_by(*SEAT_ORDER, machine_runs.c.machine_id)
        )
        return [_run(row) for row in self._connection.execute(found)]

    def runs_at(self, classroom_id: str, seat_id: str, *, after: str | None, limit: int) -> Sequence[MachineRun]:
        """The runs of whatever stood at a seat of the room, newest rollout first, strictly older than ``after``."""
        found = (
            select(machine_runs)
            .join(rollouts, rollouts.c.id == machine_runs.c.rollout_id)
            .where(rollouts.c.classroom_id == classroom_id, machine_runs.c.seat_id == seat_id)
            .order_by(rollouts.c.id.desc(), machine_runs.c.machine_id)
            .limit(limit)
        )
        if after is not None:
            found = found.where(rollouts.c.id < after)
        return [_run(row) for row in self._connection.execute(found)]

    def latest_runs(self, machine_ids: Collection[str]) -> Mapping[str, MachineRun]:
        """Each machine's run in the newest rollout (by id) that has one for it, by machine id."""
        newest = (
            select(machine_runs.c.machine_id, func.max(machine_runs.c.rollout_id).label("rollout_id"))
            .where(machine_runs.c.machine_id.in_(list(machine_ids)))
            .group_by(machine_runs.c.machine_id)
            .subquery()
        )
        found = (
            select(machine_runs)
            .join(
                newest,
                and_(
                    newest.c.machine_id == machine_runs.c.machine_id, newest.c.rollout_id == machine_runs.c.rollout_id
                ),
            )
            .order_by(machine_runs.c.machine_id)
        )
        return {row.machine_id: _run(row) for row in self._connection.execute(found)}

    def put_runs(self, runs: Collection[MachineRun]) -> None:
        """Insert or update by (rollout, machine)."""
        self._upsert(machine_runs, [_run_row(run) for run in runs], key=("rollout_id", "machine_id"))


def _run(row: Row[Any]) -> MachineRun:
    return MachineRun(
        rollout_id=row.rollout_id,
        machine_id=row.machine_id,
        seat_id=row.seat_id,
        wave=row.wave,
        state=RunState(row.state),
        changed_at=row.changed_at,
        causes=tuple(map(_cause, row.causes)),
    )


def _run_row(run: MachineRun) -> dict[str, Any]:
    return {
        "rollout_id": run.rollout_id,
        "machine_id": run.machine_id,
        "seat_id": run.seat_id,
        "wave": run.wave,
        "state": run.state.value,
        "changed_at": run.changed_at,
        "causes": [_cause_json(cause) for cause in run.causes],
    }


def _cause(cause: dict[str, Any]) -> Cause:
    return Cause(
        code=CauseCode(cause["code"]),
        item_id=cause["item"],
        exit_code=cause["exit_code"],
        observed=cause["observed"],
        wanted=cause["wanted"],
        detail=cause["detail"],
    )


def _cause_json(cause: Cause) -> dict[str, Any]:
    return {
        "code": cause.code.value,
        "item": cause.item_id,
        "exit_code": cause.exit_code,
        "observed": cause.observed,
        "wanted": cause.wanted,
        "detail": cause.detail,
    }
