"""What figures cost over many requests, on a SQLite file.

Run ``python -m tests.benchmarks.figures [REQUESTS]``; filling the file takes longer than all counting. Each family is
counted five times, and the median is printed beside the peer: reading the same rows of the same period by bare SQL,
which is what a count outside of the database would begin with.
"""

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.evidence import Category, Evidence
from orchestrator.domain.figures import Grouping, months_of
from orchestrator.domain.holds import Hold, HoldScope
from orchestrator.domain.milestones import Milestone, Promise, PromiseKind
from orchestrator.domain.overrides import Confirmation, Override, OverrideKind, OverrideScope
from orchestrator.domain.requests import SoftwareRequest
from orchestrator.services.figure_stores import FigureQuery
from orchestrator.services.unit_of_work import UnitOfWork
from tests.store.databases import Database, make_template, opened_copy

ZONE = "Europe/Berlin"
BEGIN = datetime(2027, 1, 1, tzinfo=UTC)
END = BEGIN + timedelta(days=365)
_ROOMS = 200
_TIMES = 5
_PEER = (
    "SELECT r.*, m.*, p.* FROM cs_requests r LEFT JOIN cs_request_milestones m ON m.request_id = r.id"
    " LEFT JOIN cs_request_promises p ON p.request_id = r.id WHERE r.needed_by >= ? AND r.needed_by < ?"
)


def _filled(database: Database, requests: int) -> None:
    chance = random.Random(7)  # noqa: S311 - examples
    with database.transactions() as uow:
        for number in range(_ROOMS):
            room = f"room-{number:03}"
            uow.classrooms.put(Classroom(room, room.upper(), f"B{number % 9}", ZONE, department=f"D{number % 12}"))
        for number in range(requests):
            _one(uow, number, chance)
        uow.commit()


def _one(uow: UnitOfWork, number: int, chance: random.Random) -> None:
    room = f"room-{chance.randrange(_ROOMS):03}"
    asked = BEGIN + timedelta(minutes=chance.randrange(365 * 24 * 60))
    needed = asked + timedelta(days=chance.randrange(1, 30))
    person = f"person:{chance.randrange(500)}"
    request = SoftwareRequest(f"r{number:07}", room, f"item-{number % 300}", person, person, needed, asked)
    uow.requests.add(request)
    uow.milestones.promise(Promise(request.id, PromiseKind.PACKAGED, asked + timedelta(days=3)))
    if chance.random() < 0.98:
        ready = asked + timedelta(hours=chance.randrange(200))
        uow.milestones.keep([Milestone(request.id, ready, ready, 20, 20, 20, 0, needed)])
    if number % 20 == 0:
        begin = asked + timedelta(days=1)
        kind, category = chance.choice(list(OverrideKind)), chance.choice(list(Category))
        override = Override(
            id=f"o{number:07}",
            kind=kind,
            scope=OverrideScope.REQUEST,
            category=category,
            classroom_id=room,
            item_id=request.item_id,
            request_ids=(request.id,),
            evidence=Evidence(),
            explanation="words",
            by=f"person:t{number % 40}",
            created_at=begin,
            starts_at=begin,
            expires_at=begin + timedelta(days=9),
            confirmation=chance.choice(list(Confirmation)),
        )
        uow.overrides.add(override)
        uow.holds.add(
            Hold(f"h{number:07}", HoldScope.REQUEST, room, (request.id,), "words", "person:t1", begin, needed)
        )


def _milliseconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(_TIMES):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def _peer(file: Path) -> float:
    connection = sqlite3.connect(file)
    period = (BEGIN.isoformat(), END.isoformat())
    try:
        return _milliseconds(lambda: connection.execute(_PEER, period).fetchall())
    finally:
        connection.close()


def main(requests: int) -> None:
    """Fill a file, and print what each family takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with opened_copy(make_template(folder), folder) as database:
            _filled(database, requests)
            file = Path(database.url.removeprefix("sqlite:///"))
            peer = _peer(file)
            sys.stdout.write(f"{requests} requests, {requests // 20} overrides; reading the rows: {peer:.0f} ms\n")
            for grouping in (Grouping.NOTHING, Grouping.TEAM, Grouping.MONTH):
                query = FigureQuery(BEGIN, END, END, grouping, months_of(BEGIN, END, ZONE))
                families: dict[str, Callable[[UnitOfWork], object]] = {
                    "requests": lambda uow, q=query: uow.figures.of_requests(q, ()),  # type: ignore[misc]
                    "overrides": lambda uow, q=query: uow.figures.of_overrides(q),  # type: ignore[misc]
                    "withheld days": lambda uow, q=query: uow.figures.of_withheld_days(q),  # type: ignore[misc]
                    "answers": lambda uow, q=query: uow.figures.of_answers(q),  # type: ignore[misc]
                    "holds": lambda uow, q=query: uow.figures.of_holds(q),  # type: ignore[misc]
                }
                for family, count in families.items():
                    with database.reads() as uow:
                        took = _milliseconds(lambda c=count, u=uow: c(u))  # type: ignore[misc]
                    sys.stdout.write(f"by {grouping:8} {family:14} {took:7.0f} ms  {took / peer:5.2f} of the peer\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
