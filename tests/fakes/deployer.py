"""A deployer that changes a world of machines in memory, tells what Ansible would tell, and dies when asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from orchestrator.domain.provider_calls import ChocolateyCall, ProviderCall
from orchestrator.services.deployment import (
    Deployer,
    DeploymentRun,
    MachineWork,
    RunEvent,
    RunEventKind,
    RunStatus,
)
from tests.fakes.world import FakeMachine, Installer, World


class WorkerDied(BaseException):
    """The worker's process is gone in the middle of a step: nothing of the step is kept, nobody catches it."""


@dataclass
class FakeDeployer(Deployer):
    """Starts the installers of the calls that it gets, machine by machine.

    Attributes:
        world: The machines.
        runs: What it was asked to do, in order.
        fenced: Fences whose processes it was asked to end, in order.
        dies_before: Whether the worker dies before any installer starts; once.
        dies_after: Whether it dies when all installers are through but nothing of it was told; once.
        tells_before_it_dies: Whether the events have been told by then.
        crashes: Whether Ansible can't do its work: no installer starts.
        cancels: Whether somebody stops the next run.
        first: Called once when the next run has begun and no installer has started.
        meanwhile: Called once in the next run when all installers are through and nothing was told of it.
    """

    world: World
    runs: list[DeploymentRun] = field(default_factory=list)
    fenced: list[str] = field(default_factory=list)
    dies_before: bool = False
    dies_after: bool = False
    tells_before_it_dies: bool = False
    crashes: bool = False
    cancels: bool = False
    first: Callable[[], object] | None = None
    meanwhile: Callable[[], object] | None = None

    def apply(
        self,
        run: DeploymentRun,
        *,
        on_events: Callable[[Sequence[RunEvent]], None],
        cancelled: Callable[[], bool],
    ) -> RunStatus:
        """Do the work and say how it ended."""
        self.runs.append(run)
        if self.dies_before:
            self.dies_before = False
            raise WorkerDied
        self._happen("first")
        if self.crashes:
            return RunStatus.CRASHED
        events = [event for work in run.work for event in self._on(work)]
        self._happen("meanwhile")
        if self.dies_after and not self.tells_before_it_dies:
            self.dies_after = False
            raise WorkerDied
        done = [RunEvent(RunEventKind.MACHINE_DONE, work.machine.id) for work in run.work]
        on_events(events)
        on_events(done)
        if self.dies_after:
            self.dies_after = False
            raise WorkerDied
        if self.cancels or cancelled():
            return RunStatus.CANCELLED
        bad = {RunEventKind.CALL_FAILED, RunEventKind.REMOVAL_FAILED, RunEventKind.UNREACHABLE}
        return RunStatus.FAILED if any(event.kind in bad for event in events) else RunStatus.SUCCESSFUL

    def fence(self, fence: str) -> int:
        """End whatever is alive of runs with this fence."""
        self.fenced.append(fence)
        return 0

    def _happen(self, name: str) -> None:
        happening = getattr(self, name)
        setattr(self, name, None)
        if happening is not None:
            happening()

    def _on(self, work: MachineWork) -> list[RunEvent]:
        machine = self.world.machines[work.machine.id]
        events: list[RunEvent] = []
        for call in work.calls:
            tell = _Teller(work.machine.id, call)
            if machine.fault is not None:
                return [*events, tell.of(RunEventKind.UNREACHABLE, msg="no route to host")]
            events.append(tell.of(RunEventKind.REMOVAL_STARTED if call.removes else RunEventKind.CALL_STARTED))
            results = [self._start(machine, call, item) for item in call.items]
            if any(result.loses_connection for result in results):
                return [*events, tell.of(RunEventKind.UNREACHABLE, msg="connection reset")]
            codes = [result.exit_code for result in results if result.exit_code not in {0, 3010}]
            if codes:
                kind = RunEventKind.REMOVAL_FAILED if call.removes else RunEventKind.CALL_FAILED
                events.append(tell.of(kind, rc=codes[0], msg=f"exit code {codes[0]}"))
            else:
                kind = RunEventKind.REMOVAL_SUCCEEDED if call.removes else RunEventKind.CALL_SUCCEEDED
                events.append(tell.of(kind, changed=True, rc=0))
        return events

    def _start(self, machine: FakeMachine, call: ProviderCall, item_id: str) -> Installer:
        if not call.removes:
            return machine.install(item_id, self._version(call, item_id))
        own = self.world.catalog.items[item_id].package
        beside = [p for p in call.packages if p != own] if isinstance(call, ChocolateyCall) else []
        for package in beside:
            machine.packages.pop(package, None)
        return Installer() if beside else machine.remove(item_id)

    def _version(self, call: ProviderCall, item_id: str) -> str:
        """The version that Windows shows after the call: what the feed's newest or the named package stands for."""
        item = self.world.catalog.items[item_id]
        if isinstance(call, ChocolateyCall):
            delivered = call.version or item.feed_newest
            return next(r.version for r in item.releases if r.delivered_version == delivered)
        return next(r.version for r in item.releases if r.product_code == call.product_code)


@dataclass(frozen=True)
class _Teller:
    machine_id: str
    call: ProviderCall

    def of(self, kind: RunEventKind, **data: object) -> RunEvent:
        return RunEvent(kind, self.machine_id, self.call.items, dict(data))
