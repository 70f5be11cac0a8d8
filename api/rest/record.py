"""Reading the record: entries, proofs over them, and the checkpoints that bind them."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import Field, StringConstraints

from api.dependencies import Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.schemas.fields import Code, Identity, Limit, Moment, Name, Words
from api.schemas.record import (
    CheckpointsOut,
    ConsistencyOut,
    EntriesOut,
    EntryOut,
    HeadOut,
    InclusionOut,
    checkpoint_out,
    consistency_out,
    entry_out,
    head_out,
    inclusion_out,
)
from api.schemas.wire import Wire
from orchestrator.domain.people import Actor, Permission
from orchestrator.services.record_proofs import (
    latest_checkpoint,
    list_checkpoints,
    prove_consistency,
    prove_inclusion,
    record_head,
)
from orchestrator.services.record_reading import RecordFilters, find_entries, get_entry

router = APIRouter(prefix="/record", tags=["record"])

Index = Annotated[int, Field(ge=0, le=2**31 - 1)]
Size = Annotated[int, Field(ge=0, le=2**31 - 1)]
Kind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,30}\.([a-z][a-z_]{0,30})?$")]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,63}$")]
EntryIndex = Annotated[Index, Path(description="Position of an entry, from 0.", examples=[1])]
Reader = Annotated[Actor, requires(Permission.READ_RECORD, Scope.SITE)]
READ_RECORD = requires(Permission.READ_RECORD, Scope.SITE)


class FilterQuery(Wire):
    """Which entries are wanted: those that fit all that is given."""

    person: Name | None = Field(
        default=None,
        description="Who acted, or to whom it happened: a login, `me`, or an actor's id.",
        examples=["ada.lovelace"],
    )
    classroom: Code | None = Field(default=None, description="Code of a room.", examples=["B-204"])
    item: Code | None = Field(default=None, description="Id of a catalog item.", examples=["firefox"])
    request: Identity | None = Field(default=None, description="Id of a request.")
    rollout: Identity | None = Field(default=None, description="Id of a rollout.")
    kind: Kind | None = Field(
        default=None,
        description="What happened, or the beginning of several kinds with its dot.",
        examples=["request.accepted", "request."],
    )
    category: Word | None = Field(default=None, description="Why something was overridden.", examples=["security"])
    outcome: Word | None = Field(default=None, description="How something ended.", examples=["incomplete"])
    since: Moment | None = Field(
        default=None, description="From this moment on.", examples=["2027-01-12T00:00:00+01:00"]
    )
    until: Moment | None = Field(
        default=None, description="Before this moment.", examples=["2027-01-13T00:00:00+01:00"]
    )
    q: Words | None = Field(
        default=None,
        description="Words in names and free texts, all of them, each perhaps only its beginning.",
        examples=["weather plug"],
    )

    def filters(self) -> RecordFilters:
        """What the service is asked for."""
        since: datetime | None = self.since
        return RecordFilters(
            person=self.person,
            classroom=self.classroom,
            item=self.item,
            request=self.request,
            rollout=self.rollout,
            kind=self.kind,
            category=self.category,
            outcome=self.outcome,
            since=since,
            until=self.until,
            words=self.q,
        )


class EntriesQuery(FilterQuery):
    """Which entries to list."""

    after: Index | None = Field(default=None, description="Only older ones than this: next of the page before.")
    limit: Limit = 50


class CheckpointsQuery(Wire):
    """Which checkpoints to list."""

    after: Index | None = Field(default=None, description="Only older ones than this: next of the page before.")
    limit: Limit = 50


class SizeQuery(Wire):
    """Of which tree."""

    size: Size | None = Field(default=None, description="Entries in the tree; all there are if none is named.")


class SizesQuery(Wire):
    """Which two trees."""

    old: Size = Field(description="Entries in the smaller tree.", examples=[1])
    new: Size | None = Field(default=None, description="Entries in the larger one; all there are if none is named.")


@router.get("", summary="Entries of the record", responses=refuses("not-found"), name="list_entries")
def entries(
    query: Annotated[EntriesQuery, Query()],
    tools: Tools,
    speaker: Spoken,
    request: Request,
    response: Response,
    reader: Reader,
) -> EntriesOut:
    """Newest first. Entries that are written meanwhile come before the first page and move nothing on the next ones."""
    found = find_entries(query.filters(), reader=reader, before=query.after, limit=query.limit + 1, reads=tools.reads)
    shown, following = page_of(found.entries, query.limit, lambda entry: entry.index)
    link_next(request, response, following)
    return EntriesOut(entries=tuple(entry_out(entry, found.names, speaker) for entry in shown), next=following)


@router.get(
    "/head",
    summary="The record's size and root",
    dependencies=[READ_RECORD],
    responses=refuses(takes_input=False),
    name="get_record_head",
)
def head(tools: Tools) -> HeadOut:
    """With the newest checkpoint, which is what binds them."""
    return head_out(record_head(reads=tools.reads), tools.record_origin())


@router.get(
    "/consistency",
    summary="A proof that the record only grew",
    dependencies=[READ_RECORD],
    responses=refuses("record-too-short"),
    name="prove_consistency",
)
def consistency(query: Annotated[SizesQuery, Query()], tools: Tools) -> ConsistencyOut:
    """Between two sizes, such as those of two checkpoints; their roots must be the ones here."""
    return consistency_out(prove_consistency(query.old, query.new, reads=tools.reads))


@router.get(
    "/checkpoints",
    summary="Checkpoints of the record",
    dependencies=[READ_RECORD],
    responses=refuses(),
    name="list_checkpoints",
)
def checkpoints(
    query: Annotated[CheckpointsQuery, Query()], tools: Tools, request: Request, response: Response
) -> CheckpointsOut:
    """Newest first."""
    found = list_checkpoints(before=query.after, limit=query.limit + 1, reads=tools.reads)
    shown, following = page_of(found, query.limit, lambda published: published.checkpoint.number)
    link_next(request, response, following)
    return CheckpointsOut(checkpoints=tuple(map(checkpoint_out, shown)), next=following)


@router.get(
    "/checkpoints/latest",
    summary="The newest checkpoint as it is published",
    dependencies=[READ_RECORD],
    responses=refuses("not-found", takes_input=False),
    response_class=PlainTextResponse,
    name="get_latest_checkpoint",
)
def newest(tools: Tools) -> PlainTextResponse:
    """A C2SP signed note, byte for byte."""
    return PlainTextResponse(latest_checkpoint(reads=tools.reads).note)


@router.get(
    "/keys",
    summary="The keys that checkpoints are verified with",
    dependencies=[READ_RECORD],
    responses=refuses(takes_input=False),
    response_class=PlainTextResponse,
    name="get_verifier_keys",
)
def keys(tools: Tools) -> PlainTextResponse:
    """One a line, oldest first, retired ones included.

    They show which keys this service names. Trust them when they are those that you were given from elsewhere.
    """
    return PlainTextResponse("".join(f"{key}\n" for key in tools.verifier_keys()))


@router.get(
    "/{index}",
    summary="One entry of the record",
    dependencies=[READ_RECORD],
    responses=refuses("not-found"),
    name="get_entry",
)
def entry(index: EntryIndex, tools: Tools, speaker: Spoken) -> EntryOut:
    """With what stands beside it."""
    found = get_entry(index, reads=tools.reads)
    return entry_out(found.entries[0], found.names, speaker)


@router.get(
    "/{index}/inclusion",
    summary="A proof that an entry is in the record",
    dependencies=[READ_RECORD],
    responses=refuses("not-found", "record-too-short"),
    name="prove_inclusion",
)
def inclusion(index: EntryIndex, query: Annotated[SizeQuery, Query()], tools: Tools) -> InclusionOut:
    """In the tree of so many entries, such as that of a checkpoint; its root must be the one here."""
    return inclusion_out(prove_inclusion(index, query.size, reads=tools.reads))
