"""Everybody whom a decision concerns is told, each once: changes of the catalog, figures of persons, blackouts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from orchestrator.domain.blackouts import Blackout
from orchestrator.domain.catalog import CatalogItem
from orchestrator.domain.catalog_narrowing import CatalogChange
from orchestrator.domain.contests import ContestState, ContestSubject
from orchestrator.domain.notices import Notice, NoticeKind
from orchestrator.domain.people import Actor, NotPermitted, Role, ScopeKind
from orchestrator.domain.person_figures import PersonFigureState
from orchestrator.services.blackouts import SetBlackout, lift_blackout, set_blackout
from orchestrator.services.contests import MakeContest, get_contest, make_contest
from orchestrator.services.person_figures import (
    PersonFigureAnswer,
    ProposePersonFigures,
    answer_person_figures,
    propose_person_figures,
)
from orchestrator.services.roles import NewRole, grant_role
from tests.services.guarding import hire, notices
from tests.services.owed_cast import (
    MARTA,
    MAX,
    approve,
    bring,
    calling,
    entries,
    hire_staff,
    offered,
    refuse,
    told,
    without_installers,
)
from tests.services.story import ADA, BO, ROOM, Story

WHY = "The maker has ended its support."


@pytest.fixture
def staffed(story: Story) -> Story:
    """A room with a technician and two managers, and a catalog that files can say."""
    hire_staff(story)
    without_installers(story)
    return story


def without_editor(story: Story) -> Iterable[CatalogItem]:
    return [item for item in offered(story).values() if item.id not in {"editor", "rival"}]


def narrowed(story: Story) -> CatalogChange:
    """Marta proposes that the editor goes."""
    proposed = bring(story, without_editor(story), WHY).proposed
    assert proposed is not None
    return proposed


def lose(story: Story, actor: Actor) -> None:
    """Somebody's roles are taken from them."""
    with story.transactions() as uow:
        for grant in uow.accounts.grants({actor.id})[actor.id]:
            uow.accounts.end_grant(grant.id, by="host:root", at=story.clock.now())
        uow.commit()


class TestAChangeOfTheCatalog:
    def test_is_answered_to_whoever_proposed_it(self, staffed: Story) -> None:
        staffed.ask("editor")
        refuse(staffed, narrowed(staffed).id)
        approve(staffed, narrowed(staffed).id)
        said = [n for n in notices(staffed, "marta") if n.kind is NoticeKind.CATALOG_DECIDED]
        assert [n.about["state"] for n in said] == ["refused", "applied"]
        assert NoticeKind.CATALOG_DECIDED not in told(staffed, MAX)

    def test_that_is_taken_back_tells_its_proposer_nothing_new(self, staffed: Story) -> None:
        staffed.ask("editor")
        refuse(staffed, narrowed(staffed).id, MARTA)
        assert told(staffed, MARTA) == []

    @pytest.mark.parametrize("decide", [approve, refuse])
    def test_takes_a_second_person_who_still_may(self, staffed: Story, decide: object) -> None:
        """R2, R3.6: what they may is looked at once more when they decide."""
        staffed.ask("editor")
        change = narrowed(staffed)
        lose(staffed, MAX)
        with pytest.raises(NotPermitted):
            decide(staffed, change.id, MAX)  # type: ignore[operator]
        assert "editor" in offered(staffed)
        assert entries(staffed)[-1] == "catalog.proposed"


