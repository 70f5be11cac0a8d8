"""Fixtures that give a virtual lab in a process of its own, so that tests may kill whoever talks to it.

``lab``: one for the whole session with four machines, for tests that change nothing.
``make_lab``: a factory for tests that change something; each call gives a fresh lab, stopped at the end of the test.
"""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from orchestrator.virtual_lab import launch
from orchestrator.virtual_lab.control import ask
from orchestrator.virtual_lab.execution_log import read_log
from orchestrator.virtual_lab.lab import LOG_FILE, LabInfo
from orchestrator.virtual_lab.specs import DEFAULT_USERNAME, LabSpec, MachineSpec

SESSION_MACHINES = ("b204-01", "b204-02", "b204-03", "b204-04")


@dataclass
class RunningLab:
    """A lab that runs.

    Attributes:
        spec: What it was started with; ports are 0 there.
        info: What it said when it was ready.
    """

    spec: LabSpec
    info: LabInfo

    @property
    def machines(self) -> dict[str, tuple[str, int]]:
        """Address and port by name."""
        return {name: (m["address"], m["port"]) for name, m in self.info.machines.items()}

    @property
    def ca_path(self) -> str:
        return self.info.ca_path

    @property
    def username(self) -> str:
        return self.info.username

    @property
    def password(self) -> str:
        return self.spec.password

    @property
    def distribution_url(self) -> str:
        """Without a path; installers are below ``/files/``."""
        return self.info.distribution_url

    @property
    def feed_url(self) -> str:
        """Source for ``win_chocolatey``."""
        return self.info.feed_url

    @property
    def pid(self) -> int:
        return self.info.pid

    def hardware_id(self, machine: str) -> str:
        """The SMBIOS UUID that the machine was made with."""
        return next(m.uuid for m in self.spec.machines if m.name == machine)

    def set(self, machine: str, *words: str) -> None:
        """Set faults, one word each: see ``orchestrator.virtual_lab.faults.WORDS``; ``on`` mends everything."""
        for word in words:
            ask(self.spec.state, "set", machine=machine, word=word)

    def reboot(self, machine: str) -> None:
        ask(self.spec.state, "reboot", machine=machine)

    def state(self, machine: str) -> dict[str, Any]:
        """What is on a machine: ``products``, ``packages``, ``reboot_pending``, ``faults``, identity."""
        found: dict[str, Any] = ask(self.spec.state, "machine", machine=machine)
        return found

    def log(self, kind: str | None = None, machine: str | None = None) -> list[dict[str, Any]]:
        """What was really executed, oldest first, of one kind or machine where asked."""
        lines = read_log(self.spec.state / LOG_FILE)
        return [e for e in lines if kind in {None, e["kind"]} and machine in {None, e["machine"]}]

    def installers(self, machine: str | None = None) -> list[str]:
        """``machine item action rc`` of every installer that really ran, oldest first."""
        return [f"{e['machine']} {e['item']} {e['action']} {e['rc']}" for e in self.log("installer", machine)]

    def write_inventory(self, path: Path, **variables: Any) -> Path:  # noqa: ANN401 - Ansible variables of any type
        """Write a JSON inventory that plain Ansible reads, password included (0600)."""
        everywhere = {
            "ansible_connection": "winrm", "ansible_user": self.username, "ansible_password": self.password,
            "ansible_winrm_transport": "basic", "ansible_winrm_scheme": "https",
            "ansible_winrm_ca_trust_path": self.ca_path, **variables,
        }  # fmt: skip
        hosts = {n: {"ansible_host": a, "ansible_port": p} for n, (a, p) in self.machines.items()}
        path.touch(mode=0o600)
        path.write_text(json.dumps({"all": {"hosts": hosts, "vars": everywhere}}), encoding="utf-8")
        return path

    def stop(self) -> None:
        launch.stop(self.spec.state)

    def restart(self) -> None:
        """Stop it, and start it again on the same state and, where they are still free, the same ports."""
        self.stop()
        self.info = launch.start(self.spec)


class MakeLab(Protocol):
    """Factory of labs; ``machines`` are names, or specifications where a name does not say enough."""

    def __call__(
        self, machines: Sequence[str | MachineSpec | Mapping[str, Any]] = ..., *, time_scale: float = ...
    ) -> RunningLab: ...


def _spec_of(machine: str | MachineSpec | Mapping[str, Any]) -> MachineSpec:
    if isinstance(machine, MachineSpec):
        return machine
    return MachineSpec(machine) if isinstance(machine, str) else MachineSpec.from_json(machine)


def _start(state: Path, machines: Sequence[str | MachineSpec | Mapping[str, Any]], time_scale: float) -> RunningLab:
    spec = LabSpec(
        state=state,
        machines=tuple(_spec_of(m) for m in machines),
        username=DEFAULT_USERNAME,
        password=secrets.token_urlsafe(12),
        time_scale=time_scale,
    )
    return RunningLab(spec, launch.start(spec))


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningLab]:
    """Four machines for tests that change nothing."""
    running = _start(tmp_path_factory.mktemp("lab"), SESSION_MACHINES, 0)
    yield running
    running.stop()


@pytest.fixture
def make_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeLab]:
    """Fresh labs for tests that change something."""
    started: list[RunningLab] = []

    def make(
        machines: Sequence[str | MachineSpec | Mapping[str, Any]] = ("b204-01", "b204-02"), *, time_scale: float = 0
    ) -> RunningLab:
        running = _start(tmp_path_factory.mktemp("lab"), machines, time_scale)
        started.append(running)
        return running

    yield make
    for running in started:
        running.stop()
