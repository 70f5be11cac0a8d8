"""Exports of the record, for people. Each is entered into the record itself."""

from collections.abc import Callable, Generator
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import Spoken, Tools
from api.downloads import Download, made_in_turn
from api.exports import csv_file, jsonl_file, xlsx_file
from api.openapi import gives_file, refuses
from api.refusals import TooManyRows
from api.rest.record import FilterQuery, Reader
from orchestrator.domain.people import Actor
from orchestrator.services.record_reading import RecordPage, begin_export, exported, has_more_than
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.wording import Speaker

router = APIRouter(prefix="/record", tags=["record"])

Filters = Annotated[FilterQuery, Query()]


@router.get(
    "/export.csv",
    summary="The record as CSV",
    responses=gives_file(csv_file.MEDIA_TYPE) | refuses("not-found"),
    response_class=Response,
    name="export_csv",
)
def as_csv(query: Filters, tools: Tools, speaker: Spoken, reader: Reader) -> Response:
    """Oldest first, in UTF-8 with a byte order mark.

    A cell that a spreadsheet could take for a formula has an apostrophe before it.
    """
    return _streamed("csv", csv_file.csv_parts, csv_file.MEDIA_TYPE, query, reader, tools, speaker)


@router.get(
    "/export.jsonl",
    summary="The record as JSONL",
    responses=gives_file(jsonl_file.MEDIA_TYPE) | refuses("not-found"),
    response_class=Response,
    name="export_jsonl",
)
def as_jsonl(query: Filters, tools: Tools, speaker: Spoken, reader: Reader) -> Response:
    """Oldest first; a line is an entry as `GET /api/v1/record/{index}` gives it."""
    return _streamed("jsonl", jsonl_file.jsonl_parts, jsonl_file.MEDIA_TYPE, query, reader, tools, speaker)


@router.get(
    "/export.xlsx",
    summary="The record as a spreadsheet",
    responses=gives_file(xlsx_file.MEDIA_TYPE) | refuses("not-found", "too-many-rows"),
    response_class=Response,
    name="export_xlsx",
)
async def as_xlsx(query: Filters, tools: Tools, speaker: Spoken, request: Request, reader: Reader) -> Response:
    """Oldest first. It is made as a whole before the first byte is sent, which takes a while where there is much."""
    path = request.url.path.removesuffix(".xlsx") + ".csv"
    asked = f"?{request.url.query}" if request.url.query else ""
    return await made_in_turn(lambda: _sheet(query, tools, speaker, reader, csv=path + asked))


def _sheet(query: FilterQuery, tools: Toolbox, speaker: Speaker, reader: Actor, *, csv: str) -> Response:
    if has_more_than(xlsx_file.MOST_ENTRIES, query.filters(), reader=reader, reads=tools.reads):
        raise TooManyRows(limit=xlsx_file.MOST_ENTRIES, csv=csv)
    file = xlsx_file.xlsx_file(_pages("xlsx", query, reader, tools), speaker)
    length = file.seek(0, 2)
    file.seek(0)
    return Download(
        xlsx_file.file_parts(file),
        name=_name("xlsx", tools),
        media_type=xlsx_file.MEDIA_TYPE,
        language=speaker.language.value,
        length=length,
    )


def _streamed(
    form: str,
    parts: Callable[[Generator[RecordPage], Speaker], Generator[bytes]],
    media_type: str,
    query: FilterQuery,
    reader: Actor,
    tools: Toolbox,
    speaker: Speaker,
) -> Response:
    return Download(
        parts(_pages(form, query, reader, tools), speaker),
        name=_name(form, tools),
        media_type=media_type,
        language=speaker.language.value,
    )


def _pages(form: str, query: FilterQuery, reader: Actor, tools: Toolbox) -> Generator[RecordPage]:
    """Enter the export into the record; its entries, not read yet."""
    export = begin_export(
        query.filters(), form, actor=reader, reads=tools.reads, transactions=tools.transactions, clock=tools.clock
    )
    return exported(export, reads=tools.reads)


def _name(form: str, tools: Toolbox) -> str:
    return f"record-{tools.clock.now():%Y-%m-%d}.{form}"
