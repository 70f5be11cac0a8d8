"""What waits for somebody's decision, in words."""

from orchestrator.services.awaited import Awaited
from orchestrator.services.wording.speaker import Speaker


def say_awaited(speaker: Speaker, awaited: Awaited) -> str:
    """What is to be decided, in one sentence; the speaker knows the titles."""
    return speaker.say(
        speaker.book.awaited[awaited.kind],
        item=speaker.title(awaited.item_id),
        room=awaited.room.code if awaited.room else None,
        category=speaker.term(awaited.category) if awaited.category else None,
        words=awaited.words or None,
    )
