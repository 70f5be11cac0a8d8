"""Exports of the record: what stands in the files, what spreadsheets make of them, and when one is left half-way."""

import csv
import io
import json
import re
import threading
import time
from collections.abc import Generator

import anyio
import httpx2
import openpyxl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from starlette.types import Message

from api import downloads
from api.downloads import Download
from api.exports import xlsx_file
from api.exports.csv_file import guarded, unguarded
from api.exports.rows import COLUMNS
from orchestrator.domain.people import Actor
from orchestrator.services import record_reading
from orchestrator.services.record_reading import RecordFilters, begin_export, exported
from orchestrator.settings import ROOT
from tests.api.moments import NOON
from tests.api.people import OLGA
from tests.api.service import Service
from tests.cli.conftest import serving

GERMAN = {**OLGA, "Accept-Language": "de"}
FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x")',
    "'=1",
    "''=1",
    "\uff1d1",
    "'plain",
)


def _write(service: Service, explanation: str, **subjects: str) -> None:
    with service.database.transactions() as uow:
        ada = Actor("person:ada", "=Ada")
        texts = {"explanation": explanation}
        uow.audit.append(at=service.clock.now(), actor=ada, kind="override.made", subjects=subjects, texts=texts)
        uow.commit()


def _csv_rows(content: bytes) -> list[dict[str, str]]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return [{name: unguarded(cell) for name, cell in row.items()} for row in csv.DictReader(text)]


def _sheet_rows(content: bytes) -> list[dict[str, object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    head, *rows = sheet.iter_rows()
    assert all(cell.data_type in {"s", "inlineStr", "n"} for row in rows for cell in row)
    return [dict(zip([c.value for c in head], [_as_shown(c.value) for c in row], strict=True)) for row in rows]


def _as_shown(value: object) -> object:
    """What a spreadsheet shows of a cell: openpyxl leaves the escapes of characters that XML cannot hold."""
    return unescape(value) if isinstance(value, str) else value


@given(st.text() | st.text(st.sampled_from("=+-@;,\t\r\n'\" a1\uff1d")))
def test_no_cell_is_taken_for_a_formula_and_each_comes_back_as_it_was(cell: str) -> None:
    shown = guarded(cell)
    # Also where a spreadsheet splits at other characters than we do, and so sees quotes in the middle of its cells.
    for part in [*re.split("[;\t\r\n]", f"1,{shown}"), shown]:
        assert not part.lstrip('"').startswith(("=", "+", "-", "@")), shown
    assert unguarded(shown) == cell


@pytest.mark.parametrize("text", ["x;=HYPERLINK(1);y", 'x;"=1+1"', "x\n=1+1", "x\t@SUM(A1)", "x;\uff1d1"])
def test_a_spreadsheet_that_splits_at_semicolons_finds_no_formula_in_a_csv(service: Service, text: str) -> None:
    _write(service, text)
    content = service.get("/record/export.csv", headers=OLGA).content.decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(content), delimiter=";") for cell in line]
    assert [cell for cell in cells if re.match("[=+\\-@\uff1d]", cell)] == []
    (row,) = _csv_rows(content.encode("utf-8-sig"))
    assert row["texts"] == f"explanation: {text}"


@pytest.mark.parametrize("cell", FORMULAS)
def test_what_looks_like_a_formula_gets_an_apostrophe_and_loses_it_again(cell: str) -> None:
    twice = {"\t=1": "'\t'=1", "\r=1": "'\r'=1"}
    assert guarded(cell) == ("'plain" if cell == "'plain" else twice.get(cell, f"'{cell}"))
    assert unguarded(guarded(cell)) == cell


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12), max_size=4))
def test_a_csv_of_any_texts_reads_back_as_what_was_written(service: Service, texts: list[str]) -> None:
    head = service.get("/record/head", headers=OLGA).json()["size"]
    for text in texts:
        _write(service, text)
    rows = _csv_rows(service.get("/record/export.csv", headers=OLGA, kind="override.made").content)
    mine = [row for row in rows if int(row["index"]) >= head]
    assert [row["texts"] for row in mine] == [f"explanation: {text}" for text in texts]
    assert {row["actor"] for row in mine} <= {"=Ada"}


def test_the_csv_is_rfc_4180_with_a_byte_order_mark_and_a_dated_name(service: Service) -> None:
    _write(service, 'two\nlines, "quoted"', classroom="b204")
    answer = service.get("/record/export.csv", headers=OLGA)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="record-2027-01-12.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"\xef\xbb\xbfindex,at,kind,what,actor,text,")
    assert answer.content.count(b"\r\n") == 2
    assert b'"explanation: two\nlines, ""quoted"""' in answer.content
    assert b",'=Ada," in answer.content
    (row,) = _csv_rows(answer.content)
    assert tuple(row) == COLUMNS
    assert (row["index"], row["at"], row["classroom"]) == ("0", "2027-01-12T12:00:00Z", "B-204")


