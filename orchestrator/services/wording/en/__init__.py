"""The English phrasebook, in British spelling."""

from types import ModuleType

from orchestrator.services.wording.en import (
    advice,
    advisories,
    awaited,
    connections,
    contests,
    decisions,
    documents,
    entries,
    evidence,
    figures,
    letters,
    notices,
    overrides,
    owed,
    people,
    record,
    refusals,
    rules,
    safeguards,
    terms,
)
from orchestrator.services.wording.en.causes import CAUSES, INSTALLER, PENDING, RETRY
from orchestrator.services.wording.en.findings import FINDINGS
from orchestrator.services.wording.en.hints import HINTS
from orchestrator.services.wording.en.problems import PROBLEMS
from orchestrator.services.wording.en.sentences import CALENDAR, CONFLICTS, EVENTS, RUNS, SENTENCES, STANDINGS, WAITING
from orchestrator.services.wording.phrasebook import Phrasebook, gathered

_PARTS: tuple[ModuleType, ...] = (
    refusals,
    terms,
    people,
    record,
    entries,
    advice,
    advisories,
    awaited,
    connections,
    contests,
    decisions,
    documents,
    figures,
    letters,
    overrides,
    owed,
    rules,
    safeguards,
)

BOOK = Phrasebook(
    calendar=CALENDAR,
    sentences=SENTENCES,
    terms=gathered(_PARTS, "TERMS"),
    standings=STANDINGS,
    conflicts=CONFLICTS,
    waiting=WAITING,
    causes=CAUSES,
    retry=RETRY,
    pending=PENDING,
    installer=INSTALLER,
    connections=connections.CONNECTIONS,
    runs=RUNS,
    events=EVENTS,
    entries=gathered(_PARTS, "ENTRIES"),
    findings=FINDINGS,
    refusals=gathered(_PARTS, "REFUSALS"),
    not_found=gathered(_PARTS, "NOT_FOUND"),
    problems={**PROBLEMS, **gathered(_PARTS, "PROBLEMS")},
    suggestions=advisories.SUGGESTIONS,
    hints=HINTS,
    evidence=evidence.EVIDENCE,
    letters=letters.LETTERS,
    notices=notices.NOTICES,
    overrides=overrides.PHRASES,
    safeguards=safeguards.SENTENCES,
    awaited=awaited.SENTENCES,
)
"""All of it."""
