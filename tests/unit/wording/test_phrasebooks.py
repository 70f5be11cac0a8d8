"""Both languages are complete, and everything in them can be said."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from enum import StrEnum
from string import Formatter

import pytest

import orchestrator.domain
from orchestrator.domain.calendars import NEEDED_BY_DEFAULT
from orchestrator.domain.classrooms import RolloutMode
from orchestrator.domain.errors import FieldProblem, InvalidInput, NotFound
from orchestrator.domain.people import Permission
from orchestrator.domain.requests import Wanted
from orchestrator.domain.resolution import ConflictKind, InConflict, WaitingCode
from orchestrator.domain.rollouts import Cause, CauseCode, RunState
from orchestrator.domain.standing import StandingCode
from orchestrator.services.deployment import RunEventKind
from orchestrator.services.wording import Language, Speaker, words
from orchestrator.services.wording.causes import Place, say_cause
from orchestrator.services.wording.refusals import say_refusal
from orchestrator.services.wording.requests import say_conflict
from orchestrator.services.wording.speaker import BOOKS

NOON = datetime(2027, 1, 12, 12, 0, tzinfo=UTC)
PLACE = Place("07", RolloutMode.AUTOMATIC)
NEVER_SHOWN = {
    "DetectedState",  # a plan's action says what comes of it
    "Doubt",  # likewise
    "ScanFailureCause",  # becomes a CauseCode
    "ChocolateyState",  # an argument of a module
    "MsiState",  # likewise
    "IntentOutcome",  # only placements look at it
    "LetterOccasion",  # its letters are texts of their own
    "CatalogLoss",  # likewise
    "NoticeKind",  # each has sentences of its own
    "RangeProblem",  # codes of problems of a field, which have sentences
    "Unit",  # a figure's number is said with it
    "PromiseKind",  # only figures look at it
    "CodePurpose",  # whoever uses a code knows what for
    "OverrideDue",  # what happens by itself is an entry of the record
    "HoldDue",  # likewise
    "ConnectionFinding",  # each has sentences of its own
    "Found",  # a check's result says what comes of it
    "OverrideProblem",  # its codes are among the problems of fields
    "RuleProblem",  # likewise
    "SafeguardProblem",  # likewise
    "FigureProblem",  # likewise
    "SeatPlanProblem",  # likewise
    "SeatTrouble",  # a request's sentence says it with the seats
    "Wall",  # the pages say where a door is
}
"""Enumerations whose members people do not meet."""
SAID = {"SeatState", "RunState", "RolloutState", "CauseCode", "StandingCode", "Action", "Permission", "ChangeKind"}
"""Some that they do, so that the walk below is known to find them."""
TROUBLE = re.compile(r"\b(contact|ask) your\b|wenden Sie sich", re.IGNORECASE)
LEFT_OVER = re.compile(r"[{}\[\]]|\bNone[ ,.]?$|  | \.|\.\.|,\.|\( ?\)")


def _enumerations() -> Iterator[type[StrEnum]]:
    for found in pkgutil.iter_modules(orchestrator.domain.__path__, "orchestrator.domain."):
        module = importlib.import_module(found.name)
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, StrEnum) and value.__module__ == module.__name__:
                yield value


def _check(text: str) -> None:
    assert text
    assert text == text.strip()
    assert not LEFT_OVER.search(text), text
    assert not TROUBLE.search(text), text


@pytest.mark.parametrize("language", Language)
def test_every_member_of_every_enumeration_that_people_meet_has_a_word(language: Language) -> None:
    terms = BOOKS[language].terms
    assert {kind.__name__ for kind in terms} >= SAID
    for kind in terms:
        assert set(terms[kind]) == set(kind), kind
        for member in kind:
            _check(words(member, language))


def test_every_enumeration_of_the_domain_is_said_or_known_not_to_be() -> None:
    found = {kind.__name__ for kind in _enumerations()}
    said = {kind.__name__ for kind in BOOKS[Language.EN].terms}
    assert len(found) > 25
    assert not said & NEVER_SHOWN
    assert found == said | NEVER_SHOWN


@pytest.mark.parametrize("language", Language)
def test_every_table_by_code_is_complete(language: Language) -> None:
    book = BOOKS[language]
    assert set(book.standings) == set(StandingCode)
    assert all(set(by_wish) == set(Wanted) for by_wish in book.standings.values())
    assert set(book.conflicts) == set(ConflictKind)
    assert set(book.waiting) == set(WaitingCode)
    assert set(book.causes) == set(CauseCode) - {CauseCode.INSTALLER_FAILED}
    assert set(book.retry) == set(book.pending) == set(RolloutMode)
    assert set(book.runs) == set(RunState)
    assert {kind.value for kind in RunEventKind} <= set(book.events)


def _names(template: str) -> set[str]:
    # Where in the sentence a seat stands, each language decides for itself.
    plain = template.replace("[", "").replace("]", "").replace("{in_seat}", "{seat}")
    return {name for _, name, _, _ in Formatter().parse(plain) if name}


def _templates(language: Language) -> Iterator[tuple[str, str]]:
    book = BOOKS[language]
    for field in fields(book.sentences):
        yield field.name, getattr(book.sentences, field.name)
    for table in ("conflicts", "waiting", "runs", "events", "not_found", "problems", "safeguards"):
        for code, template in getattr(book, table).items():
            yield f"{table} {code}", template
    for code, by_wish in book.standings.items():
        for wish, template in by_wish.items():
            yield f"{code} {wish}", template
    for code, cause in [*book.causes.items(), *book.installer.known.items()]:
        yield f"cause {code}", cause.what
        yield f"cause {code} advice", cause.do
    for found, phrase in book.connections.findings.items():
        yield f"connection {found}", phrase.what
        yield f"connection {found} advice", phrase.do
    for code, refusal in book.refusals.items():
        yield f"refusal {code}", refusal.detail


def test_both_languages_ask_for_the_same_facts() -> None:
    english, german = (dict(_templates(language)) for language in (Language.EN, Language.DE))
    assert set(english) == set(german)
    for name in english:
        assert _names(english[name]) == _names(german[name]), name


@pytest.mark.parametrize("language", Language)
def test_no_sentence_sends_people_away(language: Language) -> None:
    for name, template in _templates(language):
        assert not TROUBLE.search(template), name


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("mode", RolloutMode)
@pytest.mark.parametrize("code", CauseCode)
def test_every_cause_can_be_said_with_and_without_its_facts(
    code: CauseCode, mode: RolloutMode, language: Language
) -> None:
    speaker = Speaker(language, "Europe/Berlin", NOON, {"firefox": "Mozilla Firefox"})
    full = Cause(code, "firefox", 1603, "144.0.2", "145.0.1", "fan broken")
    for cause, at in ((full, NOON), (Cause(code), None)):
        for place in (Place("07", mode), Place("b204-07", mode, is_seat=False)):
            said = say_cause(speaker, cause, place, at)
            _check(said.text)
            _check(said.advice)
            assert said.text[0].isupper()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("exit_code", [1603, 1618, 1619, 1638, 1641, 3010, 1602, 1620, 1625, 1633])
def test_well_known_exit_codes_of_windows_installer_have_plain_words(exit_code: int, language: Language) -> None:
    speaker = Speaker(language, titles={"firefox": "Mozilla Firefox"})
    known = say_cause(speaker, Cause(CauseCode.INSTALLER_FAILED, "firefox", exit_code), PLACE)
    other = say_cause(speaker, Cause(CauseCode.INSTALLER_FAILED, "firefox", 17), PLACE)
    assert str(exit_code) in known.text
    assert known.advice != other.advice
    _check(known.text)
    _check(known.advice)


@pytest.mark.parametrize("language", Language)
def test_a_missing_secret_is_told_with_its_variable_and_its_file(language: Language) -> None:
    cause = Cause(CauseCode.SECRET_MISSING, detail="secret lab_admin: SecretMissing")
    advice = say_cause(Speaker(language), cause, PLACE).advice
    assert "CLASSROOM_SECRET_LAB_ADMIN" in advice
    assert " lab_admin" in advice
    assert "CLASSROOM_SECRETS_DIR" in advice


@pytest.mark.parametrize("language", Language)
def test_what_happens_by_itself_is_promised_only_where_it_does(language: Language) -> None:
    speaker = Speaker(language)
    advice = {mode: say_cause(speaker, Cause(CauseCode.OFF), Place("07", mode)).advice for mode in RolloutMode}
    assert len(set(advice.values())) == len(RolloutMode)


@pytest.mark.parametrize("language", Language)
def test_every_refusal_can_be_said_with_realistic_fields(language: Language) -> None:
    speaker = Speaker(language, "Europe/Berlin", NOON)
    realistic: dict[str, object] = {
        "known": ("B-204", "C-101"),
        "classrooms": ("B-204",),
        "requests": ("0192-1",),
        "required_by": ("student-records-forms",),
        "offered": ("144.0.2", "145.0.1"),
        "possible": ("144.0.2", "145.0.1"),
        "missing": ("ansible-playbook",),
        "processes": (17, 18),
        "allowed": ("GET", "POST"),
        "signers": ("auditor+1a2b",),
        "needed_by": NOON,
        "at": NOON,
        "expected_at": NOON,
        "now": NOON,
        "said": "There is no room B-999.",
        "until": NOON,
        "latest": NOON,
        "checks": ("the dates fit",),
        "found": ("B-204",),
        "seats": ("07",),
        "numbers": ("hold_hours",),
        "permissions": ("steer",),
        "by_token": True,
        "count": 2,
        "permission": speaker.term(Permission.STEER),
    }
    for code, phrase in BOOKS[language].refusals.items():
        given = {name: realistic.get(name, "x-17") for name in _names(phrase.detail)}
        bare = {name: () if isinstance(value, tuple) else value for name, value in given.items()}
        _check(phrase.title)
        assert "x-17" in speaker.say(phrase.detail, **given) or not set(given) - set(realistic), code
        _check(speaker.say(phrase.detail, **given))
        if "offered" in bare or "known" in bare:
            _check(speaker.say(phrase.detail, **bare))


@pytest.mark.parametrize("language", Language)
def test_every_problem_of_a_field_can_be_said_with_and_without_what_is_expected(language: Language) -> None:
    for code in BOOKS[language].problems:
        for expected in ("", "B-204"):
            text = words(FieldProblem("field", "vaule", code, expected), language)
            assert text
            assert "None" not in text
            assert "[" not in text
            assert text.endswith((".", "?"))


@pytest.mark.parametrize("language", Language)
def test_every_kind_of_missing_thing_can_be_said(language: Language) -> None:
    for kind in BOOKS[language].not_found:
        _check(words(NotFound(kind=kind, name="B-999"), language))
        _check(words(NotFound(kind=kind, name="B-999", known=("B-204",)), language))


def test_a_refusal_of_several_fields_counts_them() -> None:
    problem = FieldProblem("a", "", "missing")
    one, two = (say_refusal(Speaker(Language.EN), InvalidInput((problem,) * n)).detail for n in (1, 2))
    assert one.startswith("1 thing is not right in what was sent")
    assert two.startswith("2 things are not right in what was sent")


@pytest.mark.parametrize("language", Language)
def test_the_term_that_a_refusal_promises_is_the_rules_own(language: Language) -> None:
    # The sentence says "5 working days"; should the rule change, the sentence has to.
    assert f"{NEEDED_BY_DEFAULT} " in BOOKS[language].refusals["needed-by-in-the-past"].detail


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("with_request", ["r1", None])
@pytest.mark.parametrize("kind", ConflictKind)
def test_every_conflict_can_be_said_against_a_request_and_against_the_rooms_own_software(
    kind: ConflictKind, with_request: str | None, language: Language
) -> None:
    speaker = Speaker(language, titles={"firefox": "Mozilla Firefox"})
    text = say_conflict(speaker, InConflict("r2", "old-browser", kind, "firefox", with_request, ("s1",)))
    _check(text)
    by = speaker.book.sentences.another_request if with_request else speaker.book.sentences.baseline
    assert by in text