def test_the_jsonl_has_on_each_line_what_the_api_gives(service: Service) -> None:
    service.ask("firefox")
    _write(service, "Because.")
    answer = service.get("/record/export.jsonl", headers=GERMAN)
    assert answer.headers["Content-Type"] == "application/jsonl"
    assert answer.headers["Content-Language"] == "de"
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert lines == [service.get(f"/record/{index}", headers=GERMAN).json() for index in range(2)]


@pytest.mark.parametrize("text", [*FORMULAS, "https://example.org", "0012", "\x01\x1f", "_x0041_", "z" * 40_000])
def test_a_spreadsheet_holds_texts_as_texts_and_nothing_else(service: Service, text: str) -> None:
    _write(service, text, item=text[:20])
    content = service.get("/record/export.xlsx", headers=OLGA).content
    (row,) = _sheet_rows(content)
    assert row["index"] == 0
    assert row["actor"] == "=Ada"
    expected = f"explanation: {text}"
    assert row["texts"] == (expected if len(expected) <= 32_767 else expected[:32_766] + "…")
    assert row["item"] == text[:20]


def test_all_forms_tell_the_same_in_the_language_that_is_asked_for(service: Service) -> None:
    service.ask("firefox", "git")
    filters = {"classroom": "B-204", "kind": "request."}
    sheet = _sheet_rows(service.get("/record/export.xlsx", headers=GERMAN, **filters).content)
    table = _csv_rows(service.get("/record/export.csv", headers=GERMAN, **filters).content)
    lines = service.get("/record/export.jsonl", headers=GERMAN, **filters).text.splitlines()
    assert [row["text"] for row in sheet] == [row["text"] for row in table] == [json.loads(x)["text"] for x in lines]
    assert "angefordert" in table[0]["text"]
    assert [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in sheet] == table


def test_an_export_is_entered_into_the_record_with_its_filter(service: Service) -> None:
    service.ask("firefox")
    service.get("/record/export.csv", headers=OLGA, item="firefox", since="2027-01-12T00:00:00Z")
    (entry,) = service.get("/record", headers=OLGA, kind="record.exported").json()["entries"]
    assert entry["actor"]["name"] == "Olga Auditor"
    assert json.loads(entry["texts"][0]["text"]) == {"item": "firefox", "since": "2027-01-12T00:00:00+00:00"}
    assert entry["text"].startswith("Olga Auditor exported the record as CSV: the 1 entry before this one")


def test_what_no_sheet_holds_is_refused_with_the_way_to_the_csv(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ENTRIES", 2)
    service.ask("firefox", "git")
    assert service.get("/record/export.xlsx", headers=OLGA).status_code == 200
    refused = service.get("/record/export.xlsx", headers=GERMAN)
    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-rows")
    assert (refused.json()["limit"], refused.json()["csv"]) == (2, "/api/v1/record/export.csv")
    assert "CSV" in refused.json()["detail"]
    assert service.get("/record/export.xlsx", headers=OLGA, item="firefox").status_code == 200
    filtered = service.get("/record/export.xlsx", headers=OLGA, until="2027-02-01T00:00:00+01:00").json()
    rows = _csv_rows(service.client.get(filtered["csv"], headers=OLGA).content)
    assert [row["index"] for row in rows] == ["0", "1", "2", "3"]
    kinds = [entry["kind"]["code"] for entry in service.get("/record", headers=OLGA).json()["entries"]]
    assert kinds.count("record.exported") == 3  # what was refused is none


def test_the_real_limit_is_that_of_a_sheet() -> None:
    assert xlsx_file.MOST_ENTRIES + 1 == 1_048_576


class _Maker:
    """Makes parts without an end, and tells when it was closed."""

    def __init__(self, *, fails: bool = False) -> None:
        self.closed = threading.Event()
        self.fails = fails
        self.made = 0

    def parts(self) -> Generator[bytes]:
        try:
            while True:
                self.made += 1
                if self.fails and self.made > 1:
                    raise RuntimeError("broken")
                yield b"x" * 1000
        finally:
            self.closed.set()


def test_what_makes_a_file_is_closed_when_the_client_has_gone() -> None:
    maker = _Maker()
    answer = Download(maker.parts(), name="x.csv", media_type="text/csv")
    sent: list[Message] = []

    async def play() -> None:
        enough = anyio.Event()

        async def receive() -> Message:
            await enough.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)
            if len(sent) > 3:
                enough.set()

        with anyio.fail_after(30):
            await answer({"type": "http", "method": "GET"}, receive, send)

    anyio.run(play)
    assert maker.closed.is_set()
    assert sent[0]["type"] == "http.response.start"


