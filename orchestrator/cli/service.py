"""``classroom serve`` and ``classroom worker``: the two processes of a running service."""

import os
import signal
import socket
import sys
import threading
from typing import Annotated, NoReturn

import structlog
import typer
from pydantic import ValidationError

from orchestrator.settings import Settings, load_settings

STOP_SECONDS = 20.0
"""How long the worker waits for steps under way when it is asked to end."""

ReadyFd = Annotated[int | None, typer.Option("--ready-fd", hidden=True, help="Where to write that it is ready.")]


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    ready_fd: ReadyFd = None,
) -> None:
    """Run the HTTP service.

    Example: CLASSROOM_DEMO=1 classroom serve --port 8000
    """
    settings = _settings()
    import uvicorn

    from api.app import LoginNotBuilt, create_app
    from orchestrator.adapters.db.errors import UnmigratedDatabase, UnusableDatabase
    from orchestrator.bootstrap import assembled

    _log_to_stderr()
    listening = _listen(host or settings.host, settings.port if port is None else port)
    address, bound = listening.getsockname()[:2]
    url = f"http://{address}:{bound}"

    class Announced(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            print(f"Serving on {url}", flush=True)
            _tell(ready_fd, url)

    try:
        with assembled(settings) as parts, listening:
            config = uvicorn.Config(
                create_app(parts.toolbox), log_level="warning", access_log=False, timeout_graceful_shutdown=5
            )
            Announced(config).run(sockets=[listening])
    except LoginNotBuilt:
        _stop(
            "The service starts only in demo mode: there is no login yet, so anybody could do anything.",
            "To try it out on this machine: CLASSROOM_DEMO=1 classroom serve",
        )
    except UnmigratedDatabase as error:
        _stop(f"The database is not at this version's tables: {error}", "Run: classroom db migrate")
    except UnusableDatabase as error:
        _stop(f"The database cannot be worked with: {error}", "Check CLASSROOM_DATABASE_URL: classroom db status")


def worker(ready_fd: ReadyFd = None) -> None:
    """Run the worker that starts owed rollouts and carries them out.

    Example: classroom worker
    """
    settings = _settings()
    from orchestrator.adapters.db.errors import UnmigratedDatabase, UnusableDatabase
    from orchestrator.adapters.workflows.errors import EngineNotMigrated, WorkerRunsAlready
    from orchestrator.bootstrap import assembled, worker_of

    _log_to_stderr()
    asked_to_end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked_to_end.set())
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    try:
        with assembled(settings) as parts:
            running = worker_of(parts)
            running.start()
            print("The worker runs.", flush=True)
            _tell(ready_fd, "worker")
            asked_to_end.wait()
            under_way = running.stop(STOP_SECONDS)
            if under_way:
                # Their threads would keep the process; the steps run again at the next start.
                structlog.get_logger().warning("steps under way are left for the next start", jobs=under_way)
                sys.stderr.flush()
                os._exit(0)
    except (UnmigratedDatabase, EngineNotMigrated) as error:
        _stop(f"The database is not at this version's tables: {error}", "Run: classroom db migrate")
    except UnusableDatabase as error:
        _stop(f"The database cannot be worked with: {error}", "Check CLASSROOM_DATABASE_URL: classroom db status")
    except WorkerRunsAlready:
        _stop(f"Another worker runs as {settings.executor_id}.", "Give this one a name: CLASSROOM_EXECUTOR_ID=…")


def _settings() -> Settings:
    try:
        return load_settings()
    except FileNotFoundError as error:
        _stop(f"CLASSROOM_SETTINGS names {error}, which is not there.", "Correct the variable, or unset it.")
    except ValidationError as error:
        lines = [f"CLASSROOM_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()]
        _stop(*lines, "Correct these settings and start again.")


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=256)
    except OSError as error:
        _stop(f"{host}:{port} cannot be listened on: {error.strerror}.", "Choose another one: classroom serve --port 0")


def _tell(ready_fd: int | None, word: str) -> None:
    if ready_fd is not None:
        with os.fdopen(ready_fd, "w") as pipe:
            pipe.write(word)


def _log_to_stderr() -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _stop(*lines: str) -> NoReturn:
    for line in lines:
        print(line, file=sys.stderr)
    raise typer.Exit(1)
