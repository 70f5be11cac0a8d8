"""The English phrasebook, in British spelling."""

from orchestrator.services.wording.en import decisions, entries, owed, people, record
from orchestrator.services.wording.en.causes import CAUSES, INSTALLER, PENDING, RETRY
from orchestrator.services.wording.en.findings import FINDINGS
from orchestrator.services.wording.en.problems import PROBLEMS
from orchestrator.services.wording.en.refusals import NOT_FOUND, REFUSALS
from orchestrator.services.wording.en.sentences import CALENDAR, CONFLICTS, EVENTS, RUNS, SENTENCES, STANDINGS, WAITING
from orchestrator.services.wording.en.terms import TERMS
from orchestrator.services.wording.phrasebook import Phrasebook

BOOK = Phrasebook(
    calendar=CALENDAR,
    sentences=SENTENCES,
    terms={**TERMS, **people.TERMS, **record.TERMS, **decisions.TERMS, **owed.TERMS},
    standings=STANDINGS,
    conflicts=CONFLICTS,
    waiting=WAITING,
    causes=CAUSES,
    retry=RETRY,
    pending=PENDING,
    installer=INSTALLER,
    runs=RUNS,
    events=EVENTS,
    entries={**entries.ENTRIES, **owed.ENTRIES},
    findings=FINDINGS,
    refusals={
        **REFUSALS,
        **people.REFUSALS,
        **record.REFUSALS,
        **entries.REFUSALS,
        **decisions.REFUSALS,
        **owed.REFUSALS,
    },
    not_found={**NOT_FOUND, **people.NOT_FOUND, **entries.NOT_FOUND, **owed.NOT_FOUND},
    problems=PROBLEMS,
)
"""All of it."""