def test_what_makes_a_file_is_closed_when_it_fails_and_the_answer_breaks_off() -> None:
    maker = _Maker(fails=True)
    app = FastAPI()
    app.get("/")(lambda: Download(maker.parts(), name="x.csv", media_type="text/csv"))
    with pytest.raises(RuntimeError, match="broken"):
        TestClient(app).get("/")
    assert maker.closed.is_set()


def test_no_connection_is_held_after_an_export(service: Service) -> None:
    for text in ("a", "b"):
        _write(service, text)
    for form in ("csv", "jsonl", "xlsx"):
        service.get(f"/record/export.{form}", headers=OLGA)
    assert service.database.engines.read.pool.checkedout() == 0  # type: ignore[attr-defined]  # of the pool of files


async def _says_nothing() -> Message:
    await anyio.sleep_forever()
    return {"type": "http.disconnect"}


def test_a_client_that_takes_nothing_loses_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "SECONDS_TO_TAKE", 0.01)
    maker = _Maker()
    answer = Download(maker.parts(), name="x.csv", media_type="text/csv")

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            await anyio.sleep_forever()

    async def play() -> None:
        with anyio.fail_after(30):
            await answer({"type": "http", "method": "GET"}, _says_nothing, send)

    anyio.run(play)
    assert maker.closed.is_set()


def test_files_wait_for_their_turn_so_that_other_calls_find_a_connection(service: Service) -> None:
    clients = downloads.AT_ONCE + 3
    begun: list[int] = []
    pool = service.database.engines.read.pool

    async def play() -> None:
        full, go_on = anyio.Event(), anyio.Event()

        async def one(number: int) -> None:
            export = begin_export(
                RecordFilters(),
                "csv",
                actor=Actor("person:olga", "Olga"),
                reads=service.database.reads,
                transactions=service.database.transactions,
                clock=service.clock,
            )
            pages = exported(export, reads=service.database.reads)
            parts = (str(len(page.entries)).encode() for page in pages)
            answer = Download(parts, name="x.csv", media_type="text/csv")

            async def send(message: Message) -> None:
                if message["type"] == "http.response.body" and number not in begun:
                    begun.append(number)
                    if len(begun) == downloads.AT_ONCE:
                        full.set()
                    await go_on.wait()

            await answer({"type": "http", "method": "GET"}, _says_nothing, send)

        with anyio.fail_after(30):
            async with anyio.create_task_group() as group:
                for number in range(clients):
                    group.start_soon(one, number)
                await full.wait()
                await anyio.wait_all_tasks_blocked()
                assert len(begun) == downloads.AT_ONCE
                assert pool.checkedout() == downloads.AT_ONCE  # type: ignore[attr-defined]  # of the pool of files
                go_on.set()

    _write(service, "Because.")
    anyio.run(play)
    assert sorted(begun) == list(range(clients))


def test_a_client_that_goes_half_way_leaves_no_transaction_behind(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over a real connection: the file is larger than what lies in its buffers."""
    monkeypatch.setattr(record_reading, "CHUNK", 10)
    with service.database.transactions() as uow:
        ada = Actor("person:ada", "Ada")
        for _ in range(200):
            uow.audit.append(at=NOON, actor=ada, kind="k.k", subjects={}, texts={"explanation": "x" * 100_000})
        uow.commit()
    pool = service.database.engines.read.pool
    with serving(service.app()) as url, httpx2.Client(headers=OLGA) as client:
        with client.stream("GET", f"{url}/api/v1/record/export.jsonl") as answer:
            assert answer.status_code == 200
            next(answer.iter_bytes())
            assert pool.checkedout() == 1  # type: ignore[attr-defined]  # of the pool of files
        deadline = time.monotonic() + 60
        while pool.checkedout():  # type: ignore[attr-defined]  # likewise
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert client.get(f"{url}/api/v1/record/head").json()["size"] == 201


def test_the_page_about_reading_names_every_filter_and_every_form(service: Service) -> None:
    page = (ROOT / "docs" / "reading-the-record.md").read_text()
    section = page.split("## Filters", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    paths = service.get("/openapi.json").json()["paths"]
    parameters = paths["/api/v1/record"]["get"]["parameters"]
    taken = {parameter["name"] for parameter in parameters if parameter["in"] == "query"} - {"after", "limit"}
    assert named == taken
    forms = {path.rpartition(".")[2] for path in paths if path.startswith("/api/v1/record/export.")}
    assert forms == {form.lower() for form in re.findall(r"^\| ([A-Z]+) \|", page, re.MULTILINE)}
