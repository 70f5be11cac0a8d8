"""Changes machines by ``ansible-playbook`` under ansible-runner, in one fenced process per run."""

import ssl
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from orchestrator.adapters.ansible.collections import missing_collections
from orchestrator.adapters.ansible.environment import run_environment
from orchestrator.adapters.ansible.fence import Fence, end_all
from orchestrator.adapters.ansible.inventory import Inventory, build_inventory
from orchestrator.adapters.ansible.run_files import (
    RunLog,
    private_directory,
    private_root,
    remove_left_over,
    write_private,
)
from orchestrator.adapters.ansible.run_process import RunProcess
from orchestrator.adapters.ansible.run_report import RunReport
from orchestrator.adapters.ansible.secrecy import Mask
from orchestrator.domain.errors import Refusal
from orchestrator.services.deployment import DeploymentRun, RunEvent, RunEventKind, RunStatus

ASK_SECONDS = 1.0
"""How often ``cancelled`` is asked."""


@dataclass(eq=False)
class AnsibleNotReady(Refusal):
    """Ansible cannot be started here. ``missing`` names what is not there: a program, a playbook or collections."""

    missing: tuple[str, ...]
    code: ClassVar[str] = "ansible-not-ready"


class AnsibleDeployer:
    """The Deployer of ``services.deployment``.

    The fence belongs to this run folder: runs that another installation on the same host started for a room of the
    same name are not touched.

    Args:
        playbook: ``apply_manifest.yml``, with ``roles`` beside it.
        run_folder: Where logs stay. Its path is the identity of this installation.
        collections: Directory that holds ``ansible_collections``.
        distribution_point: Base address of the site's own HTTPS distribution point.
        read_secret: Gives the secret of a name. What it raises passes through ``apply`` before anything is started.
        executables: Directory of ``ansible-playbook``; by default that of the running interpreter.
        private: Where private directories are made, a file system in memory. Where it cannot be used, and without one,
            ``run_files.private_root`` finds a place.
        forks: Machines that are worked on at once.
        keep_logs: Logs of runs that stay.
    """

    def __init__(
        self,
        *,
        playbook: Path,
        run_folder: Path,
        collections: Path,
        distribution_point: str,
        read_secret: Callable[[str], str],
        executables: Path | None = None,
        private: Path | None = None,
        forks: int = 20,
        keep_logs: int = 50,
    ) -> None:
        self._playbook = playbook.resolve()
        self._run_folder = run_folder.resolve()
        self._collections = collections.resolve()
        self._distribution_point = distribution_point
        self._read_secret = read_secret
        # Not resolved: a virtual environment's python is a link out of it.
        self._executables = (executables or Path(sys.executable).parent).absolute()
        self._private = private_root(self._run_folder, private)
        self._forks = forks
        self._keep_logs = keep_logs

    def check(self) -> None:
        """Raise AnsibleNotReady if a run could not even start here. ``apply`` asks by itself."""
        needed = (self._executables / "ansible-playbook", self._playbook)
        missing = [str(path) for path in needed if not path.is_file()]
        missing += missing_collections(self._collections)
        if missing:
            raise AnsibleNotReady(tuple(missing))

    def apply(
        self,
        run: DeploymentRun,
        *,
        on_events: Callable[[Sequence[RunEvent]], None],
        cancelled: Callable[[], bool],
    ) -> RunStatus:
        """Do the work and say how it ended; see the port.

        Raises:
            RunsStillAlive: An earlier run with the same fence, or this one, cannot be ended.
            Exception: Whatever ``read_secret`` and ``on_events`` raise; nothing of the run is alive then.
        """
        if not run.work:
            return RunStatus.SUCCESSFUL
        secrets = {name: self._read_secret(name) for name in {work.profile.secret for work in run.work}}
        try:
            self.check()
        except AnsibleNotReady as refusal:
            on_events([_not_ready(part) for part in refusal.missing])
            return RunStatus.CRASHED
        fence = self._fence(run.fence)
        self.fence(run.fence)
        inventory = build_inventory(
            run.work,
            distribution_point=self._distribution_point,
            secrets=secrets,
            authorities=system_authorities(),
        )
        mask = Mask((work.profile.user, secrets[work.profile.secret]) for work in run.work)
        with (
            RunLog(self._run_folder / "logs", run.id, self._keep_logs) as log,
            private_directory(self._private, fence) as private,
        ):
            log.write_who_is_who(inventory.machines)
            report = RunReport(inventory.machines, log=log, mask=mask, hand_on=on_events)
            return self._run(self._process(private, inventory, fence, run.id), report, cancelled)

    def fence(self, fence: str) -> int:
        """End whatever is alive of runs with this fence, and say how many processes that were.

        Raises:
            RunsStillAlive: Something cannot be ended.
        """
        ended = end_all(self._fence(fence))
        remove_left_over(self._private, self._fence(fence))
        return ended

    def _fence(self, name: str) -> Fence:
        return Fence(self._run_folder, name)

    def _process(self, private: Path, inventory: Inventory, fence: Fence, run_id: str) -> RunProcess:
        write_private(private / "hosts.json", inventory.document)
        (private / "ansible.cfg").touch(mode=0o600)
        return RunProcess(
            job={
                "private_directory": str(private),
                "playbook": str(self._playbook),
                "inventory": str(private / "hosts.json"),
                "forks": self._forks,
            },
            environment=run_environment(
                private=private,
                playbook=self._playbook,
                collections=self._collections,
                executables=self._executables,
                marks=fence.marks(run_id),
            ),
            errors=private / "errors",
            stop=lambda: end_all(fence, run_id),
        )

    @staticmethod
    def _run(process: RunProcess, report: RunReport, cancelled: Callable[[], bool]) -> RunStatus:
        stopped = False
        ask_at = time.monotonic() + ASK_SECONDS
        with process:
            for line in process.lines():
                if line is not None:
                    report.take(line)
                report.flush_if_due()
                if not stopped and time.monotonic() >= ask_at:
                    ask_at = time.monotonic() + ASK_SECONDS
                    if stopped := cancelled():
                        process.stop()
            if not stopped and not report.ended:
                report.complain(process.last_words())
            report.flush()
        return RunStatus.CANCELLED if stopped else report.status()


def system_authorities() -> str | None:
    """The file or directory of certificate authorities that this system's OpenSSL uses, or None."""
    paths = ssl.get_default_verify_paths()
    return paths.cafile or paths.capath


def _not_ready(part: str) -> RunEvent:
    remedy = "run: classroom collections install" if "." in part and "/" not in part else "check the settings"
    return RunEvent(RunEventKind.OUTPUT, data={"msg": f"{part} is missing; {remedy}"})
