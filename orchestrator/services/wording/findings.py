"""What a check of the record found, in words.

Fields of the findings' templates: ``first``; ``last``, None where it is the first; ``count`` of entries; ``before``,
the first entry, None for the very first; ``checkpoint`` and ``other`` as they are called; and the finding's own facts.
"""

from collections.abc import Iterator

from orchestrator.services.record_check.findings import CheckpointName, Finding, FindingCode
from orchestrator.services.record_verify import Caveat, Verification
from orchestrator.services.wording.speaker import Speaker
from orchestrator.services.wording.template import as_sentence

_BOTH_NAMED = frozenset({FindingCode.ENTRIES_SWAPPED})


def say_finding(speaker: Speaker, finding: Finding) -> str:
    """One thing that is wrong, and where."""
    phrases = speaker.book.findings
    fields = {**_range(finding.first, finding.last), "before": finding.first or None}
    if finding.code in _BOTH_NAMED:
        fields["last"] = finding.last
    for name, fact in finding.facts.items():
        if isinstance(fact, CheckpointName):
            fields[name] = _checkpoint(speaker, fact)
        elif name in {"why", "problem"}:
            fields[name] = phrases.problems[str(fact)]
        else:
            fields[name] = fact or (None if name in {"taken_out", "put_in"} else fact)
    return as_sentence(speaker.say(phrases.sentences[finding.code], **fields))


def say_caveat(speaker: Speaker, caveat: Caveat) -> str:
    """One thing that is worth knowing."""
    fields = {**_range(caveat.first, caveat.last), "count": caveat.count}
    return speaker.say(speaker.book.findings.caveats[caveat.code], **fields)


def say_verification(speaker: Speaker, result: Verification) -> Iterator[str]:
    """All of it, line by line."""
    phrases = speaker.book.findings
    yield speaker.say(phrases.counts, origin=result.origin, entries=result.entries, texts=result.texts)
    yield speaker.say(phrases.checkpoints, listed=result.checkpoints_listed, published=result.checkpoints_published)
    for key in result.keys:
        yield speaker.say(phrases.key, key=str(key))
    yield from ("", phrases.verdicts[result.verdict])
    for finding in result.findings:
        yield f"  - {say_finding(speaker, finding)} [{finding.code}, {phrases.grades[finding.grade]}]"
    if result.proven_size:
        but = phrases.but if result.findings else ""
        yield from ("", speaker.say(phrases.proven, but=but, **_range(0, result.proven_size - 1)))
    if result.caveats:
        yield from ("", phrases.shows_not)
        yield from (f"  - {say_caveat(speaker, caveat)}" for caveat in result.caveats)


def _checkpoint(speaker: Speaker, name: CheckpointName) -> str:
    phrases = speaker.book.findings
    if name.file:
        return speaker.say(phrases.published, file=name.file, size=name.size)
    if name.number is not None:
        return speaker.say(phrases.listed, number=name.number, size=name.size)
    return speaker.say(phrases.head, size=name.size)


def _range(first: int | None, last: int | None) -> dict[str, object]:
    if first is None:
        return {"first": None, "last": None, "count": 0}
    end = first if last is None else last
    return {"first": first, "last": end if end > first else None, "count": end - first + 1}
