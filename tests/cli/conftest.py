"""The command line against a real server on loopback, over a database of the test's own."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from typer.testing import CliRunner, Result

from orchestrator.cli.main import app
from orchestrator.services.credentials import token_text
from tests.api.people import hire_cast
from tests.api.service import Service, furnish
from tests.store.databases import make_template, opened_copy


@dataclass
class Shell:
    """Somebody at a terminal, with a home of their own."""

    service: Service
    url: str
    home: Path

    def __call__(self, *words: str, who: str | None = "ada", typed: str = "", **variables: str) -> Result:
        """Run ``classroom`` with these words.

        Args:
            words: The command line.
            who: Whose token the environment holds; None for none.
            typed: Lines of standard input, which is no terminal.
            variables: More of the environment.
        """
        environment: dict[str, str | None] = {
            "CLASSROOM_SERVER": self.url,
            "CLASSROOM_TOKEN": token_text(who, f"secret-of-{who}") if who else None,
            "XDG_CONFIG_HOME": str(self.home),
            "COLUMNS": "100",
            **variables,
        }
        return CliRunner().invoke(app, list(words), env=environment, input=typed, catch_exceptions=False)

    def ok(self, *words: str, who: str | None = "ada", typed: str = "", **variables: str) -> str:
        """The same, and it has to work; what it printed."""
        done = self(*words, who=who, typed=typed, **variables)
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
    """A database file to copy: migrated, with a small campus and its people."""
    made = make_template(tmp_path_factory.mktemp("template"))
    with opened_copy(made, tmp_path_factory.mktemp("furnished")) as database:
        furnish(database)
        hire_cast(database)
    # Whoever closes it last brings everything into the file itself.
    return Path(database.url.removeprefix("sqlite:///"))


@pytest.fixture
def shell(template: Path, tmp_path: Path) -> Iterator[Shell]:
    """A terminal beside a service with a small campus."""
    with opened_copy(template, tmp_path) as database:
        service = Service(database)
        with serving(service.app()) as url:
            yield Shell(service, url, tmp_path / "home")
