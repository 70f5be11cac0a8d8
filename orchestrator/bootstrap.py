"""The only wiring: settings in, running parts out."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NoReturn

from orchestrator.adapters.ansible.deployer import AnsibleDeployer
from orchestrator.adapters.db.database_url import owners_url
from orchestrator.adapters.db.engine import Engines, open_engines
from orchestrator.adapters.db.migrate import ensure_migrated, migrate, service_role
from orchestrator.adapters.db.unit_of_work import SqlUnitOfWork
from orchestrator.adapters.notify.checkpoint_folder import CheckpointFolder
from orchestrator.adapters.notify.checkpoint_mail import CheckpointMail, MailServer
from orchestrator.adapters.notify.checkpoint_webhook import CheckpointWebhook
from orchestrator.adapters.passwords.argon2id import Argon2Hasher
from orchestrator.adapters.signing import ed25519
from orchestrator.adapters.signing.record_keys import RecordKeys
from orchestrator.adapters.winrm.scanner import WinrmScanner
from orchestrator.adapters.winrm.tester import WinrmTester
from orchestrator.adapters.workflows.jobs import JobClient
from orchestrator.adapters.workflows.kinds import JobKind, exclusivity
from orchestrator.adapters.workflows.schema import migrate_engine
from orchestrator.adapters.workflows.worker import Worker
from orchestrator.domain.sessions import AccountRules, SessionLife, Throttle
from orchestrator.services.checkpoint_publishing import CheckpointTarget, PublishingTools, publish_checkpoints
from orchestrator.services.checkpoint_work import (
    RECONCILE_CRON,
    RECONCILE_RECORD,
    SIGN_CHECKPOINT,
    CheckpointTools,
    DecisionsOweCheckpoints,
    reconcile_record,
    sign_after_decision,
)
from orchestrator.services.deadlines import FOLLOW, follow_deadlines
from orchestrator.services.followed import FOLLOWED
from orchestrator.services.identifiers import new_id
from orchestrator.services.owed import await_machines, owe_room
from orchestrator.services.owing import OWE_ROOM
from orchestrator.services.record_checkpoints import PUBLISH_CHECKPOINTS, SigningTools
from orchestrator.services.retention import FORGET, FORGET_CRON, RetentionTools, forget_personal_data
from orchestrator.services.rollout_ends import AWAIT_MACHINES
from orchestrator.services.rollouts import RUN_ROLLOUT, run_rollout
from orchestrator.services.toolbox import Toolbox
from orchestrator.services.waiting_days import (
    KEEP_WAITING_DAYS,
    KEEP_WAITING_DAYS_CRON,
    WaitingTools,
    keep_waiting_days,
)
from orchestrator.services.waves import RolloutTools
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


def account_rules(settings: Settings) -> AccountRules:
    """What the settings say about signing in."""
    return AccountRules(
        SessionLife(timedelta(minutes=settings.session_idle_minutes), timedelta(days=settings.session_days)),
        Throttle(
            settings.sign_in_attempts_per_account,
            settings.sign_in_attempts_per_address,
            timedelta(minutes=settings.sign_in_window_minutes),
        ),
        timedelta(days=settings.invitation_days),
        timedelta(hours=settings.reset_hours),
    )


def record_keys(settings: Settings) -> RecordKeys:
    """The keys of the record."""
    return RecordKeys(settings.record_keys_dir or settings.state_dir / "record-keys", settings.record_origin)


def checkpoint_targets(settings: Settings) -> dict[str, CheckpointTarget]:
    """Where checkpoints are published, by the names under which results are kept."""

    def secret(named: str) -> Callable[[], str] | None:
        return partial(read_secret, settings, named.removeprefix("secret:")) if named else None

    targets: dict[str, CheckpointTarget] = {
        "folder": CheckpointFolder(settings.checkpoint_dir or settings.state_dir / "checkpoints")
    }
    if settings.checkpoint_second_dir:
        targets["second-folder"] = CheckpointFolder(settings.checkpoint_second_dir)
    if settings.checkpoint_webhook:
        bearer = secret(settings.checkpoint_webhook_bearer)
        targets["webhook"] = CheckpointWebhook(settings.checkpoint_webhook, bearer)
    if settings.checkpoint_mail_to:
        server = MailServer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            security=settings.smtp_security,
            username=settings.smtp_username,
            password=secret(settings.smtp_password),
        )
        recipients = [address.strip() for address in settings.checkpoint_mail_to.split(",")]
        rest = timedelta(minutes=settings.checkpoint_mail_minutes)
        targets["mail"] = CheckpointMail(server, sender=settings.smtp_sender, recipients=recipients, rest=rest)
    return targets


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

    def ensure_record_keys(self) -> None:
        """Make the record's first key, if nothing was signed yet.

        Raises:
            UnusableRecordKeys: Something was, and its keys are not here; or they are those of another record.
        """
        record_keys(self.settings).ensure(self._checkpoints)

    def checkpoint_tools(self) -> CheckpointTools:
        """What signing and publishing checkpoints work with."""
        toolbox, keys = self.toolbox, record_keys(self.settings)
        return CheckpointTools(
            signing=SigningTools(toolbox.transactions, toolbox.clock, keys.keyring, ed25519.verify),
            publishing=PublishingTools(
                toolbox.transactions,
                toolbox.reads,
                toolbox.clock,
                keys.verifier_keys,
                checkpoint_targets(self.settings),
            ),
            gather_seconds=self.settings.checkpoint_gather_seconds,
        )

    def retention_tools(self) -> RetentionTools:
        """What forgetting personal data works with."""
        return RetentionTools(self.toolbox.transactions, self.toolbox.clock, self.settings.notice_days)

    def waiting_tools(self) -> WaitingTools:
        """What recording the waiting days works with."""
        return WaitingTools(self.toolbox.transactions, self.toolbox.reads, self.toolbox.clock)

    def _checkpoints(self) -> int:
        with self.toolbox.reads() as uow:
            last = uow.record.last_checkpoint()
        return 0 if last is None else last.number + 1


def job_kinds(
    tools: Callable[[], RolloutTools],
    checkpoints: Callable[[], CheckpointTools],
    retention: Callable[[], RetentionTools],
    waiting: Callable[[], WaitingTools],
) -> tuple[JobKind, ...]:
    """Every kind of durable work. Whoever only enqueues needs the names; the tools are asked for when work begins."""
    return (
        JobKind(OWE_ROOM, lambda context, **a: owe_room(context, tools(), **a), exclusive_per_room=False),
        JobKind(AWAIT_MACHINES, lambda context, **a: await_machines(context, tools(), **a), exclusive_per_room=False),
        JobKind(
            FOLLOW,
            lambda context, **a: follow_deadlines(
                context, tools(), FOLLOWED, thing=str(a["thing"]), thing_id=str(a["thing_id"])
            ),
            exclusive_per_room=False,
        ),
        JobKind(RUN_ROLLOUT, lambda context, **a: run_rollout(context, tools(), **a), exclusive_per_room=True),
        JobKind(
            SIGN_CHECKPOINT, lambda context, **_: sign_after_decision(context, checkpoints()), exclusive_per_room=False
        ),
        JobKind(
            PUBLISH_CHECKPOINTS,
            lambda context, **a: publish_checkpoints(context, checkpoints().publishing, number=str(a["number"])),
            exclusive_per_room=False,
        ),
        JobKind(
            RECONCILE_RECORD,
            lambda context, **a: reconcile_record(context, checkpoints(), at=str(a["at"])),
            exclusive_per_room=False,
            cron=RECONCILE_CRON,
        ),
        JobKind(
            FORGET,
            lambda context, **_: forget_personal_data(context, retention()),
            exclusive_per_room=False,
            cron=FORGET_CRON,
        ),
        JobKind(
            KEEP_WAITING_DAYS,
            lambda context, **_: keep_waiting_days(context, waiting()),
            exclusive_per_room=False,
            cron=KEEP_WAITING_DAYS_CRON,
        ),
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
    keys = record_keys(settings)
    client = JobClient(engines.write, exclusivity(job_kinds(_never, _never, _never, _never)))
    toolbox = Toolbox(
        transactions=lambda: SqlUnitOfWork(engines.write, client.on, DecisionsOweCheckpoints),
        reads=lambda: SqlUnitOfWork(engines.read, None),
        clock=clock,
        new_id=new_id,
        scanner=WinrmScanner(partial(read_secret, settings), clock.now, parallel=settings.scan_threads),
        tester=WinrmTester(partial(read_secret, settings)),
        ca_file=str(settings.ca_file) if settings.ca_file else None,
        language=settings.language,
        hasher=Argon2Hasher(),
        rules=account_rules(settings),
        secure_cookies=settings.secure_cookies,
        verifier_keys=keys.verifier_keys,
        record_origin=keys.origin,
    )
    try:
        yield Parts(settings, engines, toolbox)
    finally:
        client.close()
        engines.dispose()


def _never() -> NoReturn:
    raise RuntimeError("work runs in the worker only")


def worker_of(parts: Parts) -> Worker:
    """The worker over the same parts; not started yet.

    Raises:
        UnusableRecordKeys: It could not sign the record.
    """
    parts.ensure_record_keys()
    checkpoints = parts.checkpoint_tools()
    worker = Worker(
        engine=parts.engines.write,
        kinds=job_kinds(lambda: tools, lambda: checkpoints, parts.retention_tools, parts.waiting_tools),
        executor_id=parts.settings.executor_id,
        lock_file=parts.settings.state_dir / f"worker-{parts.settings.executor_id}.lock",
        clock=parts.toolbox.clock,
        rooms_at_once=parts.settings.rooms_at_once,
    )
    tools = parts.tools(worker.stopping.is_set)
    return worker
