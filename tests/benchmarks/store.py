"""How fast the store takes what is written, beside bare INSERTs into the same database in the same run.

Run ``python -m tests.benchmarks.store [ENTRIES [ROOMS]]``. On a SQLite file with one writer, and on a PostgreSQL server
of its own with eight writers, each a process; on both a commit waits for the disk.

- *audit entry*: a unit of work that appends one entry to the log, and commits;
- *bare insert*: one INSERT of the same text into a table without anything, and a commit: the peer, which nothing that
  writes a row durably can beat;
- *import*: rooms of 25 seats with their machines, one manifest revision and one entry each, in one unit of work;
- *bare rows*: as many rows by one ``executemany`` into that table, in one transaction: the peer of the import.

Each round measures all four ways in turn, and ratios are taken within a round: this computer's other work disturbs
both. So the ratios say something; the rates are those of this disk and these processors.
"""

import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Barrier
from pathlib import Path

from sqlalchemy import Engine, text

from orchestrator.adapters.db.engine import open_engines, write_engine
from orchestrator.adapters.db.migrate import migrate
from orchestrator.adapters.db.unit_of_work import SqlUnitOfWork
from orchestrator.domain.classrooms import Classroom, Seat
from orchestrator.domain.machines import Machine
from orchestrator.domain.manifests import ChangeKind, Revision
from orchestrator.domain.people import WORKER
from tests.postgres_fixture import SERVICE, running_server
from tests.store.values import NOON, PROFILE

_ROUNDS = 3
_SEATS = 25
_SERVER_WRITERS = 8
_TO_WARM_UP = 20
_TEXT = (
    '{"actor":"worker","at":"2027-01-12T12:00:00.000000Z","commitments":{},"index":1,"kind":"k","subjects":{},"v":1}'
)
_BARE_TABLE = "CREATE TABLE bare (id {} PRIMARY KEY, body TEXT)"
_BARE_INSERT = text("INSERT INTO bare (body) VALUES (:body)")


def _entries(engine: Engine, count: int) -> None:
    for number in range(count):
        with SqlUnitOfWork(engine) as uow:
            uow.audit.append(at=NOON, actor=WORKER, kind="k", subjects={"number": str(number)})
            uow.commit()


def _bare_inserts(engine: Engine, count: int) -> None:
    for _ in range(count):
        with engine.begin() as connection:
            connection.execute(_BARE_INSERT, {"body": _TEXT})


def _import(url: str, rooms: int) -> int:
    """Import a campus under new names; how many rows that were."""
    engines = open_engines(url)
    mark = f"{time.monotonic_ns():x}"
    with SqlUnitOfWork(engines.write) as uow:
        uow.machines.put_profile(PROFILE)
        for room in range(rooms):
            ids = [f"{mark}-{room}-{number}" for number in range(_SEATS)]
            seats = tuple(Seat(one, str(number), 1, number) for number, one in enumerate(ids))
            uow.classrooms.put(Classroom(f"{mark}-{room}", f"{mark}-{room}", "B", "Europe/Berlin", seats=seats))
            for one in ids:
                uow.machines.put(Machine(one, one, "127.0.0.1", 5986, PROFILE.name))
                uow.classrooms.assign(one, one, NOON)
            uow.manifests.append(Revision(f"{mark}-{room}", 1, (), ChangeKind.BASELINE, None, WORKER.id, NOON))
        for room in range(rooms):
            subjects = {"classroom": f"{mark}-{room}"}
            uow.audit.append(at=NOON, actor=WORKER, kind="baseline.changed", subjects=subjects)
        uow.commit()
    engines.dispose()
    return rooms * (3 + 3 * _SEATS)


def _bare_rows(url: str, rooms: int) -> int:
    count = rooms * (3 + 3 * _SEATS)
    engine = write_engine(url)
    with engine.begin() as connection:
        connection.execute(_BARE_INSERT, [{"body": _TEXT}] * count)
    engine.dispose()
    return count


def _when_all_are_ready(barrier: Barrier, write: Callable[[Engine, int], None], url: str, count: int) -> None:
    engine = write_engine(url)
    write(engine, _TO_WARM_UP)  # imports, the first connection and prepared statements are not what is measured
    barrier.wait()
    write(engine, count)
    engine.dispose()


def _rate_of_many(write: Callable[[Engine, int], None], url: str, count: int, writers: int) -> float:
    """Transactions a second by so many processes together."""
    spawned = multiprocessing.get_context("spawn")
    barrier = spawned.Barrier(writers + 1)
    each = count // writers
    processes = [spawned.Process(target=_when_all_are_ready, args=(barrier, write, url, each)) for _ in range(writers)]
    for process in processes:
        process.start()
    barrier.wait()
    begun = time.perf_counter()
    for process in processes:
        process.join()
    seconds = time.perf_counter() - begun
    if any(process.exitcode for process in processes):
        raise SystemExit("a writer failed")
    return each * writers / seconds


def _rate_of_one(write: Callable[[str, int], int], url: str, rooms: int) -> float:
    """Rows a second in one transaction."""
    begun = time.perf_counter()
    rows = write(url, rooms)
    return rows / (time.perf_counter() - begun)


def _measure(name: str, url: str, entries: int, rooms: int, writers: int) -> None:
    rounds: list[tuple[float, float, float, float]] = [
        (
            _rate_of_many(_entries, url, entries, writers),
            _rate_of_many(_bare_inserts, url, entries, writers),
            _rate_of_one(_import, url, rooms),
            _rate_of_one(_bare_rows, url, rooms),
        )
        for _ in range(_ROUNDS)
    ]
    entry, bare, imported, rows = (statistics.median(column) for column in zip(*rounds, strict=True))
    to_insert = statistics.median(one[0] / one[1] for one in rounds)
    to_rows = statistics.median(one[2] / one[3] for one in rounds)
    who = "1 writer" if writers == 1 else f"{writers} writers"
    print(f"{name}, {who}")
    print(f"  audit entry {entry:9.0f} /s       {to_insert:5.2f} x bare insert ({bare:.0f} /s)")
    print(f"  import      {imported:9.0f} rows/s  {to_rows:5.2f} x bare rows ({rows:.0f} rows/s)")


@contextmanager
def _file() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'store.sqlite'}"
        migrate(url)
        engine = write_engine(url)
        with engine.begin() as connection:
            connection.execute(text(_BARE_TABLE.format("INTEGER")))
        engine.dispose()
        yield url


@contextmanager
def _server() -> Iterator[str]:
    with running_server(durable=True) as server:
        new = server.migrated()
        with server.as_owner(new) as owner:
            owner.execute(_BARE_TABLE.format("integer GENERATED ALWAYS AS IDENTITY"))
            owner.execute(f"GRANT INSERT ON bare TO {SERVICE}")
        yield new.url


def main(entries: int = 2000, rooms: int = 40) -> None:
    """Measure and print."""
    print(f"{entries} transactions of one entry, imports of {rooms} rooms; median of {_ROUNDS} rounds")
    with _file() as url:
        _measure("SQLite", url, entries, rooms, writers=1)
    with _server() as url:
        _measure("PostgreSQL", url, entries, rooms, writers=_SERVER_WRITERS)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
