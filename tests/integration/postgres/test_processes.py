"""Service and worker as processes of their own on one database, everybody busy at once: nobody is locked out.

Two people ask and take back, two read, one follows a rollout's events, and the worker installs on real WinRM. On a
SQLite file there is one process of each kind, on PostgreSQL there are two.
"""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from orchestrator.domain.rollouts import RolloutState
from tests.lab_fixture import MakeLab
from tests.postgres_fixture import PostgresServer
from tests.service_fixture import DEADLINE_SECONDS, FIREFOX, Installation, MakeInstallation

MACHINES = ("b204-01", "b204-02")
WRITERS = 2
READERS = 2
ROUNDS = 12
"""How often each writer asks for something and takes it back."""


PEOPLE = ("tim", "reader", "follower", *(f"writer.{number}" for number in range(WRITERS)))


@dataclass
class Campus:
    """An installation with its services, and whoever calls them."""

    made: Installation
    urls: list[str]
    tokens: dict[str, str]
    secrets: tuple[str, ...] = ()
    statuses: Counter[int] = field(default_factory=Counter)

    def client(self, person: str, number: int) -> httpx2.Client:
        """A client of one person; people are spread over the services."""
        return httpx2.Client(
            base_url=self.urls[number % len(self.urls)] + "/api/v1",
            headers={"Authorization": f"Bearer {self.tokens[person]}"},
            timeout=DEADLINE_SECONDS,
        )

    def call(self, http: httpx2.Client, method: str, path: str, **options: Any) -> Any:  # noqa: ANN401 - JSON
        answer = http.request(method, path, **options)
        self.statuses[answer.status_code] += 1
        assert answer.is_success, answer.text + self.logs()[-4000:]
        return answer.json()

    def logs(self) -> str:
        return "".join(file.read_text() for file in self.made.folder.glob("*.log"))


@pytest.fixture(params=["sqlite", "postgresql"])
def campus(request: pytest.FixtureRequest, make_lab: MakeLab, make_installation: MakeInstallation) -> Iterator[Campus]:
    lab = make_lab(MACHINES)
    if request.param == "sqlite":
        made = make_installation(lab, items=(FIREFOX,))
        yield Campus(made, [made.start_service()], made.hire(*PEOPLE))
    else:
        postgres: PostgresServer = request.getfixturevalue("postgres")
        new = postgres.empty()
        urls = {"CLASSROOM_DATABASE_URL": new.url, "CLASSROOM_DATABASE_OWNER_URL": new.owner_url}
        made = make_installation(lab, items=(FIREFOX,), database=urls)
        passwords = tuple(postgres.passwords.values())
        yield Campus(made, [made.start_service(), made.start_service()], made.hire(*PEOPLE), secrets=passwords)


def test_services_and_workers_on_one_database_do_not_lock_each_other_out(campus: Campus) -> None:
    written = threading.Event()

    def ask_and_take_back(number: int) -> None:
        with campus.client(f"writer.{number}", number) as http:
            for _ in range(ROUNDS):
                form = {"classroom": "B-204", "items": [{"item": "firefox"}]}
                (asked,) = campus.call(http, "POST", "/requests", json=form)["requests"]
                campus.call(http, "POST", f"/requests/{asked['id']}/withdraw")

    def read(number: int) -> int:
        paths = itertools.cycle(["/classrooms/B-204", "/requests", "/rollouts", "/health"])
        with campus.client("reader", number) as http:
            for count in itertools.count():
                if written.is_set():
                    return count
                campus.call(http, "GET", next(paths))
        raise AssertionError  # pragma: no cover - the count has no end

    def follow(rollout: str) -> list[int]:
        seen: list[int] = []
        with campus.client("follower", 1) as http:
            while True:
                query = {"after": seen[-1] if seen else 0, "wait": 5}
                told = campus.call(http, "GET", f"/rollouts/{rollout}/events", params=query)
                seen += [event["sequence"] for event in told["events"]]
                if told["over"]:
                    return seen

    for number in range(len(campus.urls)):
        campus.made.start_worker(f"host-{number}")
    with campus.client("tim", 0) as tim, ThreadPoolExecutor(WRITERS + READERS + 1) as pool:
        campus.call(tim, "POST", "/requests", json={"classroom": "B-204", "items": [{"item": "firefox"}]})
        campus.made.until(campus.made.rollouts, "a rollout begun")
        following = pool.submit(follow, campus.made.rollouts()[0].id)
        reading = [pool.submit(read, number) for number in range(READERS)]
        began = time.monotonic()
        try:
            list(pool.map(ask_and_take_back, range(WRITERS)))
        finally:
            written.set()
        took = time.monotonic() - began
        reads = sum(reader.result(DEADLINE_SECONDS) for reader in reading)
        sequence = following.result(DEADLINE_SECONDS)

    assert set(campus.statuses) == {200, 201}
    assert sequence == list(range(1, len(sequence) + 1))
    assert sequence
    assert campus.made.finished().state is RolloutState.DONE
    logs = campus.logs().casefold()
    told = ("locked", "traceback", "deadlock", "runs again", *campus.secrets)
    assert [word for word in told if word in logs] == []
    with campus.made.parts.engines.read.connect() as connection:
        entries, last = connection.execute(text("SELECT count(*), max(entry_index) FROM cs_audit_entries")).one()
    assert entries == last + 1
    assert entries >= 1 + 2 * WRITERS * ROUNDS
    print(f"{2 * WRITERS * ROUNDS} changes and {reads} reads in {took:.1f} s, {len(sequence)} events followed")  # noqa: T201 - a figure for people
