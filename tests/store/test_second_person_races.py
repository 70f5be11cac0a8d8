"""R2, R3.6, R4.7: second persons for the catalog, the rules' numbers and figures of persons cannot be raced.

Threads with connections of their own, let go together. A person on two sessions is one person; whoever loses a role in
between is who they are when it counts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest

from orchestrator.domain.catalog_narrowing import CatalogChangedMeanwhile, CatalogChangeIsOver, CatalogChangeNeedsTwo
from orchestrator.domain.people import Caller, NeedsAnotherPerson, NotPermitted, Role
from orchestrator.domain.person_figures import PersonFiguresDecided, PersonFiguresNeedSecond
from orchestrator.domain.rule_numbers import RuleNumbers, RuleNumbersMoved
from orchestrator.services.catalog_import import import_catalog
from orchestrator.services.catalog_proposals import approve_catalog_change, refuse_catalog_change
from orchestrator.services.person_figures import (
    PersonFigureAnswer,
    ProposePersonFigures,
    answer_person_figures,
    propose_person_figures,
)
from orchestrator.services.requests import Ask, SubmitRequests, submit_requests
from orchestrator.services.roles import NewRole, grant_role
from orchestrator.services.rule_changes import RuleChangeDecided, decide_numbers, propose_numbers
from tests.services.owed_cast import files_of
from tests.services.staff import Staff
from tests.store.databases import Database
from tests.store.together import at_once
from tests.unit.domain.examples import item

AT_ONCE = 6
Answer = PersonFigureAnswer
YES, NO = Answer.APPROVE, Answer.REFUSE


@dataclass(frozen=True)
class Matter:
    """Something that one person proposes and another one decides on.

    Attributes:
        propose: Somebody proposes it; its id.
        decide: Somebody approves or refuses it.
        over: The refusal of what is decided already.
        alone: The refusal of whoever proposed it.
        kinds: Entries of the record about an approval and a refusal.
    """

    propose: Callable[[Staff, Caller], str]
    decide: Callable[[Staff, str, Answer, Caller], object]
    over: type[Exception]
    alone: type[Exception]
    kinds: tuple[str, str]


def ask(staff: Staff, login: str) -> object:
    """Somebody asks for the editor."""
    return submit_requests(
        SubmitRequests("B-204", (Ask("editor"),)),
        actor=staff.caller(login).actor,
        transactions=staff.database.transactions,
        clock=staff.clock,
        new_id=staff.new_id,
    )


def narrow(staff: Staff, by: Caller) -> str:
    """Somebody proposes that the editor goes, for which Ada has asked."""
    staff.hire("ada", Role.INSTRUCTOR)
    ask(staff, "ada")
    done = import_catalog(
        files_of([item("browser", "1.0", feed_newest="1.0")]),
        apply=True,
        actor=by.actor,
        transactions=staff.database.transactions,
        clock=staff.clock,
        new_id=staff.new_id,
        reason="Its support has ended.",
    )
    assert done.proposed is not None
    return done.proposed.id


def decide_catalog(staff: Staff, change: str, answer: Answer, by: Caller) -> object:
    ports = {"actor": by.actor, "transactions": staff.database.transactions, "clock": staff.clock}
    if answer is YES:
        return approve_catalog_change(change, new_id=staff.new_id, **ports)  # type: ignore[arg-type]
    return refuse_catalog_change(change, **ports)  # type: ignore[arg-type]


def number(staff: Staff, by: Caller, **numbers: int) -> str:
    """Somebody proposes that a hold lasts two days."""
    made = propose_numbers(
        numbers or {"hold_hours": 48},
        "Two days are enough.",
        actor=by.actor,
        transactions=staff.database.transactions,
        clock=staff.clock,
        new_id=staff.new_id,
    )
    return made.change.id


def decide_number(staff: Staff, change: str, answer: Answer, by: Caller) -> object:
    return decide_numbers(
        change, approve=answer is YES, actor=by.actor, transactions=staff.database.transactions, clock=staff.clock
    )


def look(staff: Staff, by: Caller) -> str:
    """Somebody proposes that they may look at figures of single persons themselves."""
    until = staff.clock.now() + timedelta(days=30)
    made = propose_person_figures(
        ProposePersonFigures("See who has too much to do", (by.person.login,), until),
        actor=by.actor,
        transactions=staff.database.transactions,
        clock=staff.clock,
        new_id=staff.new_id,
    )
    return made.decision.id


def decide_look(staff: Staff, decision: str, answer: Answer, by: Caller) -> object:
    return answer_person_figures(
        decision, answer, actor=by.actor, transactions=staff.database.transactions, clock=staff.clock
    )


MATTERS: Mapping[str, Matter] = {
    "catalog": Matter(
        narrow,
        decide_catalog,
        CatalogChangeIsOver,
        CatalogChangeNeedsTwo,
        ("catalog.narrowed", "catalog.kept"),
    ),
    "numbers": Matter(
        number,
        decide_number,
        RuleChangeDecided,
        NeedsAnotherPerson,
        ("rules.changed", "rules.refused"),
    ),
    "figures": Matter(
        look,
        decide_look,
        PersonFiguresDecided,
        PersonFiguresNeedSecond,
        ("person_figures.approved", "person_figures.refused"),
    ),
}


@pytest.fixture
def staff(database: Database) -> Staff:
    with database.transactions() as uow:
        for one in (item("browser", "1.0", feed_newest="1.0"), item("editor", "5.0", feed_newest="5.0")):
            uow.catalog.put(one)
        uow.commit()
    return Staff(database)


@pytest.fixture(params=MATTERS)
def matter(request: pytest.FixtureRequest) -> Matter:
    return MATTERS[request.param]


@pytest.fixture
def marta(staff: Staff) -> Caller:
    return staff.hire("marta", Role.MANAGER)


def refused(given: list[object]) -> list[type[object]]:
    return [type(one) for one in given if isinstance(one, Exception)]


def answers(staff: Staff, matter: Matter) -> list[str]:
    """What became of it, by the record."""
    return [kind for kind in staff.recorded() if kind in matter.kinds]


def test_of_many_who_approve_at_once_one_does(staff: Staff, matter: Matter, marta: Caller) -> None:
    thing = matter.propose(staff, marta)
    managers = [staff.hire(f"manager{n}", Role.MANAGER) for n in range(AT_ONCE)]
    given = at_once(*(partial(matter.decide, staff, thing, YES, manager) for manager in managers))
    assert refused(given) == [matter.over] * (AT_ONCE - 1)
    assert answers(staff, matter) == [matter.kinds[0]]


def test_of_yes_and_no_at_once_one_counts(staff: Staff, matter: Matter, marta: Caller) -> None:
    thing = matter.propose(staff, marta)
    one, other = staff.hire("max", Role.MANAGER), staff.hire("mona", Role.MANAGER)
    given = at_once(partial(matter.decide, staff, thing, YES, one), partial(matter.decide, staff, thing, NO, other))
    assert refused(given) == [matter.over]
    assert len(answers(staff, matter)) == 1


def test_the_same_person_on_two_sessions_is_one_person(staff: Staff, matter: Matter, marta: Caller) -> None:
    """R3.6"""
    thing = matter.propose(staff, marta)
    sessions = [staff.of_session(staff.sign_in("marta").secret) for _ in range(2)]
    given = at_once(*(partial(matter.decide, staff, thing, YES, session) for session in sessions))
    assert refused(given) == [matter.alone] * 2
    assert answers(staff, matter) == []


def test_whoever_gains_a_role_in_between_is_no_second_person_for_their_own(
    staff: Staff, matter: Matter, marta: Caller
) -> None:
    """R3.6: two roles in one person never make two persons."""
    thing = matter.propose(staff, marta)
    grant_role(
        "marta",
        NewRole(Role.ADMINISTRATOR),
        staff.root,
        transactions=staff.database.transactions,
        clock=staff.clock,
        new_id=staff.new_id,
    )
    with pytest.raises(matter.alone):
        matter.decide(staff, thing, YES, staff.caller("marta"))


@pytest.mark.parametrize("answer", [YES, NO])
def test_whoever_lost_the_role_since_they_were_recognised_is_no_second_person(
    staff: Staff, matter: Matter, marta: Caller, answer: Answer
) -> None:
    thing, max_ = matter.propose(staff, marta), staff.hire("max", Role.MANAGER)
    staff.lose("max", Role.MANAGER)
    with pytest.raises(NotPermitted):
        matter.decide(staff, thing, answer, max_)
    assert answers(staff, matter) == []


def test_whoever_loses_the_role_meanwhile_decides_before_that_or_not_at_all(
    staff: Staff, matter: Matter, marta: Caller
) -> None:
    thing, max_ = matter.propose(staff, marta), staff.hire("max", Role.MANAGER)
    given = at_once(partial(matter.decide, staff, thing, YES, max_), partial(staff.lose, "max", Role.MANAGER))
    assert refused(given) in ([], [NotPermitted])
    told = [kind for kind in staff.recorded() if kind in {matter.kinds[0], "role.revoked"}]
    assert told == (["role.revoked"] if refused(given) else [matter.kinds[0], "role.revoked"])


def test_two_proposals_for_one_number_do_not_both_count(staff: Staff, marta: Caller) -> None:
    one, other = number(staff, marta), number(staff, marta, hold_hours=24)
    managers = staff.hire("max", Role.MANAGER), staff.hire("mona", Role.MANAGER)
    given = at_once(
        partial(decide_number, staff, one, YES, managers[0]), partial(decide_number, staff, other, YES, managers[1])
    )
    assert refused(given) == [RuleNumbersMoved]
    with staff.database.reads() as uow:
        assert uow.rules.load().hold_hours == (24 if isinstance(given[0], Exception) else 48)


def test_proposals_for_different_numbers_both_count(staff: Staff, marta: Caller) -> None:
    one, other = number(staff, marta), number(staff, marta, freeze_days=7)
    max_ = staff.hire("max", Role.MANAGER)
    given = at_once(partial(decide_number, staff, one, YES, max_), partial(decide_number, staff, other, YES, max_))
    assert refused(given) == []
    with staff.database.reads() as uow:
        assert uow.rules.load() == RuleNumbers(hold_hours=48, freeze_days=7)


def test_whoever_asks_while_the_catalog_is_narrowed_is_told_or_stops_it(staff: Staff, marta: Caller) -> None:
    """R2: nobody's request is touched without a notice."""
    change, max_ = narrow(staff, marta), staff.hire("max", Role.MANAGER)
    staff.hire("bo", Role.INSTRUCTOR)
    given = at_once(partial(decide_catalog, staff, change, YES, max_), partial(ask, staff, "bo"))
    told = staff.database.sql("SELECT count(*) FROM cs_notices WHERE kind = 'catalog_narrowed'")
    if isinstance(given[1], Exception):
        assert told == [(1,)], "the editor was gone before he asked"
    else:
        assert refused(given) == [CatalogChangedMeanwhile]
        assert told == [(0,)]
