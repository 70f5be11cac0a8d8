"""Letters and notices of decisions: to whom, in which language, exactly once, and as they were shown before."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from orchestrator.adapters.db.unit_of_work import SqlUnitOfWork
from orchestrator.domain.calendars import Site
from orchestrator.domain.errors import InvalidInput, NotFound
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.letters import LetterOccasion
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.overrides import Override, OverrideKind, OverrideScope, OverrideState
from orchestrator.domain.people import CAMPUS, Actor, Caller, Grant, NotPermitted, Person, Role
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.services.deadlines import DeadlineTools, Followed, follow_deadlines
from orchestrator.services.letters import get_letter, list_letters, preview_letters, send_letters
from orchestrator.services.notices import list_notices, mark_read, tell
from orchestrator.services.override_ends import end_override
from orchestrator.services.record_redact import LetterErased, redact_letter
from orchestrator.services.requests import Ask, SubmitRequests, submit_requests
from orchestrator.services.unit_of_work import UnitOfWork
from orchestrator.services.wording import Language, Speaker
from orchestrator.services.wording.notices import say_notice
from tests.fakes.deployer import WorkerDied
from tests.fakes.workflow import InlineContext, KeptStep
from tests.services.story import ADA, BO, ROOM, Story

TOM = Actor("person:tom", "Tom Kilburn")
CLEO = Actor("person:cleo", "Cleo")
OPERATOR = Actor("host:root", "root")


def _account(story: Story, actor: Actor, language: str) -> None:
    with story.transactions() as uow:
        person = Person(actor.id, actor.name.casefold(), actor.name, "", language, story.clock.now())
        uow.accounts.add(person)
        uow.people.remember(actor)
        uow.commit()


def _declined(story: Story, *requests: SoftwareRequest) -> Override:
    now = story.clock.now()
    return Override(
        id="o1",
        kind=OverrideKind.DECLINE,
        scope=OverrideScope.CLASSROOM,
        category=Category.FREEZE,
        classroom_id="room",
        item_id="editor",
        request_ids=tuple(r.id for r in requests),
        evidence=Evidence(occasion="The exam in physics"),
        explanation="The exam needs the room as it is.",
        by=TOM.id,
        created_at=now,
        starts_at=now,
        expires_at=now + timedelta(days=10),
    )


def _decline(story: Story, *requests: SoftwareRequest) -> Override:
    """A technician declines these; letters and notices go with it in one transaction."""
    declined = _declined(story, *requests)
    with story.transactions() as uow:
        uow.people.remember(TOM)
        uow.overrides.add(declined)
        _say(story, uow, declined, requests)
        uow.commit()
    return declined


def _say(story: Story, uow: SqlUnitOfWork, declined: Override, requests: tuple[SoftwareRequest, ...]) -> None:
    now = story.clock.now()
    letters = send_letters(uow, LetterOccasion.OVERRIDE, declined, requests, story.room(), now, story.tools.new_id)
    for request in requests:
        about = {"request": request.id, "override": declined.id}
        tell(uow, {request.requester_id}, NoticeKind.OVERRIDE_BINDS, declined.id, about, now, letters=letters)


@pytest.fixture
def asked(story: Story) -> tuple[SoftwareRequest, ...]:
    """Ada, who reads English, and Bo, who reads German, asked for the same."""
    _account(story, ADA, "en")
    _account(story, BO, "de")
    return tuple(story.ask("editor", actor=actor).requests[0].request for actor in (ADA, BO))


def test_each_requester_gets_one_letter_in_their_language_signed_by_the_team(
    story: Story, asked: tuple[SoftwareRequest, ...]
) -> None:
    """R3.1: on a classroom each request has its own letter. R4.7: signed by the team, with no technician's name."""
    _decline(story, *asked)
    (to_ada,), (to_bo,) = (list_letters(actor.id, reads=story.reads) for actor in (ADA, BO))
    assert to_ada.letter.body.startswith("Dear Ada,\n\nOn ")
    assert to_bo.letter.body.startswith("Guten Tag Bo,\n\nAm ")
    assert to_ada.letter.team == "The classroom team (B)"
    assert to_ada.letter.body.endswith("Kind regards\nThe classroom team (B)")
    assert "Tom" not in to_ada.letter.body + to_bo.letter.body
    assert to_ada.letter.about == {
        "classroom": "room",
        "override": "o1",
        "item": "editor",
        "request": asked[0].id,
    }


