"""What is owed beyond requests, on both databases: it comes back as it was, and no second person is raced (R2)."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from orchestrator.domain.catalog_narrowing import (
    CatalogChange,
    CatalogChangeIsOver,
    CatalogChangeNeedsTwo,
    CatalogChangeState,
    Touched,
)
from orchestrator.domain.classrooms import Classroom, RolloutMode, SeatTarget
from orchestrator.domain.contests import ContestState, ContestSubject
from orchestrator.domain.delay_notes import DelayNote
from orchestrator.domain.people import Actor, Person, Role
from orchestrator.domain.wishes import Wish, WishAnswer, WishState
from orchestrator.services.requests import Ask, SubmitRequests, submit_requests
from tests.services.court import MARTA, PETER, SAM, Court
from tests.services.owed_cast import approve, bring, entries, offered, refuse, without_installers
from tests.services.story import ADA, furnished
from tests.store.databases import Database
from tests.store.together import at_once
from tests.store.values import NOON, furnish
from tests.unit.domain.examples import ask, item

MAX = Actor("person:max", "Max")
WISH = Wish(
    id="w1",
    classroom_id="b204",
    requester_id="person:ada",
    entered_by="person:tim",
    title="Stellarium",
    purpose="Night sky",
    url="",
    target=SeatTarget.PODIUM,
    needed_by=NOON + timedelta(days=9),
    created_at=NOON,
    answer_by=NOON + timedelta(days=5),
)
CHANGE = CatalogChange(
    id="c1",
    files={"editor.yml": "id: editor\n", "a.yml": "{{ x }}"},
    digest="d" * 64,
    base="b" * 64,
    former=(item("editor", "5.0", "6.0", requires=["runtime"]), item("zip")),
    touched=Touched(("editor",), ("b204",), ("r1",)),
    reason="'; DROP TABLE cs_wishes; --",
    by="person:marta",
    at=NOON,
)


@pytest.fixture
def furnished_rooms(database: Database) -> Database:
    furnish(database)
    with database.transactions() as uow:
        uow.requests.add(replace(ask("r1", "editor"), classroom_id="b204"))
        uow.commit()
    return database


@pytest.fixture
def court(database: Database) -> Court:
    """A room with people who rule, a second manager, and a catalog that files can say."""
    story = furnished(database, machines=1)
    without_installers(story)
    court = Court(story)
    with story.transactions() as uow:
        uow.accounts.add(Person(MAX.id, "max", MAX.name, "", "en", story.clock.now()))
        uow.people.remember(MAX)
        uow.commit()
    court.give(MAX, Role.MANAGER)
    court.give(SAM, Role.MANAGER)
    return court


def proposed(court: Court) -> str:
    """Marta proposes that the editor goes, for which somebody has asked."""
    kept = [one for one in offered(court.story).values() if one.id not in {"editor", "rival"}]
    done = bring(court.story, kept, "Its maker has ended its support.", MARTA)
    assert done.proposed is not None
    return done.proposed.id


def state_of(court: Court, change_id: str) -> CatalogChangeState:
    with court.story.reads() as uow:
        change = uow.catalog_changes.get(change_id)
    assert change is not None
    return change.state


def test_wishes_answers_and_notes_come_back_as_they_were(furnished_rooms: Database) -> None:
    answers = [WishAnswer(f"a{n}", "w1", "person:tim", NOON + timedelta(hours=n), "We look.") for n in range(3)]
    note = DelayNote("n1", "r1", "The maker is late.", NOON + timedelta(days=9), "person:tim", NOON)
    linked = replace(
        WISH,
        state=WishState.LINKED,
        linked_request_id="r1",
        linked_at=NOON,
        linked_by="person:tim",
        confirm_until=NOON + timedelta(days=14),
        answered_at=NOON,
        rose_at=NOON,
        ended_at=NOON,
    )
    with furnished_rooms.transactions() as uow:
        uow.wishes.add(WISH)
        for answer in answers:
            uow.wishes.answer(answer)
        uow.delay_notes.add(note)
        uow.commit()
    with furnished_rooms.reads() as uow:
        assert uow.wishes.get("w1") == WISH
        assert list(uow.wishes.open("b204")) == list(uow.wishes.open()) == [WISH]
        assert list(uow.wishes.answers(["w1"])) == answers
        assert list(uow.delay_notes.of_requests(["r1"])) == [note]
    with furnished_rooms.transactions() as uow:
        uow.wishes.update(linked)
        uow.commit()
    with furnished_rooms.reads() as uow:
        assert (uow.wishes.get("w1"), list(uow.wishes.open())) == (linked, [])
        assert uow.wishes.linked_to(["r1", "r2"]) == {"r1": linked}
        last = linked.confirm_until
        assert last is not None
        for room, found in (("b204", [linked]), (None, [linked]), ("c101", [])):
            assert list(uow.wishes.awaiting_yes(last - timedelta(seconds=1), room)) == found
        assert list(uow.wishes.awaiting_yes(last)) == []
    with furnished_rooms.transactions() as uow:
        uow.wishes.update(linked.confirmed(NOON))
        uow.commit()
    with furnished_rooms.reads() as uow:
        assert list(uow.wishes.awaiting_yes(NOON)) == []


def test_a_catalog_change_comes_back_as_it_was(furnished_rooms: Database) -> None:
    ended = replace(
        CHANGE,
        state=CatalogChangeState.OVERTURNED,
        decided_by="person:max",
        decided_at=NOON,
        ended_by="worker",
        ended_at=NOON + timedelta(days=1),
    )
    with furnished_rooms.transactions() as uow:
        uow.catalog_changes.add(CHANGE)
        assert uow.catalog_changes.seen("c1") == uow.catalog_changes.get("c1") == CHANGE
        uow.catalog_changes.update(ended)
        uow.commit()
    with furnished_rooms.reads() as uow:
        assert uow.catalog_changes.get("c1") == ended
        assert uow.catalog_changes.seen("nothing") is None
        assert list(uow.catalog_changes.page(state=CatalogChangeState.OVERTURNED, after=None, limit=9)) == [ended]
        assert list(uow.catalog_changes.page(state=None, after="c1", limit=9)) == []


def test_of_several_who_decide_on_a_narrowing_at_once_one_counts(court: Court) -> None:
    """R2: two persons; the one who proposed it is none, on however many sessions."""
    court.story.ask("editor")
    change_id = proposed(court)
    given = at_once(
        partial(approve, court.story, change_id, MAX),
        partial(approve, court.story, change_id, MAX),
        partial(approve, court.story, change_id, SAM),
        partial(refuse, court.story, change_id, SAM),
        partial(approve, court.story, change_id, MARTA),
    )
    refusals = [type(one) for one in given if isinstance(one, Exception)]
    assert len(refusals) == 4
    assert set(refusals) <= {CatalogChangeIsOver, CatalogChangeNeedsTwo}
    applied = state_of(court, change_id) is CatalogChangeState.APPLIED
    assert ("editor" not in offered(court.story)) is applied
    assert entries(court.story).count("catalog.narrowed") == entries(court.story).count("request.narrowed") == applied


def test_whoever_asks_while_it_is_approved_is_told_or_asked_in_vain(court: Court) -> None:
    """R2: nobody slips through between: what is touched is known when it is approved."""
    story = court.story
    story.ask("editor")
    change_id = proposed(court)
    given = at_once(partial(approve, story, change_id, MAX), partial(story.ask, "editor", actor=PETER))
    assert sum(isinstance(one, Exception) for one in given) == 1
    assert ("editor" in offered(story)) is (state_of(court, change_id) is CatalogChangeState.PROPOSED)


def test_of_two_rulings_from_two_rooms_on_one_change_one_undoes_it(court: Court) -> None:
    """R4.1: what several rooms contest comes back once, and no two wait for each other."""
    story = court.story
    with story.transactions() as uow:
        uow.classrooms.put(Classroom("other", "A-100", "A", "Europe/Berlin", RolloutMode.AUTOMATIC))
        uow.commit()
    here = story.ask("editor").requests[0].request.id
    there = submit_requests(
        SubmitRequests("A-100", (Ask("editor"),)),
        actor=ADA,
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
    )
    change_id = proposed(court)
    approve(story, change_id, MAX)
    contests = [
        court.contest(change_id, request_id, subject=ContestSubject.CATALOG_CHANGE)
        for request_id in (here, there.requests[0].request.id)
    ]
    given = at_once(*(partial(court.rule, contest_id, PETER) for contest_id in contests))
    assert sum(isinstance(one, Exception) for one in given) == 1
    assert state_of(court, change_id) is CatalogChangeState.OVERTURNED
    assert {court.state(contest_id) for contest_id in contests} == {ContestState.OVERTURNED, ContestState.MOOT}
    assert entries(story).count("catalog.restored") == 1
    assert "editor" in offered(story)
