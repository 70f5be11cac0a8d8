"""A small real installation over a lab: migrated database, settings, one room, and the worker as a process.

Why the room is written through the store and not imported: tests of what happens on machines need rooms that the
example site doesn't have, with names and titles that an import would refuse.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from orchestrator.bootstrap import Parts, assembled, migrate_database
from orchestrator.domain.calendars import Site
from orchestrator.domain.catalog import CatalogItem, DetectionRule, Provider, Release, Updates
from orchestrator.domain.classrooms import Classroom, RolloutMode, Seat
from orchestrator.domain.machines import ConnectionProfile, Machine
from orchestrator.domain.people import Actor, Role
from orchestrator.domain.rollouts import Rollout, RunState
from orchestrator.services.first_people import DemoPerson, people_for_demo
from orchestrator.services.people import NewPerson
from orchestrator.services.requests import Ask, SubmitRequests, Submitted, submit_requests
from orchestrator.settings import ROOT, Settings
from tests.lab_fixture import RunningLab

ADA = Actor("person:ada", "Ada Lovelace")
ROOM = "room-1"
DEADLINE_SECONDS = 120

FIREFOX = CatalogItem(
    id="firefox",
    title="Mozilla Firefox",
    publisher="Mozilla",
    provider=Provider.CHOCOLATEY,
    detection=DetectionRule("firefox", "Mozilla Firefox*", "Mozilla"),
    releases=(Release("145.0.1"),),
    package="firefox",
    feed="feed",
    feed_newest="145.0.1",
    updates=Updates.SELF,
)
GIT = CatalogItem(
    id="git",
    title="Git",
    publisher="The Git Development Community",
    provider=Provider.CHOCOLATEY,
    detection=DetectionRule("git", "Git", "The Git Development Community"),
    releases=(Release("2.51.2"),),
    package="git",
    feed="feed",
)


@dataclass
class Installation:
    """A service over one lab, with the worker started and killed at will."""

    settings: Settings
    parts: Parts
    lab: RunningLab
    environment: dict[str, str]
    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def submit(self, *items: str) -> Submitted:
        """Ada asks for items in the room."""
        tools = self.parts.toolbox
        return submit_requests(
            SubmitRequests("B-204", tuple(Ask(item) for item in items)),
            actor=ADA,
            transactions=tools.transactions,
            clock=tools.clock,
            new_id=tools.new_id,
        )

    def hire(self, *logins: str, role: Role = Role.INSTRUCTOR) -> dict[str, str]:
        """Let people have accounts with a role on the whole campus; their bearer tokens by login."""
        return {person.login: person.token for person in self.hire_people(*logins, role=role)}

    def hire_people(self, *logins: str, role: Role = Role.INSTRUCTOR) -> tuple[DemoPerson, ...]:
        """The same, with their passwords."""
        tools = self.parts.toolbox
        cast = people_for_demo(
            [(NewPerson(login, login.title()), role) for login in logins],
            operator=Actor("host:test", "test"),
            transactions=tools.transactions,
            clock=tools.clock,
            new_id=tools.new_id,
            hasher=tools.hasher,
        )
        return tuple(cast)

    def start_worker(self, executor_id: str = "test") -> subprocess.Popen[bytes]:
        """Start a worker as a process of its own; returns when it takes work."""
        process, word = self._start("worker", executor_id=executor_id)
        assert word == "worker", (self.folder / "worker.log").read_text()
        return process

    def start_service(self, port: int = 0) -> str:
        """Start the HTTP service as a process of its own, on a free port unless one is named; its address."""
        _, url = self._start("serve", "--port", str(port))
        assert url, (self.folder / "serve.log").read_text()
        return url

    def _start(self, *command: str, executor_id: str = "test") -> tuple[subprocess.Popen[bytes], str]:
        """Start a command; returns with what it says when it is ready."""
        read_end, write_end = os.pipe()
        with (self.folder / f"{command[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "orchestrator.cli", *command, "--ready-fd", str(write_end)],
                env={**self.environment, "CLASSROOM_EXECUTOR_ID": executor_id},
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(write_end,),
                start_new_session=True,
            )
        os.close(write_end)
        self.processes.append(process)
        with os.fdopen(read_end) as pipe:
            return process, pipe.read()

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """kill -9, and nothing of its own goes with it."""
        process.send_signal(signal.SIGKILL)
        process.wait()

    def rollouts(self) -> list[Rollout]:
        """The room's rollouts, oldest first."""
        with self.parts.toolbox.reads() as uow:
            return list(reversed(uow.rollouts.page(classroom_id=ROOM, after=None, limit=100)))

    def run_states(self, rollout: Rollout) -> dict[str, RunState]:
        """State of each machine's run by machine id."""
        with self.parts.toolbox.reads() as uow:
            return {run.machine_id: run.state for run in uow.rollouts.runs(rollout.id)}

    def placed(self) -> dict[str, set[str]]:
        """Item ids that are ours, by machine id; what packages pulled in is left out."""
        with self.parts.toolbox.reads() as uow:
            names = [m.id for m in uow.machines.of_classroom(ROOM)]
            placements = uow.rollouts.placements(names)
        return {n: {p.item_id for p in placements if p.machine_id == n and not p.dependency_of} for n in names}

    def finished(self, count: int = 1) -> Rollout:
        """Wait for so many rollouts to be over, and give the last."""
        self.until(lambda: len([r for r in self.rollouts() if r.finished_at]) >= count, f"{count} rollouts over")
        return self.rollouts()[count - 1]

    def until(self, holds: Callable[[], object], what: str) -> None:
        """Look at the real state again and again until something holds; a deadline makes it fail, not pass."""
        deadline = time.monotonic() + DEADLINE_SECONDS
        while not holds():
            assert time.monotonic() < deadline, f"never happened: {what}\n{self.log_tail()}"
            time.sleep(0.02)

    def log_tail(self) -> str:
        """The end of the worker's log, for a failed assertion."""
        return "\n".join((self.folder / "worker.log").read_text(errors="replace").splitlines()[-20:])