def test_several_requests_of_one_person_make_one_letter(story: Story) -> None:
    _account(story, ADA, "en")
    both = story.ask(Ask("editor"), Ask("editor", version="5.0")).requests
    _decline(story, *(view.request for view in both))
    (letter,) = list_letters(ADA.id, reads=story.reads)
    assert letter.letter.body.count("you asked for") == 2
    assert "in version 5.0" in letter.letter.body


def test_a_preview_is_what_is_sent_and_writes_nothing(story: Story, asked: tuple[SoftwareRequest, ...]) -> None:
    """R3.3: previewed before sending, kept as sent."""
    with story.reads() as uow:
        now = story.clock.now()
        previewed = preview_letters(uow, LetterOccasion.OVERRIDE, _declined(story, *asked), asked, story.room(), now)
    assert list_letters(ADA.id, reads=story.reads) == ()
    _decline(story, *asked)
    for actor in (ADA, BO):
        (sent,) = list_letters(actor.id, reads=story.reads)
        text = previewed[actor.id]
        assert (text.subject, text.body, text.team) == (sent.letter.subject, sent.letter.body, sent.letter.team)


def test_a_letter_stays_as_it_was_sent_whatever_changes_later(story: Story, asked: tuple[SoftwareRequest, ...]) -> None:
    _decline(story, *asked)
    (before,) = list_letters(ADA.id, reads=story.reads)
    with story.transactions() as uow:
        uow.site.put(Site("UTC", team="Another name"))
        uow.people.remember(Actor(ADA.id, "Prof. Ada Lovelace"))
        uow.commit()
    (after,) = list_letters(ADA.id, reads=story.reads)
    assert after.letter == before.letter


