"""What lists of advisories suggest, in words; always with the day of the list, for it may be old."""

from datetime import date

from orchestrator.domain.suggestions import Found, Suggestion
from orchestrator.services.suggestion_import import ImportedSuggestions, ReadFile
from orchestrator.services.wording.moments import say_plain_day
from orchestrator.services.wording.phrasebook import SuggestionPhrases
from orchestrator.services.wording.speaker import Speaker


def say_suggestion(speaker: Speaker, found: Found, suggestion: Suggestion) -> str:
    """What is suggested, why, and which file says so."""
    phrases, advisory = speaker.book.suggestions, found.advisory
    fields: dict[str, object] = {
        "item": speaker.title(found.item_id),
        "advisory": advisory.id,
        "version": suggestion.version,
        "ranges": tuple(map(str, suggestion.ranges or ())),
        "releases": suggestion.affected_releases,
    }
    said = [phrases.kinds[suggestion.kind]]
    if advisory.known_exploited:
        said.append(phrases.exploited)
    if advisory.due is not None:
        said.append(phrases.due)
        fields["due"] = say_plain_day(advisory.due, speaker.book.calendar)
    said.append(_offered(phrases, suggestion.affected))
    return " ".join((*(speaker.say(template, **fields) for template in said), say_file_date(speaker, found.file_date)))


def say_file_date(speaker: Speaker, day: date | None) -> str:
    """Which day the list is of."""
    phrases = speaker.book.suggestions
    if day is None:
        return phrases.undated
    return speaker.say(phrases.dated, date=say_plain_day(day, speaker.book.calendar))


def say_read_file(speaker: Speaker, file: ReadFile) -> str:
    """What was read of one file."""
    phrases = speaker.book.suggestions
    fields = {"name": file.name, "source": speaker.term(file.source), "count": file.advisories}
    if file.dated is None:
        return speaker.say(phrases.undated_file, **fields)
    return speaker.say(phrases.file, date=say_plain_day(file.dated, speaker.book.calendar), **fields)


def say_imported(speaker: Speaker, done: ImportedSuggestions) -> str:
    """How much an import kept, or would keep."""
    phrases = speaker.book.suggestions
    if not (done.new or done.changed or done.unchanged or done.withdrawn):
        return phrases.nothing
    return speaker.say(
        phrases.applied if done.applied else phrases.checked,
        new=len(done.new),
        changed=len(done.changed),
        unchanged=done.unchanged,
        withdrawn=len(done.withdrawn) or None,
    )


def _offered(phrases: SuggestionPhrases, affected: bool | None) -> str:
    if affected is None:
        return phrases.unknown
    return phrases.affected if affected else phrases.unaffected
