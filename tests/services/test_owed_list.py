"""The owed list: late first, each with its why, its owner, and whatever was decided and said about it (R2, R4.5)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from orchestrator.domain.classrooms import RolloutMode
from orchestrator.domain.clock import OwedRank
from orchestrator.domain.delay_notes import ExpectedInThePast
from orchestrator.domain.errors import NotFound
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.holds import Hold, HoldScope
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.observations import ScanFailureCause
from orchestrator.domain.overrides import Confirmation, Override, OverrideKind, OverrideScope
from orchestrator.domain.requests import RequestIsOver
from orchestrator.domain.safeguards import Aim, Safeguard, SafeguardKind
from orchestrator.domain.standing import StandingCode
from orchestrator.domain.waiting import WaitingOwner
from orchestrator.services.delay_notes import delay_notes_of
from orchestrator.services.owed_list import OwedEntry, OwedFilter, owed_one
from orchestrator.services.requests import Submitted
from orchestrator.services.sign_offs import sign_off
from tests.services.owed_cast import calling, entry_of, hire_staff, note, owed, told, wish_for
from tests.services.story import ADA, BO, ROOM, TECHNICIAN, Story


@pytest.fixture
def waiting(story: Story) -> Story:
    """A room whose rollouts a technician starts, and nobody does."""
    hire_staff(story)
    story.make(RolloutMode.BY_TECHNICIAN)
    return story


def id_of(asked: Submitted) -> str:
    return asked.requests[0].request.id


def entry(story: Story, asked: Submitted) -> OwedEntry:
    found = entry_of(story, id_of(asked))
    assert found is not None
    return found


def overridden(
    story: Story, asked: Submitted, *, days: int, category: Category = Category.OTHER, **more: object
) -> Override:
    """An override from now on, as it would be stored."""
    now = story.clock.now()
    override = Override(
        id=story.tools.new_id(),
        kind=OverrideKind.DECLINE,
        scope=OverrideScope.REQUEST,
        category=category,
        classroom_id="room",
        item_id=asked.requests[0].request.item_id,
        request_ids=(id_of(asked),),
        evidence=Evidence(words="words"),
        explanation="Because.",
        by=TECHNICIAN.id,
        created_at=now,
        starts_at=now,
        expires_at=now + timedelta(days=days),
    )
    override = replace(override, **more)  # type: ignore[arg-type]
    with story.transactions() as uow:
        uow.overrides.add(override)
        uow.commit()
    return override


def test_the_late_ones_come_first_then_those_at_risk_then_by_deadline(waiting: Story) -> None:
    """R2"""
    now = waiting.clock.moment
    far = waiting.ask("editor", needed_by=now + timedelta(days=60))
    near = waiting.ask("browser", needed_by=now + timedelta(days=30))
    soon = waiting.ask("pinned", needed_by=now + timedelta(days=5))
    first = waiting.ask("zip", needed_by=now + timedelta(days=1))
    waiting.clock.move_to(now + timedelta(days=3, hours=1))
    found = owed(waiting)
    assert [e.id for e in found.entries] == [id_of(first), id_of(soon), id_of(near), id_of(far)]
    assert [e.rank for e in found.entries] == [OwedRank.LATE, OwedRank.AT_RISK, OwedRank.IN_TIME, OwedRank.IN_TIME]
    assert (found.counts.late, found.counts.at_risk, found.counts.in_time) == (1, 1, 2)
    assert {e.request.standing.code for e in found.entries if e.request} == {StandingCode.OWED_BY_TECHNICIAN}
    assert found.entries[0].in_charge == ("Tia",)


def test_pages_follow_each_other_without_a_gap(waiting: Story) -> None:
    waiting.ask("editor", "browser", "zip")
    wish_for(waiting)
    every = owed(waiting).entries
    one_by_one: list[OwedEntry] = []
    while page := owed(waiting, after=one_by_one[-1].place if one_by_one else None, limit=1).entries:
        one_by_one += page
    assert [e.id for e in one_by_one] == [e.id for e in every]
    assert len(every) == 4


def test_what_is_there_as_asked_is_owed_no_more(story: Story) -> None:
    asked = story.ask("browser")
    assert owed_one(id_of(asked), reads=story.reads, clock=story.clock) is not None
    story.work()
    assert owed(story).entries == ()
    assert owed_one(id_of(asked), reads=story.reads, clock=story.clock) is None
    with pytest.raises(NotFound):
        owed_one("nothing", reads=story.reads, clock=story.clock)


def test_what_does_not_work_stays_owed_although_a_scan_says_ready(story: Story) -> None:
    """The requester's word counts: nothing of it is granted until they say otherwise (R2)."""
    asked = story.ask("browser")
    story.work()
    ports = {"actor": ADA, "transactions": story.transactions, "clock": story.clock}
    sign_off(id_of(asked), works=False, words="It closes at once.", **ports)  # type: ignore[arg-type]
    found = entry(story, asked)
    assert found.request is not None
    assert (found.request.standing.code, found.does_not_work, found.owner) == (
        StandingCode.READY,
        True,
        WaitingOwner.IT,
    )
    story.clock.move_to(asked.requests[0].request.needed_by + timedelta(minutes=1))
    assert entry(story, asked).rank is OwedRank.LATE
    sign_off(id_of(asked), works=True, words="", **ports)  # type: ignore[arg-type]
    assert entry_of(story, id_of(asked)) is None


