"""Letters to whom a decision concerns: written in its own transaction, kept as sent, and to be seen before (R4.7)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.errors import NotFound
from orchestrator.domain.evidence import Evidence
from orchestrator.domain.letters import Letter, LetterDecision, LetterOccasion, Narrowing, Ruling
from orchestrator.domain.overrides import Override
from orchestrator.domain.people import Caller, Permission
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.domain.safeguards import Safeguard
from orchestrator.domain.standing import KEPT, StandingCode
from orchestrator.services.letter_facts import LetterFacts
from orchestrator.services.readiness import standing_in
from orchestrator.services.room_picture import picture
from orchestrator.services.unit_of_work import Reads, UnitOfWork
from orchestrator.services.wording.language import Language
from orchestrator.services.wording.letters import LetterText, write_letter

_WHEN_OVER = frozenset({LetterOccasion.OVERRIDE_ENDED, LetterOccasion.RULING})
"""Letters that say how a request goes on when a decision about it is over."""


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter as it is read: the letter, the name of whom it was sent to, and its room."""

    letter: Letter
    name: str
    room: Classroom


def send_letters(
    uow: UnitOfWork,
    occasion: LetterOccasion,
    decision: LetterDecision,
    requests: Iterable[SoftwareRequest],
    room: Classroom,
    at: datetime,
    new_id: Callable[[], str],
    *,
    people: Iterable[str] = (),
) -> dict[str, str]:
    """Write and keep one letter for each requester, in the decision's own transaction; letter ids by person id.

    The same letter to the same person again, as when a step runs a second time, changes nothing and gives the first.

    Args:
        uow: The decision's own unit of work.
        occasion: What the letters are about.
        decision: The decision as it is now.
        requests: The requests that it concerns; all of one room.
        room: The room.
        at: When, UTC.
        new_id: Makes identities.
        people: Who is written to without a request, as when a protective update is announced.
    """
    sent: dict[str, str] = {}
    for person_id, facts in _facts(uow, occasion, decision, requests, room, at, people).items():
        text = write_letter(facts)
        letter = Letter(
            id=new_id(),
            person_id=person_id,
            occasion=occasion,
            decision_id=decision.id,
            key=_key(occasion, decision, facts.requests, room),
            classroom_id=room.id,
            about=_about(decision, facts.requests, room),
            language=facts.language,
            subject=text.subject,
            body=text.body,
            team=text.team,
            at=at,
        )
        sent[person_id] = uow.letters.put(letter)
    return sent


def preview_letters(
    uow: UnitOfWork,
    occasion: LetterOccasion,
    decision: LetterDecision,
    requests: Iterable[SoftwareRequest],
    room: Classroom,
    at: datetime,
    *,
    people: Iterable[str] = (),
) -> dict[str, LetterText]:
    """Exactly what ``send_letters`` would send, by person id. Nothing is written."""
    found = _facts(uow, occasion, decision, requests, room, at, people)
    return {person_id: write_letter(facts) for person_id, facts in found.items()}


def list_letters(person_id: str, *, reads: Reads, after: str | None = None, limit: int = 50) -> tuple[LetterView, ...]:
    """The letters to one person, newest first."""
    with reads() as uow:
        return tuple(_view(uow, letter) for letter in uow.letters.of_person(person_id, after=after, limit=limit))


def get_letter(letter_id: str, *, caller: Caller, reads: Reads) -> LetterView:
    """One letter: one's own, or for those who read the record one about a room of theirs.

    Raises:
        NotFound: No such letter.
        NotPermitted: It is somebody else's, and the caller may not read the record of that room.
    """
    with reads() as uow:
        letter = uow.letters.get(letter_id)
        if letter is None:
            raise NotFound(kind="letter", name=letter_id)
        view = _view(uow, letter)
    own = letter.person_id == caller.person.id and caller.may(Permission.ACCOUNT)
    if not own and not caller.may(Permission.READ_RECORD, view.room):
        raise caller.refused(Permission.READ_RECORD, view.room)
    return view


