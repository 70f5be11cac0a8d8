"""Where else the store has the words of texts beside the record: erased there, they are erased here (RULES R4.7)."""

from collections.abc import Collection
from datetime import datetime

from orchestrator.domain.recorded_changes import CHANGES
from orchestrator.services.hand_work import ANSWER, EVIDENCE, TICK, WHY
from orchestrator.services.record_reading import EntryView
from orchestrator.services.request_entries import LINE, SETTINGS_LINE
from orchestrator.services.suggestions import DISMISSED, REASON
from orchestrator.services.unit_of_work import UnitOfWork

_BY_HAND = ("work.", "line.")
_STATED = frozenset({"work.ticked", "line.stated"})


def erase_behind(uow: UnitOfWork, entry: EntryView, gone: Collection[str], at: datetime) -> None:
    """Erase the words that an entry's texts were copies of. What counts of them stays as it was.

    Args:
        uow: The unit of work that erases the texts.
        entry: The entry.
        gone: Which of its texts were erased.
        at: The moment, UTC.
    """
    if SETTINGS_LINE in gone and (line := entry.subjects.get(LINE)):
        uow.requests.erase_line(line, at)
    if entry.kind.startswith(_BY_HAND) and (tick := _tick(uow, entry)):
        # Before its words stood apart, the evidence was among what changed.
        whole = CHANGES in gone and entry.kind in _STATED and TICK not in entry.subjects
        uow.ticks.erase(tick, evidence=EVIDENCE in gone or whole, why=WHY in gone, answer=ANSWER in gone)
    if entry.kind == DISMISSED and REASON in gone and (suggestion := entry.subjects.get("suggestion")):
        uow.suggestions.erase_reason(suggestion, entry.at)


def _tick(uow: UnitOfWork, entry: EntryView) -> str | None:
    """The statement that an entry is about. Older ones do not name theirs, which was made at their very moment."""
    if TICK in entry.subjects or entry.kind not in _STATED:
        return entry.subjects.get(TICK)
    stated = uow.ticks.of({entry.subjects.get("request", "")})
    return next((tick.id for tick in stated if tick.at == entry.at), None)
