"""What is said of a request's line about settings and add-ons, to whoever asked and to others, in both languages."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orchestrator.domain.hand_work import Tick
from orchestrator.domain.requests import SettingsLine, SoftwareRequest
from orchestrator.domain.standing import RequestStanding, StandingCode
from orchestrator.services.request_views import RequestView
from orchestrator.services.wording import Language, Speaker
from orchestrator.services.wording.requests import say_standing
from tests.unit.domain.examples import NOW, ask, room

LINE = SettingsLine("l1", "with {uBlock} [and] more", NOW)
ASKED = replace(ask("r1", "app"), settings_line=LINE)
TICK = Tick("t1", "r1", "person:tia", NOW, "done", NOW + timedelta(days=14), line_id="l1")


def said(
    code: StandingCode,
    line: StandingCode | None,
    request: SoftwareRequest = ASKED,
    *,
    reader: str = "",
    language: Language = Language.EN,
) -> str:
    standing = RequestStanding(code, 3, 3, 3, 0, (), late=False, line=line)
    view = RequestView(request, room(), "Firefox", "Ada", standing, (TICK,), {"person:tia": "Tia"})
    return say_standing(Speaker(language, reader=reader), view)


@pytest.mark.parametrize(
    ("language", "own", "other"),
    [
        (
            Language.EN,
            "Firefox is ready on 3 of 3 seats in B-204. Your line “with {uBlock} [and] more” waits for an answer.",
            "The line “with {uBlock} [and] more” about settings and add-ons waits for an answer.",
        ),
        (
            Language.DE,
            "Firefox ist an 3 von 3 Plätzen in B-204 bereit. Ihre Zeile „with {uBlock} [and] more“ wartet auf eine",
            "Die Zeile „with {uBlock} [and] more“ zu Einstellungen und Erweiterungen wartet auf eine Antwort.",
        ),
    ],
)
def test_whose_line_waits_for_an_answer_is_said_to_whoever_reads(language: Language, own: str, other: str) -> None:
    """R2: shown with age and person."""
    waits = (StandingCode.LINE_OPEN, StandingCode.OWED_BY_HAND)
    assert own in said(*waits, reader="person:ada", language=language)
    assert other in said(*waits, reader="person:tia", language=language)


def test_what_is_stated_is_never_called_verified() -> None:
    """R2"""
    assert "is done, as Tia states. It stays owed until" in said(StandingCode.LINE_STATED, StandingCode.STATED)
    assert "as stated by Tia; no machine has verified it." in said(StandingCode.READY, StandingCode.STATED_DONE)


def test_it_is_said_while_the_software_is_on_its_way_too_but_not_of_what_is_kept_away_or_over() -> None:
    assert "waits for an answer" in said(StandingCode.DEPLOYING, StandingCode.OWED_BY_HAND)
    for code in (StandingCode.OVERRIDDEN, StandingCode.SAFEGUARDED, StandingCode.WITHDRAWN):
        assert "line" not in said(code, StandingCode.OWED_BY_HAND)


def test_erased_words_leave_a_sentence_and_many_words_are_cut() -> None:
    erased = replace(ASKED, settings_line=replace(LINE, words=""))
    assert "The line about settings and add-ons waits for" in said(
        StandingCode.LINE_OPEN, StandingCode.OWED_BY_HAND, erased
    )
    long = replace(ASKED, settings_line=replace(LINE, words="x" * 500))
    assert f"“{'x' * 119}…”" in said(StandingCode.LINE_OPEN, StandingCode.OWED_BY_HAND, long)
    whole = replace(ASKED, settings_line=replace(LINE, words="x" * 120))
    assert f"“{'x' * 120}”" in said(StandingCode.LINE_OPEN, StandingCode.OWED_BY_HAND, whole)


def test_of_work_by_hand_it_is_called_a_part() -> None:
    assert "“with {uBlock} [and] more” is part of the work." in said(
        StandingCode.OWED_BY_HAND, None, reader="person:ada"
    )


@pytest.mark.parametrize("language", Language)
def test_words_of_what_is_not_as_asked_that_were_erased_leave_a_sentence(language: Language) -> None:
    """R4.7"""
    gone = replace(TICK, why="", evidence="")
    standing = RequestStanding(StandingCode.LINE_STATED, 3, 3, 3, 0, (), late=False, line=StandingCode.STATED)
    view = RequestView(ASKED, room(), "Firefox", "Ada", standing, (gone,), {"person:tia": "Tia"})
    for reader in ("person:ada", "person:tia"):
        text = say_standing(Speaker(language, reader=reader), view)
        assert "Tia. " in text
        assert "“”" not in text
        assert "„“" not in text
