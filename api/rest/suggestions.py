"""What lists of advisories suggest. It binds nobody: a safeguard is made by people (RULES R4.2)."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field, StringConstraints

from api.dependencies import Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.schemas.fields import Code, Limit
from api.schemas.suggestions import (
    AdvisoryFilesIn,
    DismissIn,
    ImportedSuggestionsOut,
    SuggestionOut,
    SuggestionsOut,
    imported_out,
    suggestion_out,
)
from api.schemas.wire import Wire
from orchestrator.domain.people import Actor, Permission
from orchestrator.services.catalog import item_titles
from orchestrator.services.suggestion_import import import_suggestions
from orchestrator.services.suggestions import dismiss_suggestion, list_suggestions
from orchestrator.services.wording import Speaker

router = APIRouter(prefix="/safeguards/suggestions", tags=["safeguards"])

_Identity = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.:_-]{1,200}$")]
SuggestionId = Annotated[_Identity, Path(description="Id of a suggestion.", examples=["kev:CVE-2026-10001:firefox"])]
_WHO = requires(Permission.SAFEGUARD, Scope.SITE)


class SuggestionsQuery(Wire):
    """Which suggestions to list."""

    item: Code | None = Field(default=None, description="Only those about this item.")
    dismissed: bool = Field(default=False, description="Those that were dismissed instead of the open ones.")
    after: _Identity | None = Field(default=None, description="Only those that come after this one.")
    limit: Limit = 50


@router.get(
    "",
    summary="What lists of advisories suggest",
    dependencies=[_WHO],
    responses=refuses(),
    name="list_suggestions",
)
def suggestions(
    query: Annotated[SuggestionsQuery, Query()], tools: Tools, speaker: Spoken, request: Request, response: Response
) -> SuggestionsOut:
    """Open ones, newest number first within each kind of list. Each says of which day its list is."""
    found = list_suggestions(
        reads=tools.reads, item_id=query.item, dismissed=query.dismissed, after=query.after, limit=query.limit + 1
    )
    shown, following = page_of(found, query.limit, lambda view: view.kept.found.id)
    link_next(request, response, following)
    named = _titled(speaker, tools)
    return SuggestionsOut(suggestions=tuple(suggestion_out(view, named) for view in shown), next=following)


@router.post(
    "/import",
    summary="Import lists of advisories, or see what they would suggest",
    responses=refuses("too-large"),
    name="import_suggestions",
)
def import_files(
    form: AdvisoryFilesIn, tools: Tools, speaker: Spoken, actor: Annotated[Actor, _WHO]
) -> ImportedSuggestionsOut:
    """CISA's catalogue of exploited flaws and OSV entries, as downloaded. They suggest; nothing binds by itself."""
    done = import_suggestions(
        form.files,
        mapping=form.mapping,
        apply=form.apply,
        actor=actor,
        transactions=tools.transactions,
        clock=tools.clock,
    )
    return imported_out(done, _titled(speaker, tools))


@router.post(
    "/{suggestion_id}/dismiss",
    summary="Say why nothing comes of a suggestion",
    responses=refuses("not-found", "suggestion-is-dismissed", "too-large"),
    name="dismiss_suggestion",
)
def dismiss(
    suggestion_id: SuggestionId, form: DismissIn, tools: Tools, speaker: Spoken, actor: Annotated[Actor, _WHO]
) -> SuggestionOut:
    """It comes back by itself when its advisory says something else."""
    view = dismiss_suggestion(
        suggestion_id, form.reason, actor=actor, transactions=tools.transactions, clock=tools.clock
    )
    return suggestion_out(view, _titled(speaker, tools))


def _titled(speaker: Speaker, tools: Tools) -> Speaker:
    return Speaker(speaker.language, now=speaker.now, titles=item_titles(reads=tools.reads))
