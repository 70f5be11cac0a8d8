"""Personal data that nobody needs any more goes by itself (RULES R4.7)."""

from datetime import timedelta

from orchestrator.domain.notices import Notice, NoticeKind
from orchestrator.services import retention
from orchestrator.services.notices import list_notices
from orchestrator.services.retention import RetentionTools, forget_personal_data
from tests.fakes.workflow import InlineContext
from tests.services.story import Story


def _told(story: Story, name: str, *, days_ago: int, read: bool) -> None:
    at = story.clock.now() - timedelta(days=days_ago)
    kind = next(iter(NoticeKind))
    with story.transactions() as uow:
        uow.notices.put(Notice(name, "person:ada", kind, name, at, {}))
        if read:
            uow.notices.read("person:ada", [name], at)
        uow.commit()


def _forget(story: Story) -> list[str]:
    tools = RetentionTools(story.transactions, story.clock, notice_days=365)
    forget_personal_data(InlineContext(clock=story.clock, history={}), tools)
    return [view.notice.id for view in list_notices("person:ada", reads=story.reads)]


def test_r4_7_a_notice_that_was_read_goes_after_its_time_and_no_other(story: Story) -> None:
    _told(story, "a-old-and-read", days_ago=400, read=True)
    _told(story, "b-old-and-unread", days_ago=400, read=False)
    _told(story, "c-new-and-read", days_ago=300, read=True)
    assert _forget(story) == ["c-new-and-read", "b-old-and-unread"]
    assert _forget(story) == ["c-new-and-read", "b-old-and-unread"]


def test_many_go_in_short_transactions(story: Story) -> None:
    many = 2 * 10 + 3
    for number in range(many):
        _told(story, f"n{number:03}", days_ago=400, read=True)
    kept = retention.AT_ONCE
    retention.AT_ONCE = 10
    try:
        assert _forget(story) == []
    finally:
        retention.AT_ONCE = kept