def _facts(
    uow: UnitOfWork,
    occasion: LetterOccasion,
    decision: LetterDecision,
    requests: Iterable[SoftwareRequest],
    room: Classroom,
    at: datetime,
    people: Iterable[str],
) -> dict[str, LetterFacts]:
    """What each person's letter is made from."""
    by_person: dict[str, list[SoftwareRequest]] = {person_id: [] for person_id in people}
    for request in requests:
        by_person.setdefault(request.requester_id, []).append(request)
    by_person = {person_id: theirs for person_id, theirs in by_person.items() if person_id.startswith("person:")}
    if not by_person:
        return {}
    names = uow.people.names({*by_person, *_named(decision)})
    languages = uow.accounts.languages(by_person)
    titles = {item.id: item.title for item in uow.catalog.load().items.values()}
    all_theirs = [request for theirs in by_person.values() for request in theirs]
    in_the_way = _in_the_way(uow, room, all_theirs, at) if occasion in _WHEN_OVER else {}
    numbers, team, documents = uow.rules.load(), uow.site.load().team, _documents(uow, decision)
    return {
        person_id: LetterFacts(
            occasion=occasion,
            decision=decision,
            name=names.get(person_id, ""),
            language=_language(languages.get(person_id)),
            room=room,
            requests=tuple(sorted(theirs, key=lambda r: (r.created_at, r.id))),
            at=at,
            numbers=numbers,
            titles=titles,
            people=names,
            documents=documents,
            in_the_way=its[0] if (its := _first_of(in_the_way, theirs)) else None,
            in_the_way_until=its[1] if its else None,
            team=team,
        )
        for person_id, theirs in by_person.items()
    }


_Obstacle: TypeAlias = tuple[StandingCode, datetime | None]
"""What keeps a request, and until when."""


def _in_the_way(
    uow: UnitOfWork, room: Classroom, requests: Iterable[SoftwareRequest], at: datetime
) -> dict[str, _Obstacle]:
    """By request, what keeps it as the room stands now, after the decision that the letters tell of."""
    seen = picture(uow, room, at)
    standings = {request.id: standing_in(seen, request) for request in requests}
    return {
        request_id: (its.code, its.withheld[0].until if its.withheld else None)
        for request_id, its in standings.items()
        if its.code in KEPT
    }


def _first_of(in_the_way: Mapping[str, _Obstacle], requests: Iterable[SoftwareRequest]) -> _Obstacle | None:
    return next((in_the_way[request.id] for request in requests if request.id in in_the_way), None)


def _language(known: str | None) -> Language:
    """A person without an account, or with a language that there are no words in, is written to in English."""
    return Language(known) if known in set(Language) else Language.EN


def _named(decision: LetterDecision) -> set[str]:
    """People whom evidence names: the officer who vouches for it, and nobody who decided."""
    evidence = _evidence(decision)
    return {evidence.officer} if evidence and evidence.officer else set()


def _documents(uow: UnitOfWork, decision: LetterDecision) -> dict[str, str]:
    """Titles of documents in the register that evidence names, by id."""
    evidence = _evidence(decision)
    document = uow.documents.get(evidence.document) if evidence and evidence.document else None
    return {document.id: document.title} if document else {}


def _evidence(decision: LetterDecision) -> Evidence | None:
    about = decision.about if isinstance(decision, Ruling) else decision
    return about.evidence if isinstance(about, (Override, Safeguard)) else None


def _key(
    occasion: LetterOccasion, decision: LetterDecision, requests: tuple[SoftwareRequest, ...], room: Classroom
) -> str:
    """What makes a letter this one: the decision as it stands, the room, and the requests that it tells of."""
    state = decision.state.value if isinstance(decision, (Override, Safeguard)) else ""
    return ":".join((occasion.value, decision.id, state, room.id, *(request.id for request in requests)))


def _about(decision: LetterDecision, requests: tuple[SoftwareRequest, ...], room: Classroom) -> dict[str, str]:
    """Ids by kind of thing; of several requests the first."""
    named = {"classroom": room.id}
    if isinstance(decision, Ruling):
        named |= {"contest": decision.id}
    about = decision.about if isinstance(decision, Ruling) else decision
    if isinstance(about, Override):
        named |= {"override": about.id, "item": about.item_id}
    elif isinstance(about, Safeguard):
        named |= {"safeguard": about.id} | ({"item": about.aim.item_id} if about.aim.item_id else {})
    elif isinstance(about, Narrowing):
        named |= {"catalog_change": about.id, "item": about.item_id}
    return named | ({"request": requests[0].id} if requests else {})


def _view(uow: UnitOfWork, letter: Letter) -> LetterView:
    room = uow.classrooms.get(letter.classroom_id)
    if room is None:  # a foreign key holds this
        raise NotFound(kind="classroom", name=letter.classroom_id)
    return LetterView(letter, uow.people.names({letter.person_id}).get(letter.person_id, ""), room)
