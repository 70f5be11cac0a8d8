"""Second persons who come at the same moment, and requests that come while a safeguard begins (RULES R4.2)."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from orchestrator.domain.classrooms import Seat
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.people import Caller, NeedsAnotherPerson, Role
from orchestrator.domain.safeguard_rules import SafeguardDraft
from orchestrator.domain.safeguards import Aim, Safeguard, SafeguardIsOver, SafeguardKind, SafeguardState
from orchestrator.services.requests import Ask, SubmitRequests, submit_requests
from orchestrator.services.safeguards import (
    SetSafeguard,
    approve_safeguard,
    lift_safeguard,
    refuse_safeguard,
    set_safeguard,
)
from tests.services.staff import Staff
from tests.store.databases import Database
from tests.store.together import at_once
from tests.unit.domain.examples import item

AT_ONCE = 6


@pytest.fixture
def staff(database: Database) -> Staff:
    with database.transactions() as uow:
        uow.catalog.put(item("browser", "1.0", "2.0"))
        uow.commit()
    staff = Staff(database)
    with database.transactions() as uow:
        for room in uow.classrooms.all():
            uow.classrooms.put(replace(room, seats=(Seat(f"{room.id}-s1", "01", 1, 1),)))
        uow.commit()
    return staff


class Guards:
    """The use cases with their ports put in."""

    def __init__(self, staff: Staff) -> None:
        self.staff = staff
        self.transactions = staff.database.transactions

    def propose(self, by: Caller, category: Category = Category.OTHER) -> Safeguard:
        now = self.staff.clock.now()
        draft = SafeguardDraft(
            SafeguardKind.BLOCK,
            category,
            Aim("browser"),
            "Mind it",
            "It is like this.",
            Evidence(advisory="CVE-2026-12345", affected="< 3", words="It is like this."),
            now + timedelta(days=10),
            now + timedelta(days=20),
        )
        return set_safeguard(
            SetSafeguard(draft, by.person.login),
            caller=by,
            transactions=self.transactions,
            clock=self.staff.clock,
            new_id=self.staff.new_id,
        )

    def approve(self, guard: Safeguard, by: Caller) -> Safeguard:
        return approve_safeguard(
            guard.id,
            seen=None,
            caller=by,
            transactions=self.transactions,
            clock=self.staff.clock,
            new_id=self.staff.new_id,
        )

    def refuse(self, guard: Safeguard, by: Caller) -> Safeguard:
        return refuse_safeguard(
            guard.id, reason="No.", caller=by, transactions=self.transactions, clock=self.staff.clock
        )

    def lift(self, guard: Safeguard, by: Caller) -> Safeguard:
        return lift_safeguard(guard.id, reason="No.", caller=by, transactions=self.transactions, clock=self.staff.clock)

    def ask(self, room: str, by: Caller) -> object:
        return submit_requests(
            SubmitRequests(room, (Ask("browser"),)),
            actor=by.actor,
            transactions=self.transactions,
            clock=self.staff.clock,
            new_id=self.staff.new_id,
        )


def refused(given: list[object]) -> list[type[object]]:
    return [type(one) for one in given if isinstance(one, Exception)]


def test_it_is_approved_once_however_many_do_at_the_same_moment(staff: Staff) -> None:
    guards, sam = Guards(staff), staff.hire("sam", Role.SECURITY_OFFICER)
    managers = [staff.hire(f"manager{n}", Role.MANAGER) for n in range(AT_ONCE)]
    waiting = guards.propose(sam)
    given = at_once(*(partial(guards.approve, waiting, manager) for manager in managers))
    assert refused(given) == [SafeguardIsOver] * (AT_ONCE - 1)
    assert staff.recorded().count("safeguard.approved") == 1


def test_the_same_person_on_many_sessions_is_no_second_one(staff: Staff) -> None:
    """R3.6"""
    guards, kim = Guards(staff), staff.hire("kim", Role.MANAGER, Role.SECURITY_OFFICER)
    waiting = guards.propose(kim)
    given = at_once(*[partial(guards.approve, waiting, kim)] * AT_ONCE)
    assert refused(given) == [NeedsAnotherPerson] * AT_ONCE
    assert staff.recorded().count("safeguard.approved") == 0


def test_one_of_yes_no_and_back_comes_first_and_the_others_are_told(staff: Staff) -> None:
    guards, sam = Guards(staff), staff.hire("sam", Role.SECURITY_OFFICER)
    marta, max_ = staff.hire("marta", Role.MANAGER), staff.hire("max", Role.MANAGER)
    waiting = guards.propose(sam)
    given = at_once(lambda: guards.approve(waiting, marta), lambda: guards.refuse(waiting, max_))
    assert refused(given) == [SafeguardIsOver]
    (done,) = (one for one in given if isinstance(one, Safeguard))
    with staff.database.reads() as uow:
        stored = uow.safeguards.get(waiting.id)
    assert stored is not None
    assert stored.state is done.state
    assert {"safeguard.approved", "safeguard.refused"} & set(staff.recorded()) == {
        "safeguard.approved" if done.state is SafeguardState.LIVE else "safeguard.refused"
    }


def test_it_is_lifted_once(staff: Staff) -> None:
    guards, sam = Guards(staff), staff.hire("sam", Role.SECURITY_OFFICER)
    live = guards.propose(sam, Category.SECURITY)
    given = at_once(*[partial(guards.lift, live, sam)] * AT_ONCE)
    assert refused(given) == [SafeguardIsOver] * (AT_ONCE - 1)
    assert staff.recorded().count("safeguard.lifted") == 1


def test_whoever_asks_while_it_begins_is_told_once(staff: Staff) -> None:
    """Either the request comes first and the safeguard finds it, or the other way round; nobody is left out."""
    guards, sam, marta = Guards(staff), staff.hire("sam", Role.SECURITY_OFFICER), staff.hire("marta", Role.MANAGER)
    people = [staff.hire(f"ada{n}", Role.INSTRUCTOR) for n in range(AT_ONCE)]
    waiting = guards.propose(sam)
    asking = [partial(guards.ask, ("B-204", "C-101")[n % 2], person) for n, person in enumerate(people)]
    given = at_once(lambda: guards.approve(waiting, marta), *asking)
    assert refused(given) == []
    rows = staff.database.sql("SELECT person_id FROM cs_notices WHERE kind = 'safeguard_refuses' ORDER BY person_id")
    assert rows == [(person.person.id,) for person in people]
