"""Letters: every one can be written, says what it owes, fits a page, names no technician, and is kind to lay people."""

import re
import shlex
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.main import get_group

from orchestrator.cli import contests
from orchestrator.domain.contests import ContestSubject
from orchestrator.domain.evidence import Category, Check, CheckCode, CheckResult, Evidence
from orchestrator.domain.letters import LetterOccasion, Ruling
from orchestrator.domain.overrides import Confirmation, OverrideKind, OverrideState
from orchestrator.domain.safeguards import Aim, SafeguardKind
from orchestrator.domain.standing import KEPT, StandingCode
from orchestrator.services.letter_facts import LetterFacts
from orchestrator.services.wording import Language, Speaker
from orchestrator.services.wording.evidence import EvidenceNames, say_evidence
from orchestrator.services.wording.letters import write_letter
from tests.unit.wording.letter_facts import (
    ABSENT,
    EVIDENCE,
    NOON,
    ON_BEHALF,
    every_decision,
    facts,
    override,
    request,
    safeguard,
)
from tests.unit.wording.refused_tools import TORRENT, WEATHER, Refused

GOLDEN = Path(__file__).parent / "letters"
PAGE = 3_500
"""Characters of one page."""
OF_THE_TRADE = re.compile(
    r"\b(manifest|revision|waves?|drift|winrm|cvss|rollouts?|baseline|ansible|override|placement|"
    r"Welle|Abweichung|Ausrollung)\b",
    re.IGNORECASE,
)
"""Words that an instructor is not to meet."""
LEFT_OVER = re.compile(r"[{}\[\]]|\bNone\b|  | \.|\.\.|,\.|\( ?\)|\n\n\n|:\.")
TEAM = {Language.EN: "The classroom team (Physics)", Language.DE: "Das Team für die Unterrichtsräume (Physics)"}


def _texts(*made: LetterFacts) -> list[str]:
    return [f"{letter.subject}\n{letter.body}" for letter in map(write_letter, made)]


@pytest.mark.parametrize("language", Language)
def test_every_letter_is_whole_plain_and_one_page_long(language: Language) -> None:
    """R4.7, R3.1 to R3.3: each kind with each category in each weight."""
    count = 0
    for occasion, decision in every_decision():
        for requests in ((request(),), (ON_BEHALF, request("firefox", id="r2")), (ABSENT,), ()):
            letter = write_letter(facts(decision, occasion, language.value, requests))
            text, count = f"{letter.subject}\n{letter.body}", count + 1
            command = re.compile(r'classroom contests make (\w+ )?\w+( --subject \w+)? --words "…"')
            assert not LEFT_OVER.search(text), text
            assert not OF_THE_TRADE.search(command.sub("", text)), text
            assert len(letter.body) <= PAGE, len(letter.body)
            assert len(letter.subject) <= 100, letter.subject
            paragraphs = letter.body.split("\n\n")
            assert len(paragraphs) >= 4, text
            assert all(paragraph == paragraph.strip() and paragraph for paragraph in paragraphs)
            assert "Ada Lovelace" in paragraphs[0]
            assert paragraphs[-1].endswith(f"\n{TEAM[language]}")
            assert "Kilburn" not in text
            assert "Clarke" not in text
    assert count > 1_000


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("until", [NOON, None], ids=["until then", "without an end"])
@pytest.mark.parametrize("code", sorted(KEPT))
def test_what_is_still_in_the_way_is_said_when_a_decision_is_over(
    code: StandingCode, until: datetime | None, language: Language
) -> None:
    """R4.7: a letter promises nothing that something else stands against."""
    ended = override(OverrideKind.DECLINE, Category.HARDWARE, state=OverrideState.OVERTURNED)
    goes_on = {Language.EN: "as you made it", Language.DE: "so wie Sie sie gestellt haben"}[language]
    for occasion, decision in (
        (LetterOccasion.OVERRIDE_ENDED, ended),
        (LetterOccasion.RULING, Ruling("c1", ended, overturned=True, reason="It is not so.")),
    ):
        free = facts(decision, occasion, language.value)
        kept, unkept = _texts(replace(free, in_the_way=code, in_the_way_until=until), free)
        assert goes_on in unkept
        assert goes_on not in kept
        assert not LEFT_OVER.search(kept), kept
        assert not OF_THE_TRADE.search(kept), kept


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", OverrideKind)
def test_a_full_override_says_all_that_it_owes(kind: OverrideKind, language: Language) -> None:
    """R3.3: what, why, evidence, what instead, until when, what would lift it, what meanwhile, how to contest."""
    made = override(kind, Category.INCOMPATIBILITY)
    letter = write_letter(facts(made, LetterOccasion.OVERRIDE, language.value))
    until = {Language.EN: "Mon 1 Feb, 12:00", Language.DE: "Mo., 1. Feb., 12:00 Uhr"}[language]
    assert until in letter.subject
    owed = [made.explanation, made.alternative, made.would_lift, made.compensation, "the forms stop", until]
    for said in (*owed, "Mozilla Firefox", "Microsoft Edge", "B-204", 'classroom contests make r1 o1 --words "…"'):
        assert said in letter.body, said
    if kind is OverrideKind.EXCLUDE:
        assert "05, 06, 07" in letter.body
        assert "40" in letter.body
    if kind is OverrideKind.PIN:
        assert "128.5" in letter.subject