def test_each_filter_takes_what_fits(waiting: Story) -> None:
    mine, others = waiting.ask("browser"), waiting.ask("editor", actor=BO)
    with waiting.transactions() as uow:
        uow.classrooms.put(replace(waiting.room(), department="Physics"))
        uow.commit()
    for filters, found in (
        (OwedFilter(classroom=ROOM), {id_of(mine), id_of(others)}),
        (OwedFilter(building="b"), {id_of(mine), id_of(others)}),
        (OwedFilter(building="Annex"), set()),
        (OwedFilter(department="physics"), {id_of(mine), id_of(others)}),
        (OwedFilter(department="Chemistry"), set()),
        (OwedFilter(person_id=BO.id), {id_of(others)}),
        (OwedFilter(mine=calling(waiting, ADA)), {id_of(mine)}),
        (OwedFilter(mine=calling(waiting, TECHNICIAN)), {id_of(mine), id_of(others)}),
    ):
        assert {e.id for e in owed(waiting, filters).entries} == found, filters
    with pytest.raises(NotFound):
        owed(waiting, OwedFilter(classroom="Z-1"))


class TestTheClock:
    def test_runs_in_a_dispute_of_opinion(self, waiting: Story) -> None:
        """The one rule behind all: time runs for the instructor."""
        asked = waiting.ask("browser")
        overridden(waiting, asked, days=40)
        waiting.clock.move_to(asked.requests[0].request.needed_by + timedelta(minutes=1))
        found = entry(waiting, asked)
        assert (found.rank, found.clock.stood_still) == (OwedRank.LATE, timedelta())
        assert found.request is not None
        assert found.request.standing.code is StandingCode.OVERRIDDEN
        assert [o.by for o in found.overrides] == [TECHNICIAN.id]
        assert found.withheld_days > 1

    def test_stands_still_in_a_dispute_of_security_until_it_is_over(self, waiting: Story) -> None:
        """The one rule behind all: time stands still in disputes of security, licence and law (R3.2)."""
        asked = waiting.ask("browser")
        needed_by = asked.requests[0].request.needed_by
        confirmed = {"confirmation": Confirmation.CONFIRMED}
        override = overridden(waiting, asked, days=20, category=Category.SECURITY, **confirmed)
        waiting.clock.move_to(needed_by + timedelta(days=1))
        found = entry(waiting, asked)
        assert (found.rank, found.clock.stands_still) == (OwedRank.IN_TIME, True)
        waiting.clock.move_to(needed_by + timedelta(days=20, hours=1))
        over = entry(waiting, asked)
        assert not over.clock.stands_still
        assert over.clock.deadline == needed_by + (override.expires_at - override.starts_at)

    def test_stands_still_while_a_safeguard_refuses(self, waiting: Story) -> None:
        """The one rule behind all."""
        asked = waiting.ask("browser")
        block(waiting, "browser")
        waiting.clock.move_to(asked.requests[0].request.needed_by + timedelta(days=1))
        found = entry(waiting, asked)
        assert (found.rank, found.clock.stands_still) == (OwedRank.IN_TIME, True)
        assert found.request is not None
        assert found.request.standing.code is StandingCode.SAFEGUARDED

    def test_runs_while_somebody_holds_it(self, waiting: Story) -> None:
        asked = waiting.ask("browser", needed_by=waiting.clock.moment + timedelta(hours=9))
        now = waiting.clock.now()
        hold = Hold("h1", HoldScope.REQUEST, "room", (id_of(asked),), "Wait.", TECHNICIAN.id, now, now + timedelta(3))
        with waiting.transactions() as uow:
            uow.holds.add(hold)
            uow.commit()
        waiting.clock.move_to(now + timedelta(hours=10))
        assert (entry(waiting, asked).rank, entry(waiting, asked).owner) == (OwedRank.LATE, WaitingOwner.IT)

    def test_tells_short_notice_apart_and_accepts_it(self, waiting: Story) -> None:
        """R4.5: earlier needed-by is accepted, tried, marked, reported apart."""
        short = waiting.ask("browser", needed_by=waiting.clock.moment + timedelta(days=1))
        usual = waiting.ask("editor")
        to_be_packaged = waiting.ask("unpackaged", needed_by=waiting.clock.moment + timedelta(days=10))
        flags = {e.id: e.clock.short_notice for e in owed(waiting).entries}
        assert flags == {id_of(short): True, id_of(usual): False, id_of(to_be_packaged): True}
        assert owed(waiting).counts.short_notice == 2


