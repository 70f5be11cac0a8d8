"""Rollouts, waves, machine runs and the room's fence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orchestrator.adapters.db.errors import RowMissing, WaveIsStored
from orchestrator.domain.rollouts import Cause, CauseCode, Rollout, RolloutState, RolloutTrigger, RunState
from orchestrator.services.stored_values import Wave
from tests.store.databases import Database
from tests.store.values import LATER, LATEST, NOON, a_rollout, a_run

DONE = Rollout(
    "o2", "c101", RolloutTrigger.RETRY, "person:tom", 0, NOON, ("c101-m1",), RolloutState.DONE, LATER, LATEST
)
WAVE = Wave("o1", 1, NOON, '{"lines":["é"]}', "ab" * 32, ({"item": "firefox", "whys": [{"code": "request"}]},))


@pytest.mark.parametrize("rollout", [DONE, replace(DONE, machine_ids=None), replace(DONE, machine_ids=())])
def test_a_rollout_comes_back_as_it_was_added(campus: Database, rollout: Rollout) -> None:
    with campus.transactions() as uow:
        uow.rollouts.add(rollout)
        uow.commit()
    with campus.reads() as uow:
        assert uow.rollouts.get("o2") == rollout
        assert uow.rollouts.get("unheard") is None


def test_an_update_stores_state_and_times_and_nothing_else(campus: Database) -> None:
    running = a_rollout().moved_to(RolloutState.RUNNING, LATER)
    with campus.transactions() as uow:
        uow.rollouts.update(replace(running, revision=9, actor_id="person:eve"))
        assert uow.rollouts.get("o1") == running
        done = running.moved_to(RolloutState.DONE, LATEST)
        uow.rollouts.update(done)
        assert uow.rollouts.get("o1") == done


def test_updating_what_is_not_there_is_an_error(campus: Database) -> None:
    with campus.transactions() as uow, pytest.raises(RowMissing, match="no rollout o2"):
        uow.rollouts.update(DONE)


def test_the_room_s_oldest_unfinished_rollout_is_under_way(campus: Database) -> None:
    first = a_rollout("o9", at=NOON - timedelta(minutes=1))
    with campus.transactions() as uow:
        uow.rollouts.add(DONE)
        assert uow.rollouts.under_way("c101") is None
        assert uow.rollouts.under_way("b204") == a_rollout()
        uow.rollouts.add(first)
        assert uow.rollouts.under_way("b204") == first
        running = first.moved_to(RolloutState.RUNNING, LATER)
        uow.rollouts.update(running)
        assert uow.rollouts.under_way("b204") == running
        uow.rollouts.update(running.moved_to(RolloutState.INCOMPLETE, LATEST))
        assert uow.rollouts.under_way("b204") == a_rollout()


def test_pages_come_newest_first(campus: Database) -> None:
    with campus.transactions() as uow:
        for number in (2, 3, 4):
            uow.rollouts.add(a_rollout(f"o{number}", room="c101" if number == 3 else "b204"))

        def page(room: str | None, after: str | None) -> list[str]:
            return [r.id for r in uow.rollouts.page(classroom_id=room, after=after, limit=2)]

        assert page(None, None) == ["o4", "o3"]
        assert page(None, "o3") == ["o2", "o1"]
        assert page("b204", None) == ["o4", "o2"]
        assert page("b204", "o2") == ["o1"]
        assert page("c101", "o3") == []


def test_waves_come_back_as_they_were_added(campus: Database) -> None:
    second = replace(WAVE, number=2, changes=())
    with campus.transactions() as uow:
        uow.rollouts.add_wave(second)
        uow.rollouts.add_wave(WAVE)
        uow.commit()
    with campus.reads() as uow:
        assert uow.rollouts.wave("o1", 1) == WAVE
        assert uow.rollouts.wave("o1", 3) is None
        assert uow.rollouts.waves("o1") == [WAVE, second]


def test_the_same_wave_again_changes_nothing(campus: Database) -> None:
    with campus.transactions() as uow:
        uow.rollouts.add_wave(WAVE)
        uow.rollouts.add_wave(replace(WAVE, at=LATER))
        assert uow.rollouts.waves("o1") == [WAVE]


def test_a_wave_never_gets_another_desired_state(campus: Database) -> None:
    with campus.transactions() as uow:
        uow.rollouts.add_wave(WAVE)
        with pytest.raises(WaveIsStored, match="wave 1 of rollout o1"):
            uow.rollouts.add_wave(replace(WAVE, desired_json="{}", digest="cd" * 32))


def test_machine_runs_come_in_seat_order_with_their_causes(campus: Database) -> None:
    causes = (
        Cause(CauseCode.INSTALLER_FAILED, "firefox", 1603, None, "145.0", 'said "no" {{ x }}'),
        Cause(CauseCode.OFF),
    )
    failed = replace(a_run(2, state=RunState.FAILED), causes=causes, wave=0)
    with campus.transactions() as uow:
        uow.rollouts.put_runs([a_run(3), failed, a_run(1)])
        uow.rollouts.put_runs([])
        uow.commit()
    with campus.reads() as uow:
        assert uow.rollouts.runs("o1") == [a_run(1), failed, a_run(3)]
        assert uow.rollouts.runs("unheard") == []


def test_putting_a_run_again_updates_it(campus: Database) -> None:
    moved = replace(a_run(2), seat_id="b204-s3").moved_to(RunState.WORKING, LATER)
    with campus.transactions() as uow:
        uow.rollouts.put_runs([a_run(1), a_run(2)])
        uow.rollouts.put_runs([moved])
        assert uow.rollouts.runs("o1") == [a_run(1), moved]


def test_the_latest_run_of_a_machine_is_that_of_the_newest_rollout_it_was_in(campus: Database) -> None:
    with campus.transactions() as uow:
        uow.rollouts.add(a_rollout("o2"))
        uow.rollouts.add(a_rollout("o3"))
        uow.rollouts.put_runs([a_run(1), a_run(2), a_run(3), a_run(2, rollout="o2", state=RunState.READY)])
        found = uow.rollouts.latest_runs({"b204-m1", "b204-m2", "c101-m1"})
        assert found == {"b204-m1": a_run(1), "b204-m2": a_run(2, rollout="o2", state=RunState.READY)}
        assert uow.rollouts.latest_runs([]) == {}
        assert uow.rollouts.latest_runs({"b204-m3": 0}.keys()) == {"b204-m3": a_run(3)}


def test_each_taking_of_the_fence_gives_a_new_token(campus: Database) -> None:
    with campus.transactions() as uow:
        uow.rollouts.add(DONE)
        assert uow.rollouts.fence_token("b204") == 0
        assert [uow.rollouts.take_fence("b204", "o1") for _ in range(3)] == [1, 2, 3]
        assert uow.rollouts.take_fence("c101", "o2") == 1
        uow.commit()
    with campus.reads() as uow:
        assert (uow.rollouts.fence_token("b204"), uow.rollouts.fence_token("c101")) == (3, 1)
