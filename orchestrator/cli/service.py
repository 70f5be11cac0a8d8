"""``classroom serve`` and ``classroom worker``: the two processes of a running service."""

import os
import signal
import socket
import sys
import threading
from typing import TYPE_CHECKING, Annotated

import structlog
import typer

from orchestrator.cli.installation import not_usable, open_installation, settings_or_stop, stop

if TYPE_CHECKING:
    from orchestrator.bootstrap import Parts

STOP_SECONDS = 20.0
"""How long the worker waits for steps under way when it is asked to end."""

ReadyFd = Annotated[int | None, typer.Option("--ready-fd", hidden=True, help="Where to write that it is ready.")]


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)] = None,
    ready_fd: ReadyFd = None,
) -> None:
    """Run the HTTP service.

    Example: classroom serve --port 8000
    """
    settings = settings_or_stop()
    import uvicorn

    from api.app import create_app
    from api.rate_limits import Budgets

    _log_to_stderr()
    listening = _listen(host or settings.host, settings.port if port is None else port)
    address, bound = listening.getsockname()[:2]
    url = f"http://{address}:{bound}"

    class Announced(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            print(f"Serving on {url}", flush=True)
            _tell(ready_fd, url)

    with open_installation(settings) as parts, listening:
        _tell_of_first_administrator(parts)
        budgets = Budgets(
            reads=settings.reads_per_minute,
            writes=settings.writes_per_minute,
            expensive=settings.expensive_per_minute,
            sign_ins=settings.sign_ins_per_minute,
        )
        config = uvicorn.Config(
            create_app(parts.toolbox, budgets=budgets, https_only=settings.https_only),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
        )
        Announced(config).run(sockets=[listening])


def worker(ready_fd: ReadyFd = None) -> None:
    """Run the worker that starts owed rollouts and carries them out.

    Example: classroom worker
    """
    settings = settings_or_stop()
    from orchestrator.adapters.signing.errors import UnusableRecordKeys
    from orchestrator.adapters.workflows.errors import EngineNotMigrated, WorkerRunsAlready
    from orchestrator.bootstrap import worker_of

    _log_to_stderr()
    asked_to_end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked_to_end.set())
    try:
        settings.state_dir.mkdir(parents=True, exist_ok=True)
        with open_installation(settings) as parts:
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
    except EngineNotMigrated as error:
        stop(f"The database is not at this version's tables: {error}", "Run: classroom db migrate")
    except UnusableRecordKeys as error:
        stop(f"The record could not be signed: {error}.", "Check CLASSROOM_RECORD_KEYS_DIR, CLASSROOM_RECORD_ORIGIN.")
    except WorkerRunsAlready:
        stop(f"Another worker runs as {settings.executor_id}.", "Give this one a name: CLASSROOM_EXECUTOR_ID=…")
    except OSError as error:
        if error.filename is None:
            raise
        stop(*not_usable(error, "CLASSROOM_STATE_DIR and the other folders of the settings"))


def _tell_of_first_administrator(parts: "Parts") -> None:
    with parts.toolbox.reads() as uow:
        somebody = uow.accounts.page(after=None, limit=1)
    if not somebody:
        print("Nobody can sign in yet. Make an administrator: classroom people create-admin LOGIN --name NAME")


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=256)
    except OSError as error:
        why = str(error.strerror).partition(" (while")[0]
        stop(f"{host}:{port} cannot be listened on: {why}.", "Choose another one: --host, --port.")


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
