"""R2's property, played at random: no sequence of technician actions without an override takes a late request off the
owed list or counts it as granted.

People ask, wish, say what settings should be, take back; technicians start, skip, cancel, link, answer, note, hold,
state work by hand to be done, and take machines and rooms out of their usual course; managers import; machines and
installers fail; time passes. After each step the owed list is compared with what people asked for and what is really on
the machines.

``CLASSROOM_R2_EXAMPLES=500 CLASSROOM_R2_SEED=7`` plays more of them, and others.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from orchestrator.domain.classrooms import RolloutMode, SeatTarget
from orchestrator.domain.clock import OwedRank
from orchestrator.domain.holds import Hold, HoldScope
from orchestrator.domain.machines import MachineStatus
from orchestrator.domain.observations import ScanFailureCause
from orchestrator.domain.people import Actor
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.domain.standing import DELIVERED
from orchestrator.domain.wishes import Wish
from orchestrator.services.owed_list import OwedEntry
from orchestrator.services.owing import OWE_ROOM
from orchestrator.services.request_ends import withdraw_request
from orchestrator.services.requests import Ask
from orchestrator.services.rollouts import RUN_ROLLOUT
from tests.fakes.world import Installer
from tests.services.owed_cast import (
    MARTA,
    MAX,
    answer,
    approve,
    bring,
    cancel,
    confirm,
    hire_staff,
    link,
    note,
    offered,
    owed,
    refuse,
    start,
    take_back,
    unlink,
    wish_for,
    without_installers,
)
from tests.services.random_lines import RandomLines, anybody, lines, numbers, perhaps
from tests.services.random_safeguards import RandomSafeguards
from tests.services.story import ADA, BO, TECHNICIAN, Story, furnished
from tests.store.databases import open_copy

MACHINES = ("m1", "m2", "m3")
ITEMS = ("browser", "editor", "pinned", "rival")
EXAMPLES = int(os.environ.get("CLASSROOM_R2_EXAMPLES", "12"))
SEED = int(os.environ.get("CLASSROOM_R2_SEED", "2"))

items = st.sampled_from(ITEMS)
machines = st.sampled_from(MACHINES)
instructors = st.sampled_from([ADA, BO])


class RandomPeople(RandomLines, RandomSafeguards):
    """One room, and whatever people, machines and time do to it."""

    make: Callable[[], Story]

    @initialize()
    def move_in(self) -> None:
        self.story = self.make()
        hire_staff(self.story)
        without_installers(self.story)
        self.catalog = offered(self.story)
        # Something is owed from the beginning, so that most of what follows is about it.
        self.story.ask(Ask("browser", settings_line="with uBlock"), "pinned", actor=ADA)
        wish_for(self.story, "Stellarium", BO)

    # Who asks.

    @rule(
        item=items,
        actor=instructors,
        seats=st.sampled_from(SeatTarget),
        enough=st.sampled_from([None, None, 1]),
        line=lines,
    )
    def ask(self, item: str, actor: Actor, seats: SeatTarget, enough: int | None, line: str | None) -> None:
        with perhaps():
            self.story.ask(Ask(item, target=seats, enough=enough, settings_line=line), actor=actor)

    @rule(item=items, actor=instructors, line=lines)
    def ask_on_behalf(self, item: str, actor: Actor, line: str | None) -> None:
        with perhaps():
            self.story.ask(Ask(item, settings_line=line), actor=TECHNICIAN, requester=actor)

    @rule(number=numbers, actor=anybody)
    def try_to_withdraw(self, number: int, actor: Actor) -> None:
        """Only the requester gets through."""
        if live := self.live():
            chosen = live[number % len(live)]
            with perhaps():
                withdraw_request(chosen.id, actor=actor, transactions=self.story.transactions, clock=self.story.clock)
                assert actor.id == chosen.requester_id

    @rule(title=st.sampled_from(["Stellarium", "QGIS"]), actor=instructors)
    def wish(self, title: str, actor: Actor) -> None:
        with perhaps():
            wish_for(self.story, title, actor)

    @rule(number=numbers, actor=anybody)
    def try_to_take_a_wish_back(self, number: int, actor: Actor) -> None:
        if wishes := self.wishes():
            chosen = wishes[number % len(wishes)]
            with perhaps():
                take_back(self.story, chosen, actor)

    # What technicians do.

    @rule(skip=st.frozensets(st.sampled_from(["01", "02", "03"]), max_size=2), works=st.booleans())
    def start(self, skip: frozenset[str], works: bool) -> None:
        with perhaps():
            start(self.story, *skip)
            if works:
                self.story.work(RUN_ROLLOUT)

    @rule(meanwhile=st.booleans())
    def cancel(self, meanwhile: bool) -> None:
        def cancels() -> None:
            if rollouts := self.story.rollouts():
                with perhaps():
                    cancel(self.story, rollouts[-1].id)

        if meanwhile:
            self.story.deployer.first = cancels
        else:
            cancels()

    @rule(number=numbers, item=items)
    def link(self, number: int, item: str) -> None:
        if wishes := self.wishes():
            with perhaps():
                link(self.story, wishes[number % len(wishes)], item)

    @rule(number=numbers, actor=instructors)
    def say_that_something_else_was_meant(self, number: int, actor: Actor) -> None:
        with self.story.reads() as uow:
            linked = [w.id for w in uow.wishes.linked_to([r.id for r in self.live()]).values()]
        if linked:
            with perhaps():
                unlink(self.story, linked[number % len(linked)], actor)

    @rule(number=numbers, actor=anybody)
    def say_that_this_was_meant(self, number: int, actor: Actor) -> None:
        """Only the wisher gets through."""
        if linked := self.awaiting():
            chosen = linked[number % len(linked)]
            with perhaps():
                confirm(self.story, chosen.id, actor)
                assert actor.id == chosen.requester_id

    @rule(number=numbers)
    def answer(self, number: int) -> None:
        if wishes := self.wishes():
            answer(self.story, wishes[number % len(wishes)])

    @rule(number=numbers)
    def note_a_delay(self, number: int) -> None:
        if live := self.live():
            note(self.story, live[number % len(live)].id, self.story.clock.moment + timedelta(days=30))

    @rule(number=numbers)
    def hold(self, number: int) -> None:
        if live := self.live():
            chosen, now = live[number % len(live)], self.story.clock.now()
            hold_id, until = self.story.tools.new_id(), now + timedelta(hours=72)
            hold = Hold(hold_id, HoldScope.REQUEST, "room", (chosen.id,), "Wait.", TECHNICIAN.id, now, until)
            with self.story.transactions() as uow:
                uow.holds.add(hold)
                uow.commit()

    @rule(mode=st.sampled_from(RolloutMode))
    def make_the_room(self, mode: RolloutMode) -> None:
        self.story.make(mode)

    @rule(machine_id=machines, days=st.sampled_from([None, 40, 40, 1]))
    def take_out_of_service(self, machine_id: str, days: int | None) -> None:
        until = self.story.clock.moment + timedelta(days=days) if days else None
        with self.story.transactions() as uow:
            machine = uow.machines.get(machine_id)
            assert machine is not None
            uow.machines.put(replace(machine, status=MachineStatus.OUT_OF_SERVICE, status_until=until))
            uow.commit()

    @rule(machine_id=machines)
    def bring_back_into_service(self, machine_id: str) -> None:
        with self.story.transactions() as uow:
            machine = uow.machines.get(machine_id)
            assert machine is not None
            uow.machines.put(replace(machine, status=MachineStatus.IN_SERVICE, status_until=None))
            uow.commit()

    @rule(machine_id=machines, there=st.booleans())
    def move(self, machine_id: str, there: bool) -> None:
        """A machine leaves its seat, or comes back to it."""
        with self.story.transactions() as uow:
            seat, now = f"s{machine_id[1:]}", self.story.clock.now()
            if there:
                uow.classrooms.assign(seat, machine_id, now)
            else:
                uow.classrooms.unassign(seat, now)
            uow.commit()

    # What managers do with the catalogue.

    @rule(item=items, second=st.sampled_from([None, MARTA, MAX]), with_reason=st.booleans())
    def narrow(self, item: str, second: Actor | None, with_reason: bool) -> None:
        now = offered(self.story)
        gone = {item, *(i.id for i in now.values() if item in (*i.requires, *i.conflicts_with, *i.coexists_with))}
        with perhaps():
            done = bring(self.story, [i for i in now.values() if i.id not in gone], "Ended." if with_reason else None)
            if done.proposed and second:
                approve(self.story, done.proposed.id, second)
            elif done.proposed:
                refuse(self.story, done.proposed.id)

    @rule()
    def bring_everything_back(self) -> None:
        with perhaps():
            bring(self.story, self.catalog.values())

    # What happens by itself.

    @rule(machine_id=machines, fault=st.sampled_from([None, ScanFailureCause.TIMED_OUT]))
    def switch(self, machine_id: str, fault: ScanFailureCause | None) -> None:
        self.story.world.machines[machine_id].fault = fault

    @rule(machine_id=machines, item=items, works=st.booleans())
    def let_an_installer(self, machine_id: str, item: str, works: bool) -> None:
        self.story.world.machines[machine_id].installers[item] = Installer(0 if works else 1603)

    @rule()
    def work(self) -> None:
        self.story.work(OWE_ROOM, RUN_ROLLOUT)
        self.story.look()

    @rule(days=st.sampled_from([1, 4, 8, 30]))
    def time_passes(self, days: int) -> None:
        self.story.clock.move_to(self.story.clock.moment + timedelta(days=days))

    # What must hold.

    @invariant()
    def nothing_late_is_off_the_list_or_granted(self) -> None:
        """R2"""
        entries = {entry.id: entry for entry in owed(self.story, limit=10_000).entries}
        for request in self.live():
            self.check(request, entries.get(request.id))
        for wish_id in self.wishes():
            entry = entries[wish_id]
            assert (entry.rank is OwedRank.LATE) is (entry.clock.needed_by < self.story.clock.moment)
        for wish in self.awaiting():
            entry = entries.get(wish.linked_request_id or "") or entries[wish.id]
            assert (entry.rank is OwedRank.LATE) is (entry.clock.needed_by < self.story.clock.moment)
            assert not self.granted(wish), "nobody knows yet whether it is what was wished for"

    def check(self, request: SoftwareRequest, entry: OwedEntry | None) -> None:
        if entry is None:
            assert self.really_there(request), f"{request.item_id} is off the list, and not there"
            assert self.line_is_answered(request), f"{request.item_id} is off the list, and its line is open"
            return
        if not self.line_is_answered(request):
            assert entry.request is not None
            assert entry.request.standing.code not in DELIVERED
        assert not entry.overrides
        latest = request.needed_by + self.may_have_stood_still(request)
        assert request.needed_by <= entry.clock.deadline <= latest, "nothing else stops a clock, nor longer than that"
        if latest < self.story.clock.moment - timedelta(minutes=1):
            assert entry.rank is OwedRank.LATE

    def really_there(self, request: SoftwareRequest) -> bool:
        """Whether it is on as many machines at the seats it aims at as were to have it, out of service or not."""
        room = self.story.room()
        aimed = {seat.id for seat in room.seats if seat.aimed_at(request.target)}
        with self.story.reads() as uow:
            standing = [a.machine_id for a in uow.classrooms.assignments(room.id) if a.seat_id in aimed]
        having = sum(request.item_id in self.story.world.machines[machine_id].software for machine_id in standing)
        return having >= (request.enough or len(aimed))

    def live(self) -> list[SoftwareRequest]:
        with self.story.reads() as uow:
            return [r for r in uow.requests.of_classroom("room") if r.counts_at(self.story.clock.moment)]

    def wishes(self) -> list[str]:
        with self.story.reads() as uow:
            return [wish.id for wish in uow.wishes.open()]

    def awaiting(self) -> list[Wish]:
        with self.story.reads() as uow:
            return list(uow.wishes.awaiting_yes(self.story.clock.moment))

    def granted(self, wish: Wish) -> bool:
        """Whether what was made of a wish counts; a request that was there before is one of its own."""
        request_id = wish.linked_request_id or ""
        with self.story.reads() as uow:
            request, kept = uow.requests.get(request_id), uow.milestones.of_requests([request_id]).get(request_id)
        made = request is not None and request.created_at == wish.linked_at
        return made and kept is not None and kept.as_asked_at is not None

    def teardown(self) -> None:
        if hasattr(self, "story"):
            self.story.database.close()


@pytest.fixture
def fresh(migrated: Path, tmp_path: Path) -> Callable[[], Story]:
    """A new story for each example."""
    names = count()

    def make() -> Story:
        place = tmp_path / str(next(names))
        place.mkdir()
        return furnished(open_copy(migrated, place), machines=len(MACHINES))

    return make


def test_no_technician_without_an_override_takes_a_late_request_off_the_owed_list(fresh: Callable[[], Story]) -> None:
    """R2, its property; nor does one count as granted."""

    @seed(SEED)
    class Played(RandomPeople):
        make = staticmethod(fresh)

    run_state_machine_as_test(
        Played,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