class TestWhatIsBack:
    def test_is_told_to_whoever_asked_for_it_and_is_owed(self, staffed: Story) -> None:
        """R2, R0.3: what a later import brings back is delivered by itself."""
        asked, other = staffed.ask("editor"), staffed.ask("browser", actor=BO)
        items = offered(staffed)
        change = narrowed(staffed)
        approve(staffed, change.id)
        staffed.work()
        bring(staffed, items.values())
        assert told(staffed, ADA)[0] is NoticeKind.CATALOG_RESTORED
        assert notices(staffed, "ada")[-1].about["change"] == change.id
        assert NoticeKind.CATALOG_RESTORED not in told(staffed, BO)
        assert entries(staffed)[-2:] == ["catalog.imported", "request.restored"]
        staffed.work()
        assert staffed.view(asked).standing.as_asked
        assert staffed.view(other).standing.as_asked

    def test_is_told_once(self, staffed: Story) -> None:
        staffed.ask("editor")
        items = offered(staffed)
        approve(staffed, narrowed(staffed).id)
        bring(staffed, items.values())
        bring(staffed, [replace(item, minutes=item.minutes + 1) for item in items.values()])
        assert told(staffed, ADA).count(NoticeKind.CATALOG_RESTORED) == 1

    def test_and_goes_and_comes_once_more_is_told_once_more(self, staffed: Story) -> None:
        staffed.ask("editor")
        items = offered(staffed)
        for _ in range(2):
            approve(staffed, narrowed(staffed).id)
            bring(staffed, items.values())
        assert told(staffed, ADA).count(NoticeKind.CATALOG_RESTORED) == 2

    def test_ends_what_was_contested_for_its_sake(self, staffed: Story) -> None:
        """R4.1"""
        request_id = staffed.ask("editor").requests[0].request.id
        items = offered(staffed)
        change = narrowed(staffed)
        approve(staffed, change.id)
        command = MakeContest(ContestSubject.CATALOG_CHANGE, change.id, request_id, "The course needs it.")
        ports = {"transactions": staffed.transactions, "clock": staffed.clock}
        contest = make_contest(command, actor=ADA, new_id=staffed.tools.new_id, **ports).contest  # type: ignore[arg-type]
        bring(staffed, items.values())
        assert get_contest(contest.id, reads=staffed.reads).contest.state is ContestState.MOOT

    def test_is_not_back_as_long_as_something_of_it_is_missing(self, staffed: Story) -> None:
        staffed.ask("editor")
        editor = offered(staffed)["editor"]
        approve(staffed, narrowed(staffed).id)
        empty = replace(editor, releases=tuple(replace(r, approved=False) for r in editor.releases))
        bring(staffed, [*offered(staffed).values(), empty])
        assert NoticeKind.CATALOG_RESTORED not in told(staffed, ADA)

    def test_what_waited_for_its_package_is_owed_as_soon_as_it_is_there(self, staffed: Story) -> None:
        """R0.3"""
        editor = offered(staffed)["editor"]
        empty = replace(editor, releases=tuple(replace(r, approved=False) for r in editor.releases))
        bring(staffed, (offered(staffed) | {"editor": empty}).values())
        asked = staffed.ask("editor")
        staffed.work()
        assert not staffed.view(asked).standing.as_asked
        bring(staffed, (offered(staffed) | {"editor": editor}).values())
        staffed.work()
        assert staffed.view(asked).standing.as_asked

    def test_a_newer_release_moves_nothing_by_itself(self, staffed: Story) -> None:
        """R1.6"""
        staffed.ask("editor")
        staffed.work()
        editor = offered(staffed)["editor"]
        newer = replace(editor, releases=(*editor.releases, replace(editor.releases[0], version="6.0")))
        bring(staffed, (offered(staffed) | {"editor": newer}).values())
        assert staffed.work() == []


class TestFiguresOfSinglePersons:
    """R4.7"""

    @pytest.fixture(autouse=True)
    def olga(self, staffed: Story) -> None:
        hire(staffed, "olga", Role.AUDITOR)

    def propose(self, story: Story) -> str:
        """Marta proposes that Olga may look."""
        command = ProposePersonFigures("See who has too much to do", ("olga",), story.clock.now() + timedelta(days=30))
        ports = {"transactions": story.transactions, "clock": story.clock}
        return propose_person_figures(
            command,
            actor=MARTA,
            new_id=story.tools.new_id,
            **ports,  # type: ignore[arg-type]
        ).decision.id

    def say(self, story: Story, decision: str, answer: PersonFigureAnswer, actor: Actor = MAX) -> PersonFigureState:
        ports = {"transactions": story.transactions, "clock": story.clock}
        return answer_person_figures(decision, answer, actor=actor, **ports).decision.state  # type: ignore[arg-type]

    def kinds(self, story: Story, login: str) -> list[NoticeKind]:
        return [n.kind for n in notices(story, login)]

    def test_wait_for_others_who_are_told(self, staffed: Story) -> None:
        self.propose(staffed)
        assert told(staffed, MAX) == [NoticeKind.PERSON_FIGURES_TO_APPROVE]
        assert told(staffed, MARTA) == []

    def test_are_told_to_who_may_look_who_may_be_looked_at_and_who_proposed_it(self, staffed: Story) -> None:
        decision = self.propose(staffed)
        self.say(staffed, decision, PersonFigureAnswer.APPROVE)
        assert self.kinds(staffed, "marta") == [NoticeKind.PERSON_FIGURES_DECIDED]
        assert self.kinds(staffed, "olga") == [NoticeKind.PERSON_FIGURES_DECIDED]
        assert self.kinds(staffed, "tia") == [NoticeKind.PERSON_FIGURES_OPEN]
        assert self.kinds(staffed, "ada") == []
        self.say(staffed, decision, PersonFigureAnswer.END)
        assert self.kinds(staffed, "marta") == [NoticeKind.PERSON_FIGURES_DECIDED] * 2
        assert self.kinds(staffed, "tia") == [NoticeKind.PERSON_FIGURES_OPEN, NoticeKind.PERSON_FIGURES_CLOSED]

    def test_that_were_refused_are_told_to_those_who_are_named_only(self, staffed: Story) -> None:
        self.say(staffed, self.propose(staffed), PersonFigureAnswer.REFUSE)
        assert self.kinds(staffed, "marta") == [NoticeKind.PERSON_FIGURES_DECIDED]
        assert self.kinds(staffed, "tia") == []

    @pytest.mark.parametrize("answer", [PersonFigureAnswer.APPROVE, PersonFigureAnswer.REFUSE])
    def test_take_a_second_person_who_still_may(self, staffed: Story, answer: PersonFigureAnswer) -> None:
        """R3.6"""
        decision = self.propose(staffed)
        lose(staffed, MAX)
        with pytest.raises(NotPermitted):
            self.say(staffed, decision, answer)
        assert entries(staffed)[-1] == "person_figures.proposed"


