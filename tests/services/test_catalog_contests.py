"""R2: whoever loses something by a change of the catalog has a right to contest it."""

import pytest

from orchestrator.domain.contests import ContestState, ContestSubject, NothingToContest
from orchestrator.domain.evidence import Category
from orchestrator.domain.people import CAMPUS, Actor, Grant, Person, Role
from orchestrator.domain.rulers import NotIndependent, RulerSide
from orchestrator.services.contests import MakeContest, get_contest, make_contest
from orchestrator.services.rulers import NamedRuler, set_rulers
from orchestrator.services.rulings import Rule, rule
from tests.services.owed_cast import MARTA, MAX, approve, bring, hire_staff, offered, without_installers
from tests.services.story import ADA, BO, Story

WHY = "The maker has ended its support."
DEAN = Actor("person:dean", "The Dean")


def contest(story: Story, change_id: str, request_id: str, actor: Actor) -> str:
    """Somebody contests a change of the catalog."""
    command = MakeContest(ContestSubject.CATALOG_CHANGE, change_id, request_id, "The course needs it.")
    made = make_contest(
        command, actor=actor, transactions=story.transactions, clock=story.clock, new_id=story.tools.new_id
    )
    return made.contest.id


def name_rulers(story: Story, *logins: str) -> None:
    """Who rules on what is of no listed category; the dean teaches."""
    with story.transactions() as uow:
        uow.accounts.add(Person(DEAN.id, "dean", DEAN.name, "", "en", story.clock.now()))
        uow.accounts.add_grant(Grant("grant-dean", DEAN.id, Role.INSTRUCTOR, CAMPUS, story.clock.now(), "host:root"))
        uow.commit()
    named = [NamedRuler(one, RulerSide.TEACHING if one == "dean" else RulerSide.IT) for one in logins]
    set_rulers(Category.OTHER, named, actor=MARTA, transactions=story.transactions, clock=story.clock)


def overturn(story: Story, contest_id: str, actor: Actor) -> None:
    """Somebody rules for whoever contests."""
    command = Rule(contest_id, overturn=True, words="It is needed.")
    rule(command, actor=actor, transactions=story.transactions, clock=story.clock, new_id=story.tools.new_id)


def test_a_change_of_the_catalog_is_contested_by_whom_it_took_something_from(story: Story) -> None:
    """R2, R4.1: as the letter says; whoever proposed or approved it does not rule."""
    hire_staff(story)
    without_installers(story)
    asked, others = story.ask("editor"), story.ask("editor", actor=BO)
    items = offered(story)
    done = bring(story, [i for i in items.values() if i.id not in {"editor", "rival"}], WHY)
    assert done.proposed is not None
    with pytest.raises(NothingToContest):
        contest(story, done.proposed.id, asked.requests[0].request.id, ADA)
    approve(story, done.proposed.id)
    made, other = (
        contest(story, done.proposed.id, their.requests[0].request.id, who)
        for their, who in ((asked, ADA), (others, BO))
    )
    name_rulers(story, "marta", "max", "dean")
    with pytest.raises(NotIndependent):
        overturn(story, made, MAX)
    overturn(story, made, DEAN)
    assert offered(story)["editor"] == items["editor"]
    assert get_contest(other, reads=story.reads).contest.state is ContestState.MOOT
    story.work()
    assert story.view(asked).standing.as_asked
