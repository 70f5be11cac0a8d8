"""What keeps another database possible behind the same port: its words are found for tables and for writes.

This does not say that another database works; for that, the suite has to run over it.
"""

from collections.abc import Callable

import pytest
from sqlalchemy import create_mock_engine
from sqlalchemy.schema import CreateTable

from orchestrator.adapters.db.machines import SqlMachines
from orchestrator.adapters.db.observations import SqlObservations
from orchestrator.adapters.db.repository import Repository
from orchestrator.adapters.db.rollouts import SqlRollouts
from orchestrator.adapters.db.tables import metadata
from orchestrator.domain.observations import ScanFailure, ScanFailureCause
from tests.store.values import NOON, PROFILE, a_run

SERVER = create_mock_engine("postgresql+psycopg://", print).dialect


@pytest.mark.parametrize("name", sorted(metadata.tables))
def test_every_table_can_be_made_on_a_server(name: str) -> None:
    made = str(CreateTable(metadata.tables[name]).compile(dialect=SERVER))
    assert made.strip().startswith(f"CREATE TABLE {name}")
    assert "STRICT" not in made


WRITES: dict[str, tuple[type[Repository], Callable[[Repository], None], str]] = {
    "a profile": (
        SqlMachines,
        lambda machines: machines.put_profile(PROFILE),  # type: ignore[attr-defined]
        "ON CONFLICT (name) DO UPDATE",
    ),
    "runs": (
        SqlRollouts,
        lambda rollouts: rollouts.put_runs([a_run(1)]),  # type: ignore[attr-defined]
        "ON CONFLICT (rollout_id, machine_id) DO UPDATE",
    ),
    "a failure": (
        SqlObservations,
        lambda seen: seen.record(ScanFailure("m", NOON, ScanFailureCause.REFUSED)),  # type: ignore[attr-defined]
        "ON CONFLICT (machine_id) DO UPDATE",
    ),
}


@pytest.mark.parametrize(("repository", "write", "expected"), WRITES.values(), ids=WRITES.keys())
def test_writes_that_meet_a_row_are_said_in_a_server_s_words(
    repository: type[Repository], write: Callable[[Repository], None], expected: str
) -> None:
    said: list[str] = []
    engine = create_mock_engine(
        "postgresql+psycopg://", lambda statement, *_: said.append(str(statement.compile(dialect=SERVER)))
    )
    write(repository(engine))  # type: ignore[arg-type]
    assert len(said) == 1
    assert expected in said[0]
