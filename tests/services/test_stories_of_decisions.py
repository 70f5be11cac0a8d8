"""Stories of decisions, told like the situations that they come from."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.letters import LetterDecision, LetterOccasion, Ruling
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import Actor
from orchestrator.domain.safeguards import Aim, Exemption, ExemptionState, Safeguard, SafeguardKind
from orchestrator.domain.standing import StandingCode
from orchestrator.services.letters import LetterView, list_letters, send_letters
from orchestrator.services.notices import list_notices, tell
from orchestrator.services.owing import owe_for
from orchestrator.services.requests import Submitted
from orchestrator.services.wording import Language
from tests.services.story import ADA, Story
from tests.unit.domain.examples import item
from tests.unit.wording.refused_tools import TORRENT, WEATHER, Refused

JOAN = Actor("person:joan", "Joan Clarke")
DEAN = Actor("person:dean", "The Dean")


class TestTheProfessorWhoInsists:
    """A professor insists on an ad-ware weather tool and a bit-torrent client.

    Safeguards refuse with a letter that a lay person understands; the security officer upholds one contest; for the
    other an exemption is signed by a risk owner outside IT and goes through one seat first.
    """

    @pytest.fixture
    def insisted(self, story: Story) -> Submitted:
        """Both are on offer, both are kept away, and she has asked for both."""
        for name in ("weather", "torrent"):
            story.offer(item(name, "1.0", feed_newest="1.0"))
        asked = story.ask("weather", "torrent")
        for name, said in (("weather", WEATHER[Language.EN]), ("torrent", TORRENT[Language.EN])):
            guard = _block(story, name, said)
            with story.transactions() as uow:
                uow.safeguards.add(guard)
                uow.commit()
            _write(story, asked, LetterOccasion.SAFEGUARD, guard, NoticeKind.SAFEGUARD_REFUSES)
        story.work()
        return asked

    def test_neither_is_installed_and_each_letter_says_why_in_words_that_need_no_expert(
        self, story: Story, insisted: Submitted
    ) -> None:
        """R4.2: plain words, what to use instead, until when; and that the request stays."""
        assert not any("weather" in ran or "torrent" in ran for ran in map(str, story.executed().values()))
        for view in insisted.requests:
            assert story.standing(view.request.id).code is StandingCode.SAFEGUARDED
        for letter, said in zip(_letters(story), (TORRENT, WEATHER), strict=True):
            body = letter.letter.body
            for words in (said[Language.EN].explanation, said[Language.EN].instead, "Your request is not deleted"):
                assert words in body
            assert "This is no judgement on you or your course" in body
            assert "You need no form and no expertise" in body
            assert "Joan" not in body
        told = list_notices(ADA.id, reads=story.reads)
        assert [view.notice.letter_id for view in told] == [letter.letter.id for letter in _letters(story)]

    def test_where_her_contest_is_not_followed_she_reads_why_and_that_it_still_ends(
        self, story: Story, insisted: Submitted
    ) -> None:
        """R4.1."""
        guard = _block(story, "torrent", TORRENT[Language.EN])
        reason = "Handing files to strangers cannot be switched off in it, so nothing would make it safe"
        ruling = Ruling("c1", guard, overturned=False, reason=reason)
        _write(story, insisted, LetterOccasion.RULING, ruling, NoticeKind.CONTEST_RULED)
        newest = _letters(story)[0].letter
        assert newest.subject == "Torrent in B-204: your contest, and why the decision stands"
        for words in (f"{reason}.", "somebody who had no part in it", "still ends by itself", "is not deleted"):
            assert words in newest.body
        assert story.standing(insisted.requests[1].request.id).code is StandingCode.SAFEGUARDED

    def test_where_it_is_followed_an_exemption_brings_the_tool_to_one_seat_and_then_to_all(
        self, story: Story, insisted: Submitted
    ) -> None:
        """R4.3: a compensating control, an end, a signature from outside IT; a canary first."""
        exemption = _exemption(story)
        guard = _block(story, "weather", WEATHER[Language.EN])
        ruling = Ruling("c2", guard, overturned=True, reason="The course is about such tools", exemption=exemption)
        _write(story, insisted, LetterOccasion.RULING, ruling, NoticeKind.CONTEST_RULED)
        newest = _letters(story)[0].letter
        assert newest.subject == "Weather in B-204: your contest was right"
        for words in (exemption.compensation, "who answers for the risk has signed", "One seat may get it first"):
            assert words in newest.body
        signed = replace(exemption, state=ExemptionState.LIVE, signed_at=story.clock.now())
        _store(story, signed)
        assert story.touched()[-2:] == [{"m1"}, {"m2", "m3", "m4"}]
        assert story.standing(insisted.requests[0].request.id).code is StandingCode.READY


def _block(story: Story, name: str, said: Refused) -> Safeguard:
    now = story.clock.now()
    return Safeguard(
        id=f"block-{name}",
        kind=SafeguardKind.BLOCK,
        category=Category.SECURITY,
        aim=Aim(name),
        title=name.title(),
        explanation=said.explanation,
        evidence=Evidence(words=said.evidence),
        owner=JOAN.id,
        review_at=now + timedelta(days=90),
        by=JOAN.id,
        created_at=now,
        expires_at=now + timedelta(days=180),
        instead=said.instead,
    )


def _exemption(story: Story) -> Exemption:
    now = story.clock.now()
    return Exemption(
        id="e1",
        safeguard_id="block-weather",
        item_id="weather",
        classroom_ids=("room",),
        compensation="The room is cut off from the university's net while the tool is shown.",
        by=JOAN.id,
        created_at=now,
        expires_at=now + timedelta(days=60),
        risk_owner=DEAN.id,
        canary_seat_id="s1",
    )


def _write(
    story: Story, asked: Submitted, occasion: LetterOccasion, decision: LetterDecision, kind: NoticeKind
) -> None:
    """A decision about one of her requests: the letter and the notice, in one transaction."""
    guard = decision.about if isinstance(decision, Ruling) else decision
    assert isinstance(guard, Safeguard)
    hers = [view.request for view in asked.requests if view.request.item_id == guard.aim.item_id]
    with story.transactions() as uow:
        now = story.clock.now()
        letters = send_letters(uow, occasion, decision, hers, story.room(), now, story.tools.new_id)
        about = {"request": hers[0].id, "safeguard": guard.id, "classroom": "room"}
        tell(uow, {ADA.id}, kind, decision.id, about, now, letters=letters)
        uow.commit()


def _letters(story: Story) -> tuple[LetterView, ...]:
    return list_letters(ADA.id, reads=story.reads)


def _store(story: Story, exemption: Exemption) -> None:
    """What became of the exemption is stored, and the room is owed it."""
    with story.transactions() as uow:
        uow.exemptions.add(exemption)
        owe_for(uow, story.room(), f"exemption:{exemption.id}:{exemption.state.value}")
        uow.commit()
    story.work()
