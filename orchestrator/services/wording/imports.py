"""What an import changes, in words."""

from collections.abc import Sequence

from orchestrator.domain.changes import Change, ChangeType
from orchestrator.domain.seat_plans import KeptPlan
from orchestrator.services.wording.speaker import Speaker
from orchestrator.services.wording.template import as_sentence

_NOTHING = "-"


def say_import(speaker: Speaker, changes: Sequence[Change], *, applied: bool, kept: bool = False) -> str:
    """How much an import changed, or would change; ``kept``: something stays that the files have otherwise."""
    sentences = speaker.book.sentences
    if not changes:
        return sentences.import_nothing_more if kept else sentences.import_nothing
    return speaker.say(sentences.import_applied if applied else sentences.import_checked, count=len(changes))


def say_kept_plan(speaker: Speaker, kept: KeptPlan) -> str:
    """A plan that stays as it was drawn here, and what the files have elsewhere."""
    sentences = speaker.book.sentences
    return speaker.say(
        sentences.import_plan_kept,
        room=kept.classroom,
        seats=kept.seats or None,
        door=sentences.import_plan_door if kept.door else None,
    )


def say_change(speaker: Speaker, change: Change) -> str:
    """One change; its fields only where something was there before and is there after."""
    sentences = speaker.book.sentences
    fields = ", ".join(
        speaker.say(
            sentences.import_field,
            field=field.field,
            before=field.before or _NOTHING,
            after=field.after or _NOTHING,
        )
        for field in (change.fields if change.type is ChangeType.CHANGED else ())
    )
    said = speaker.say(
        sentences.import_change,
        thing=speaker.term(change.thing),
        name=change.name,
        within=change.within,
        type=speaker.term(change.type),
        fields=fields,
    )
    return as_sentence(said)