def test_a_light_override_says_why_so_little_is_said() -> None:
    """R3.3: three days take one person and one sentence."""
    (light,) = _texts(facts(override(OverrideKind.DECLINE, Category.FREEZE, days=3), LetterOccasion.OVERRIDE))
    assert "with one sentence, because it holds for 3 days at most" in light
    assert "What this rests on" not in light
    (full,) = _texts(facts(override(OverrideKind.DECLINE, Category.FREEZE), LetterOccasion.OVERRIDE))
    assert "with one sentence" not in full


def test_what_nobody_could_find_out_is_said_so() -> None:
    """R3.2: unknown is never yes."""
    for code in CheckCode:
        for language in Language:
            said = [
                say_evidence(
                    Speaker(language), Category.OTHER, Evidence(), (Check(code, result, detail),), EvidenceNames()
                )[0]
                for result in CheckResult
                for detail in ((), (("version", "145.0.1"), ("seen", NOON.isoformat())))
            ]
            assert all(not LEFT_OVER.search(text) for text in said)
            known = "Not known:" if language is Language.EN else "Nicht bekannt:"
            assert [text.startswith(known) for text in said] == [False] * 4 + [True] * 2


@pytest.mark.parametrize("language", Language)
def test_every_part_of_evidence_can_be_said(language: Language) -> None:
    for category, (evidence, _) in EVIDENCE.items():
        said = say_evidence(Speaker(language), category, evidence, (), EvidenceNames({"d1": "Rules"}))
        assert said
        assert all(text[-1] in ".!?" or "://" in text for text in said), said
    hardware = EVIDENCE[Category.HARDWARE][0]
    said = say_evidence(Speaker(language), Category.HARDWARE, hardware, (), EvidenceNames())
    assert ["16 GB" in text for text in said] == [False, True, False, False]
    assert "1.5 GB" in said[2]


def test_the_clock_stands_still_only_for_security_licence_and_law() -> None:
    """R3.2: and only as long as the category is confirmed or may still be."""
    stands = override(OverrideKind.DECLINE, Category.SECURITY, confirmation=Confirmation.WAITING)
    ordinary = replace(stands, confirmation=Confirmation.NONE_CAME)
    runs = override(OverrideKind.DECLINE, Category.HARDWARE)
    texts = _texts(*(facts(made, LetterOccasion.OVERRIDE) for made in (stands, ordinary, runs)))
    assert ["waits until this is settled" in text for text in texts] == [True, False, False]
    assert ["still counts" in text for text in texts] == [False, True, True]
    assert ["this ends by itself and your request goes on" in text for text in texts] == [False, False, True]


