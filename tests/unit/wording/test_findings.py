"""What a check of the record found, in words: every code in both languages."""

import pytest

from orchestrator.domain.checkpoints import CheckpointProblem
from orchestrator.domain.signed_notes import NoteProblem
from orchestrator.services.record_check.findings import CheckpointName, Fact, Finding, FindingCode, Grade
from orchestrator.services.record_verify import Caveat, CaveatCode, Verdict, Verification
from orchestrator.services.wording import Language, Speaker
from orchestrator.services.wording.findings import say_caveat, say_finding, say_verification
from tests.unit.verifier.record import SIGNER

FACTS: dict[str, Fact] = {
    "checkpoint": CheckpointName(3, size=40),
    "other": CheckpointName(file="kept/latest", size=41),
    "held": 37,
    "size": 40,
    "signers": "example.org/record+0a1b2c3d",
    "origin": "example.org/other",
    "expected": "example.org/record",
    "problem": "lines",
    "number": 2,
    "gap": 1,
    "says": 18,
    "taken_out": 1,
    "put_in": 0,
    "field": "reason",
    "why": "no-entry",
}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code", FindingCode)
def test_every_finding_can_be_said(language: Language, code: FindingCode) -> None:
    speaker = Speaker(language)
    one = say_finding(speaker, Finding(code, Grade.NOTICED, 17, 17, FACTS))
    several = say_finding(speaker, Finding(code, Grade.NOTICED, 17, 29, FACTS))
    assert one[0].isupper()
    for said in (one, several):
        assert said.endswith(".")
        assert "None" not in said
        assert not {"{", "}", "[", "]"} & {*said}


@pytest.mark.parametrize("language", Language)
def test_a_range_names_both_its_ends_and_one_entry_itself(language: Language) -> None:
    speaker = Speaker(language)
    missing = FindingCode.ENTRY_MISSING
    said = {say_finding(speaker, Finding(missing, Grade.NOTICED, 17, last)) for last in (17, 29)}
    expected = {
        Language.EN: {"Entry 17 is missing.", "Entries 17 to 29 are missing."},
        Language.DE: {"Eintrag 17 fehlt.", "Die Einträge 17 bis 29 fehlen."},
    }
    assert said == expected[language]


def test_what_is_in_order_before_is_said_only_where_something_is() -> None:
    speaker = Speaker(Language.EN)
    facts: dict[str, Fact] = {"checkpoint": CheckpointName(1, size=20)}
    changed = FindingCode.RANGE_CHANGED
    said = [say_finding(speaker, Finding(changed, Grade.LOCATED, first, 19, facts)) for first in (10, 0)]
    does_not_fit = "something is not what was signed, for checkpoint 1 (20 entries) does not fit."
    assert said == [
        f"Among entries 10 to 19 {does_not_fit} Before entry 10 all fits.",
        f"Among entries 0 to 19 {does_not_fit}",
    ]


@pytest.mark.parametrize("language", Language)
def test_every_code_has_words(language: Language) -> None:
    phrases = Speaker(language).book.findings
    problems = {
        *map(str, NoteProblem),
        *map(str, CheckpointProblem),
        "no-entry",
        "no-commitment",
        "size-differs",
        "order",
    }
    assert phrases.problems.keys() == problems
    assert (set(phrases.grades), set(phrases.verdicts)) == (set(Grade), set(Verdict))
    for code in CaveatCode:
        said = say_caveat(Speaker(language), Caveat(code, 3, 17, 19))
        assert not {"{", "}", "[", "]"} & {*said}


@pytest.mark.parametrize("language", Language)
def test_a_whole_result_can_be_said(language: Language) -> None:
    finding = Finding(FindingCode.ENTRY_CHANGED, Grade.PROVEN, 17, 17)
    result = Verification(
        Verdict.WRONG, "example.org/record", (SIGNER.key,), 40, 20, 4, 1, 40, (finding,), (Caveat(CaveatCode.OWN_KEYS),)
    )
    lines = list(say_verification(Speaker(language), result))
    assert any("[entry-changed, " in line for line in lines)
    assert any("39" in line for line in lines)
    assert any(str(SIGNER.key) in line for line in lines)
