"""The states of rollouts and machine runs, and how machines are cut into waves."""

from datetime import timedelta
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.domain.rollouts import (
    ROLLOUT_TRANSITIONS,
    RUN_TRANSITIONS,
    Cause,
    CauseCode,
    IllegalTransition,
    MachineRun,
    Rollout,
    RolloutState,
    RolloutTrigger,
    RunState,
    final_state,
    waves,
)
from tests.unit.domain.examples import NOW

LATER = NOW + timedelta(minutes=1)
OFF = (Cause(CauseCode.OFF),)
ENDS = {s for s in RunState if s.is_over}


def rollout(state: RolloutState) -> Rollout:
    return Rollout("o1", "room", RolloutTrigger.OWED, "worker", 3, NOW, state=state)


def run(state: RunState, machine_id: str = "m1", causes: tuple[Cause, ...] = ()) -> MachineRun:
    return MachineRun("o1", machine_id, "s1", 1, state, NOW, causes)


class TestRollout:
    LEGAL: ClassVar = {
        (RolloutState.QUEUED, RolloutState.RUNNING),
        (RolloutState.RUNNING, RolloutState.DONE),
        (RolloutState.RUNNING, RolloutState.INCOMPLETE),
        (RolloutState.QUEUED, RolloutState.CANCELLED),
        (RolloutState.RUNNING, RolloutState.CANCELLED),
    }

    @pytest.mark.parametrize("old", RolloutState)
    @pytest.mark.parametrize("new", RolloutState)
    def test_moves_only_forward_and_may_be_told_twice(self, old: RolloutState, new: RolloutState) -> None:
        before = rollout(old)
        if old is new:
            assert before.moved_to(new, LATER) is before
        elif (old, new) in self.LEGAL:
            assert before.moved_to(new, LATER).state is new
        else:
            with pytest.raises(IllegalTransition) as refused:
                before.moved_to(new, LATER)
            assert refused.value.details() == {"thing": "rollout", "id": "o1", "old": old, "new": new}

    def test_remembers_when_it_started_and_when_it_ended(self) -> None:
        running = rollout(RolloutState.QUEUED).moved_to(RolloutState.RUNNING, LATER)
        assert (running.started_at, running.finished_at) == (LATER, None)
        over = running.moved_to(RolloutState.DONE, LATER + timedelta(minutes=1))
        assert (over.started_at, over.finished_at) == (LATER, LATER + timedelta(minutes=1))

    def test_every_state_has_its_row_in_the_table(self) -> None:
        assert set(ROLLOUT_TRANSITIONS) == set(RolloutState)

    def test_every_rollout_can_end_from_wherever_it_is(self) -> None:
        for state, following in ROLLOUT_TRANSITIONS.items():
            assert bool(following) is not state.is_over


class TestMachineRun:
    LEGAL: ClassVar = {
        *((RunState.WAITING, s) for s in {RunState.WORKING, *ENDS}),
        *((RunState.WORKING, s) for s in {RunState.WORKING, RunState.VERIFYING, *ENDS}),
        # A step that runs again takes up again what Ansible was through with.
        *((RunState.VERIFYING, s) for s in {RunState.WORKING, *ENDS}),
        *((end, s) for end in ENDS for s in {RunState.WAITING, *ENDS}),
    }

    @pytest.mark.parametrize("old", RunState)
    @pytest.mark.parametrize("new", RunState)
    def test_moves_as_the_table_says(self, old: RunState, new: RunState) -> None:
        before = run(old)
        if old is new:
            assert before.moved_to(new, LATER) is before
        elif (old, new) in self.LEGAL:
            assert before.moved_to(new, LATER, OFF) == MachineRun("o1", "m1", "s1", 1, new, LATER, OFF)
        else:
            with pytest.raises(IllegalTransition) as refused:
                before.moved_to(new, LATER)
            assert refused.value.details() == {"thing": "machine run", "id": "m1", "old": old, "new": new}

    def test_a_new_cause_is_a_change_even_where_the_state_stays(self) -> None:
        assert run(RunState.PENDING).moved_to(RunState.PENDING, LATER, OFF).causes == OFF

    def test_no_cause_outlives_the_state_that_it_explained(self) -> None:
        assert run(RunState.PENDING, causes=OFF).moved_to(RunState.READY, LATER).causes == ()

    def test_every_state_has_its_row_in_the_table_and_none_is_for_ever(self) -> None:
        assert set(RUN_TRANSITIONS) == set(RunState)
        for state, following in RUN_TRANSITIONS.items():
            assert following >= ENDS - {state}


class TestFinalState:
    @pytest.mark.parametrize("state", RunState)
    def test_done_only_if_every_seat_in_service_is_ready(self, state: RunState) -> None:
        """R5.4: unknown is not ready."""
        runs = [run(RunState.READY, "m1"), run(state, "m2"), run(RunState.OUT_OF_SERVICE, "m3")]
        good = state in {RunState.READY, RunState.OUT_OF_SERVICE}
        assert final_state(runs) is (RolloutState.DONE if good else RolloutState.INCOMPLETE)


_machines = st.lists(st.uuids().map(str), unique=True, max_size=30)


@given(_machines, st.none() | st.integers(0, 12))
def test_every_machine_is_in_exactly_one_wave_and_the_order_stays(machines: list[str], size: int | None) -> None:
    cut = waves(machines, size)
    assert [m for wave in cut for m in wave] == machines
    assert all(wave for wave in cut)
    if size:
        assert all(len(wave) == size for wave in cut[:-1])
        assert all(len(wave) <= size for wave in cut)
    else:
        assert len(cut) <= 1
