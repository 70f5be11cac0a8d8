"""Real workers sign and publish what people decided, over both databases, and are killed in the middle of it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from orchestrator.adapters.signing import ed25519
from orchestrator.bootstrap import Parts, assembled, migrate_database, record_keys
from orchestrator.domain.checkpoints import open_checkpoint
from orchestrator.domain.people import WORKER, Actor
from orchestrator.services.record_checkpoints import PublishedCheckpoint, list_checkpoints, signing_state
from orchestrator.settings import ROOT, Settings
from tests.fakes.receiver import Receiver, receiving
from tests.postgres_fixture import PostgresServer

ADA = Actor("person:ada", "Ada Lovelace")
DEADLINE_SECONDS = 120.0


@dataclass
class Site:
    """An installation whose workers are processes of their own."""

    parts: Parts
    folder: Path
    receiver: Receiver
    environment: Mapping[str, str]
    ends: ExitStack = field(default_factory=ExitStack)

    def start_worker(self, name: str = "host-a") -> subprocess.Popen[bytes]:
        """Start a worker; returns when it takes work."""
        process, word = self.try_worker(name)
        assert word == "worker", self.log()
        return process

    def try_worker(self, name: str = "host-a") -> tuple[subprocess.Popen[bytes], str]:
        """Start a worker; what it says when it is ready."""
        read_end, write_end = os.pipe()
        with (self.folder / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "orchestrator.cli", "worker", "--ready-fd", str(write_end)],
                env={**self.environment, "CLASSROOM_EXECUTOR_ID": name},
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(write_end,),
            )
        os.close(write_end)
        self.ends.callback(self.end, process)
        with os.fdopen(read_end) as pipe:
            return process, pipe.read()

    def end(self, process: subprocess.Popen[bytes], number: int = signal.SIGTERM) -> None:
        if process.poll() is None:
            process.send_signal(number)
        # It waits 20 seconds for steps under way, and the engine some more for each of its threads.
        process.wait(90)

    def decide(self, *, actor: Actor = ADA) -> None:
        with self.parts.toolbox.transactions() as uow:
            uow.audit.append(at=self.parts.toolbox.clock.now(), actor=actor, kind="k", subjects={})
            uow.commit()

    def listed(self) -> list[PublishedCheckpoint]:
        """All checkpoints, oldest first."""
        with self.parts.toolbox.reads() as uow:
            return list_checkpoints(uow, before=None, limit=1000)[::-1]

    def is_all_signed(self) -> bool:
        with self.parts.toolbox.reads() as uow:
            state = signing_state(uow, self.parts.toolbox.verifier_keys(), ed25519.verify)
        assert state.finding is None
        return state.entries == state.signed

    def is_all_published(self) -> bool:
        if not self.is_all_signed():
            return False
        last = self.listed()[-1]
        return {p.target for p in last.publications if p.problem is None} == {"folder", "second-folder", "webhook"}

    def until(self, holds: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + DEADLINE_SECONDS
        while not holds():
            assert time.monotonic() < deadline, f"never happened: {what}\n{self.log()}"
            time.sleep(0.02)

    def log(self) -> str:
        return (self.folder / "worker.log").read_text(errors="replace")

    def published(self, folder: str) -> dict[int, bytes]:
        """Files of checkpoints in a folder, by size."""
        return {int(f.name): f.read_bytes() for f in (self.folder / folder).iterdir() if f.name.isdecimal()}


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with ExitStack() as stack:
        receiver = stack.enter_context(receiving())
        environment = {
            "CLASSROOM_DATABASE_URL": f"sqlite:///{tmp_path / 'classroom.sqlite'}",
            "CLASSROOM_STATE_DIR": str(tmp_path / "state"),
            "CLASSROOM_CHECKPOINT_DIR": str(tmp_path / "first"),
            "CLASSROOM_CHECKPOINT_SECOND_DIR": str(tmp_path / "second"),
            "CLASSROOM_CHECKPOINT_WEBHOOK": receiver.url,
            "CLASSROOM_CHECKPOINT_WEBHOOK_BEARER": "secret:archive",
            "CLASSROOM_SECRET_ARCHIVE": "hush-hush",
            "CLASSROOM_CHECKPOINT_GATHER_SECONDS": "0",
            "CLASSROOM_RECORD_ORIGIN": "example.org/record",
        }
        if request.param == "postgresql":
            postgres: PostgresServer = request.getfixturevalue("postgres")
            new = postgres.empty()
            stack.callback(postgres.drop, new)
            environment |= {"CLASSROOM_DATABASE_URL": new.url, "CLASSROOM_DATABASE_OWNER_URL": new.owner_url}
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        settings = Settings()
        migrate_database(settings)
        parts = stack.enter_context(assembled(settings))
        made = Site(parts, tmp_path, receiver, dict(os.environ))
        stack.enter_context(made.ends)
        yield made


def test_decisions_are_signed_and_published_wherever_the_settings_say(site: Site) -> None:
    site.start_worker()
    for _ in range(20):
        site.decide()
    site.until(site.is_all_published, "all signed and published")

    checkpoints = [one.checkpoint for one in site.listed()]
    notes = {checkpoint.size: checkpoint.note for checkpoint in checkpoints}
    assert len(checkpoints) < 20
    assert site.published("first") == site.published("second") == notes
    assert (site.folder / "first" / "latest").read_bytes() == checkpoints[-1].note
    keys = site.parts.toolbox.verifier_keys()
    assert [open_checkpoint(c.note, "example.org/record", keys, ed25519.verify).size for c in checkpoints] == list(
        notes
    )
    # Two that are published side by side may arrive in either order; each says by its size which one is newer.
    bodies = [body for _, body in site.receiver.got]
    assert checkpoints[-1].note in bodies
    assert set(bodies) <= set(notes.values())
    assert {headers["authorization"] for headers, _ in site.receiver.got} == {"Bearer hush-hush"}
    assert "hush-hush" not in site.log()


def test_what_the_worker_wrote_while_none_ran_is_signed_when_one_starts(site: Site) -> None:
    site.decide(actor=WORKER)
    site.start_worker()
    site.until(site.is_all_published, "all signed and published")
    assert site.listed()[-1].checkpoint.size == 1


def test_a_worker_that_is_killed_while_it_publishes_publishes_the_same_checkpoint_after_its_restart(
    site: Site,
) -> None:
    site.receiver.silent = True
    first = site.start_worker()
    site.decide()
    site.until(lambda: len(site.receiver.got) == 1, "the webhook called")
    site.end(first, signal.SIGKILL)
    assert [p.target for p in site.listed()[0].publications] == ["folder", "second-folder"]

    site.receiver.silent = False
    site.start_worker()
    site.until(site.is_all_published, "published")
    assert len(site.listed()) == 1
    keys = {(headers["idempotency-key"], body) for headers, body in site.receiver.got}
    assert len(site.receiver.got) >= 2
    assert len(keys) == 1


def test_a_target_that_is_away_gets_the_newest_checkpoint_when_it_is_back(site: Site) -> None:
    site.receiver.answers = [503, 503]
    site.start_worker()
    site.decide()
    site.until(lambda: len(site.receiver.got) == 1, "refused once")
    site.decide()
    site.until(lambda: len(site.receiver.got) >= 2, "refused twice")
    site.until(site.is_all_signed, "signed")
    site.decide()
    site.until(site.is_all_published, "published")
    assert site.published("first") == {one.checkpoint.size: one.checkpoint.note for one in site.listed()}
    assert site.receiver.got[-1][1] == site.listed()[-1].checkpoint.note
    assert "HTTP 503" in site.log()


def test_without_the_keys_of_its_record_a_worker_refuses_to_start(site: Site) -> None:
    worker = site.start_worker()
    site.decide()
    site.until(site.is_all_published, "published")
    site.end(worker)
    folder = record_keys(site.parts.settings).folder
    folder.rename(folder.with_name("elsewhere"))

    refused, word = site.try_worker()
    assert word == ""
    assert refused.wait(90) == 1
    assert f"{folder} holds no keys, but this record has" in site.log()
    assert not folder.exists()

    folder.with_name("elsewhere").rename(folder)
    site.start_worker()
    site.decide()
    site.until(site.is_all_published, "published again")


def test_under_another_name_than_its_keys_have_a_worker_refuses_to_start(site: Site) -> None:
    site.end(site.start_worker())
    site.environment = {**site.environment, "CLASSROOM_RECORD_ORIGIN": "example.org/other"}
    refused, _ = site.try_worker()
    assert refused.wait(90) == 1
    assert "the settings call the record example.org/other" in site.log()


@pytest.mark.parametrize("site", ["postgresql"], indirect=True)
def test_of_several_workers_only_one_signs_each_checkpoint(site: Site) -> None:
    for name in ("host-a", "host-b", "host-c"):
        site.start_worker(name)
    for _ in range(30):
        site.decide()
    site.until(site.is_all_published, "all signed and published")
    checkpoints = [one.checkpoint for one in site.listed()]
    assert [c.number for c in checkpoints] == list(range(len(checkpoints)))
    assert len({c.size for c in checkpoints}) == len(checkpoints)
    assert site.published("first") == {c.size: c.note for c in checkpoints}
    assert "Traceback" not in site.log()
