"""Many writers at once: all wait their turn, and numbers have no gap and no double."""

import contextlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from orchestrator.domain.people import WORKER
from tests.store.databases import Database
from tests.store.values import NOON
from tests.store.writer import write

ROOT = Path(__file__).parents[2]
THREADS = 8


def test_threads_that_append_entries_leave_no_gap(database: Database) -> None:
    def append(count: int) -> list[int]:
        indexes = []
        for number in range(count):
            with database.transactions() as uow:
                index = uow.audit.append(at=NOON, actor=WORKER, kind="k", subjects={"number": str(number)})
                if number % 5 != 4:  # every fifth is rolled back
                    uow.commit()
                    indexes.append(index)
        return indexes

    with ThreadPoolExecutor(THREADS) as pool:
        given = sorted(index for indexes in pool.map(append, [10] * THREADS) for index in indexes)
    assert given == list(range(8 * THREADS))
    assert database.sql("SELECT entry_index FROM cs_audit_entries ORDER BY 1") == [(index,) for index in given]


def test_threads_that_append_events_leave_no_gap(campus: Database) -> None:
    def append(count: int) -> None:
        for _ in range(count):
            with campus.transactions() as uow:
                uow.events.append("o1", NOON, [("output", None, {})] * 3)
                uow.commit()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(append, [5] * THREADS))
    with campus.reads() as uow:
        assert [e.sequence for e in uow.events.after("o1", 0, 1000)] == list(range(1, 5 * 3 * THREADS + 1))


def test_processes_with_engines_of_their_own_wait_for_each_other(campus: Database) -> None:
    """Each transaction reads before it writes, and what it read still holds when it writes.

    On SQLite a transaction that took the lock only then would fail at once; on PostgreSQL it would write on top of what
    it has not seen.
    """
    count, processes, threads = 40, 2, 2
    command = [sys.executable, "-m", "tests.store.writer", campus.url, str(count)]
    with contextlib.ExitStack() as running:
        others = [running.enter_context(subprocess.Popen(command, cwd=ROOT)) for _ in range(processes)]
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda _: write(campus.url, count), range(threads)))
    assert [other.returncode for other in others] == [0] * processes
    with campus.reads() as uow:
        found = uow.events.after("o1", 0, 10_000)
    writers = processes + threads
    assert [e.sequence for e in found] == list(range(1, 2 * count * writers + 1))
    assert [e.data["seen"] for e in found[::2]] == [e.sequence - 1 for e in found[::2]]
    assert campus.sql("SELECT count(*), max(entry_index) FROM cs_audit_entries") == [
        (count * writers, count * writers - 1)
    ]


def test_readers_go_on_while_somebody_writes(campus: Database) -> None:
    with campus.transactions() as uow:
        uow.events.append("o1", NOON, [("output", None, {})])

        def read(_: int) -> int:
            with campus.reads() as reading:
                return len(reading.events.after("o1", 0, 10))

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(read, range(12))) == [0] * 12
