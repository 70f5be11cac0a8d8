"""Rollouts, the waves that they ran in, and the fence that keeps two of them out of one room."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select, update

from orchestrator.adapters.db.errors import WaveIsStored
from orchestrator.adapters.db.machine_runs import SqlMachineRuns
from orchestrator.adapters.db.placements import SqlPlacements
from orchestrator.adapters.db.repository import insert as insert_or
from orchestrator.adapters.db.repository import must_exist
from orchestrator.adapters.db.tables.done import rollouts, room_fences, waves
from orchestrator.domain.rollouts import Rollout, RolloutState, RolloutTrigger
from orchestrator.services.stored_values import Wave


class SqlRollouts(SqlMachineRuns, SqlPlacements):
    """``services.unit_of_work.Rollouts`` in SQL; its machine runs, and its intents and placements, stand beside."""

    __slots__ = ()

    def add(self, rollout: Rollout) -> None:
        """Insert."""
        self._connection.execute(
            insert(rollouts).values(
                id=rollout.id,
                classroom_id=rollout.classroom_id,
                trigger=rollout.trigger.value,
                actor_id=rollout.actor_id,
                revision=rollout.revision,
                machine_ids=None if rollout.machine_ids is None else list(rollout.machine_ids),
                state=rollout.state.value,
                created_at=rollout.created_at,
                started_at=rollout.started_at,
                finished_at=rollout.finished_at,
                skipped=list(rollout.skipped) or None,
                cancelled_by=rollout.cancelled_by,
                event_count=0,
            )
        )

    def update(self, rollout: Rollout) -> None:
        """Store its state and times, and who cancelled it; all else of a rollout never changes.

        Raises:
            RowMissing: There is no such rollout.
        """
        changed = self._connection.execute(
            update(rollouts)
            .where(rollouts.c.id == rollout.id)
            .values(
                state=rollout.state.value,
                started_at=rollout.started_at,
                finished_at=rollout.finished_at,
                cancelled_by=rollout.cancelled_by,
            )
        )
        must_exist(changed, "rollout", rollout.id)

    def get(self, rollout_id: str) -> Rollout | None:
        """One rollout."""
        self._hold_room_of(select(rollouts.c.classroom_id).where(rollouts.c.id == rollout_id))
        row = self._connection.execute(select(rollouts).where(rollouts.c.id == rollout_id)).one_or_none()
        return None if row is None else _rollout(row)

    def under_way(self, classroom_id: str) -> Rollout | None:
        """The room's oldest rollout that is queued or running."""
        states = (RolloutState.QUEUED.value, RolloutState.RUNNING.value)
        found = (
            select(rollouts)
            .where(rollouts.c.classroom_id == classroom_id, rollouts.c.state.in_(states))
            .order_by(rollouts.c.created_at, rollouts.c.id)
            .limit(1)
        )
        row = self._connection.execute(found).one_or_none()
        return None if row is None else _rollout(row)

    def page(
        self, *, classroom_id: str | None, after: str | None, limit: int, state: RolloutState | None = None
    ) -> Sequence[Rollout]:
        """Newest first, strictly older than ``after``; in one state or in any."""
        found = select(rollouts).order_by(rollouts.c.id.desc()).limit(limit)
        if classroom_id is not None:
            found = found.where(rollouts.c.classroom_id == classroom_id)
        if state is not None:
            found = found.where(rollouts.c.state == state.value)
        if after is not None:
            found = found.where(rollouts.c.id < after)
        return [_rollout(row) for row in self._connection.execute(found)]

    def add_wave(self, wave: Wave) -> None:
        """Insert; the same wave again changes nothing.

        Raises:
            WaveIsStored: It is there with another desired state.
        """
        # Whoever else adds a wave to this rollout waits here, or is waited for, so that looking and adding are one.
        self._connection.execute(select(rollouts.c.id).where(rollouts.c.id == wave.rollout_id).with_for_update())
        stored = self.wave(wave.rollout_id, wave.number)
        if stored is None:
            self._connection.execute(
                insert(waves).values(
                    rollout_id=wave.rollout_id,
                    number=wave.number,
                    at=wave.at,
                    desired=wave.desired_json,
                    digest=wave.digest,
                    changes=list(wave.changes),
                )
            )
        elif stored.digest != wave.digest:
            raise WaveIsStored(wave.rollout_id, wave.number)

    def wave(self, rollout_id: str, number: int) -> Wave | None:
        """One wave, or None."""
        wanted = select(waves).where(waves.c.rollout_id == rollout_id, waves.c.number == number)
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else _wave(row)

    def waves(self, rollout_id: str) -> Sequence[Wave]:
        """All waves by number."""
        found = select(waves).where(waves.c.rollout_id == rollout_id).order_by(waves.c.number)
        return [_wave(row) for row in self._connection.execute(found)]

    def take_fence(self, classroom_id: str, rollout_id: str) -> int:
        """Count the room's fence token up and give the new one; whoever held the old one has lost the room."""
        first = insert_or(self._connection, room_fences).values(
            classroom_id=classroom_id, token=1, rollout_id=rollout_id
        )
        taken = first.on_conflict_do_update(
            index_elements=["classroom_id"], set_={"token": room_fences.c.token + 1, "rollout_id": rollout_id}
        )
        token: int = self._connection.execute(taken.returning(room_fences.c.token)).scalar_one()
        return token

    def fence_token(self, classroom_id: str) -> int:
        """The room's present fence token; 0 before the first."""
        present = select(room_fences.c.token).where(room_fences.c.classroom_id == classroom_id)
        return self._connection.execute(present).scalar_one_or_none() or 0


def _rollout(row: Row[Any]) -> Rollout:
    return Rollout(
        id=row.id,
        classroom_id=row.classroom_id,
        trigger=RolloutTrigger(row.trigger),
        actor_id=row.actor_id,
        revision=row.revision,
        created_at=row.created_at,
        machine_ids=None if row.machine_ids is None else tuple(row.machine_ids),
        state=RolloutState(row.state),
        started_at=row.started_at,
        finished_at=row.finished_at,
        skipped=tuple(row.skipped or ()),
        cancelled_by=row.cancelled_by,
    )


def _wave(row: Row[Any]) -> Wave:
    return Wave(
        rollout_id=row.rollout_id,
        number=row.number,
        at=row.at,
        desired_json=row.desired,
        digest=row.digest,
        changes=tuple(row.changes),
    )