def test_a_substitute_is_asked_a_yes_for_until_there_is_one() -> None:
    """R3.6."""
    waits = override(OverrideKind.SUBSTITUTE, Category.HARDWARE)
    texts = _texts(*(facts(o, LetterOccasion.OVERRIDE) for o in (waits, replace(waits, agreed_at=NOON))))
    assert ["Without your yes" in text for text in texts] == [True, False]


def test_a_pin_below_a_new_minimum_is_told_which_version_was_asked_for() -> None:
    """R4.2: a raised minimum supersedes older pins, told and contestable."""
    made = safeguard(SafeguardKind.MINIMUM_VERSION)
    texts = _texts(
        *(facts(made, LetterOccasion.SAFEGUARD, requests=(request(version=v),)) for v in ("144.0", "147.0", "latest"))
    )
    assert ["You had asked for version 144.0, which is older" in text for text in texts] == [True, False, False]
    assert all("classroom contests make r1 g1 --subject safeguard" in text for text in texts)


def test_an_update_is_announced_to_whoever_did_not_ask_for_anything() -> None:
    """R4.4."""
    made = safeguard(SafeguardKind.PROTECTIVE_UPDATE, emergency=True)
    (text,) = _texts(facts(made, LetterOccasion.UPDATE, requests=()))
    assert "You did not ask for this" in text
    assert "Sun 17 Jan, 12:00" in text
    assert "at short notice" in text
    assert "can take over a machine" in text


def test_a_site_may_give_its_team_a_name() -> None:
    """R4.7: a team signs, never a person."""
    made = facts(override(OverrideKind.DEFER, Category.FREEZE), LetterOccasion.OVERRIDE, team="IT Service Desk")
    assert write_letter(made).team == "IT Service Desk (Physics)"
    assert write_letter(replace(made, room=replace(made.room, department=""))).team == "IT Service Desk (Main building)"


@given(text=st.text(max_size=200))
def test_whatever_people_write_stands_in_the_letter_as_they_wrote_it(text: str) -> None:
    made = override(OverrideKind.DECLINE, Category.OTHER, explanation=text, alternative="{item} [x]")
    body = write_letter(facts(made, LetterOccasion.OVERRIDE)).body
    assert " ".join(text.split()) in body
    assert "{item} [x]" in body


def test_an_explanation_as_long_as_the_rules_allow_still_fits_the_page() -> None:
    long = override(OverrideKind.EXCLUDE, Category.INCOMPATIBILITY, explanation="word " * 299)
    for language in Language:
        assert len(write_letter(facts(long, LetterOccasion.OVERRIDE, language.value)).body) <= PAGE


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("item", "said"), [("weather", WEATHER), ("torrent", TORRENT)])
def test_a_refused_tool_is_explained_so_that_a_lay_person_understands(
    item: str, said: dict[Language, Refused], language: Language
) -> None:
    """R4.2: a safeguard has plain words. What stands in ``letters/`` is meant to be read."""
    why = said[language]
    against = safeguard(
        aim=Aim(item),
        title="Weather tools with adverts" if item == "weather" else "Programs that share files with strangers",
        explanation=why.explanation,
        evidence=Evidence(words=why.evidence),
        instead=why.instead,
        review_at=NOON + timedelta(days=90),
    )
    letter = write_letter(facts(against, LetterOccasion.SAFEGUARD, language.value, (request(item),)))
    expected = (GOLDEN / f"{item}.{language.value}.txt").read_text()
    assert f"{letter.subject}\n\n{letter.body}\n" == expected


def test_the_command_that_letters_name_is_one_that_there_is() -> None:
    """R4.1: whoever reads how to contest can do it so."""
    make = get_group(contests.app).commands["make"]
    lines = [
        line
        for occasion, decision in every_decision()
        for line in re.findall("classroom contests make (.*)", write_letter(facts(decision, occasion)).body)
    ]
    for line in set(lines):
        chosen = make.make_context("make", shlex.split(line)).params
        assert chosen["request"] == "r1"
        assert chosen["subject"] in set(ContestSubject)
    assert lines
