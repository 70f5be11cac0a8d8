"""A site that upgrades loses nothing: whatever stands in the tables of an older step is there after the last one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from api.app import PREFIX
from orchestrator.adapters.db import migrate as tables
from orchestrator.adapters.db.tables import metadata
from orchestrator.services.record_verify import Verdict
from tests.api.description import KEPT, operations
from tests.api.service import CountingIds, Service
from tests.postgres_fixture import PostgresServer
from tests.store.databases import opened_copy
from tests.store.full_site import ALL_ROLES, FullSite, Row, Rows, full_site, stored
from tests.store.older import Older, older_database, schema_of
from tests.store.record.written import Checks
from tests.store.schemas import STEPS

EVERY_STEP = STEPS[:-1]
"""Each table gets its rows at the step that makes it: so every later step meets tables with rows in them."""
LAST_STEP = STEPS[-2:-1]
"""All tables get all their columns at the step before the last one."""
BEFORE, IN_THE_WAY = "0017", "cs_settings_lines"
"""A step, and a table that not the next one makes, but one after it."""
READABLE = [
    path.removeprefix(PREFIX)
    for name, (_, path, operation) in operations().items()
    if name in KEPT - {"get_openapi_description"}
    and not any(parameter.get("required") for parameter in operation.get("parameters", []))
]
"""What can be read without naming anything."""


def _when_linked(row: Row) -> Any:  # noqa: ANN401 - what the column holds
    return row["linked_at"] if row["state"] == "linked" else None


FILLED_BY_STEPS: dict[tuple[str, str], Callable[[Row], Any]] = {
    ("cs_audit_entries", "leaf_hash"): lambda row: row["leaf_hash"],
    ("cs_audit_head", "frontier"): lambda row: row["frontier"],
    ("cs_wishes", "confirm_until"): _when_linked,
    ("cs_wishes", "confirmed_at"): _when_linked,
}
"""What a step writes into a column that it adds, out of the row as it is today. All others begin as what the column's
default says, or as NULL."""


@pytest.fixture(scope="module")
def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FullSite]:
    with full_site(sqlite_template, tmp_path_factory.mktemp("site")) as made:
        yield made


@pytest.fixture
def older(template: Path | PostgresServer, tmp_path: Path) -> Iterator[Older]:
    with older_database(template, tmp_path) as made:
        yield made


@dataclass(frozen=True)
class Upgraded:
    """A database after the last step, and what stood in it directly after that."""

    older: Older
    rows: Rows


@pytest.fixture(scope="module", params=[EVERY_STEP, LAST_STEP], ids=["from-every-step", "from-the-last-but-one"])
def upgraded(
    request: pytest.FixtureRequest,
    site: FullSite,
    template: Path | PostgresServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Upgraded]:
    with older_database(template, tmp_path_factory.mktemp("older")) as older:
        older.fill_on_the_way(site.rows, request.param)
        older.upgrade_to_the_last()
        with older.database.owner.connect() as connection:
            rows = stored(connection)
        yield Upgraded(older, rows)


def test_the_site_has_rows_in_every_table_that_a_step_can_meet(site: FullSite, older: Older) -> None:
    """A table that only the last step makes cannot be met by one."""
    older.upgrade(STEPS[-2])
    assert [name for name in older.schema()[0] if name in metadata.tables and not site.rows[name]] == []


def test_every_row_is_there_and_says_what_it_said(site: FullSite, upgraded: Upgraded) -> None:
    filled = upgraded.older.filled
    for table, columns in filled.items():
        assert upgraded.rows[table] == [_as_upgraded(table, row, columns) for row in site.rows[table]], table
    assert {table for table, rows in upgraded.rows.items() if rows} == set(filled)


def _as_upgraded(table: str, row: Row, filled: Sequence[str]) -> Row:
    """What becomes of a row that got these columns: the others came later."""
    return {name: value if name in filled else _later(table, name, row) for name, value in row.items()}


def _later(table: str, name: str, row: Row) -> Any:  # noqa: ANN401 - what the column holds
    if (table, name) in FILLED_BY_STEPS:
        return FILLED_BY_STEPS[table, name](row)
    default = metadata.tables[table].columns[name].server_default
    return None if default is None else str(default.arg)  # type: ignore[attr-defined]  # all of ours are plain texts


def test_its_tables_and_refusals_are_those_of_a_new_database(
    upgraded: Upgraded, template: Path | PostgresServer, tmp_path: Path
) -> None:
    with opened_copy(template, tmp_path) as new:
        assert upgraded.older.schema() == schema_of(new)


def test_its_record_is_what_was_signed(upgraded: Upgraded, tmp_path: Path) -> None:
    checks = Checks(upgraded.older.database, tmp_path)
    assert checks.found() == ([], [])
    seen = checks.online()
    assert (seen.verdict, seen.proven_size) == (Verdict.IN_ORDER, len(upgraded.rows["cs_audit_entries"]))


def test_the_service_reads_all_of_it_and_takes_a_request(site: FullSite, upgraded: Upgraded) -> None:
    database = upgraded.older.database
    tables.ensure_migrated(database.url)
    ids = CountingIds()
    ids.count = site.service.new_id.count
    service = Service(database, new_id=ids)
    read = {path: service.get(path, headers=ALL_ROLES) for path in READABLE}
    assert {path: answer.text for path, answer in read.items() if answer.status_code != HTTPStatus.OK} == {}
    service.ask("old-browser", headers=ALL_ROLES)


def test_a_step_that_fails_leaves_rows_and_tables_as_they_were(site: FullSite, older: Older) -> None:
    """The steps before it, that did not fail, are taken back with it."""
    older.fill_on_the_way(site.rows, [step for step in STEPS if step <= BEFORE])
    with older.database.owner.begin() as connection:
        connection.execute(text(f"CREATE TABLE {IN_THE_WAY} (id TEXT)"))
    with older.database.owner.connect() as connection:
        rows, schema = stored(connection), older.schema()
    with pytest.raises(Exception, match=f"{IN_THE_WAY}.* already exists"):
        older.upgrade_to_the_last()
    with older.database.owner.connect() as connection:
        assert stored(connection) == rows
    assert (older.schema(), tables.current(older.owner_url)) == (schema, BEFORE)
