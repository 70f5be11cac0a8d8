"""Whom a safeguard concerns is told once, by the row that says most (R1.5, R4.2, R4.4)."""

import pytest

from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import Caller, Role
from orchestrator.domain.safeguards import SafeguardKind
from orchestrator.services.letters import list_letters
from orchestrator.services.requests import Ask
from tests.services.guarding import guard, hire, told
from tests.services.story import ADA, BO, Story


@pytest.fixture
def officer(story: Story) -> Caller:
    return hire(story, "sam", Role.SECURITY_OFFICER)


def test_an_update_that_supersedes_ones_own_version_is_no_announcement_beside(story: Story, officer: Caller) -> None:
    story.ask(Ask("pinned", version="1.0"))
    story.ask("editor", actor=BO)
    story.work()
    guard(story, officer, SafeguardKind.PROTECTIVE_UPDATE, "pinned")
    assert told(story, "ada") == [NoticeKind.PIN_SUPERSEDED]
    assert told(story, "bo") == [NoticeKind.UPDATE_ANNOUNCED], "the room's others hear of it, too"
    for somebody in (ADA, BO):
        assert len(list_letters(somebody.id, reads=story.reads)) == 1
