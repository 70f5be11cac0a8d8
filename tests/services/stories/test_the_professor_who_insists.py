"""A professor insists on an ad-ware weather tool and a bit-torrent client, which safeguards keep away."""

from dataclasses import dataclass
from typing import Any

import pytest

from orchestrator.domain.contests import ContestState, ContestSubject
from orchestrator.domain.evidence import Evidence
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.rulers import Bar, NotIndependent
from orchestrator.domain.safeguard_rules import ImpactNotSeen
from orchestrator.domain.safeguards import Aim, Exemption, ExemptionState, Safeguard, SafeguardKind, SafeguardState
from orchestrator.domain.standing import StandingCode
from orchestrator.services.letters import LetterView, list_letters
from orchestrator.services.requests import Submitted
from orchestrator.services.wording import Language
from tests.services.court import DEAN, MARTA, PETER, SAM, Court
from tests.services.guarding import approve, guard, look_at, preview
from tests.services.story import ADA, Story
from tests.unit.domain.examples import item
from tests.unit.wording.refused_tools import TORRENT, WEATHER, Refused

BLOCK = SafeguardKind.BLOCK
PATTERN = Aim(name_pattern="*swarm*")


@dataclass
class Insisting:
    """Both safeguards, and both requests of Ada's, in the order weather, torrent."""

    court: Court
    weather: Safeguard
    torrent: Safeguard
    asked: Submitted

    @property
    def story(self) -> Story:
        return self.court.story

    def request(self, index: int) -> str:
        return self.asked.requests[index].request.id

    def contest(self, index: int) -> str:
        decision = (self.weather, self.torrent)[index].id
        return self.court.contest(decision, self.request(index), subject=ContestSubject.SAFEGUARD)

    def letters(self) -> tuple[LetterView, ...]:
        """Hers, newest first."""
        return list_letters(ADA.id, reads=self.story.reads)

    def has(self, tool: str) -> set[str]:
        """The machines on which it really is."""
        return {name for name, machine in self.story.world.machines.items() if tool in machine.software}


@pytest.fixture
def insisting(court: Court) -> Insisting:
    """Marta, the manager, keeps one tool away, and Sam, the security officer, whatever is called like the other."""
    story = court.story
    for name in ("weather", "swarm"):
        story.offer(item(name, "1.0", feed_newest="1.0"))
    weather = guard(story, court.caller(MARTA), BLOCK, "weather", **_said(WEATHER))
    torrent = guard(story, court.caller(SAM), BLOCK, None, seen=_seen(story), aim=PATTERN, **_said(TORRENT))
    approve(story, torrent, court.caller(MARTA), seen=look_at(story, torrent))
    asked = story.ask("weather", "swarm")
    story.work()
    return Insisting(court, weather, torrent, asked)


def _said(tool: dict[Language, Refused]) -> dict[str, Any]:
    said = tool[Language.EN]
    evidence = Evidence(advisory="CIT-2026-07", affected="<= 1.0", words=said.evidence)
    return {"explanation": said.explanation, "instead": said.instead, "evidence": evidence}


def _seen(story: Story) -> str:
    return preview(story, BLOCK, PATTERN).digest


def test_a_pattern_is_looked_at_before_and_takes_two(court: Court) -> None:
    """R4.2: an impact preview and two persons."""
    sam = court.caller(SAM)
    with pytest.raises(ImpactNotSeen):
        guard(court.story, sam, BLOCK, None, aim=PATTERN)
    proposed = guard(court.story, sam, BLOCK, None, seen=_seen(court.story), aim=PATTERN)
    assert proposed.state is SafeguardState.PROPOSED
    assert NoticeKind.SAFEGUARD_TO_APPROVE.value in court.told(MARTA)


def test_neither_is_installed_and_each_letter_says_why_in_words_that_need_no_expert(insisting: Insisting) -> None:
    """R4.2: plain words, what to use instead, until when; and that the request stays."""
    assert insisting.has("weather") | insisting.has("swarm") == set()
    for index in range(2):
        assert insisting.story.standing(insisting.request(index)).code is StandingCode.SAFEGUARDED
    letters = {letter.letter.about["request"]: letter.letter for letter in insisting.letters()}
    for index, tool in enumerate((WEATHER, TORRENT)):
        body, said = letters[insisting.request(index)].body, tool[Language.EN]
        for words in (said.explanation, said.instead, "Your request is not deleted"):
            assert words in body
        assert "This is no judgement on you or your course" in body
        assert "You need no form and no expertise" in body
        assert not {"Sam", "Marta"} & set(body.split()), "R4.7: signed by the team"
    told = [n for n in insisting.court.notices(ADA) if n.kind is NoticeKind.SAFEGUARD_REFUSES]
    assert {notice.letter_id for notice in told} == {letter.id for letter in letters.values()}


