"""Softer words: advice delays nothing, lapses by itself, and is told of; and whether it works is asked once."""

from datetime import timedelta

import pytest

from orchestrator.domain.advice import (
    AlreadyRecommended,
    NotDeliveredYet,
    NothingRecommended,
    Recommendation,
    RecommendationState,
    changed_after_advice,
)
from orchestrator.domain.errors import NotFound
from orchestrator.domain.figures import FigureName, Grouping
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import CAMPUS, Role
from orchestrator.domain.requests import NotTheRequester, RequestIsOver
from orchestrator.domain.rule_numbers import RuleNumbers
from orchestrator.domain.standing import StandingCode
from orchestrator.services.figure_stores import FigureQuery
from orchestrator.services.notices import list_notices
from orchestrator.services.recommendations import (
    answer_recommendation,
    list_recommendations,
    recommend,
    take_back_recommendation,
)
from orchestrator.services.requests import Ask
from orchestrator.services.settings_lines import change_settings_line
from orchestrator.services.sign_offs import ask_for_sign_off, get_sign_off, sign_off
from tests.api.people import hire
from tests.services.story import ADA, BO, TECHNICIAN, Story


def advise(story: Story, request_id: str, suggests: str | None = None) -> Recommendation:
    return recommend(
        request_id,
        "The editor does it, too.",
        suggests,
        actor=TECHNICIAN,
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
    )


def answer(story: Story, request_id: str, *, follows: bool) -> Recommendation:
    return answer_recommendation(
        request_id, follows=follows, actor=ADA, transactions=story.transactions, clock=story.clock
    )


def given(story: Story, request_id: str) -> list[RecommendationState]:
    return [one.state for one in list_recommendations(request_id, reads=story.reads)]


def told(story: Story, person: str) -> list[NoticeKind]:
    return [view.notice.kind for view in reversed(list_notices(person, reads=story.reads))]


def asked_for(story: Story, *items: str) -> str:
    return story.ask(*items).requests[0].request.id


def test_advice_delays_nothing(story: Story) -> None:
    """R3.9: a recommendation delays nothing, and the instructor keeps the ask."""
    request = asked_for(story, "browser")
    advise(story, request, "editor")
    story.work()
    assert story.standing(request).code is StandingCode.READY
    assert story.standing(request).as_asked
    assert told(story, ADA.id) == [NoticeKind.RECOMMENDED, NoticeKind.SIGN_OFF_ASKED]


def test_one_piece_of_advice_is_open_at_a_time(story: Story) -> None:
    """R3.9: one open at a time."""
    request = asked_for(story, "browser")
    first = advise(story, request)
    with pytest.raises(AlreadyRecommended) as refused:
        advise(story, request)
    assert refused.value.recommendation_id == first.id
    take_back_recommendation(request, actor=TECHNICIAN, transactions=story.transactions, clock=story.clock)
    advise(story, request)
    assert given(story, request) == [RecommendationState.TAKEN_BACK, RecommendationState.OPEN]


def test_advice_lapses_by_itself_once_and_not_before(story: Story) -> None:
    """R3.9: lapses in 5 working days."""
    request = asked_for(story, "browser")
    open_until = advise(story, request).lapses_at
    story.wait_until(open_until - timedelta(minutes=1))
    assert given(story, request) == [RecommendationState.OPEN]
    story.wait_until(open_until)
    assert given(story, request) == [RecommendationState.LAPSED]
    with pytest.raises(NothingRecommended):
        answer(story, request, follows=True)
    assert [job for job in story.jobs.waiting if job.arguments.get("thing") == "recommendation"] == []


@pytest.mark.parametrize(
    ("follows", "state"), [(True, RecommendationState.FOLLOWED), (False, RecommendationState.KEPT)]
)
def test_the_requester_may_answer_and_who_advised_is_told(
    story: Story, follows: bool, state: RecommendationState
) -> None:
    request = asked_for(story, "browser")
    advise(story, request)
    with pytest.raises(NotTheRequester):
        answer_recommendation(request, follows=follows, actor=BO, transactions=story.transactions, clock=story.clock)
    answer(story, request, follows=follows)
    assert given(story, request) == [state]
    assert told(story, TECHNICIAN.id) == [NoticeKind.RECOMMENDATION_ANSWERED]