MakeInstallation = Callable[..., Installation]


@pytest.fixture
def make_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeInstallation]:
    """A factory: ``make_installation(lab, items=(FIREFOX,), room=…)``; everything ends with the test.

    ``database`` names other settings of the database than those of a SQLite file.
    """
    with contextlib.ExitStack() as stack:

        def make(
            lab: RunningLab,
            *,
            items: tuple[CatalogItem, ...] = (FIREFOX, GIT),
            mode: RolloutMode = RolloutMode.AUTOMATIC,
            names: dict[str, str] | None = None,
            building: str = "Main building",
            database: Mapping[str, str] | None = None,
        ) -> Installation:
            environment = {
                "CLASSROOM_DATABASE_URL": f"sqlite:///{tmp_path / 'classroom.sqlite'}",
                "CLASSROOM_STATE_DIR": str(tmp_path / "state"),
                "CLASSROOM_SECRET_LAB_ADMIN": lab.password,
                "CLASSROOM_CA_FILE": lab.ca_path,
                "CLASSROOM_DISTRIBUTION_POINT": lab.distribution_url,
                "CLASSROOM_EXECUTOR_ID": "test",
                # Tests call as fast as they can.
                "CLASSROOM_READS_PER_MINUTE": "1000000",
                "CLASSROOM_WRITES_PER_MINUTE": "1000000",
                **(database or {}),
            }
            for name, value in environment.items():
                monkeypatch.setenv(name, value)
            settings = Settings()
            migrate_database(settings)
            parts = stack.enter_context(assembled(settings))
            _put_room(parts, lab, items, mode, names or {}, building)
            made = Installation(settings, parts, lab, dict(os.environ), tmp_path)
            stack.callback(_end, made)
            return made

        yield make


def _put_room(
    parts: Parts,
    lab: RunningLab,
    items: tuple[CatalogItem, ...],
    mode: RolloutMode,
    names: dict[str, str],
    building: str,
) -> None:
    now = parts.toolbox.clock.now()
    with parts.toolbox.transactions() as uow:
        uow.site.put(Site(notice_working_days=0))
        uow.machines.put_profile(ConnectionProfile("lab", "basic", lab.username, "lab_admin", connect_timeout=10))
        seats = tuple(Seat(f"seat-{n}", f"{n:02d}", 1, n) for n in range(1, len(lab.machines) + 1))
        uow.classrooms.put(Classroom(ROOM, "B-204", building, "Europe/Berlin", mode=mode, seats=seats))
        for seat, (name, (address, port)) in zip(seats, lab.machines.items(), strict=True):
            uow.machines.put(Machine(name, names.get(name, name), address, port, "lab", lab.hardware_id(name)))
            uow.classrooms.assign(seat.id, name, now)
        for item in items:
            uow.catalog.put(item)
        uow.commit()


def _end(made: Installation) -> None:
    for process in made.processes:
        if process.poll() is None:
            process.terminate()
            process.wait(60)