class TestABlackout:
    """R4.4"""

    def freeze(self, story: Story, kind: ScopeKind = ScopeKind.CLASSROOM, name: str = ROOM) -> Blackout:
        starts = story.clock.now()
        command = SetBlackout(kind, name, starts, starts + timedelta(hours=5), "Written exams.")
        ports = {"transactions": story.transactions, "clock": story.clock}
        return set_blackout(command, actor=MARTA, new_id=story.tools.new_id, **ports)  # type: ignore[arg-type]

    def of_blackouts(self, story: Story, login: str) -> list[Notice]:
        return [n for n in notices(story, login) if n.kind.value.startswith("blackout")]

    def test_is_told_to_whoever_looks_after_the_room(self, staffed: Story) -> None:
        hire(staffed, "cleo", Role.COORDINATOR)
        blackout = self.freeze(staffed)
        for login in ("tia", "cleo"):
            (notice,) = self.of_blackouts(staffed, login)
            assert notice.kind is NoticeKind.BLACKOUT_SET
            assert notice.about == {
                "blackout": blackout.id,
                "classroom": "room",
                "until": blackout.ends_at.isoformat(),
            }
        lift_blackout(blackout.id, actor=MARTA, transactions=staffed.transactions, clock=staffed.clock)
        assert [n.kind for n in self.of_blackouts(staffed, "cleo")] == [
            NoticeKind.BLACKOUT_SET,
            NoticeKind.BLACKOUT_LIFTED,
        ]
        assert self.of_blackouts(staffed, "marta") == self.of_blackouts(staffed, "ada") == []

    def test_is_told_to_whoever_waits_for_something_there(self, staffed: Story) -> None:
        """R4.4, R2: the slot moves, and the clock does not."""
        ready = staffed.ask("browser", actor=BO)
        staffed.work()
        assert staffed.view(ready).standing.as_asked
        asked = staffed.ask("editor").requests[0].request
        blackout = self.freeze(staffed)
        (notice,) = self.of_blackouts(staffed, "ada")
        assert notice.kind is NoticeKind.BLACKOUT_DELAYS
        assert (notice.about["request"], notice.about["until"]) == (asked.id, blackout.ends_at.isoformat())
        assert self.of_blackouts(staffed, "bo") == []

    def test_of_many_rooms_is_told_once_and_to_nobody_elsewhere(self, staffed: Story) -> None:
        hire(staffed, "far")
        with staffed.transactions() as uow:
            uow.classrooms.put(replace(staffed.room(), id="other", code="B-205", seats=()))
            uow.classrooms.put(replace(staffed.room(), id="far", code="Z-1", building="Z", seats=()))
            uow.commit()
        grant_role(
            "far",
            NewRole(Role.TECHNICIAN, ScopeKind.BUILDING, "Z"),
            calling(staffed, MARTA),
            transactions=staffed.transactions,
            clock=staffed.clock,
            new_id=staffed.tools.new_id,
        )
        self.freeze(staffed, ScopeKind.BUILDING, "B")
        assert len(self.of_blackouts(staffed, "tia")) == 1
        assert self.of_blackouts(staffed, "far") == []
