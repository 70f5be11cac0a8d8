"""The only wiring: settings in, running parts out."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from orchestrator.adapters.ansible.deployer import AnsibleDeployer
from orchestrator.adapters.db.database_url import owners_url
from orchestrator.adapters.db.engine import Engines, open_engines
from orchestrator.adapters.db.migrate import ensure_migrated, migrate, service_role
from orchestrator.adapters.db.unit_of_work import SqlUnitOfWork
from orchestrator.adapters.winrm.scanner import WinrmScanner
from orchestrator.adapters.workflows.jobs import JobClient
from orchestrator.adapters.workflows.kinds import JobKind, exclusivity
from orchestrator.adapters.workflows.schema import migrate_engine
from orchestrator.adapters.workflows.worker import Worker
from orchestrator.services.identifiers import new_id
from orchestrator.services.owed import OWE_ROOM, await_machines, owe_room
from orchestrator.services.rollouts import RUN_ROLLOUT, run_rollout
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.waves import AWAIT_MACHINES, RolloutTools
from orchestrator.settings import ROOT, Settings, read_secret


class SystemClock:
    """The time of this host."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)


def playbooks() -> Path:
    """Where the playbooks lie: in the clone, or inside the installed package."""
    inside = Path(__file__).parent / "_playbooks"
    return inside if inside.is_dir() else ROOT / "playbooks"


def migrate_database(settings: Settings) -> None:
    """Bring our tables and the durable engine's up to date, on PostgreSQL as the role that owns them.

    Raises:
        UnusableDatabase: The settings name no database that this can be done to.
    """
    role = service_role(settings.database_url)
    url = owners_url(settings.database_url, settings.database_owner_url)
    migrate(url, role)
    migrate_engine(url, role)


@dataclass(frozen=True, slots=True)
class Parts:
    """What both the service and the worker are built from."""

    settings: Settings
    engines: Engines
    toolbox: Toolbox

    def tools(self, stopping: Callable[[], bool]) -> RolloutTools:
        """What the steps of a rollout work with; ``stopping`` tells a long step that the worker is about to end."""
        settings = self.settings
        deployer = AnsibleDeployer(
            playbook=playbooks() / "apply_manifest.yml",
            run_folder=settings.state_dir / "runs",
            collections=settings.collections_dir,
            distribution_point=settings.distribution_point,
            read_secret=partial(read_secret, settings),
            executables=settings.ansible_bin_dir,
            private=settings.private_dir,
            forks=settings.forks,
        )
        return RolloutTools(
            transactions=self.toolbox.transactions,
            clock=self.toolbox.clock,
            new_id=new_id,
            scanner=self.toolbox.scanner,
            deployer=deployer,
            ca_file=self.toolbox.ca_file,
            wave_size=settings.wave_size,
            retry_pending_minutes=settings.retry_pending_minutes,
            stopping=stopping,
        )


def job_kinds(tools: Callable[[], RolloutTools]) -> tuple[JobKind, ...]:
    """Every kind of durable work. Whoever only enqueues needs the names; ``tools`` is called when work begins."""
    return (
        JobKind(OWE_ROOM, lambda context, **a: owe_room(context, tools(), **a), exclusive_per_room=False),
        JobKind(AWAIT_MACHINES, lambda context, **a: await_machines(context, tools(), **a), exclusive_per_room=False),
        JobKind(RUN_ROLLOUT, lambda context, **a: run_rollout(context, tools(), **a), exclusive_per_room=True),
    )


@contextlib.contextmanager
def assembled(settings: Settings) -> Iterator[Parts]:
    """The parts over an open database, closed at the end.

    Raises:
        UnusableDatabase: The database's tables are not those of this version, or it cannot be worked with.
    """
    ensure_migrated(settings.database_url)
    engines = open_engines(settings.database_url)
    clock = SystemClock()
    client = JobClient(engines.write, exclusivity(job_kinds(_never)))
    toolbox = Toolbox(
        transactions=lambda: SqlUnitOfWork(engines.write, client.on),
        reads=lambda: SqlUnitOfWork(engines.read, None),
        clock=clock,
        new_id=new_id,
        scanner=WinrmScanner(partial(read_secret, settings), clock.now, parallel=settings.scan_threads),
        ca_file=str(settings.ca_file) if settings.ca_file else None,
        language=settings.language,
        demo=settings.demo,
    )
    try:
        yield Parts(settings, engines, toolbox)
    finally:
        client.close()
        engines.dispose()


def _never() -> RolloutTools:
    raise RuntimeError("work runs in the worker only")


def worker_of(parts: Parts) -> Worker:
    """The worker over the same parts; not started yet."""
    worker = Worker(
        engine=parts.engines.write,
        kinds=job_kinds(lambda: tools),
        executor_id=parts.settings.executor_id,
        lock_file=parts.settings.state_dir / f"worker-{parts.settings.executor_id}.lock",
        clock=parts.toolbox.clock,
        rooms_at_once=parts.settings.rooms_at_once,
    )
    tools = parts.tools(worker.stopping.is_set)
    return worker
