"""A whole lab: its authority, its distribution point, its machines, its control socket. One process, one event loop."""

import asyncio
import errno
import fcntl
import json
import os
import resource
import signal
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, TypeVar

import psutil

from orchestrator.virtual_lab.certificates import LabAuthority, open_authority, write_private
from orchestrator.virtual_lab.control import ControlServer
from orchestrator.virtual_lab.distribution import FEED_PATH, DistributionPoint
from orchestrator.virtual_lab.execution_log import ExecutionLog
from orchestrator.virtual_lab.host import Host
from orchestrator.virtual_lab.latency import Latency
from orchestrator.virtual_lab.machine import Machine, Surroundings, open_machine
from orchestrator.virtual_lab.network import Network
from orchestrator.virtual_lab.shelf import Shelf, load_shelf
from orchestrator.virtual_lab.specs import LabSpec, MachineSpec
from orchestrator.virtual_lab.wire.listener import Listener, Reach

LAB_FILE = "lab.json"
LOG_FILE = "executed.jsonl"
_DISTRIBUTION_NAME = "distribution-point"
_DISTRIBUTION_ADDRESS = "127.0.0.1"
# Every machine takes a listener and every client a connection or two.
_OPEN_FILES = 16_384

_T = TypeVar("_T")


class LabNotStarted(RuntimeError):
    """The lab could not start; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class LabInfo:
    """What others need to know of a running lab; the content of ``lab.json``.

    Attributes:
        machines: Address and port by machine name.
        ca_path: PEM file that clients verify certificates with.
        distribution_url: Where the distribution point is, without a path.
        feed_url: Source of the simulated Chocolatey feed.
        username: Account on every machine.
        time_scale: Real seconds that one simulated minute takes.
        pid: Process of the lab.
        started: When that process was started, in seconds since 1970; with the pid it names the process for good.
    """

    machines: dict[str, dict[str, Any]]
    ca_path: str
    distribution_url: str
    feed_url: str
    username: str
    time_scale: float
    pid: int
    started: float


def read_info(state: Path) -> LabInfo | None:
    """What the lab of a state directory said of itself when it last started, or None where there was none."""
    path = state / LAB_FILE
    return LabInfo(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


class Lab:
    """A running lab."""

    def __init__(self, spec: LabSpec) -> None:
        self._spec = spec
        self._previous = read_info(spec.state)
        self.hosts: dict[str, Host] = {}
        self._distribution: Listener | None = None
        self._control: ControlServer | None = None
        self.stopped = asyncio.Event()

    async def open(self) -> LabInfo:
        """Start everything; returns when all ports listen.

        Raises:
            LabNotStarted: A port is taken.
            BadSpec: A machine can't be built.
        """
        state = self._spec.state
        authority = open_authority(state / "certificates")
        shelf = load_shelf()
        self._distribution = await self._open_distribution(authority, shelf)
        around = Surroundings(
            ExecutionLog(state / LOG_FILE),
            Latency(self._spec.time_scale),
            Network(_DISTRIBUTION_ADDRESS, self._distribution.port, authority.client_context()),
        )
        machines = state / "machines"
        machines.mkdir(exist_ok=True)
        for machine_spec in self._spec.machines:
            host = self._host(open_machine(machine_spec, machines, around, shelf), authority)
            self.hosts[machine_spec.name] = host
            await host.open()
        info = self._info(around.network, authority)
        self._control = ControlServer(state, self)
        await self._control.open()
        write_private(state / LAB_FILE, json.dumps(asdict(info), indent=2).encode())
        return info

    def _host(self, machine: Machine, authority: LabAuthority) -> Host:
        spec = machine.spec
        names = (spec.name, spec.windows_name.casefold(), "localhost")
        context = authority.server_context(spec.name, names, spec.address)
        return self._with_port(
            spec.name,
            spec.port,
            self._previous_port(spec),
            lambda port: Host(machine, self._spec.username, self._spec.password, context, port),
        )

    async def _open_distribution(self, authority: LabAuthority, shelf: Shelf) -> Listener:
        context = authority.server_context(_DISTRIBUTION_NAME, (_DISTRIBUTION_NAME, "localhost"), _DISTRIBUTION_ADDRESS)
        handler = DistributionPoint(shelf).handle
        previous = int(self._previous.distribution_url.rpartition(":")[2]) if self._previous else 0
        listener = self._with_port(
            "the distribution point",
            self._spec.distribution_port,
            previous,
            lambda port: Listener(_DISTRIBUTION_ADDRESS, port, context, handler),
        )
        await listener.set_reach(Reach.OPEN)
        return listener

    def _previous_port(self, spec: MachineSpec) -> int:
        before = self._previous.machines.get(spec.name) if self._previous else None
        return int(before["port"]) if before and before["address"] == spec.address else 0

    @staticmethod
    def _with_port(who: str, wanted: int, previous: int, make: Callable[[int], _T]) -> _T:
        """Listen on the wanted port, else where it was last time, else on a free one."""
        if wanted:
            try:
                return make(wanted)
            except OSError as error:
                raise LabNotStarted(
                    f"port {wanted} of {who} cannot be had ({error.strerror}); --free-ports takes any"
                ) from error
        try:
            return make(previous)
        except OSError as error:
            if not previous or error.errno != errno.EADDRINUSE:
                raise LabNotStarted(f"{who} cannot listen: {error.strerror}") from error
            return make(0)

    def _info(self, network: Network, authority: LabAuthority) -> LabInfo:
        return LabInfo(
            machines={n: {"address": h.machine.spec.address, "port": h.port} for n, h in self.hosts.items()},
            ca_path=str(authority.certificate_file.resolve()),
            distribution_url=network.url,
            feed_url=f"{network.url}{FEED_PATH}/",
            username=self._spec.username,
            time_scale=self._spec.time_scale,
            pid=os.getpid(),
            started=psutil.Process().create_time(),
        )

    async def close(self) -> None:
        """Stop everything; the state stays."""
        if self._control is not None:
            await self._control.close()
        for host in self.hosts.values():
            await host.close()
        if self._distribution is not None:
            await self._distribution.close()


def _lock(state: Path) -> IO[str]:
    """Hold the state directory, so that two labs never write the same files."""
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = (state / "lock").open("w", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise LabNotStarted(f"a lab runs on {state} already; 'classroom lab stop --state {state}' ends it") from error
    return file


async def run(spec: LabSpec, ready: Callable[[LabInfo], None]) -> None:
    """Run a lab until SIGTERM, SIGINT or the control socket ends it.

    Args:
        spec: What to run.
        ready: Called once, when all ports listen.

    Raises:
        LabNotStarted: Another lab holds the state directory, or a port is taken.
        BadSpec: A machine can't be built.
    """
    with _lock(spec.state):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
        lab = Lab(spec)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, lab.stopped.set)
        try:
            ready(await lab.open())
            await lab.stopped.wait()
        finally:
            await lab.close()
