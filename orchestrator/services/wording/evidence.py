"""Evidence in words, each part and each check on a line of its own; what nobody could find out is said so (R3.2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from orchestrator.domain.evidence import Category, Check, Evidence
from orchestrator.services.wording.speaker import Speaker

_MB = 1024
_SIZES = frozenset({"memory_mb", "disk_free_mb"})
_NAMED = frozenset({"officer", "other_item", "seat_id", "document"})


@dataclass(frozen=True, slots=True)
class EvidenceNames:
    """What ids in evidence stand for that a speaker does not know: titles of documents by id."""

    documents: Mapping[str, str] = field(default_factory=dict)


def say_evidence(
    speaker: Speaker, category: Category, evidence: Evidence, checks: tuple[Check, ...], names: EvidenceNames
) -> tuple[str, ...]:
    """What was put forward for a reason, then what was found out about it; a sentence each."""
    return (*_parts(speaker, category, evidence, names), *(_check(speaker, check) for check in checks))


def _parts(speaker: Speaker, category: Category, evidence: Evidence, names: EvidenceNames) -> Iterator[str]:
    phrases = speaker.book.evidence.parts
    for part in fields(evidence):
        value = getattr(evidence, part.name)
        if value is None or value == ():
            continue
        template = phrases.get(f"{part.name}:{category.value}", phrases[part.name])
        text = speaker.say(template, value=_said(speaker, part.name, value, names))
        # An address would be another one with a full stop behind it.
        ended = text.endswith((".", "!", "?", "…")) or "://" in text.rpartition(" ")[2]
        yield text if ended else f"{text}."


def _said(speaker: Speaker, name: str, value: object, names: EvidenceNames) -> object:
    """A part as it is put into its sentence."""
    if isinstance(value, tuple):
        return len(value)
    if isinstance(value, date):
        return speaker.day(value)
    if name in _SIZES and isinstance(value, int):
        return f"{value / _MB:.1f}".removesuffix(".0")
    if name in _NAMED:
        return _name(speaker, name, str(value), names)
    return " ".join(value.split()) if isinstance(value, str) else value


def _name(speaker: Speaker, name: str, identity: str, names: EvidenceNames) -> str:
    match name:
        case "officer":
            return speaker.person(identity)
        case "other_item":
            return speaker.title(identity)
        case "seat_id":
            return speaker.seat(identity)
        case _:
            return names.documents.get(identity, identity)


def _check(speaker: Speaker, check: Check) -> str:
    """One check. Of its detail only what people can read is said: the version, the seats, and when a scan saw it."""
    detail = dict(check.detail)
    template = speaker.book.evidence.checks[check.code][check.result]
    seen = _moment(speaker, detail.get("scanned"))
    return speaker.say(template, version=detail.get("version"), seats=detail.get("seats"), seen=seen)


def _moment(speaker: Speaker, text: str | None) -> str | None:
    try:
        return speaker.moment(datetime.fromisoformat(text)) if text else None
    except ValueError:
        return None
