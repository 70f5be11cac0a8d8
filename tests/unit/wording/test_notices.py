"""Everybody who is told something is told what it is and what they can do, in their language."""

import re
from datetime import UTC, datetime

import pytest

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.notices import Notice, NoticeKind
from orchestrator.domain.overrides import OverrideState
from orchestrator.services.notice_views import NoticeView
from orchestrator.services.wording import Language, Speaker
from orchestrator.services.wording.notices import say_notice
from orchestrator.services.wording.speaker import BOOKS

NOON = datetime(2027, 1, 12, 11, 0, tzinfo=UTC)
ROOM = Classroom("b204", "B-204", "Main building", "Europe/Berlin")
LEFT_OVER = re.compile(r"[{}\[\]]|\bNone\b|  | \.|\.\.|,\.|, ,|\( ?\)| ,")
TO_INSTRUCTORS = {
    NoticeKind.OVERRIDE_BINDS,
    NoticeKind.OVERRIDE_CONFIRMED,
    NoticeKind.OVERRIDE_ENDED,
    NoticeKind.HELD,
    NoticeKind.HOLD_ENDED,
    NoticeKind.ROOM_WENT_BACK,
    NoticeKind.RECOMMENDED,
    NoticeKind.RECOMMENDATION_TAKEN_BACK,
    NoticeKind.SAFEGUARD_REFUSES,
    NoticeKind.COPY_GOES,
    NoticeKind.UPDATE_ANNOUNCED,
    NoticeKind.PIN_SUPERSEDED,
    NoticeKind.CATALOG_NARROWED,
    NoticeKind.WISH_ANSWERED,
    NoticeKind.WISH_LINKED,
    NoticeKind.DELAY_NOTED,
    NoticeKind.SIGN_OFF_ASKED,
    NoticeKind.WORK_STATED,
    NoticeKind.ASKED_FOR_YOU,
    NoticeKind.CATALOG_RESTORED,
    NoticeKind.BLACKOUT_DELAYS,
}
OF_THE_TRADE = re.compile(r"\b(override|rollout|manifest|revision|wave|drift|baseline|canary)\b", re.IGNORECASE)


def _view(kind: NoticeKind, **about: str) -> NoticeView:
    notice = Notice("n1", "person:ada", kind, "k", NOON, about)
    return NoticeView(notice, ROOM, "Mozilla Firefox") if about else NoticeView(notice)


@pytest.mark.parametrize("language", Language)
def test_there_are_words_for_every_notice(language: Language) -> None:
    """Point 10: everybody whom a decision concerns is told."""
    assert set(BOOKS[language].notices) == set(NoticeKind)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", NoticeKind)
def test_a_notice_can_be_said_with_all_that_it_is_about_and_with_nothing(kind: NoticeKind, language: Language) -> None:
    speaker = Speaker(language, now=NOON)
    for view in (_view(kind, until=NOON.isoformat(), state="live"), _view(kind, classroom="b204"), _view(kind)):
        said = say_notice(speaker, view)
        for text in (said.title, said.text):
            assert text == text.strip()
            assert not LEFT_OVER.search(text), text
        assert said.text.endswith(".")
        assert len(said.text) <= 300
        if kind in TO_INSTRUCTORS:
            assert not OF_THE_TRADE.search(said.text), said.text


def test_a_notice_says_its_moment_in_the_rooms_zone() -> None:
    said = say_notice(Speaker(Language.EN, now=NOON), _view(NoticeKind.HELD, until=NOON.isoformat()))
    assert said.text.startswith(
        "Your request for Mozilla Firefox in B-204 is held for a while, until Tue 12 Jan, 12:00,"
    )


def test_what_cannot_be_read_as_a_moment_or_a_state_is_left_out() -> None:
    odd = say_notice(Speaker(Language.EN), _view(NoticeKind.OVERRIDE_DECIDED, until="soon", state="odd"))
    assert odd.text.startswith("Your override of Mozilla Firefox in B-204 has been decided on. ")
    known = _view(NoticeKind.OVERRIDE_DECIDED, state=OverrideState.REFUSED.value)
    assert "decided on: not approved." in say_notice(Speaker(Language.EN), known).text
