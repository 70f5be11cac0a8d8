"""Every kind of entry that the services write has its words, in both languages, with and without its facts."""

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest

from orchestrator.domain.changes import FieldChange
from orchestrator.domain.people import Role
from orchestrator.domain.rollouts import RolloutState, final_state
from orchestrator.services.record_reading import EntryView, RecordNames
from orchestrator.services.wording import Language, Speaker
from orchestrator.services.wording.entries import say_change_of, say_entry, say_kind, say_subject
from orchestrator.services.wording.speaker import BOOKS

ROOT = Path(__file__).resolve().parents[3]
NOON = datetime(2027, 1, 12, 12, 0, tzinfo=UTC)
NAMES = RecordNames(
    {"room-1": "B-204"}, {"firefox": "Mozilla Firefox"}, {"person:1": "Ada Lovelace", "person:2": "Grace Hopper"}
)
LEFT_OVER = re.compile(r"[{}\[\]]|None|  | \.|\.\.|,\.|\( ?\)")


def _entry(kind: str, *, full: bool) -> EntryView:
    subjects = {
        "classroom": "room-1",
        "item": "firefox",
        "person": "person:2",
        "role": "technician",
        "form": "csv",
        "request": "r1",
        "entry": "3",
        "key": "de5fdbea",
    }
    texts = {"login": "grace", "name": "Nightly", "filter": "{}"}
    changes = (FieldChange("ready", None, "11"), FieldChange("machines", None, "12"), FieldChange("…", None, "40"))
    return EntryView(
        7,
        NOON,
        "person:1",
        kind,
        subjects if full else {**subjects, "person": "person:1", "role": "gone"},
        texts if full else {},
        changes if full else (),
        () if full else ("changes", "login"),
        b"",
        b"",
    )


def _kinds_of(call: ast.Call, module: str) -> set[str]:
    """The kinds that one call of ``audit.append`` can write; a form that is not known here fails the test."""
    kind = next(keyword.value for keyword in call.keywords if keyword.arg == "kind")
    match kind:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.JoinedStr(values=[ast.Constant(value="rollout."), _]):
            assert final_state(()) in {RolloutState.DONE, RolloutState.INCOMPLETE}
            return {"rollout.done", "rollout.incomplete"}
        case ast.Subscript(value=ast.Name(id=table)):
            return set(getattr(importlib.import_module(module), table).values())
        case ast.Name(id=constant):
            return {getattr(importlib.import_module(module), constant)}
    raise AssertionError(f"{module}:{call.lineno}: which kinds this writes cannot be told")


def _written() -> Iterator[str]:
    for path in sorted(ROOT.glob("orchestrator/**/*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Attribute(attr="append", value=ast.Attribute(attr="audit"))):
                    yield from _kinds_of(node, module)


WRITTEN = sorted(set(_written()))


def test_the_search_finds_what_the_services_write() -> None:
    assert {"request.accepted", "rollout.done", "invitation.used", "role.granted", "record.exported"} <= set(WRITTEN)


@pytest.mark.parametrize("language", Language)
def test_every_kind_that_is_written_has_words_and_no_other_has(language: Language) -> None:
    assert {kind.partition(":")[0] for kind in BOOKS[language].entries} == set(WRITTEN)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("kind", WRITTEN)
def test_every_entry_can_be_said_with_and_without_its_facts(kind: str, full: bool, language: Language) -> None:
    speaker = Speaker(language)
    said, title = say_entry(speaker, _entry(kind, full=full), NAMES), say_kind(speaker, _entry(kind, full=full))
    assert said.endswith(".")
    assert said[0].isupper()
    assert not LEFT_OVER.search(said), said
    assert title
    assert title != kind


def test_both_languages_ask_for_the_same_facts() -> None:
    def asked(language: Language) -> dict[str, set[str]]:
        return {
            kind: {name for _, name, _, _ in Formatter().parse(re.sub(r"[\[\]]", "", phrase.sentence)) if name}
            for kind, phrase in BOOKS[language].entries.items()
        }

    assert asked(Language.EN) == asked(Language.DE)


def test_an_entry_of_a_kind_that_is_not_known_is_said_as_it_is() -> None:
    entry = _entry("oracle.asked", full=True)
    assert (say_kind(Speaker(Language.EN), entry), say_entry(Speaker(Language.EN), entry, NAMES)) == (
        "oracle.asked",
        "Ada Lovelace.",
    )


def test_what_was_asked_to_be_away_is_said_so() -> None:
    entry = _entry("request.accepted", full=False)
    absent = replace(entry, changes=(FieldChange("wanted", None, "absent"),))
    assert say_entry(Speaker(Language.EN), entry, NAMES).startswith("Ada Lovelace asked for Mozilla Firefox in B-204.")
    assert say_entry(Speaker(Language.EN), absent, NAMES).startswith("Ada Lovelace asked that B-204 be without Mozilla")
    assert "ohne Mozilla Firefox" in say_entry(Speaker(Language.DE), absent, NAMES)


def test_on_whose_behalf_is_said_only_where_it_was_somebody_else() -> None:
    own, other = _entry("request.accepted", full=False), _entry("request.accepted", full=True)
    assert "behalf" not in say_entry(Speaker(Language.EN), own, NAMES)
    assert "on behalf of Grace Hopper" in say_entry(Speaker(Language.EN), other, NAMES)


def test_ids_stand_for_names_as_long_as_somebody_knows_them() -> None:
    speaker = Speaker(Language.EN)
    assert say_subject(speaker, "classroom", "room-9", NAMES) == "room-9"
    assert say_subject(speaker, "role", "technician", NAMES) == speaker.term(Role.TECHNICIAN)
    assert say_subject(speaker, "person", "person:9", NAMES) == "9"
    assert say_change_of(speaker, FieldChange("version", "144", None)) == "version: 144 → -"
