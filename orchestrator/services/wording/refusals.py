"""Refusals and problems of fields in words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from orchestrator.domain.errors import FieldProblem, Refusal
from orchestrator.domain.evidence import CheckCode, CheckResult
from orchestrator.domain.override_refusals import EvidenceNotMet
from orchestrator.services.wording.language import Language
from orchestrator.services.wording.speaker import Speaker

_ITEMS = frozenset({"item", "with_item", "required_by"})
PEOPLE = frozenset({"requester", "by"})
"""Fields of refusals that hold the id of somebody."""
THINGS = frozenset(
    {"request_id", "requests", "rollout_id", "override_id", "contest_id", "safeguard_id", "exemption_id", "wish_id"}
)
"""Fields of refusals that hold the id, or ids, of what people know under another name."""
_KINDS_OF_ITEMS = frozenset({"catalog item", "item to ask for"})
"""Kinds of what is not found, of which ids of items are known."""
_ONE_OF_THESE = "one-of-these"
_AGAINST_A_MOMENT = frozenset({"after-expiry", "before-its-start"})
"""Problems whose ``expected`` is the other moment, as ISO 8601."""


@dataclass(frozen=True, slots=True)
class SaidRefusal:
    """A refusal in words: its kind, and what, why, and what you can do."""

    title: str
    detail: str


def words(thing: StrEnum | Refusal | FieldProblem, language: Language) -> str:
    """A code, a refusal or a problem in words, where nothing more is known than the thing itself."""
    speaker = Speaker(language)
    if isinstance(thing, Refusal):
        return say_refusal(speaker, thing).detail
    if isinstance(thing, FieldProblem):
        return say_problem(speaker, thing)
    return speaker.term(thing)


def say_refusal(speaker: Speaker, refusal: Refusal) -> SaidRefusal:
    """A refusal in words, with the titles and names that the speaker knows.

    Raises:
        KeyError: The phrasebook lacks its code.
    """
    phrase = speaker.book.refusals[refusal.code]
    details = refusal.details()
    fields: dict[str, object] = {name: _said(speaker, name, value) for name, value in details.items()}
    if refusal.code == "not-found":
        known = details["known"]
        if details["kind"] in _KINDS_OF_ITEMS:
            known = tuple(sorted(map(speaker.title, known), key=str.casefold))
        fields["said"] = speaker.say(speaker.book.not_found[details["kind"]], **{**details, "known": known})
    if refusal.code == EvidenceNotMet.code:
        failed = (speaker.book.evidence.checks[check][CheckResult.FAILS] for check in details["checks"])
        # Of hardware the seats were found that are short, and the check's own sentence names them.
        of_seats = CheckCode.HARDWARE_SHORT in details["checks"]
        seats = ", ".join(details["found"]) or None if of_seats else None
        fields["checks"] = " ".join(speaker.say(template, version=None, seats=seats, seen=None) for template in failed)
        fields["found"] = () if of_seats else tuple(speaker.thing(speaker.title(one)) for one in details["found"])
    if isinstance(details.get("problems"), tuple):
        fields["count"] = len(details["problems"])
    return SaidRefusal(phrase.title, speaker.say(phrase.detail, **fields))


def say_problem(speaker: Speaker, problem: FieldProblem) -> str:
    """What is wrong with one field."""
    template = speaker.book.problems[problem.problem]
    return speaker.say(template, value=problem.value, expected=_expected(speaker, problem))


def _expected(speaker: Speaker, problem: FieldProblem) -> str:
    """What would be right, as people say it: moments in the speaker's zone, and names of fields in words."""
    if problem.problem == _ONE_OF_THESE:
        names = speaker.book.evidence.names
        return ", ".join(names.get(name, name) for name in problem.expected.split(", "))
    if problem.problem not in _AGAINST_A_MOMENT:
        return problem.expected
    try:
        return speaker.moment(datetime.fromisoformat(problem.expected))
    except ValueError:
        return problem.expected


def _said(speaker: Speaker, name: str, value: Any) -> object:  # noqa: ANN401 - a refusal's fields are of any type
    """A refusal's field as it is put into a sentence: titles for items, names for people, words for codes."""
    if name in _ITEMS:
        return tuple(map(speaker.title, value)) if isinstance(value, tuple) else speaker.title(value)
    if name in THINGS:
        if isinstance(value, tuple):
            # Two requests for the same in one room are called the same.
            return tuple(dict.fromkeys(map(speaker.thing, value)))
        return speaker.thing(value) if value else value
    if name in PEOPLE:
        return speaker.person(value)
    if isinstance(value, tuple):
        return tuple(_word(speaker, item) for item in value)
    return _word(speaker, value)


def _word(speaker: Speaker, value: Any) -> object:  # noqa: ANN401 - likewise
    if isinstance(value, StrEnum):
        return speaker.term(value) if type(value) in speaker.book.terms else value.value
    return value
