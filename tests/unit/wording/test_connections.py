"""The test of a connection in words: both languages, every finding, with and without what need not be known."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from orchestrator.domain.classrooms import Classroom, RolloutMode, Seat
from orchestrator.domain.connections import (
    ConnectionFinding,
    ConnectionStep,
    StepFacts,
    StepResult,
    StepState,
    completed,
)
from orchestrator.domain.machines import ConnectionProfile, Machine
from orchestrator.services.connections import ConnectionTest
from orchestrator.services.wording import Language, Speaker
from orchestrator.services.wording.connections import say_connection, say_step

NOON = datetime(2027, 1, 12, 12, 0, tzinfo=UTC)
LEFT_OVER = re.compile(r"[{}\[\]]|None|  | \.|\.\.|,\.|\( ?\)")
FACTS = StepFacts(("10.0.0.5",), "10.0.0.5", NOON, ("b204-07",), ("Negotiate", "Kerberos"), 850, 60)
GOOD = {
    ConnectionFinding.NAME_KNOWN,
    ConnectionFinding.ADDRESS_GIVEN,
    ConnectionFinding.PORT_OPEN,
    ConnectionFinding.CERTIFICATE_TRUSTED,
    ConnectionFinding.CERTIFICATE_TRUSTED_BY_SYSTEM,
    ConnectionFinding.SIGNED_IN,
    ConnectionFinding.SHELL_ANSWERED,
}


def a_test(*steps: StepResult, ca_file: str | None = "/etc/ca.pem") -> ConnectionTest:
    seat = Seat("s5", "05", 1, 5)
    room = Classroom("b204", "B-204", "Main", "Europe/Berlin", RolloutMode.AUTOMATIC, (), (seat,))
    machine = Machine("m5", "b204-05", "b204-05.example.edu", 5986, "rooms")
    profile = ConnectionProfile("rooms", "basic", "installer", "lab_password", ca_file)
    return ConnectionTest(room, seat, machine, profile, NOON, completed(steps))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("finding", ConnectionFinding)
def test_every_finding_is_said_with_what_to_do_next_unless_it_is_good(
    finding: ConnectionFinding, language: Language
) -> None:
    speaker = Speaker(language)
    for facts in (FACTS, StepFacts(connected="10.0.0.5", addresses=("10.0.0.5",), code_page=850, seconds=60)):
        for ca_file in ("/etc/ca.pem", None) if finding is not ConnectionFinding.CERTIFICATE_TRUSTED else ("/etc/ca",):
            result = StepResult(ConnectionStep.NAME, StepState.FAILED, finding, 1, "", facts)
            said = say_step(speaker, result, a_test(result, ca_file=ca_file))
            assert bool(said.advice) == (finding not in GOOD)
            for text in filter(None, (said.text, said.advice)):
                assert text == text.strip()
                assert text.endswith(".")
                assert not LEFT_OVER.search(text), text


def test_what_is_known_stands_in_the_sentence() -> None:
    speaker = Speaker(Language.EN, "Europe/Berlin", NOON)

    def said(finding: ConnectionFinding) -> str:
        result = StepResult(ConnectionStep.NAME, StepState.FAILED, finding, 1, "", FACTS)
        return say_step(speaker, result, a_test(result)).text

    assert said(ConnectionFinding.NAME_KNOWN) == "b204-05.example.edu leads to 10.0.0.5."
    assert said(ConnectionFinding.CERTIFICATE_EXPIRED) == "The certificate has ended on Tue 12 Jan, 13:00."
    assert said(ConnectionFinding.CERTIFICATE_OTHER_NAME).endswith("not for b204-05.example.edu, but for b204-07.")
    assert said(ConnectionFinding.METHOD_NOT_OFFERED) == (
        "The machine lets nobody in by basic; it offers Negotiate and Kerberos."
    )


@pytest.mark.parametrize("language", Language)
def test_the_whole_says_where_it_fails(language: Language) -> None:
    speaker = Speaker(language)
    results = tuple(
        StepResult(step, StepState.PASSED, ConnectionFinding.PORT_OPEN, 1, facts=FACTS) for step in ConnectionStep
    )
    assert a_test(*results).failed is None
    works = say_connection(speaker, a_test(*results))
    broken = replace(results[3], state=StepState.FAILED, finding=ConnectionFinding.PASSWORD_REFUSED)
    fails = a_test(*results[:3], broken, results[4])
    assert fails.failed is ConnectionStep.LOGIN
    assert [one.state for one in fails.steps[3:]] == [StepState.FAILED, StepState.NOT_TRIED]
    assert speaker.term(ConnectionStep.LOGIN) in say_connection(speaker, fails)
    assert say_connection(speaker, fails) != works
    assert say_step(speaker, fails.steps[4], fails).text == speaker.book.connections.not_tried


@pytest.mark.parametrize("language", Language)
def test_both_languages_have_every_finding(language: Language) -> None:
    assert set(Speaker(language).book.connections.findings) == set(ConnectionFinding)
