"""Intents and placements."""

from dataclasses import replace

import pytest

from orchestrator.adapters.db.errors import RowMissing
from orchestrator.domain.rollouts import Intent, IntentOutcome, Placement
from tests.store.databases import Database
from tests.store.values import LATER, NOON, a_rollout

INTENT = Intent("o1", 1, "b204-m1", "firefox", "145.0", "144.0", ("7zip", "git"), NOON)
PLACEMENT = Placement("b204-m1", "firefox", "145.0", "o1", NOON)


def test_intents_come_back_as_they_were_added(campus: Database) -> None:
    other = replace(INTENT, item_id="7zip", observed_before=None, packages_before=())
    with campus.transactions() as uow:
        uow.rollouts.add_intents([INTENT, other])
        uow.rollouts.add_intents([])
        uow.commit()
    with campus.reads() as uow:
        assert uow.rollouts.intents("o1") == [other, INTENT]
        assert uow.rollouts.intents("unheard") == []


def test_a_rollout_s_intents_come_by_wave_machine_and_item(campus: Database) -> None:
    given = [
        replace(INTENT, wave=wave, machine_id=machine, item_id=item)
        for wave, machine, item in [(1, "b204-m2", "a"), (1, "b204-m2", "b"), (1, "b204-m3", "a"), (2, "b204-m1", "a")]
    ]
    with campus.transactions() as uow:
        uow.rollouts.add_intents(given[::-1])
        assert uow.rollouts.intents("o1") == given


def test_open_intents_come_oldest_first_from_any_rollout_of_these_machines(campus: Database) -> None:
    newer = replace(INTENT, item_id="a", created_at=LATER)
    elsewhere = replace(INTENT, rollout_id="o2", item_id="b")
    with campus.transactions() as uow:
        uow.rollouts.add(a_rollout("o2"))
        uow.rollouts.add_intents([newer, INTENT, elsewhere, replace(INTENT, machine_id="b204-m2")])
        uow.rollouts.settle_intent(replace(elsewhere, outcome=IntentOutcome.NOT_FOUND))
        assert uow.rollouts.open_intents({"b204-m1"}) == [INTENT, newer]
        assert uow.rollouts.open_intents({"b204-m1": 0}.keys()) == [INTENT, newer]
        assert uow.rollouts.open_intents([]) == []


def test_an_intent_that_is_not_placed_is_replaced_and_one_that_is_placed_stays(campus: Database) -> None:
    again = replace(INTENT, wave=2, version="146.0", observed_before=None, created_at=LATER)
    placed = replace(again, outcome=IntentOutcome.PLACED)
    with campus.transactions() as uow:
        uow.rollouts.add_intents([INTENT])
        uow.rollouts.settle_intent(replace(INTENT, outcome=IntentOutcome.NOT_FOUND))
        uow.rollouts.add_intents([again])
        assert uow.rollouts.intents("o1") == [again]
        uow.rollouts.settle_intent(placed)
        uow.rollouts.add_intents([INTENT])
        assert uow.rollouts.intents("o1") == [placed]


def test_settling_what_is_not_there_is_an_error(campus: Database) -> None:
    with campus.transactions() as uow, pytest.raises(RowMissing, match="no intent o1/b204-m1/firefox"):
        uow.rollouts.settle_intent(INTENT)


def test_placements_are_put_and_removed_by_machine_and_item(campus: Database) -> None:
    pulled = replace(PLACEMENT, item_id="chocolatey:vcredist", dependency_of=("firefox", "git"), awaiting_reboot=True)
    with campus.transactions() as uow:
        uow.rollouts.put_placement(PLACEMENT)
        uow.rollouts.put_placement(pulled)
        uow.rollouts.put_placement(replace(PLACEMENT, machine_id="b204-m2"))
        assert uow.rollouts.placements({"b204-m1"}) == [pulled, PLACEMENT]
        newer = replace(PLACEMENT, version="146.0", placed_at=LATER)
        uow.rollouts.put_placement(newer)
        uow.rollouts.remove_placement("b204-m1", "chocolatey:vcredist")
        uow.rollouts.remove_placement("b204-m1", "unheard")
        uow.commit()
    with campus.reads() as uow:
        assert uow.rollouts.placements(["b204-m1", "b204-m2"]) == [newer, replace(PLACEMENT, machine_id="b204-m2")]
        assert uow.rollouts.placements([]) == []
