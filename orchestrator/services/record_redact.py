"""Erasing names and texts that stand beside the record. The entries stay, and with them every proof."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from orchestrator.domain.errors import FieldProblem, InvalidInput, NotFound, Refusal
from orchestrator.domain.letters import Letter
from orchestrator.domain.people import Actor, Person
from orchestrator.services.erased_words import erase_behind
from orchestrator.services.record_reading import read_entry
from orchestrator.services.record_stores import RecordedEntry, RecordQuery
from orchestrator.services.roles import person_by_login
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork

REDACTED = "audit.redacted"
"""Kind of the entry that tells of it."""
AT_ONCE = 100
"""Entries whose texts are erased in one transaction."""
LONGEST_REASON = 2_000
"""Characters."""

_PERSON = "person"


@dataclass(eq=False)
class NothingToErase(Refusal):
    """No such text stands beside the entry any more, or none ever did."""

    index: int
    fields: tuple[str, ...]
    code: ClassVar[str] = "nothing-to-erase"


@dataclass(eq=False)
class LetterErased(Refusal):
    """The words of the letter are erased already."""

    letter_id: str
    code: ClassVar[str] = "letter-erased"


@dataclass(eq=False)
class PersonStillActive(Refusal):
    """The name of somebody who can still sign in cannot be erased: the next thing that they do would bring it back."""

    login: str
    code: ClassVar[str] = "person-still-active"


@dataclass(frozen=True, slots=True)
class Erasable:
    """Texts beside one entry that can be erased.

    Attributes:
        index: The entry.
        kind: What happened.
        at: When, UTC.
        texts: Field to text.
    """

    index: int
    kind: str
    at: datetime
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ErasablePerson:
    """A person who can be erased: who, and beside which entries texts of theirs stand."""

    person: Person
    entries: tuple[int, ...]


def erasable(index: int, fields: Collection[str], *, reads: Reads) -> Erasable:
    """What would be erased.

    Args:
        index: The entry.
        fields: Which of its texts; none means all.
        reads: Begins the unit of work.

    Raises:
        NotFound: There is no such entry.
        NothingToErase: None of these texts is there.
    """
    with reads() as uow:
        return _erasable(uow, index, fields)


def redact(
    index: int, fields: Collection[str], reason: str, *, actor: Actor, transactions: Transactions, clock: Clock
) -> Erasable:
    """Erase texts beside an entry with their salts, and enter into the record that, by whom and why. For good.

    Args:
        index: The entry.
        fields: Which of its texts; none means all.
        reason: Why, for those who read the record later.
        actor: Who erases.
        transactions: Begins the unit of work.
        clock: Tells the time.

    Raises:
        NotFound: There is no such entry.
        NothingToErase: None of these texts is there.
        InvalidInput: The reason is empty or too long.
    """
    _check_reason(reason)
    with transactions() as uow:
        found = _erasable(uow, index, fields)
        _erase(uow, found.index, found.texts, {}, reason, actor, clock.now())
        uow.commit()
    return found


def erasable_person(login: str, *, reads: Reads) -> ErasablePerson:
    """What would be erased of a person.

    Raises:
        NotFound: Nobody has this login.
        PersonStillActive: They are not deactivated.
    """
    with reads() as uow:
        person = _deactivated(uow, login)
        size = uow.record.frontier().size
        about = (e.index for e in uow.record.stream(RecordQuery(person=person.id), size=size) if _is_about(e, person))
        return ErasablePerson(person, tuple(about))


def redact_person(
    login: str, reason: str, *, actor: Actor, reads: Reads, transactions: Transactions, clock: Clock
) -> ErasablePerson:
    """Erase the name, login and e-mail address of somebody who is deactivated, the letters that they were sent, and the
    texts beside entries about them.

    An entry is about whom it names as the person to whom it happened, or, where it names none, about who acted. What
    somebody did to another person stays readable: it is the other's.

    So many entries at a time; when it is broken off, doing it again goes on where it was. The name goes last.

    Raises:
        NotFound: Nobody has this login.
        PersonStillActive: They are not deactivated.
        InvalidInput: The reason is empty or too long.
    """
    _check_reason(reason)
    found = erasable_person(login, reads=reads)
    person = found.person
    for begin in range(0, len(found.entries), AT_ONCE):
        with transactions() as uow:
            _deactivated(uow, login)
            for index in found.entries[begin : begin + AT_ONCE]:
                entry = uow.record.entry(index)
                if entry is not None and entry.texts:
                    _erase(uow, index, entry.texts, {_PERSON: person.id}, reason, actor, clock.now())
            uow.commit()
    with transactions() as uow:
        _deactivated(uow, login)
        uow.accounts.forget(person.id)
        uow.people.forget(person.id)
        uow.letters.erase_of_person(person.id, clock.now())
        subjects = {_PERSON: person.id, "fields": "email,letters,login,name"}
        uow.audit.append(at=clock.now(), actor=actor, kind=REDACTED, subjects=subjects, texts={"reason": reason})
        uow.commit()
    return found


def redact_letter(letter_id: str, reason: str, *, actor: Actor, transactions: Transactions, clock: Clock) -> Letter:
    """Erase the words of one letter, and enter into the record that, by whom and why. For good (RULES R4.7).

    Args:
        letter_id: The letter.
        reason: Why, for those who read the record later.
        actor: Who erases.
        transactions: Begins the unit of work.
        clock: Tells the time.

    Returns:
        The letter as it was.

    Raises:
        NotFound: There is no such letter.
        LetterErased: Its words are gone already.
        InvalidInput: The reason is empty or too long.
    """
    _check_reason(reason)
    now = clock.now()
    with transactions() as uow:
        letter = uow.letters.get(letter_id)
        if letter is None:
            raise NotFound("letter", letter_id)
        if not uow.letters.erase(letter.id, now):
            raise LetterErased(letter_id=letter.id)
        subjects = {_PERSON: letter.person_id, "letter": letter.id, "fields": "body,subject"}
        uow.audit.append(at=now, actor=actor, kind=REDACTED, subjects=subjects, texts={"reason": reason})
        uow.commit()
    return letter


def _erasable(uow: UnitOfWork, index: int, fields: Collection[str]) -> Erasable:
    entry = uow.record.entry(index)
    if entry is None:
        raise NotFound("entry", str(index))
    body = read_entry(entry)
    texts = {name: private.text for name, private in entry.texts.items() if not fields or name in fields}
    if not texts or set(fields) - texts.keys():
        raise NothingToErase(index, tuple(sorted(set(fields) - texts.keys())))
    return Erasable(index, body.kind, body.at, texts)


def _erase(
    uow: UnitOfWork,
    index: int,
    fields: Collection[str],
    more: Mapping[str, str],
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    gone: Sequence[str] = sorted(uow.record.erase(index, fields))
    entry = uow.record.entry(index)
    if entry is not None:
        erase_behind(uow, read_entry(entry), gone, now)
    subjects = {"entry": str(index), "fields": ",".join(gone), **more}
    uow.audit.append(at=now, actor=actor, kind=REDACTED, subjects=subjects, texts={"reason": reason})


def _deactivated(uow: UnitOfWork, login: str) -> Person:
    person = person_by_login(uow, login)
    if person.active:
        raise PersonStillActive(login=person.login)
    return person


def _is_about(entry: RecordedEntry, person: Person) -> bool:
    if not entry.texts:
        return False
    body = read_entry(entry)
    return body.kind != REDACTED and body.subjects.get(_PERSON, body.actor_id) == person.id


def _check_reason(reason: str) -> None:
    problem = "empty" if not reason.strip() else "too-long" if len(reason) > LONGEST_REASON else ""
    if problem:
        expected = str(LONGEST_REASON) if problem == "too-long" else ""
        raise InvalidInput((FieldProblem("reason", reason[:60], problem, expected),))