@dataclass
class _Forgetful(InlineContext):
    """The worker dies once when a step of this name has done its work, before that is kept."""

    forgets: list[str] = field(default_factory=list)

    def step(self, name: str, function: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401 - plain JSON
        def run(*given: Any) -> Any:  # noqa: ANN401 - plain JSON
            result = function(*given)
            if name in self.forgets:
                self.forgets.remove(name)
                raise WorkerDied
            return result

        return super().step(name, run, *arguments)


def test_when_the_worker_dies_after_a_decision_everybody_is_told_once(
    story: Story, asked: tuple[SoftwareRequest, ...]
) -> None:
    """One row and one letter for each person, also when the step runs again and says all of it once more."""
    ran: list[str] = []

    def next_moment(_uow: UnitOfWork, _thing_id: str) -> datetime | None:
        return None if len(ran) > 1 else story.clock.now()

    def come_due(_tools: DeadlineTools, thing_id: str, _now: datetime) -> None:
        declined = _declined(story, *asked)
        with story.transactions() as uow:
            if uow.overrides.get(thing_id) is None:
                uow.overrides.add(declined)
            _say(story, uow, declined, asked)
            uow.commit()
        ran.append(thing_id)

    kinds, history = {"decision": Followed(next_moment, come_due)}, dict[int, KeptStep]()
    first = _Forgetful(clock=story.clock, history=history, forgets=["due-1"])
    with pytest.raises(WorkerDied):
        follow_deadlines(first, story.tools, kinds, thing="decision", thing_id="o1")
    follow_deadlines(
        InlineContext(clock=story.clock, history=history), story.tools, kinds, thing="decision", thing_id="o1"
    )
    assert ran == ["o1", "o1"]
    for actor in (ADA, BO):
        (notice,) = list_notices(actor.id, reads=story.reads)
        (letter,) = list_letters(actor.id, reads=story.reads)
        assert notice.notice.letter_id == letter.letter.id


def test_when_a_decision_is_rolled_back_nobody_is_told(story: Story, asked: tuple[SoftwareRequest, ...]) -> None:
    """Letters and notices are in the decision's own transaction."""
    declined = _declined(story, *asked)
    with story.transactions() as uow:
        uow.overrides.add(declined)
        _say(story, uow, declined, asked)
    assert list_notices(ADA.id, reads=story.reads) == ()
    assert list_letters(ADA.id, reads=story.reads) == ()


def test_the_end_of_an_override_is_written_and_told_to_whose_request_goes_on(
    story: Story, asked: tuple[SoftwareRequest, ...]
) -> None:
    """R3.5: it returns by itself."""
    declined = _decline(story, *asked)
    later = story.clock.now() + timedelta(days=2)
    with story.transactions() as uow:
        end_override(uow, declined, OverrideState.LIFTED, TOM.id, later, story.tools.new_id)
        uow.commit()
    newest, oldest = list_letters(ADA.id, reads=story.reads)
    assert (newest.letter.occasion, oldest.letter.occasion) == (LetterOccasion.OVERRIDE_ENDED, LetterOccasion.OVERRIDE)
    assert "we have taken it back" in newest.letter.body
    told = list_notices(ADA.id, reads=story.reads)
    assert [view.notice.kind for view in told] == [NoticeKind.OVERRIDE_ENDED, NoticeKind.OVERRIDE_BINDS]
    assert {view.item for view in told} == {"Editor"}


def test_a_request_on_somebodys_behalf_is_told_to_them(story: Story) -> None:
    """R1.10: the requester is told and holds all rights."""
    command = SubmitRequests(ROOM, (Ask("editor"), Ask("browser")), requester=BO)
    done = submit_requests(
        command, actor=CLEO, transactions=story.transactions, clock=story.clock, new_id=story.tools.new_id
    )
    told = list_notices(BO.id, reads=story.reads)
    assert {view.notice.kind for view in told} == {NoticeKind.ASKED_FOR_YOU}
    assert {view.notice.about["request"] for view in told} == {view.request.id for view in done.requests}
    words = say_notice(Speaker(Language.EN, now=story.clock.now()), told[0]).text
    assert "It was entered by Cleo" in words
    assert list_notices(CLEO.id, reads=story.reads) == ()
    story.ask("editor")
    assert list_notices(ADA.id, reads=story.reads) == ()


def test_only_ones_own_notices_can_be_marked_as_read(story: Story, asked: tuple[SoftwareRequest, ...]) -> None:
    _decline(story, *asked)
    mine, hers = (list_notices(actor.id, reads=story.reads)[0].notice.id for actor in (BO, ADA))
    chosen = [mine, hers, "none"]
    assert mark_read(BO.id, chosen, transactions=story.transactions, clock=story.clock) == 1
    assert mark_read(BO.id, chosen, transactions=story.transactions, clock=story.clock) == 0
    assert list_notices(BO.id, unread=True, reads=story.reads) == ()
    assert len(list_notices(ADA.id, unread=True, reads=story.reads)) == 1


def _caller(story: Story, actor: Actor, *roles: Role) -> Caller:
    person = Person(actor.id, actor.name, actor.name, "", "en", story.clock.now())
    grants = tuple(Grant(r.value, actor.id, r, CAMPUS, story.clock.now(), "host:root") for r in roles)
    return Caller(person, grants)


def test_a_letter_is_for_its_reader_and_for_those_who_read_the_record(
    story: Story, asked: tuple[SoftwareRequest, ...]
) -> None:
    _decline(story, *asked)
    letter = list_letters(ADA.id, reads=story.reads)[0].letter
    for reader in (_caller(story, ADA), _caller(story, CLEO, Role.AUDITOR)):
        assert get_letter(letter.id, caller=reader, reads=story.reads).letter == letter
    with pytest.raises(NotPermitted):
        get_letter(letter.id, caller=_caller(story, BO, Role.INSTRUCTOR), reads=story.reads)
    with pytest.raises(NotFound):
        get_letter("none", caller=_caller(story, ADA), reads=story.reads)


def test_the_words_of_a_letter_can_be_erased_for_good_with_a_reason(
    story: Story, asked: tuple[SoftwareRequest, ...]
) -> None:
    """R4.7: erasure doesn't break the proof, and that there was a letter stays known."""
    _decline(story, *asked)
    letter = list_letters(ADA.id, reads=story.reads)[0].letter
    said = {"actor": OPERATOR, "transactions": story.transactions, "clock": story.clock}
    with pytest.raises(InvalidInput):
        redact_letter(letter.id, " ", **said)  # type: ignore[arg-type]
    redact_letter(letter.id, "asked for", **said)  # type: ignore[arg-type]
    (left,) = list_letters(ADA.id, reads=story.reads)
    assert left.letter == replace(letter, subject="", body="", erased_at=left.letter.erased_at)
    assert left.letter.erased_at
    with pytest.raises(LetterErased):
        redact_letter(letter.id, "asked for", **said)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        redact_letter("none", "asked for", **said)  # type: ignore[arg-type]
    assert list_letters(BO.id, reads=story.reads)[0].letter.body
