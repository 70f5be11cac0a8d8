"""A deployer that a test can look into, and work for machines of the virtual lab."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from orchestrator.adapters.ansible.deployer import AnsibleDeployer
from orchestrator.domain.machines import ConnectionProfile, Machine
from orchestrator.domain.provider_calls import ProviderCall
from orchestrator.services.deployment import DeploymentRun, MachineWork, RunEvent, RunEventKind, RunStatus
from tests.lab_fixture import RunningLab

ROOT = Path(__file__).parents[3]


@dataclass
class Bench:
    """A deployer whose secrets, folders and events a test can look at.

    Attributes:
        folder: Holds ``run`` (the run folder) and ``private`` (in place of memory).
        events: Everything that was handed on, in batches.
    """

    folder: Path
    secrets: dict[str, str] = field(default_factory=dict)
    distribution_point: str = "https://192.0.2.1"
    collections: Path = ROOT / ".collections"
    executables: Path | None = None
    forks: int = 4
    batches: list[list[RunEvent]] = field(default_factory=list)

    @property
    def private(self) -> Path:
        return self.folder / "private"

    @property
    def run_folder(self) -> Path:
        return self.folder / "run"

    @property
    def events(self) -> list[RunEvent]:
        return [event for batch in self.batches for event in batch]

    def of(self, kind: RunEventKind, machine: str | None = None) -> list[RunEvent]:
        return [e for e in self.events if e.kind is kind and machine in {None, e.machine_id}]

    def deployer(self) -> AnsibleDeployer:
        self.private.mkdir(exist_ok=True)
        return AnsibleDeployer(
            playbook=ROOT / "playbooks/apply_manifest.yml",
            run_folder=self.run_folder,
            collections=self.collections,
            distribution_point=self.distribution_point,
            read_secret=self.secrets.__getitem__,
            executables=self.executables,
            private=self.private,
            forks=self.forks,
        )

    def apply(
        self, *work: MachineWork, run_id: str = "run-1", cancelled: Callable[[], bool] = lambda: False
    ) -> RunStatus:
        """Apply with everything remembered."""
        run = DeploymentRun(run_id, "room-1", work)
        return self.deployer().apply(run, on_events=lambda b: self.batches.append(list(b)), cancelled=cancelled)

    def use(self, lab: RunningLab) -> None:
        """Deploy to this lab."""
        self.secrets["winrm"] = lab.password
        self.distribution_point = lab.distribution_url


def lab_work(lab: RunningLab, name: str, *calls: ProviderCall) -> MachineWork:
    """What a machine of the lab gets; its id is its name."""
    address, port = lab.machines[name]
    profile = ConnectionProfile("lab", "basic", lab.username, "winrm", ca_file=lab.ca_path)
    return MachineWork(Machine(name, name, address, port, profile.name), profile, calls)
