"""One installer on one machine: its time, the faults that were set for it, its exit code, its line in the log."""

import asyncio
from dataclasses import dataclass

from orchestrator.virtual_lab.machine import Machine

SUCCESS = 0
RESTART_STARTED = 1641
RESTART_REQUIRED = 3010
# With these something was installed or removed.
DONE = frozenset({SUCCESS, RESTART_STARTED, RESTART_REQUIRED})


@dataclass(frozen=True, slots=True)
class InstallerRun:
    """What is about to run.

    Attributes:
        item: Package id or file name; names the run in the log.
        version: Version that it installs or removes.
        action: ``install``, ``upgrade``, ``downgrade`` or ``uninstall``.
        minutes: How long it takes, in simulated minutes.
        also_known_as: Further names that faults may be set under: the packages that pulled it in, a product code.
        exit_code: What it ends with when no fault was set.
    """

    item: str
    version: str
    action: str
    minutes: float
    also_known_as: tuple[str, ...] = ()
    exit_code: int = SUCCESS


async def run_installer(machine: Machine, run: InstallerRun) -> int:
    """Let an installer run; gives its exit code. The caller changes the machine only where that is in DONE.

    Whatever happens, the log has one line of it afterwards; a run that was cut off has no exit code there.
    """
    names = (run.item, *run.also_known_as)
    code: int | None = None
    try:
        await machine.around.latency.minutes(run.minutes)
        await machine.while_hanging(names)
        fault = machine.state.faults.exit_code(names)
        code = run.exit_code if fault is None else fault
    except asyncio.CancelledError:
        _log(machine, run, None)
        raise
    _log(machine, run, code)
    if code in DONE and code != SUCCESS:
        machine.state.ask_for_reboot()
    return code


def _log(machine: Machine, run: InstallerRun, code: int | None) -> None:
    machine.around.log.append(
        machine.name,
        "installer",
        item=run.item,
        version=run.version,
        action=run.action,
        rc=code,
        changed=code in DONE,
    )
