"""Work by hand that somebody has done otherwise than asked, and says why (R2): without a yes it stays owed."""

import json
from collections.abc import Callable

import pytest

from orchestrator.domain.catalog import CatalogItem, DetectionRule, Provider
from orchestrator.domain.hand_work import TickAnswer, TickStands
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.standing import StandingCode
from orchestrator.domain.waiting import WaitingOwner
from orchestrator.services.notices import list_notices
from orchestrator.services.record_redact import redact
from orchestrator.services.request_reading import get_request
from orchestrator.services.request_views import RequestView
from orchestrator.services.requests import Ask
from tests.services.owed_cast import answer_work, entry_of, erase_ada, hire_staff, state_work
from tests.services.story import ADA, TECHNICIAN, Story

WHY, INSTEAD = "The licence forbids uBlock.", "uBlock Lite is there."
PORT = CatalogItem("port", "Open port 8080", "Campus IT", Provider.MANUAL, DetectionRule())


@pytest.fixture
def asked(story: Story) -> tuple[Story, str]:
    """Ada has asked for an editor with a line, and it is on all seats."""
    hire_staff(story)
    request = story.ask(Ask("editor", settings_line="with uBlock")).requests[0].request.id
    story.work()
    return story, request


def state_otherwise(story: Story, request_id: str) -> RequestView:
    return state_work(story, request_id, evidence=INSTEAD, why=WHY)


def told(story: Story) -> list[NoticeKind]:
    return [view.notice.kind for view in list_notices(ADA.id, reads=story.reads)]


def entries(story: Story, *kinds: str) -> list[tuple[int, str]]:
    rows = story.database.sql("SELECT entry_index, body FROM cs_audit_entries ORDER BY entry_index")
    told = [(int(index), str(json.loads(body)["kind"])) for index, body in rows]
    return [(index, kind) for index, kind in told if kind.startswith(kinds)]


def kinds(story: Story, *beginnings: str) -> list[str]:
    return [kind for _, kind in entries(story, *beginnings)]


def texts(story: Story) -> set[str]:
    beside = story.database.sql("SELECT text FROM cs_audit_texts")
    kept = story.database.sql("SELECT evidence, why, answer_words FROM cs_ticks")
    return {str(text) for row in (*beside, *kept) for text in row if text}


def redact_entries(story: Story) -> None:
    for index, _ in entries(story, "line."):
        redact(index, [], "A name.", actor=TECHNICIAN, transactions=story.transactions, clock=story.clock)


def seen(story: Story, request_id: str) -> RequestView:
    return get_request(request_id, reads=story.reads, clock=story.clock)


def test_it_is_said_with_its_why_and_stays_owed_until_whoever_asked_takes_it(asked: tuple[Story, str]) -> None:
    """R2: it takes the requester's yes."""
    story, request = asked
    view = state_otherwise(story, request)
    assert (view.standing.code, view.ticks[0].as_asked, view.ticks[0].why) == (StandingCode.LINE_STATED, False, WHY)
    entry = entry_of(story, request)
    assert entry is not None
    assert entry.owner is WaitingOwner.REQUESTER
    assert told(story) == [NoticeKind.WORK_OTHERWISE]
    assert answer_work(story, request, works=True).standing.as_asked
    assert entry_of(story, request) is None
    assert kinds(story, "line.") == ["line.otherwise", "line.accepted"]


def test_silence_is_no_yes_to_what_is_not_as_asked(asked: tuple[Story, str]) -> None:
    """R2, R3.6: what is there instead needs a word; without it the work is owed again, and the technician's turn."""
    story, request = asked
    tick = state_otherwise(story, request).ticks[0]
    with pytest.raises(TickStands):
        state_work(story, request)
    story.wait_until(tick.confirm_until)
    view = seen(story, request)
    assert (view.standing.code, view.ticks[0].answer) == (StandingCode.LINE_OPEN, TickAnswer.UNACCEPTED)
    entry = entry_of(story, request)
    assert entry is not None
    assert entry.owner is WaitingOwner.IT
    assert kinds(story, "line.") == ["line.otherwise", "line.unaccepted"]
    assert state_work(story, request).standing.code is StandingCode.LINE_STATED


def test_a_late_yes_still_counts(asked: tuple[Story, str]) -> None:
    story, request = asked
    story.wait_until(state_otherwise(story, request).ticks[0].confirm_until)
    assert answer_work(story, request, works=True).standing.as_asked


def test_all_of_a_request_that_is_work_by_hand_may_be_done_otherwise_too(story: Story) -> None:
    """R2"""
    story.offer(PORT)
    request = story.ask("port").requests[0].request.id
    tick = state_otherwise(story, request).ticks[0]
    assert story.standing(request).code is StandingCode.STATED
    story.wait_until(tick.confirm_until)
    assert story.standing(request).code is StandingCode.OWED_BY_HAND
    assert answer_work(story, request, works=True).standing.code is StandingCode.STATED_DONE
    assert kinds(story, "work.") == ["work.otherwise", "work.unaccepted", "work.accepted"]


def test_a_no_says_what_is_missing_to_whoever_does_it_anew(asked: tuple[Story, str]) -> None:
    story, request = asked
    state_work(story, request)
    view = answer_work(story, request, works=False, words="It is gone after a restart.")
    assert view.ticks[0].answer_words == "It is gone after a restart."
    assert kinds(story, "line.") == ["line.stated", "line.denied"]
    assert "It is gone after a restart." in texts(story)


@pytest.mark.parametrize("erase", [redact_entries, erase_ada])
def test_erasing_the_texts_beside_the_entries_reaches_the_words_in_the_store(
    asked: tuple[Story, str], erase: Callable[[Story], None]
) -> None:
    """R4.7"""
    story, request = asked
    state_otherwise(story, request)
    answer_work(story, request, works=False, words="My students need it.")
    words = {WHY, INSTEAD, "My students need it."}
    assert words <= texts(story)
    erase(story)
    assert not words & texts(story)
    tick = seen(story, request).ticks[0]
    assert (tick.evidence, tick.why, tick.answer_words, tick.as_asked) == ("", "", "", False)
    assert story.standing(request).code is StandingCode.LINE_OPEN, "what was said counts on"


def test_one_of_the_texts_alone_can_be_erased(asked: tuple[Story, str]) -> None:
    """R4.7"""
    story, request = asked
    state_otherwise(story, request)
    ((index, _),) = entries(story, "line.otherwise")
    redact(index, ["why"], "A name.", actor=TECHNICIAN, transactions=story.transactions, clock=story.clock)
    tick = seen(story, request).ticks[0]
    assert (tick.evidence, tick.why) == (INSTEAD, "")


def test_what_was_entered_before_its_words_stood_apart_is_reached_too(asked: tuple[Story, str]) -> None:
    """R4.7: older entries name no statement, and have its evidence among what changed."""
    story, request = asked
    view = state_work(story, request, evidence="A name in it.")
    about = {"request": request, "person": ADA.id}
    with story.transactions() as uow:
        changes = json.dumps({"evidence": [None, "A name in it."]})
        uow.audit.append(
            at=view.ticks[0].at, actor=TECHNICIAN, kind="line.stated", subjects=about, texts={"changes": changes}
        )
        uow.commit()
    index = entries(story, "line.stated")[-1][0]
    redact(index, [], "A name.", actor=TECHNICIAN, transactions=story.transactions, clock=story.clock)
    assert seen(story, request).ticks[0].evidence == ""
