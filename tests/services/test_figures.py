"""Figures of a period, and who may look at those of one person (RULES R4.6, R4.7)."""

from datetime import UTC, datetime, timedelta

import pytest

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.errors import InvalidInput, NotFound
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.figures import Figure, FigureName, Grouping
from orchestrator.domain.people import CAMPUS, Actor, Grant, NotPermitted, Person, Role
from orchestrator.domain.person_figures import (
    PersonFiguresDecided,
    PersonFiguresNeedSecond,
    PersonFiguresNotDecided,
    PersonFigureState,
)
from orchestrator.domain.safeguards import Aim, Exemption, ExemptionState, Safeguard, SafeguardKind, SafeguardState
from orchestrator.services.figure_stores import Freed, Guarded
from orchestrator.services.figures import guarded_items, period, read_figures
from orchestrator.services.person_figures import (
    PersonFigureAnswer,
    ProposePersonFigures,
    answer_person_figures,
    figures_of_person,
    own_figures,
    propose_person_figures,
)
from orchestrator.services.record_reading import RecordFilters, find_entries
from tests.services.story import ADA, BO, TECHNICIAN, Story
from tests.unit.domain.examples import catalog, item, release

NOON = datetime(2027, 1, 12, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MARTA, MILO, OLGA = (Actor(f"person:{name}", name.title()) for name in ("marta", "milo", "olga"))
OFFERED: Catalog = catalog(item("torrent", "1.0"), item("weather", "1.0"), item("browser", release("1.0"), "3.0"))


def a_block(**more: object) -> Safeguard:
    """Torrent clients are blocked for ten days."""
    given: dict[str, object] = {
        "id": "g1",
        "kind": SafeguardKind.BLOCK,
        "category": Category.LEGAL,
        "aim": Aim(item_id="torrent"),
        "title": "No torrents",
        "explanation": "words",
        "evidence": Evidence(),
        "owner": "person:sam",
        "review_at": NOON,
        "by": "person:sam",
        "created_at": NOON,
        "expires_at": NOON + 10 * DAY,
    }
    return Safeguard(**(given | more))  # type: ignore[arg-type]


def an_exemption(**more: object) -> Exemption:
    """One room is exempted from the block on the second day."""
    given: dict[str, object] = {
        "id": "e1",
        "safeguard_id": "g1",
        "item_id": "torrent",
        "classroom_ids": ("b204",),
        "compensation": "words",
        "by": "person:sam",
        "created_at": NOON + DAY,
        "expires_at": NOON + 5 * DAY,
        "risk_owner": "person:dean",
        "signed_at": NOON + DAY,
        "state": ExemptionState.LIVE,
    }
    return Exemption(**(given | more))  # type: ignore[arg-type]


class TestWhatSafeguardsKeptAway:
    def test_a_block_keeps_its_item_away_as_long_as_it_holds(self) -> None:
        """R4.6"""
        assert guarded_items([a_block()], [], OFFERED) == (
            Guarded(("torrent",), None, NOON, NOON + 10 * DAY, safeguard_id="g1"),
        )

    def test_a_pattern_keeps_all_that_fits_it_away(self) -> None:
        pattern = a_block(aim=Aim(name_pattern="*r*"))
        assert guarded_items([pattern], [], OFFERED)[0].item_ids == ("browser", "torrent", "weather")

    def test_what_was_lifted_held_until_then(self) -> None:
        lifted = a_block(state=SafeguardState.LIFTED, ended_at=NOON + DAY)
        assert guarded_items([lifted], [], OFFERED)[0].until == NOON + DAY

    def test_what_needs_a_second_person_holds_from_their_yes_on(self) -> None:
        approved = a_block(needs_approval=True, approved_at=NOON + DAY)
        assert guarded_items([approved], [], OFFERED)[0].since == NOON + DAY

    @pytest.mark.parametrize(
        "more",
        [
            {"needs_approval": True, "state": SafeguardState.PROPOSED},
            {"needs_approval": True, "state": SafeguardState.REFUSED},
        ],
    )
    def test_what_nobody_approved_kept_nothing_away(self, more: dict[str, object]) -> None:
        assert guarded_items([a_block(**more)], [], OFFERED) == ()

    def test_a_least_version_refuses_only_older_ones_that_are_named(self) -> None:
        minimum = a_block(kind=SafeguardKind.MINIMUM_VERSION, aim=Aim(item_id="browser"), minimum="2.0")
        assert guarded_items([minimum], [], OFFERED)[0].versions == ("1.0",)

    def test_an_exemption_frees_its_rooms_from_its_signature_on(self) -> None:
        freed = guarded_items([a_block()], [an_exemption()], OFFERED)[0].freed
        assert freed == (Freed(("b204",), NOON + DAY, NOON + 5 * DAY),)

    def test_a_refusal_that_a_contest_overturned_never_counts_as_one(self) -> None:
        """R4.6: only refusals that were upheld or uncontested stand in a line of their own."""
        freed = guarded_items([a_block()], [an_exemption(contest_id="c1")], OFFERED)[0].freed
        assert freed == (Freed(("b204",), NOON, NOON + 5 * DAY),)

    @pytest.mark.parametrize(
        "more",
        [
            {"signed_at": None},
            {"state": ExemptionState.PROPOSED},
            {"needs_approval": True},
            {"safeguard_id": "g2"},
            {"item_id": "weather"},
        ],
    )
    def test_what_never_came_into_force_frees_nothing(self, more: dict[str, object]) -> None:
        assert guarded_items([a_block()], [an_exemption(**more)], OFFERED)[0].freed == ()


class TestAPeriod:
    def test_is_the_last_year_unless_somebody_says_otherwise(self) -> None:
        assert period(None, None, NOON) == (NOON.replace(year=2026), NOON)
        leap = datetime(2028, 2, 29, tzinfo=UTC)
        assert period(None, leap, NOON)[0] == datetime(2027, 2, 28, tzinfo=UTC)

    @pytest.mark.parametrize(("since", "until"), [(NOON, NOON), (NOON + DAY, NOON), (NOON.replace(year=2016), NOON)])
    def test_ends_after_it_begins_and_within_ten_years(self, since: datetime, until: datetime) -> None:
        with pytest.raises(InvalidInput):
            period(since, until, NOON)


def _figures(story: Story, **more: object) -> dict[FigureName, Figure]:
    report = read_figures(reads=story.reads, clock=story.clock, **more)  # type: ignore[arg-type]
    return {figure.name: figure for figure in report.figures}


def test_r4_6_what_nothing_tells_of_is_unknown_and_what_was_not_there_is_none(story: Story) -> None:
    figures = _figures(story)
    assert [name for name, figure in figures.items() if figure.value is None] == [FigureName.WAITING_DAYS]
    assert figures[FigureName.CONTESTS].value == 0
    assert figures[FigureName.HOLDS].value == 0
    assert (figures[FigureName.READY_IN_TIME].value, figures[FigureName.READY_IN_TIME].of) == (0, 0)


def test_r4_7_a_group_is_never_a_person() -> None:
    assert {grouping.value for grouping in Grouping} == {"nothing", "team", "building", "room", "category", "month"}


def test_requests_have_no_category(story: Story) -> None:
    story.ask("editor")
    story.clock.move_to(story.clock.now() + 30 * DAY)
    assert _figures(story, grouping=Grouping.ROOM)[FigureName.READY_IN_TIME].group == "B-204"
    assert FigureName.READY_IN_TIME not in _figures(story, grouping=Grouping.CATEGORY)


def test_r4_7_ones_own_figures_are_open_to_oneself_and_hold_nobody_elses(story: Story) -> None:
    story.ask("editor")
    story.ask("zip", actor=BO)
    story.ask("browser", actor=BO)
    story.clock.move_to(story.clock.now() + 30 * DAY)

    def due(actor: Actor) -> int | None:
        report = own_figures(actor, reads=story.reads, clock=story.clock)
        return next(f.of for f in report.figures if f.name is FigureName.READY_IN_TIME)

    assert [due(ADA), due(BO), due(TECHNICIAN)] == [1, 2, 0]


class TestFiguresOfAPerson:
    @pytest.fixture
    def office(self, story: Story) -> Story:
        """The room, and four people with an account, two of whom govern."""
        with story.transactions() as uow:
            for actor in (MARTA, MILO, OLGA, BO):
                login = actor.id.removeprefix("person:")
                uow.accounts.add(Person(actor.id, login, actor.name, "", "en", story.clock.now()))
                uow.people.remember(actor)
            for actor in (MARTA, MILO):
                grant = Grant(f"of-{actor.id}", actor.id, Role.MANAGER, CAMPUS, story.clock.now(), "host:root")
                uow.accounts.add_grant(grant)
            uow.commit()
        return story

    @staticmethod
    def propose(office: Story, *, by: Actor = MARTA, days: int = 30, audience: tuple[str, ...] = ("olga",)) -> str:
        command = ProposePersonFigures("See who has too much to do", audience, office.clock.now() + days * DAY)
        view = propose_person_figures(
            command, actor=by, transactions=office.transactions, clock=office.clock, new_id=office.tools.new_id
        )
        return view.decision.id

    @staticmethod
    def say(office: Story, decision: str, answer: PersonFigureAnswer, by: Actor = MILO) -> PersonFigureState:
        view = answer_person_figures(decision, answer, actor=by, transactions=office.transactions, clock=office.clock)
        return view.decision.state

    @staticmethod
    def look(office: Story, by: Actor = OLGA, login: str = "bo") -> str:
        person, _ = figures_of_person(
            login, actor=by, transactions=office.transactions, reads=office.reads, clock=office.clock
        )
        return person.login

    def test_are_closed_without_a_decision(self, office: Story) -> None:
        """R4.7"""
        with pytest.raises(PersonFiguresNotDecided):
            self.look(office)
        with pytest.raises(PersonFiguresNotDecided):
            self.look(office, login="nobody")

    def test_are_open_to_the_audience_once_a_second_person_has_approved(self, office: Story) -> None:
        """R4.7"""
        decision = self.propose(office)
        with pytest.raises(PersonFiguresNotDecided):
            self.look(office)
        assert self.say(office, decision, PersonFigureAnswer.APPROVE) is PersonFigureState.LIVE
        assert self.look(office) == "bo"
        with pytest.raises(NotFound):
            self.look(office, login="nobody")

    def test_stay_closed_to_everybody_else_even_to_those_who_decided(self, office: Story) -> None:
        self.say(office, self.propose(office), PersonFigureAnswer.APPROVE)
        for actor in (MARTA, MILO, BO):
            with pytest.raises(PersonFiguresNotDecided):
                self.look(office, by=actor)

    @pytest.mark.parametrize("answer", [PersonFigureAnswer.APPROVE, PersonFigureAnswer.REFUSE])
    def test_nobody_is_their_own_second_person(self, office: Story, answer: PersonFigureAnswer) -> None:
        """R3.6"""
        decision = self.propose(office)
        with pytest.raises(PersonFiguresNeedSecond):
            self.say(office, decision, answer, by=MARTA)
        for nobody in (Actor("host:root", "root"), OLGA):
            with pytest.raises(NotPermitted):
                self.say(office, decision, answer, by=nobody)

    def test_close_again_when_the_time_is_over(self, office: Story) -> None:
        self.say(office, self.propose(office, days=2), PersonFigureAnswer.APPROVE)
        office.clock.move_to(office.clock.now() + 3 * DAY)
        with pytest.raises(PersonFiguresNotDecided):
            self.look(office)

    def test_close_again_when_it_is_taken_back(self, office: Story) -> None:
        decision = self.propose(office)
        with pytest.raises(PersonFiguresDecided):
            self.say(office, decision, PersonFigureAnswer.END)
        self.say(office, decision, PersonFigureAnswer.APPROVE)
        assert self.say(office, decision, PersonFigureAnswer.END, by=MARTA) is PersonFigureState.ENDED
        with pytest.raises(PersonFiguresNotDecided):
            self.look(office)
        with pytest.raises(PersonFiguresDecided):
            self.say(office, decision, PersonFigureAnswer.APPROVE)

    def test_each_look_is_in_the_record_with_whom_it_was_at(self, office: Story) -> None:
        decision = self.propose(office)
        self.say(office, decision, PersonFigureAnswer.APPROVE)
        self.look(office)
        found = find_entries(
            RecordFilters(kind="person_figures."), reader=OLGA, before=None, limit=9, reads=office.reads
        )
        kinds = [entry.kind for entry in found.entries]
        assert kinds == ["person_figures.read", "person_figures.approved", "person_figures.proposed"]
        assert found.entries[0].subjects == {"decision": decision, "person": "person:bo"}
        assert found.entries[-1].texts["purpose"] == "See who has too much to do"

    @pytest.mark.parametrize("days", [-1, 0, 366])
    def test_nobody_may_look_for_ever(self, office: Story, days: int) -> None:
        with pytest.raises(InvalidInput):
            self.propose(office, days=days)

    def test_an_audience_has_names(self, office: Story) -> None:
        with pytest.raises(NotFound):
            self.propose(office, audience=("nobody",))
