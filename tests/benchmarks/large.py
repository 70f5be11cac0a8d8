"""What a record of a million entries costs to search, to check and to take away, on a SQLite file.

Run ``python -m tests.benchmarks.large [ENTRIES [FOLDER]]``. A folder that is named keeps the database for
the next time.

- *search*: the first page of 50 entries for each filter, with names, 200 times with other values; the peer is the
  newest 50 rows by bare SQL;
- *check*: what ``classroom audit verify`` does, and the stand-alone verifier over an export, each in a process of its
  own, with how much more memory it takes at most than before; the peer reads the bodies and takes SHA-256 of each;
- *exports*: by HTTP from a service process; how much more memory it takes at most than when it had nothing to do.
"""

import hashlib
import json
import multiprocessing
import random
import re
import runpy
import socket
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from dataclasses import replace
from functools import partial
from io import StringIO
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import httpx2
import uvicorn

from orchestrator.adapters.db.engine import open_engines
from orchestrator.adapters.signing import ed25519
from orchestrator.domain.people import Actor
from orchestrator.domain.signed_notes import VerifierKey
from orchestrator.services.record_export import export_record
from orchestrator.services.record_reading import RecordFilters, find_entries
from orchestrator.services.record_verify import Trust, verify_record
from tests.api.people import OLGA, hire_cast
from tests.api.service import Service, furnish
from tests.large_record import ITEMS, ORIGIN, PEOPLE, ROOMS, STEP, at, fill, person_id, room_code, word
from tests.store.databases import Database, make_template, open_copy

_LENGTH = 50
_SEARCHES = 200
_MB = 1e6
_READER = Actor("person:olga", "Olga Auditor")
_VERIFIER = Path(__file__).parents[2] / "verifier" / "verify_record.py"


def _made(folder: Path, entries: int) -> Path:
    """The database in this folder; filled if it isn't there yet."""
    file = folder / "store.sqlite"
    if file.exists():
        return file
    with tempfile.TemporaryDirectory() as name:
        opened = open_copy(make_template(Path(name)), folder)
    hire_cast(opened)
    furnish(opened)
    begun = time.perf_counter()
    key = fill(opened.engines.write, entries)
    took = time.perf_counter() - begun
    opened.close()
    (folder / "key").write_text(str(key), encoding="utf-8")
    print(f"filled in {took:.0f} s, {entries / took:,.0f} entries/s in transactions of thousands")
    return file


def _opened(file: Path) -> Database:
    url = f"sqlite:///{file}"
    engines = open_engines(url)
    return Database(url, engines, engines.write)


def _searches(entries: int) -> dict[str, Callable[[random.Random], RecordFilters]]:
    def period(chance: random.Random) -> RecordFilters:
        since = at(chance.randrange(entries))
        return RecordFilters(since=since, until=since + 1440 * STEP)

    def room(chance: random.Random) -> RecordFilters:
        return RecordFilters(classroom=room_code(chance.randrange(ROOMS)))

    def person(chance: random.Random) -> RecordFilters:
        return RecordFilters(person=person_id(chance.randrange(PEOPLE)))

    def words(chance: random.Random) -> RecordFilters:
        return RecordFilters(words=word(chance.randrange(3000)))

    return {
        "none": lambda _: RecordFilters(),
        "person": person,
        "room": room,
        "item": lambda chance: RecordFilters(item=f"item-{chance.randrange(ITEMS):03}"),
        "kind": lambda chance: RecordFilters(kind=chance.choice(("request.accepted", "rollout.incomplete", "role."))),
        "outcome": lambda chance: RecordFilters(outcome=chance.choice(("done", "incomplete"))),
        "a day": period,
        "a word": words,
        "two words": lambda chance: RecordFilters(words=f"{word(chance.randrange(300))} {word(chance.randrange(300))}"),
        "word begins": lambda chance: RecordFilters(words=word(chance.randrange(3000))[:2]),
        "room, kind": lambda chance: replace(room(chance), kind="request.withdrawn"),
        "room, a day": lambda chance: replace(period(chance), classroom=room(chance).classroom),
        "person, word": lambda chance: replace(person(chance), words=words(chance).words),
        "person, outcome": lambda chance: replace(person(chance), outcome="done"),
    }


def _page(filters: RecordFilters, database: Database) -> int:
    return len(find_entries(filters, reader=_READER, before=None, limit=_LENGTH, reads=database.reads).entries)


def _milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _told(name: str, times: list[float], more: str = "") -> None:
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"{name:>18} {statistics.median(times):8.1f} {p95:8.1f} {max(times):8.1f} ms   {more}")


def _search(file: Path, entries: int) -> None:
    chance = random.Random(1)  # noqa: S311 - repeatable, not a secret
    database = _opened(file)
    bare = sqlite3.connect(file)
    newest = "SELECT * FROM cs_audit_entries ORDER BY entry_index DESC LIMIT ?"
    print(f"{'search':>18} {'median':>8} {'p95':>8} {'longest':>8}")
    _told("bare SQL", [_milliseconds(lambda: bare.execute(newest, (_LENGTH,)).fetchall()) for _ in range(_SEARCHES)])
    bare.close()
    for name, make in _searches(entries).items():
        asked = [make(chance) for _ in range(_SEARCHES)]
        times = [_milliseconds(partial(_page, filters, database)) for filters in asked]
        found = statistics.mean(_page(filters, database) for filters in asked[:20])
        _told(name, times, f"{found:.0f} entries on the page on average")
    database.close()


