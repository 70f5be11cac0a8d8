"""R4.7: who took a decision back or ruled is not told to whoever contested it."""

import pytest

from api.schemas.contests import contest_out
from orchestrator.domain.contests import Contest, ContestState, ContestSubject, ContestTerms
from orchestrator.domain.evidence import Category
from orchestrator.domain.people import CAMPUS, WORKER, Caller, Grant, Person, Role
from orchestrator.services.contests import ContestView
from orchestrator.services.wording import Language, Speaker
from tests.unit.domain.examples import NOW, room

NAMES = {"person:ada": "Ada", "person:tia": "Tia", "person:peter": "Peter"}
AUDITOR = ("olga", Role.AUDITOR)
TEACHER = ("ada", Role.INSTRUCTOR)
PETER = ("peter", Role.INSTRUCTOR)


def reading(login: str, role: Role) -> Caller:
    """Somebody with one role for the whole site."""
    person = f"person:{login}"
    return Caller(Person(person, login, login.title(), "", "en", NOW), (Grant("g", person, role, CAMPUS, NOW, person),))


@pytest.mark.parametrize(
    ("state", "ended_by", "reader", "named"),
    [
        (ContestState.MOOT, "person:tia", AUDITOR, False),
        (ContestState.MOOT, "person:ada", TEACHER, True),
        (ContestState.MOOT, WORKER.id, TEACHER, True),
        (ContestState.WITHDRAWN, "person:ada", TEACHER, True),
        (ContestState.OVERTURNED, "person:peter", TEACHER, False),
        (ContestState.UPHELD, "person:peter", TEACHER, False),
        (ContestState.OVERTURNED, "person:peter", AUDITOR, True),
        (ContestState.OVERTURNED, "person:peter", PETER, True),
    ],
)
def test_who_ended_a_contest_is_named_to_those_who_may_know(
    state: ContestState, ended_by: str, reader: tuple[str, Role], named: bool
) -> None:
    """R4.7"""
    contest = Contest(
        "c1",
        ContestSubject.OVERRIDE,
        "o1",
        Category.HARDWARE,
        "r1",
        "room",
        "editor",
        "It is needed.",
        "person:ada",
        NOW,
        state=state,
        ended_at=NOW,
        ended_by=ended_by,
    )
    view = ContestView(contest, room(), "Editor", NAMES, ContestTerms(NOW, NOW), None)
    out = contest_out(view, Speaker(Language.EN), reading(*reader))
    assert (out.ended_by.id if out.ended_by else None) == (ended_by if named else None)
    told = out.model_dump_json()
    assert "Tia" not in told
    assert ("Peter" in told) is (named and ended_by == "person:peter")
