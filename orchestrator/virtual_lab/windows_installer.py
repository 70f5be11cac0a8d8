"""``msiexec.exe``: what installing and removing an MSI does to a simulated machine.

Real: exit codes (1602 to 1641, 3010), one installation at a time (1618), products known by their code, a major upgrade
that replaces the older version with the same upgrade code, the refusal of a downgrade. Simulated: the payload.
"""

from orchestrator.virtual_lab.installers import DONE, RESTART_REQUIRED, SUCCESS, InstallerRun, run_installer
from orchestrator.virtual_lab.machine import Machine
from orchestrator.virtual_lab.machine_state import InstalledMsi
from orchestrator.virtual_lab.shelf import InstallerFile

# What the launch condition of a major upgrade ends with when a newer version is there.
INSTALL_FAILURE = 1603
UNKNOWN_PRODUCT = 1605
ALREADY_RUNNING = 1618
_REMOVAL_MINUTES = 0.5


def version_numbers(version: str) -> tuple[int, ...]:
    """ProductVersion as Windows Installer compares it: the first three numbers, the fourth is ignored."""
    return tuple(int(p) if p.isdecimal() else 0 for p in version.split(".")[:3])


async def install(machine: Machine, file: InstallerFile) -> int:
    """``msiexec /i FILE /qn /norestart``; gives the exit code."""
    if machine.installer_is_running:
        return ALREADY_RUNNING
    async with machine.installing():
        related = [m for m in machine.state.msi.values() if m.upgrade_code.upper() == file.upgrade_code.upper()]
        code = await run_installer(machine, _installation(file, related))
        if code not in DONE:
            return code
        for older in related:
            _forget(machine, older)
        key = machine.state.write_product(file.product)
        machine.state.msi[file.product_code.upper()] = InstalledMsi(
            file.product_code, file.upgrade_code, file.version, file.file, key
        )
        machine.save()
        return code


def _installation(file: InstallerFile, related: list[InstalledMsi]) -> InstallerRun:
    newer_is_there = any(version_numbers(m.version) > version_numbers(file.version) for m in related)
    if newer_is_there:
        action, minutes, code = "downgrade", 0.0, INSTALL_FAILURE
    else:
        action, minutes = "upgrade" if related else "install", file.minutes
        code = RESTART_REQUIRED if file.needs_reboot else SUCCESS
    return InstallerRun(file.file, file.version, action, minutes, (file.product_code,), code)


async def remove(machine: Machine, product_code: str) -> int:
    """``msiexec /x CODE /qn /norestart``; gives the exit code."""
    if machine.installer_is_running:
        return ALREADY_RUNNING
    async with machine.installing():
        product = machine.state.msi.get(product_code.upper())
        if product is None:
            return UNKNOWN_PRODUCT
        run = InstallerRun(product.file, product.version, "uninstall", _REMOVAL_MINUTES, (product.product_code,))
        code = await run_installer(machine, run)
        if code in DONE:
            _forget(machine, product)
            machine.save()
        return code


def _forget(machine: Machine, product: InstalledMsi) -> None:
    machine.registry.delete_key(product.key)
    machine.state.msi.pop(product.product_code.upper(), None)
