"""Looking at what lists of advisories suggest, and dismissing it with words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from orchestrator.domain.catalog import Catalog
from orchestrator.domain.errors import NotFound, Refusal
from orchestrator.domain.people import Actor
from orchestrator.domain.suggestions import Suggestion, suggestion
from orchestrator.services.suggestion_stores import Dismissal, KeptSuggestion
from orchestrator.services.unit_of_work import Clock, Reads, Transactions, UnitOfWork

DISMISSED = "suggestion.dismissed"
LONGEST_REASON = 500
"""Characters."""
REASON = "reason"
"""Name of the text beside the entry."""


@dataclass(eq=False)
class SuggestionIsDismissed(Refusal):
    """Somebody has dismissed it already."""

    suggestion_id: str
    code: ClassVar[str] = "suggestion-is-dismissed"


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """One suggestion as it is shown.

    Attributes:
        kept: The advisory, the item, and whether it was dismissed.
        suggestion: What it comes to with what is on offer now.
        person: Name of who dismissed it; None where nobody did, or the name is erased.
    """

    kept: KeptSuggestion
    suggestion: Suggestion
    person: str | None = None


def list_suggestions(
    *, reads: Reads, item_id: str | None, dismissed: bool, after: str | None, limit: int
) -> Sequence[SuggestionView]:
    """Suggestions, newest number first within each kind of list; see ``Suggestions.page``."""
    with reads() as uow:
        found = uow.suggestions.page(item_id=item_id, dismissed=dismissed, after=after, limit=limit)
        return _views(uow, found, uow.catalog.load())


def dismiss_suggestion(
    identity: str, reason: str, *, actor: Actor, transactions: Transactions, clock: Clock
) -> SuggestionView:
    """Say why nothing comes of a suggestion. It comes back when its advisory says something else.

    Raises:
        NotFound: There is no such suggestion.
        SuggestionIsDismissed: Somebody was faster.
    """
    now = clock.now()
    with transactions() as uow:
        kept = uow.suggestions.get(identity)
        if kept is None:
            raise NotFound(kind="suggestion", name=identity)
        if not uow.suggestions.dismiss(identity, Dismissal(actor.id, now, reason)):
            raise SuggestionIsDismissed(suggestion_id=identity)
        uow.people.remember(actor)
        after = uow.suggestions.get(identity) or kept
        (view,) = _views(uow, [after], uow.catalog.load())
        subjects = {"item": kept.found.item_id, "advisory": kept.found.advisory.id, "suggestion": identity}
        uow.audit.append(at=now, actor=actor, kind=DISMISSED, subjects=subjects, texts={REASON: reason})
        uow.commit()
    return view


def _views(uow: UnitOfWork, found: Sequence[KeptSuggestion], catalog: Catalog) -> list[SuggestionView]:
    names = uow.people.names({kept.dismissal.by for kept in found if kept.dismissal})
    return [
        SuggestionView(
            kept,
            suggestion(kept.found.advisory, catalog.get(kept.found.item_id)),
            names.get(kept.dismissal.by) if kept.dismissal else None,
        )
        for kept in found
    ]
