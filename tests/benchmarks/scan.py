"""How many machines a second are scanned, beside what pywinrm alone can do on the same lab.

Run ``python -m tests.benchmarks.scan [MACHINES [PRODUCTS]]``. Three ways to read the same machines, 64 at once:

- *scan*: the product's scan, parsed into observations;
- *one line*: the same command line by plain pywinrm, output thrown away: the bound that the scan cannot beat;
- *six commands*: one shell and six commands in turn by plain pywinrm, as a script would do it without thinking.

Lab and clients share this computer's processors, so the figures compare ways; they do not foretell a campus.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from winrm.protocol import Protocol

from orchestrator.adapters.winrm.command import command_line
from orchestrator.adapters.winrm.connection import protocol_arguments
from orchestrator.adapters.winrm.scanner import WinrmScanner
from orchestrator.domain.machines import ConnectionProfile, Machine
from orchestrator.domain.observations import Observation
from orchestrator.services.scanning import ScanTarget
from orchestrator.virtual_lab import launch
from orchestrator.virtual_lab.specs import LabSpec, MachineSpec

_PASSWORD = "benchmark"
_PARALLEL = 64
_ROUNDS = 3
_UNINSTALL = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
_SIX_COMMANDS = (
    "hostname",
    r"reg query HKLM\SYSTEM\HardwareConfig /v LastConfig",
    f"reg query {_UNINSTALL} /s /reg:64",
    f"reg query {_UNINSTALL} /s /reg:32",
    "choco list --limit-output",
    r'reg query "HKLM\SYSTEM\CurrentControlSet\Control\Session Manager" /v PendingFileRenameOperations',
)


def _machine(number: int, products: int) -> MachineSpec:
    entries = tuple(
        {
            "key": f"Example {number}",
            "hive": "64" if number % 2 else "32",
            "name": f"Example Product {number} (x64)",
            "version": f"{number}.0.1",
            "publisher": "Example Publisher",
            "windows_installer": False,
        }
        for number in range(products)
    )
    return MachineSpec(f"pc-{number:03}", products=entries)


def _plain(target: ScanTarget, commands: Sequence[str]) -> None:
    protocol = Protocol(**protocol_arguments(target, _PASSWORD))
    shell = protocol.open_shell(codepage=65001)
    for command in commands:
        running = protocol.run_command(shell, command)
        protocol.get_command_output(shell, running)
        protocol.cleanup_command(shell, running)
    protocol.close_shell(shell)


def _scan(targets: Sequence[ScanTarget]) -> None:
    scanner = WinrmScanner(lambda _: _PASSWORD, lambda: datetime.now(UTC), parallel=_PARALLEL)
    unread = [result for result in scanner.scan(targets) if not isinstance(result, Observation)]
    if unread:
        raise SystemExit(f"not read: {unread}")


def _by_threads(targets: Sequence[ScanTarget], commands: Sequence[str]) -> None:
    with ThreadPoolExecutor(_PARALLEL) as pool:
        list(pool.map(lambda target: _plain(target, commands), targets))


def _best_rate(work: Callable[[], None], machines: int) -> float:
    """Machines a second in the best of some rounds; the first of a process pays for imports and is worse."""
    seconds = []
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return machines / min(seconds)


def main(machines: int = 200, products: int = 150) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        specs = tuple(_machine(number, products) for number in range(machines))
        spec = LabSpec(Path(folder) / "lab", specs, _PASSWORD, time_scale=0)
        info = launch.start(spec)
        try:
            profile = ConnectionProfile("lab", "basic", info.username, "password", info.ca_path)
            targets = [
                ScanTarget(Machine(name, name, where["address"], where["port"], "lab"), profile)
                for name, where in info.machines.items()
            ]
            rates = {
                "scan": _best_rate(lambda: _scan(targets), machines),
                "one line": _best_rate(lambda: _by_threads(targets, [command_line("0a1b2c3d")]), machines),
                "six commands": _best_rate(lambda: _by_threads(targets, _SIX_COMMANDS), machines),
            }
        finally:
            launch.stop(spec.state)
    print(f"{machines} machines with {products} products each, {_PARALLEL} at once, best of {_ROUNDS}")
    for way, rate in rates.items():
        print(f"{way:>13} {rate:7.1f} machines/s   {rate / rates['six commands']:5.2f} x six commands")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