def test_the_requester_hears_that_advice_was_taken_back(story: Story) -> None:
    request = asked_for(story, "unpackaged")
    advise(story, request)
    take_back_recommendation(request, actor=TECHNICIAN, transactions=story.transactions, clock=story.clock)
    assert told(story, ADA.id) == [NoticeKind.RECOMMENDED, NoticeKind.RECOMMENDATION_TAKEN_BACK]
    assert told(story, TECHNICIAN.id) == []


def test_only_what_is_there_can_be_advised_about_or_suggested(story: Story) -> None:
    asked = story.ask("browser")
    request = asked.requests[0].request.id
    with pytest.raises(NotFound):
        advise(story, request, "nothing")
    with pytest.raises(NotFound):
        advise(story, "none")
    story.withdraw(asked)
    with pytest.raises(RequestIsOver):
        advise(story, request)


@pytest.mark.parametrize(("days", "counts"), [(1, True), (13, True), (15, False)])
def test_a_request_that_is_taken_back_soon_after_advice_counts_as_changed_after_it(
    story: Story, days: int, counts: bool
) -> None:
    """R3.9: changed or withdrawn within 14 days counts as changed after advice."""
    asked = story.ask("browser")
    request = asked.requests[0].request
    advice = advise(story, request.id)
    assert not changed_after_advice(request, [advice], RuleNumbers().after_advice_days)
    story.clock.move_to(story.clock.now() + timedelta(days=days))
    ended = story.withdraw(asked).request
    assert changed_after_advice(ended, [advice], RuleNumbers().after_advice_days) is counts


@pytest.mark.parametrize(("days", "count"), [(0, 0), (1, 1), (13, 1), (15, 0)])
def test_a_settings_line_that_is_said_anew_soon_after_advice_counts_as_changed_after_it(
    story: Story, days: int, count: int
) -> None:
    """R3.9: what was said from the beginning, before the advice, is no change."""
    request = story.ask(Ask("browser", settings_line="With the dictionary.")).requests[0].request
    advise(story, request.id)
    if days:
        story.clock.move_to(story.clock.now() + timedelta(days=days))
        change_settings_line(
            request.id,
            "Without the dictionary.",
            actor=ADA,
            transactions=story.transactions,
            clock=story.clock,
            new_id=story.tools.new_id,
        )
    since, until = story.clock.now() - timedelta(days=30), story.clock.now() + timedelta(days=1)
    with story.reads() as uow:
        figures = uow.figures.of_advice(
            FigureQuery(since, until, until, Grouping.NOTHING), RuleNumbers().after_advice_days
        )
    assert [f.value for f in figures if f.name is FigureName.CHANGED_AFTER_ADVICE] == [count]


def test_whether_it_works_is_asked_once_reminded_once_and_answered(story: Story) -> None:
    hire(story.database, "tia", (Role.TECHNICIAN, CAMPUS))
    request = story.ask("browser").requests[0].request
    with pytest.raises(NotDeliveredYet):
        get_sign_off(request.id, reads=story.reads)
    for _ in range(2):
        with story.transactions() as uow:
            ask_for_sign_off(uow, request, story.clock.now())
            uow.commit()
    assert told(story, ADA.id) == [NoticeKind.SIGN_OFF_ASKED]
    remind_at = get_sign_off(request.id, reads=story.reads).remind_at
    story.wait_until(remind_at)
    story.wait_until(remind_at + timedelta(days=30))
    assert told(story, ADA.id) == [NoticeKind.SIGN_OFF_ASKED] * 2
    with pytest.raises(NotTheRequester):
        _says(story, request.id, works=True, by_ada=False)
    _says(story, request.id, works=False)
    assert get_sign_off(request.id, reads=story.reads).works is False
    assert told(story, TECHNICIAN.id) == [NoticeKind.SIGNED_OFF]


def _says(story: Story, request_id: str, *, works: bool, by_ada: bool = True) -> None:
    sign_off(
        request_id,
        works=works,
        words="It does not start.",
        actor=ADA if by_ada else BO,
        transactions=story.transactions,
        clock=story.clock,
    )