def test_the_security_officer_upholds_one_and_she_reads_why_and_that_it_still_ends(insisting: Insisting) -> None:
    """R4.1: ruled by somebody of the list who had no part in it, and never by who decided."""
    contest = insisting.contest(0)
    with pytest.raises(NotIndependent) as barred:
        insisting.court.rule(contest, MARTA, overturn=False)
    assert barred.value.bar is Bar.DECIDED
    insisting.court.rule(contest, SAM, overturn=False)
    assert insisting.court.state(contest) is ContestState.UPHELD
    newest = insisting.letters()[0].letter
    assert newest.subject == "Weather in B-204: your contest, and why the decision stands"
    for words in ("It was measured again.", "somebody who had no part in it", "still ends by itself", "is not deleted"):
        assert words in newest.body
    (told,) = [n for n in insisting.court.notices(ADA) if n.kind is NoticeKind.CONTEST_RULED]
    assert told.letter_id == newest.id
    insisting.story.work()
    assert insisting.story.standing(insisting.request(0)).code is StandingCode.SAFEGUARDED


@pytest.fixture
def exempted(insisting: Insisting) -> Exemption:
    """Peter, of the teaching side, overturns the other refusal: an exemption, which the dean is to sign."""
    insisting.court.rule(insisting.contest(1), PETER, terms=insisting.court.terms())
    return insisting.court.exemptions()[0]


def test_for_the_other_she_gets_an_exemption_on_a_condition_that_waits_for_a_signature(
    insisting: Insisting, exempted: Exemption
) -> None:
    """R4.3: rooms, compensating control, expiry, a risk owner outside IT who signs; security needs two persons."""
    newest = insisting.letters()[0].letter
    assert newest.subject.endswith("in B-204: your contest was right")
    for words in ("A network of its own.", "who answers for the risk has signed", "One seat may get it first"):
        assert words in newest.body
    insisting.story.work()
    assert insisting.has("swarm") == set(), "unsigned it frees nothing"
    assert insisting.court.sign(exempted.id, DEAN).state is ExemptionState.PROPOSED
    insisting.story.work()
    assert insisting.has("swarm") == set(), "one of two persons frees nothing"
    assert insisting.court.approve(exempted.id, MARTA).state is ExemptionState.LIVE


def test_the_tool_comes_to_one_seat_and_then_to_all(insisting: Insisting, exempted: Exemption) -> None:
    """R4.3: goes through a canary."""
    insisting.court.sign(exempted.id, DEAN)
    insisting.court.approve(exempted.id, MARTA)
    insisting.story.work()
    first, second = insisting.story.rollouts()[-2:]
    waves = [{m for m, run in insisting.story.runs(rollout).items() if run.wave} for rollout in (first, second)]
    assert waves == [{"m1"}, {"m2", "m3", "m4"}]
    assert insisting.has("swarm") == {"m1", "m2", "m3", "m4"}
    assert insisting.story.standing(insisting.request(1)).code is StandingCode.READY
    assert insisting.has("weather") == set(), "the other stays away"
    assert insisting.court.told(ADA).count("contest_ruled") == 1


def test_when_its_time_is_over_the_safeguard_binds_again_and_what_was_installed_goes(
    insisting: Insisting, exempted: Exemption
) -> None:
    """R3.5, R4.2: nothing is for ever, neither an exception nor what it brought."""
    insisting.court.sign(exempted.id, DEAN)
    live = insisting.court.approve(exempted.id, MARTA)
    insisting.story.work()
    insisting.story.wait_until(live.expires_at)
    assert insisting.has("swarm") == set()
    assert insisting.story.standing(insisting.request(1)).code is StandingCode.SAFEGUARDED
    assert NoticeKind.EXEMPTION_ENDED.value in insisting.court.told(ADA)
