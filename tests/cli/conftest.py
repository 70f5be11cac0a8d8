"""The command line against a real server on loopback, over a database of the test's own."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer
import uvicorn
from fastapi import FastAPI
from typer.testing import CliRunner, Result

from orchestrator.cli import catalog, classrooms, plans, requests, rollouts, site
from tests.api.service import Service, furnish
from tests.store.databases import make_template, opened_copy

ADA = "ada.lovelace; Prof. Ada Łovelace"
NOUNS = {
    "catalog": catalog,
    "classrooms": classrooms,
    "plans": plans,
    "requests": requests,
    "rollouts": rollouts,
    "site": site,
}


@dataclass
class Shell:
    """Somebody at a terminal."""

    service: Service
    url: str

    def __call__(self, *words: str, actor: str = ADA) -> Result:
        """Run ``classroom`` with these words."""
        app = typer.Typer()
        for name, noun in NOUNS.items():
            app.add_typer(noun.app, name=name)
        environment = {"CLASSROOM_SERVER": self.url, "CLASSROOM_ACTOR": actor, "COLUMNS": "100"}
        return CliRunner().invoke(app, list(words), env=environment, catch_exceptions=False)

    def ok(self, *words: str) -> str:
        """The same, and it has to work; what it printed."""
        done = self(*words)
        assert (done.exit_code, done.stderr) == (0, "")
        return done.stdout


class _Announced(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """A server of ``app`` in a thread; its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = _Announced(uvicorn.Config(app, log_level="critical", ws="none", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            assert server.listening.wait(30)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file to copy."""
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def shell(template: Path, tmp_path: Path) -> Iterator[Shell]:
    """A terminal beside a service with a small campus."""
    with opened_copy(template, tmp_path) as database:
        furnish(database)
        service = Service(database)
        with serving(service.app()) as url:
            yield Shell(service, url)
