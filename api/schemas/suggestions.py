"""What lists of advisories suggest, on the wire."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.fields import Remark
from api.schemas.imports import FilesIn
from api.schemas.wire import ItemRef, PersonRef, Term, Wire
from orchestrator.domain.advisories import Advisory
from orchestrator.domain.suggestions import Found, Suggestion, suggestion
from orchestrator.services.suggestion_import import ImportedSuggestions
from orchestrator.services.suggestions import SuggestionView
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.suggestions import say_imported, say_read_file, say_suggestion

MOST_SHOWN = 100
"""Suggestions that the answer to an import shows; all are counted, and the list has them once they are kept."""


class AdvisoryFilesIn(FilesIn):
    """Lists of advisories from disk: JSON as text; an archive, whose name ends in ``.zip``, in base64."""

    mapping: Annotated[str, StringConstraints(max_length=1_000_000)] | None = Field(
        default=None, description="Text of the site's own advisory-mapping.yml; null for the one that we ship."
    )


class DismissIn(Wire):
    """Why nothing comes of a suggestion."""

    reason: Remark = Field(examples=["We deliver the build of the maker, which this flaw is not in."])


class AffectedProductOut(Wire):
    """A product that an advisory names."""

    vendor: str = Field(description="Who makes it; of OSV lists, the ecosystem.")
    product: str


class AdvisoryOut(Wire):
    """One entry of a list."""

    id: str = Field(examples=["CVE-2026-10001"])
    source: Term
    aliases: tuple[str, ...]
    title: str
    summary: str
    products: tuple[AffectedProductOut, ...] = Field(description="Of its products those that are this item.")
    known_exploited: bool
    due: date | None = Field(description="By when the list wants it mended.")
    published: date | None
    url: str = Field(description="Where more is said; may be empty.")


class DismissalOut(Wire):
    """Who dismissed it, and why."""

    by: PersonRef
    at: datetime
    reason: str = Field(description="Empty where the words were erased.")


class SuggestedOut(Wire):
    """What an advisory comes to for an item, with what is on offer now. Nothing of it binds."""

    id: str = Field(examples=["kev:CVE-2026-10001:firefox"])
    item: ItemRef
    advisory: AdvisoryOut
    kind: Term
    version: str | None = Field(description="The minimum version, where one is suggested.")
    ranges: tuple[str, ...] | None = Field(description="Versions that are affected; null where nobody says which.")
    affected: bool | None = Field(description="Whether a version on offer is; null where that cannot be told.")
    affected_releases: tuple[str, ...]
    whys: tuple[Term, ...]
    file_date: date | None = Field(description="The day of the list that says so.")
    text: str


class SuggestionOut(SuggestedOut):
    """A suggestion that is kept."""

    imported_at: datetime
    dismissal: DismissalOut | None


class SuggestionsOut(Wire):
    """A page of suggestions, newest number first within each kind of list."""

    suggestions: tuple[SuggestionOut, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


class ReadFileOut(Wire):
    """What was in one file."""

    name: str
    source: Term
    dated: date | None = Field(description="The day of the list, or of its newest entry.")
    advisories: int = Field(description="How many entries it has.")
    text: str


class ImportedSuggestionsOut(Wire):
    """What an import of lists keeps, or would keep."""

    applied: bool
    files: tuple[ReadFileOut, ...]
    new: int
    changed: int = Field(
        description="Known ones whose advisory says something else now; dismissed ones are open again."
    )
    unchanged: int
    withdrawn: int = Field(description="Known ones that were taken back by those who published them.")
    suggestions: tuple[SuggestedOut, ...] = Field(description=f"Of the new and changed ones the first {MOST_SHOWN}.")
    text: str


def suggestion_out(view: SuggestionView, speaker: Speaker) -> SuggestionOut:
    """A suggestion that is kept."""
    kept = view.kept
    dismissal = None
    if kept.dismissal is not None:
        who = Speaker(speaker.language, people={kept.dismissal.by: view.person} if view.person else {})
        dismissal = DismissalOut(
            by=PersonRef.of(kept.dismissal.by, who), at=kept.dismissal.at, reason=kept.dismissal.reason
        )
    return SuggestionOut(
        **_suggested(kept.found, view.suggestion, speaker).model_dump(),
        imported_at=kept.imported_at,
        dismissal=dismissal,
    )


def imported_out(done: ImportedSuggestions, speaker: Speaker) -> ImportedSuggestionsOut:
    """What an import did, with its words."""
    shown = (*done.new, *done.changed)[:MOST_SHOWN]
    return ImportedSuggestionsOut(
        applied=done.applied,
        files=tuple(
            ReadFileOut(
                name=file.name,
                source=Term.of(file.source, speaker),
                dated=file.dated,
                advisories=file.advisories,
                text=say_read_file(speaker, file),
            )
            for file in done.files
        ),
        new=len(done.new),
        changed=len(done.changed),
        unchanged=done.unchanged,
        withdrawn=len(done.withdrawn),
        suggestions=tuple(
            _suggested(found, suggestion(found.advisory, done.catalog.get(found.item_id)), speaker) for found in shown
        ),
        text=say_imported(speaker, done),
    )


def _suggested(found: Found, suggested: Suggestion, speaker: Speaker) -> SuggestedOut:
    return SuggestedOut(
        id=found.id,
        item=ItemRef.of(found.item_id, speaker),
        advisory=_advisory(found.advisory, speaker),
        kind=Term.of(suggested.kind, speaker),
        version=suggested.version,
        ranges=None if suggested.ranges is None else tuple(map(str, suggested.ranges)),
        affected=suggested.affected,
        affected_releases=suggested.affected_releases,
        whys=tuple(Term.of(why, speaker) for why in suggested.whys),
        file_date=found.file_date,
        text=say_suggestion(speaker, found, suggested),
    )


def _advisory(advisory: Advisory, speaker: Speaker) -> AdvisoryOut:
    return AdvisoryOut(
        id=advisory.id,
        source=Term.of(advisory.source, speaker),
        aliases=advisory.aliases,
        title=advisory.title,
        summary=advisory.summary,
        products=tuple(
            AffectedProductOut(vendor=product.vendor, product=product.product) for product in advisory.products
        ),
        known_exploited=advisory.known_exploited,
        due=advisory.due,
        published=advisory.published,
        url=advisory.url,
    )
