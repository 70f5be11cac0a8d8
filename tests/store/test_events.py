"""Live events of rollouts."""

import pytest

from orchestrator.adapters.db.errors import RowMissing
from orchestrator.domain.rollouts import RolloutState
from orchestrator.services.stored_values import StoredEvent
from tests.store.databases import Database
from tests.store.values import LATER, NOON, a_rollout


def test_events_are_numbered_within_their_rollout(campus: Database) -> None:
    with campus.transactions() as uow:
        uow.rollouts.add(a_rollout("o2"))
        uow.events.append(
            "o1", NOON, [("rollout.started", None, {"machines": 2}), ("call_failed", "b204-m1", {"rc": 1603})]
        )
        uow.events.append("o2", NOON, [("rollout.started", None, {})])
        uow.events.append("o1", LATER, [])
        uow.events.append("o1", LATER, [("output", None, {"msg": 'é "q" {{ x }} \x00 \ud800'})])
        uow.commit()
    with campus.reads() as uow:
        assert uow.events.after("o1", 0, 10) == [
            StoredEvent(1, NOON, "rollout.started", None, {"machines": 2}),
            StoredEvent(2, NOON, "call_failed", "b204-m1", {"rc": 1603}),
            StoredEvent(3, LATER, "output", None, {"msg": 'é "q" {{ x }} \x00 \ud800'}),
        ]
        assert [e.sequence for e in uow.events.after("o2", 0, 10)] == [1]
        assert [uow.events.last(rollout) for rollout in ("o1", "o2", "o7")] == [3, 1, 0]


def test_a_reader_goes_on_after_what_it_has_seen(campus: Database) -> None:
    with campus.transactions() as uow:
        uow.events.append("o1", NOON, [("output", None, {"line": number}) for number in range(5)])
        assert [e.sequence for e in uow.events.after("o1", 0, 2)] == [1, 2]
        assert [e.sequence for e in uow.events.after("o1", 2, 2)] == [3, 4]
        assert uow.events.after("o1", 5, 2) == []


def test_what_is_rolled_back_leaves_no_gap(campus: Database) -> None:
    with campus.transactions() as uow:
        uow.events.append("o1", NOON, [("output", None, {})])
        uow.commit()
    with campus.transactions() as uow:
        uow.events.append("o1", NOON, [("output", None, {})])
    with campus.transactions() as uow:
        uow.events.append("o1", NOON, [("output", None, {})])
        assert [e.sequence for e in uow.events.after("o1", 0, 9)] == [1, 2]


def test_storing_the_rollout_s_state_does_not_reset_its_numbers(campus: Database) -> None:
    with campus.transactions() as uow:
        uow.events.append("o1", NOON, [("output", None, {})])
        uow.rollouts.update(a_rollout().moved_to(RolloutState.RUNNING, LATER))
        uow.events.append("o1", NOON, [("output", None, {})])
        assert [e.sequence for e in uow.events.after("o1", 0, 9)] == [1, 2]


def test_events_of_an_unknown_rollout_are_an_error(campus: Database) -> None:
    with campus.transactions() as uow, pytest.raises(RowMissing, match="no rollout o7"):
        uow.events.append("o7", NOON, [("output", None, {})])