def block(story: Story, item_id: str) -> None:
    """A safeguard keeps an item from the whole site for half a year."""
    now = story.clock.now()
    guard = Safeguard(
        id=story.tools.new_id(),
        kind=SafeguardKind.BLOCK,
        category=Category.SECURITY,
        aim=Aim(item_id=item_id),
        title="No",
        explanation="A hole.",
        evidence=Evidence(),
        owner="person:sam",
        review_at=now + timedelta(days=90),
        by="person:sam",
        created_at=now,
        expires_at=now + timedelta(days=180),
    )
    with story.transactions() as uow:
        uow.safeguards.add(guard)
        uow.commit()


class TestTheOwnerOfTheWaiting:
    """R4.5: every waiting day has one owner."""

    def test_is_packaging_where_the_catalog_has_nothing_to_deliver(self, waiting: Story) -> None:
        assert entry(waiting, waiting.ask("unpackaged")).owner is WaitingOwner.PACKAGING

    def test_is_the_machine_where_all_that_lack_it_are_off(self, waiting: Story) -> None:
        asked = waiting.ask("browser")
        waiting.world.machines["m3"].fault = ScanFailureCause.TIMED_OUT
        assert entry(waiting, asked).owner is WaitingOwner.IT
        waiting.start()
        waiting.work()
        assert entry(waiting, asked).owner is WaitingOwner.MACHINE

    @pytest.mark.parametrize(
        ("more", "owner"),
        [
            ({"category": Category.LICENCE}, WaitingOwner.LICENCE),
            ({"category": Category.FREEZE}, WaitingOwner.WINDOW),
            ({"kind": OverrideKind.SUBSTITUTE, "substitute_item": "editor"}, WaitingOwner.REQUESTER),
            ({}, WaitingOwner.IT),
        ],
    )
    def test_follows_from_the_override(self, waiting: Story, more: dict[str, object], owner: WaitingOwner) -> None:
        asked = waiting.ask("browser")
        overridden(waiting, asked, days=3, **more)  # type: ignore[arg-type]
        assert entry(waiting, asked).owner is owner

    def test_each_day_has_one_as_it_was_then(self, waiting: Story) -> None:
        asked = waiting.ask("browser")
        waiting.clock.move_to(waiting.clock.moment + timedelta(days=2))
        overridden(waiting, asked, days=3, category=Category.LICENCE)
        waiting.clock.move_to(waiting.clock.moment + timedelta(days=5))
        found = entry(waiting, asked)
        assert found.days == {WaitingOwner.IT: 5, WaitingOwner.LICENCE: 3}
        assert found.withheld_days == 4


class TestADelayNote:
    def test_tells_the_requester_and_stops_no_clock(self, waiting: Story) -> None:
        """R4.5: a delay note is honest and stops no clock."""
        asked = waiting.ask("browser")
        request = asked.requests[0].request
        written = note(waiting, request.id, request.needed_by + timedelta(days=9))
        assert told(waiting, ADA) == [NoticeKind.DELAY_NOTED]
        waiting.clock.move_to(request.needed_by + timedelta(minutes=1))
        found = entry(waiting, asked)
        assert (found.rank, found.note) == (OwedRank.LATE, written)
        assert delay_notes_of(request.id, reads=waiting.reads) == (written,)

    def test_says_something_about_what_is_open_and_to_come(self, waiting: Story) -> None:
        asked = waiting.ask("browser")
        with pytest.raises(ExpectedInThePast):
            note(waiting, id_of(asked), waiting.clock.moment - timedelta(days=1))
        waiting.withdraw(asked)
        with pytest.raises(RequestIsOver):
            note(waiting, id_of(asked), waiting.clock.moment + timedelta(days=1))
        for look in (
            lambda: note(waiting, "nothing", waiting.clock.moment),
            lambda: delay_notes_of("x", reads=waiting.reads),
        ):
            with pytest.raises(NotFound):
                look()


@contextmanager
def counted(story: Story) -> Iterator[list[str]]:
    """The statements that reading takes meanwhile."""
    seen: list[str] = []

    def listen(_c: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(story.database.engines.read, "before_cursor_execute", listen)
    yield seen
    event.remove(story.database.engines.read, "before_cursor_execute", listen)


def test_a_room_takes_as_many_statements_for_one_request_as_for_many(waiting: Story) -> None:
    waiting.ask("browser")
    with counted(waiting) as for_one:
        owed(waiting)
    for actor in (ADA, BO):
        waiting.ask("editor", "zip", "pinned", "vcredist", actor=actor)
    with counted(waiting) as for_many:
        assert len(owed(waiting).entries) == 9
    assert len(for_many) == len(for_one) < 50
