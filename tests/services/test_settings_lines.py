"""A line about settings and add-ons: asked for with the software, seen to by hand, open until it is answered (R2)."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from orchestrator.domain.catalog import CatalogItem, DetectionRule, Provider
from orchestrator.domain.clock import OwedRank
from orchestrator.domain.errors import NotFound, Refusal
from orchestrator.domain.figures import Figure, FigureName
from orchestrator.domain.hand_work import (
    NotByHand,
    NothingToAnswer,
    NotYoursToAnswer,
    SettingsLineChanged,
    TickAnswer,
    TickedByRequester,
)
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.requests import NotTheRequester, RequestIsOver
from orchestrator.domain.standing import StandingCode
from orchestrator.domain.waiting import WaitingOwner
from orchestrator.services.figures import read_figures
from orchestrator.services.hand_work import TickWork, tick_work
from orchestrator.services.notices import list_notices
from orchestrator.services.record_redact import redact
from orchestrator.services.requests import Ask, Submitted
from tests.services.owed_cast import answer_work, entry_of, erase_ada, hire_staff, say_line, state_work
from tests.services.story import ADA, BO, TECHNICIAN, Story

WITH_LINE = Ask("editor", settings_line="with spell check")
PORT = CatalogItem("port", "Open port 8080", "Campus IT", Provider.MANUAL, DetectionRule())


@pytest.fixture
def asked(story: Story) -> tuple[Story, str]:
    """Ada has asked for an editor with a line, and it is on all seats."""
    hire_staff(story)
    request = id_of(story.ask(WITH_LINE))
    story.work()
    return story, request


def id_of(submitted: Submitted) -> str:
    return submitted.requests[0].request.id


def figures(story: Story) -> dict[FigureName, Figure]:
    return {figure.name: figure for figure in read_figures(reads=story.reads, clock=story.clock).figures}


def told(story: Story, kind: NoticeKind) -> int:
    return [view.notice.kind for view in list_notices(ADA.id, reads=story.reads)].count(kind)


def entries(story: Story, kind: str = "line.") -> list[str]:
    rows = story.database.sql("SELECT body FROM cs_audit_entries ORDER BY entry_index")
    return [entry["kind"] for entry in (json.loads(row[0]) for row in rows) if entry["kind"].startswith(kind)]


def test_software_on_all_seats_stays_owed_until_its_line_is_answered(asked: tuple[Story, str]) -> None:
    """R2: with its clock running, and whose turn it is."""
    story, request = asked
    assert story.standing(request).code is StandingCode.LINE_OPEN
    needed_by = entry_of(story, request).clock.needed_by  # type: ignore[union-attr]
    story.clock.move_to(needed_by + timedelta(minutes=1))
    entry = entry_of(story, request)
    assert entry is not None
    assert (entry.rank, entry.owner) == (OwedRank.LATE, WaitingOwner.IT)
    assert told(story, NoticeKind.SIGN_OFF_ASKED) == 0
    state_work(story, request)
    entry = entry_of(story, request)
    assert entry is not None
    assert (entry.rank, entry.owner) == (OwedRank.LATE, WaitingOwner.REQUESTER)
    assert told(story, NoticeKind.LINE_STATED) == 1
    answer_work(story, request, works=False)
    assert story.standing(request).code is StandingCode.LINE_OPEN
    state_work(story, request)
    assert answer_work(story, request, works=True).standing.as_asked
    assert entry_of(story, request) is None
    assert entries(story) == ["line.stated", "line.denied", "line.stated", "line.confirmed"]


def test_silence_is_a_yes_here_too(asked: tuple[Story, str]) -> None:
    """R2: 10 working days of silence."""
    story, request = asked
    tick = state_work(story, request).ticks[0]
    story.wait_until(tick.confirm_until)
    assert story.standing(request).as_asked
    assert entries(story) == ["line.stated", "line.silent_yes"]
    assert figures_kept(story, request)


def figures_kept(story: Story, request: str) -> bool:
    with story.reads() as uow:
        return request in uow.milestones.of_requests([request])


def test_a_line_that_is_answered_before_the_software_is_there_grants_nothing(story: Story) -> None:
    """R2: both are needed."""
    request = id_of(story.ask(WITH_LINE))
    state_work(story, request)
    answer_work(story, request, works=True)
    assert story.standing(request).code is StandingCode.OWED
    assert entry_of(story, request) is not None
    assert not figures_kept(story, request)
    story.work()
    assert story.standing(request).as_asked


def test_other_words_open_it_again_and_without_words_there_is_nothing_to_answer(asked: tuple[Story, str]) -> None:
    """R1.10, R2: whoever asked changes what is asked for."""
    story, request = asked
    first = state_work(story, request).request.settings_line
    answer_work(story, request, works=True)
    assert say_line(story, request, "with spell check").request.settings_line == first, "the same words change nothing"
    changed = say_line(story, request, "with spell check and a dark theme")
    assert (changed.standing.code, changed.standing.as_asked) == (StandingCode.LINE_OPEN, False)
    with pytest.raises(NothingToAnswer):
        answer_work(story, request, works=True)
    with pytest.raises(SettingsLineChanged):
        tick_work(
            TickWork(request, "Done.", first.id if first else None),
            actor=TECHNICIAN,
            transactions=story.transactions,
            clock=story.clock,
            new_id=story.tools.new_id,
        )
    stated = state_work(story, request)
    assert [tick.answer for tick in stated.ticks] == [TickAnswer.CONFIRMED, TickAnswer.UNANSWERED]
    dropped = say_line(story, request, None)
    assert (dropped.standing.code, dropped.standing.as_asked) == (StandingCode.READY, True)
    with pytest.raises(NotByHand):
        state_work(story, request)
    story.wait_until(stated.ticks[-1].confirm_until)
    assert entries(story) == ["line.stated", "line.confirmed", "line.changed", "line.stated", "line.dropped"]


def test_a_line_may_be_added_later_and_is_owed_from_then_on(story: Story) -> None:
    request = id_of(story.ask("editor"))
    story.work()
    assert figures_kept(story, request)
    assert say_line(story, request, "with spell check").standing.code is StandingCode.LINE_OPEN
    assert entry_of(story, request) is not None


@pytest.mark.parametrize(
    ("refusal", "attempt"),
    [
        (NotTheRequester, lambda s, r: say_line(s, r, None, TECHNICIAN)),
        (NotTheRequester, lambda s, r: say_line(s, r, "with nothing", BO)),
        (NotFound, lambda s, _: say_line(s, "none", None)),
        (TickedByRequester, lambda s, r: state_work(s, r, ADA)),
        (NotYoursToAnswer, lambda s, r: (state_work(s, r), answer_work(s, r, TECHNICIAN, works=True))),
        (NothingToAnswer, lambda s, r: answer_work(s, r, works=True)),
        (NotByHand, lambda s, _: state_work(s, id_of(s.ask("browser")))),
    ],
)
def test_nobody_else_changes_or_answers_it(
    asked: tuple[Story, str], refusal: type[Refusal], attempt: Callable[[Story, str], object]
) -> None:
    """R1.10, R2"""
    story, request = asked
    with pytest.raises(refusal):
        attempt(story, request)
    assert story.standing(request).line in {StandingCode.OWED_BY_HAND, StandingCode.STATED}


def test_one_that_was_typed_in_on_behalf_is_changed_by_the_requester_and_stated_by_a_third_person(
    story: Story,
) -> None:
    """R1.10"""
    request = id_of(story.ask(WITH_LINE, actor=TECHNICIAN, requester=ADA))
    with pytest.raises(NotTheRequester):
        say_line(story, request, None, TECHNICIAN)
    with pytest.raises(TickedByRequester):
        state_work(story, request, TECHNICIAN)
    state_work(story, request, BO)
    assert say_line(story, request, None, ADA).request.settings_line is None


def test_of_what_is_over_nothing_is_changed(story: Story) -> None:
    taken_back, over = story.ask(WITH_LINE), story.ask("browser", until=story.clock.now() + timedelta(days=40))
    story.withdraw(taken_back)
    story.clock.move_to(story.clock.now() + timedelta(days=41))
    for asked in (taken_back, over):
        with pytest.raises(RequestIsOver):
            say_line(story, id_of(asked), "with nothing")
        assert story.view(asked).standing.line is None


def test_of_work_by_hand_the_line_is_a_part(story: Story) -> None:
    """R2: one statement for all of it, by who has read the line."""
    story.offer(PORT)
    request = id_of(story.ask(Ask("port", settings_line="for UDP, too")))
    with pytest.raises(SettingsLineChanged):
        tick_work(
            TickWork(request, "Rule 4711"),
            actor=TECHNICIAN,
            transactions=story.transactions,
            clock=story.clock,
            new_id=story.tools.new_id,
        )
    assert state_work(story, request).standing.code is StandingCode.STATED
    assert answer_work(story, request, works=True).standing.code is StandingCode.STATED_DONE
    assert say_line(story, request, "for UDP and SCTP").standing.code is StandingCode.OWED_BY_HAND
    assert entries(story, "work.") == ["work.ticked", "work.confirmed"]


def test_late_and_unanswered_it_is_in_the_lead_figure_as_not_ready(asked: tuple[Story, str]) -> None:
    """R2, R4.6: and what is answered afterwards does not take it out of there."""
    story, request = asked
    story.clock.move_to(story.clock.now() + timedelta(days=30))
    counted = figures(story)
    assert (counted[FigureName.NOT_READY].value, counted[FigureName.READY_IN_TIME].of) == (1, 1)
    state_work(story, request)
    assert figures(story)[FigureName.NOT_READY].value == 1
    answer_work(story, request, works=True)
    counted = figures(story)
    assert (counted[FigureName.READY_LATER].value, counted[FigureName.READY_IN_TIME].of) == (1, 1)
    assert counted[FigureName.STATED_BY_HAND].of == 0


def test_answered_in_time_it_is_reported_apart_like_work_by_hand(asked: tuple[Story, str]) -> None:
    """R2: stated, never verified."""
    story, request = asked
    state_work(story, request)
    answer_work(story, request, works=True)
    story.clock.move_to(story.clock.now() + timedelta(days=30))
    counted = figures(story)
    assert (counted[FigureName.STATED_BY_HAND].value, counted[FigureName.STATED_BY_HAND].of) == (1, 1)
    assert counted[FigureName.READY_IN_TIME].of == 0


def line_words(story: Story) -> list[str]:
    beside = story.database.sql("SELECT text FROM cs_audit_texts WHERE field = 'settings_line'")
    return [str(row[0]) for row in (*story.database.sql("SELECT words FROM cs_settings_lines"), *beside)]


def test_erasing_the_text_beside_its_entry_erases_the_words_everywhere_and_it_stays_open(
    asked: tuple[Story, str],
) -> None:
    """R4.7"""
    story, request = asked
    assert line_words(story) == ["with spell check"] * 2
    redact(0, ["settings_line"], "A name.", actor=TECHNICIAN, transactions=story.transactions, clock=story.clock)
    assert line_words(story) == [""]
    assert story.standing(request).code is StandingCode.LINE_OPEN


def test_erasing_a_person_erases_the_lines_that_they_wrote(asked: tuple[Story, str]) -> None:
    """R4.7"""
    story, request = asked
    say_line(story, request, "for my talk")
    erase_ada(story)
    assert set(line_words(story)) == {""}