def _status(process: int | str, field: str) -> float:
    found = re.search(rf"{field}:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    assert found
    return int(found[1]) / 1024


def _child(work: Callable[..., Any], sender: Connection, arguments: tuple[Any, ...]) -> None:
    idle = _status("self", "VmRSS")
    begun = time.perf_counter()
    result = work(*arguments)
    sender.send((time.perf_counter() - begun, _status("self", "VmHWM") - idle, result))


def _process(work: Callable[..., Any], *arguments: Any) -> tuple[float, float, Any]:  # noqa: ANN401 - whatever it is
    """Seconds, megabytes more than before, and result of some work in a process of its own."""
    spawned = multiprocessing.get_context("spawn")
    receiver, sender = spawned.Pipe(duplex=False)
    process = spawned.Process(target=_child, args=(work, sender, arguments))
    process.start()
    sender.close()
    seconds, peak, result = receiver.recv()
    process.join()
    return seconds, peak, result


def _plain(file: Path) -> int:
    rows = sqlite3.connect(file).execute("SELECT body FROM cs_audit_entries ORDER BY entry_index")
    return sum(1 for (body,) in rows if hashlib.sha256(body.encode()).digest())


def _online(file: Path, key: str) -> int:
    database = _opened(file)
    trust = Trust(ORIGIN, (VerifierKey.parse(key),), from_elsewhere=True, verify=ed25519.verify)
    found = verify_record(trust, reads=database.reads)
    database.close()
    if found.verdict != 0:
        raise SystemExit(found)
    return found.proven_size


def _export(file: Path, key: str, folder: Path) -> int:
    database = _opened(file)
    written = export_record(folder, ORIGIN, [VerifierKey.parse(key)], reads=database.reads)
    database.close()
    return written.entries


def _standalone(folder: Path) -> int:
    sys.argv = [str(_VERIFIER), str(folder), "--json"]
    said = StringIO()
    with redirect_stdout(said), suppress(SystemExit):
        runpy.run_path(str(_VERIFIER), run_name="__main__")
    result = json.loads(said.getvalue())
    if result["status"] != 0:
        raise SystemExit(said.getvalue())
    return int(result["proven_size"])


def _check(file: Path, key: str, entries: int) -> None:
    with tempfile.TemporaryDirectory(dir=file.parent) as name:
        folder = Path(name) / "export"
        peer, peak, _ = _process(_plain, file)
        print(f"{'plain SHA-256':>18} {peer:6.1f} s   {peak:4.0f} MB over idle")
        for what, work in {
            "audit verify": partial(_online, file, key),
            "audit export": partial(_export, file, key, folder),
            "verify_record.py": partial(_standalone, folder),
        }.items():
            seconds, peak, done = _process(work)
            if done < entries:  # exports of an earlier run are entries, too
                raise SystemExit(f"{what}: {done} of {entries} entries")
            ratio = f"{seconds / peer:5.1f} x the time of plain SHA-256"
            print(f"{what:>18} {seconds:6.1f} s   {peak:4.0f} MB over idle   {ratio}")


def _serve(file: Path, sender: Connection) -> None:
    service = Service(_opened(file))
    numbers = count()
    service.new_id = lambda: f"benchmark-{time.time_ns()}-{next(numbers)}"  # type: ignore[assignment]
    listening = socket.create_server(("127.0.0.1", 0))
    sender.send(listening.getsockname()[1])
    uvicorn.Server(uvicorn.Config(service.app(), log_level="critical", ws="none", lifespan="off")).run([listening])


def _take_away(file: Path) -> None:
    spawned = multiprocessing.get_context("spawn")
    receiver, sender = spawned.Pipe(duplex=False)
    process = spawned.Process(target=_serve, args=(file, sender))
    process.start()
    url = f"http://127.0.0.1:{receiver.recv()}/api/v1/record"
    with httpx2.Client(headers=OLGA, timeout=600) as client:
        client.get(url, params={"limit": 1}).raise_for_status()
        for form in ("csv", "jsonl", "xlsx"):
            idle = _status(process.pid or 0, "VmRSS")
            Path(f"/proc/{process.pid}/clear_refs").write_text("5")  # the peak begins anew
            begun = time.perf_counter()
            size = lines = 0
            with client.stream("GET", f"{url}/export.{form}") as answer:
                answer.raise_for_status()
                for part in answer.iter_bytes():
                    size += len(part)
                    lines += part.count(b"\n")
            took = time.perf_counter() - begun
            more = _status(process.pid or 0, "VmHWM") - idle
            held = f" in {lines:,} lines" if form != "xlsx" else ""  # compressed, so that its lines say nothing
            print(f"{form:>18} {took:6.1f} s   {size / _MB:4.0f} MB{held}   {more:4.0f} MB over idle")
    process.terminate()
    process.join()


def main(entries: int, kept: str) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(kept or name)
        folder.mkdir(exist_ok=True)
        file = _made(folder, entries)
        key = (folder / "key").read_text(encoding="utf-8")
        print(f"{entries} entries, a file of {file.stat().st_size / _MB:,.0f} MB")
        _check(file, key, entries)
        _search(file, entries)
        _take_away(file)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000, "".join(sys.argv[2:3]))
