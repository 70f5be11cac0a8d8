"""The German phrasebook, with the formal "Sie"."""

from types import ModuleType
from typing import Any

from orchestrator.services.wording.de import (
    advice,
    advisories,
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
from orchestrator.services.wording.de.causes import CAUSES, INSTALLER, PENDING, RETRY
from orchestrator.services.wording.de.findings import FINDINGS
from orchestrator.services.wording.de.hints import HINTS
from orchestrator.services.wording.de.problems import PROBLEMS
from orchestrator.services.wording.de.sentences import CALENDAR, CONFLICTS, EVENTS, RUNS, SENTENCES, STANDINGS, WAITING
from orchestrator.services.wording.phrasebook import Phrasebook

_PARTS: tuple[ModuleType, ...] = (
    refusals,
    terms,
    people,
    record,
    entries,
    advice,
    advisories,
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


def _of_all(table: str) -> dict[Any, Any]:
    """A table that several parts have their own lines of."""
    return {code: said for part in _PARTS for code, said in getattr(part, table, {}).items()}


BOOK = Phrasebook(
    calendar=CALENDAR,
    sentences=SENTENCES,
    terms=_of_all("TERMS"),
    standings=STANDINGS,
    conflicts=CONFLICTS,
    waiting=WAITING,
    causes=CAUSES,
    retry=RETRY,
    pending=PENDING,
    installer=INSTALLER,
    runs=RUNS,
    events=EVENTS,
    entries=_of_all("ENTRIES"),
    findings=FINDINGS,
    refusals=_of_all("REFUSALS"),
    not_found=_of_all("NOT_FOUND"),
    problems={**PROBLEMS, **_of_all("PROBLEMS")},
    suggestions=advisories.SUGGESTIONS,
    hints=HINTS,
    evidence=evidence.EVIDENCE,
    letters=letters.LETTERS,
    notices=notices.NOTICES,
    overrides=overrides.PHRASES,
    safeguards=safeguards.SENTENCES,
)
"""All of it."""
