"""What ``choco install``, ``upgrade`` and ``uninstall`` do to a simulated machine.

Real: metadata comes over HTTPS from the source that was named, dependencies are pulled in, several packages in one call
succeed or fail each for itself, exit codes of installers come through, packages that others need are not removed.
Simulated: the installer. Not there: pins, side-by-side versions, pre-releases, scripts and parameters of packages (they
are taken and change nothing). A second choco on the same machine waits for the first.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from orchestrator.virtual_lab.installers import SUCCESS, InstallerRun, run_installer
from orchestrator.virtual_lab.machine import Machine
from orchestrator.virtual_lab.machine_state import InstalledPackage
from orchestrator.virtual_lab.network import Unreachable
from orchestrator.virtual_lab.shelf import FeedPackage, package_from_json

# Exit codes that Chocolatey takes for success since 0.9.10.
SUCCESS_CODES = frozenset({0, 1605, 1614, 1641, 3010})
_FAILED = 1
_REMOVAL_MINUTES = 0.5
_EXACT = re.compile(r"\[(?P<version>[^\],]+)\]")


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked of choco.

    Attributes:
        source: URL of the feed, or empty for the configured one (which the lab cannot reach).
        version: Wanted version, or empty for the newest.
        force: Whether to install again what is there.
        allow_downgrade: Whether an older version may replace a newer one.
        ignore_dependencies: Whether dependencies are left alone.
        remove_dependencies: Whether an uninstall takes along what nobody else needs.
        what_if: Whether nothing may change.
    """

    source: str = ""
    version: str = ""
    force: bool = False
    allow_downgrade: bool = False
    ignore_dependencies: bool = False
    remove_dependencies: bool = False
    what_if: bool = False


@dataclass(slots=True)
class Outcome:
    """What choco printed and returned."""

    rc: int = 0
    lines: list[str] = field(default_factory=list)
    changed: int = 0

    @property
    def stdout(self) -> str:
        """Standard output."""
        return "".join(f"{line}\r\n" for line in self.lines)


@dataclass(eq=False)
class _PackageFailed(Exception):
    rc: int
    line: str


def version_key(version: str) -> tuple[tuple[int, str], ...]:
    """Order of versions as NuGet has it for plain numbers: by number, missing parts are zero."""
    parts = [(int(p), "") if p.isdecimal() else (-1, p) for p in re.split(r"[.\-+]", version)]
    while parts and parts[-1] == (0, ""):
        parts.pop()
    return tuple(parts)


class Chocolatey:
    """choco.exe on one machine."""

    def __init__(self, machine: Machine, order: Order) -> None:
        self._machine = machine
        self._order = order
        self._outcome = Outcome()

    async def install(self, ids: list[str]) -> Outcome:
        """``choco install``: what is there already stays, unless forced."""
        async with self._machine.installing():
            for package_id in ids:
                await self._each(self._install(package_id))
        done, total = self._outcome.changed, len(ids)
        self._outcome.lines.append(
            f"Chocolatey {'would have ' if self._order.what_if else ''}installed {done}/{total} packages."
        )
        return self._outcome

    async def upgrade(self, ids: list[str]) -> Outcome:
        """``choco upgrade``: to the wanted or the newest version; what is missing is installed."""
        async with self._machine.installing():
            for package_id in ids:
                await self._each(self._upgrade(package_id))
        # win_chocolatey reads from these words whether anything changed; a dry run says "can upgrade".
        verb = "can upgrade" if self._order.what_if else "upgraded"
        self._outcome.lines.append(f"Chocolatey {verb} {self._outcome.changed}/{len(ids)} packages.")
        return self._outcome

    async def uninstall(self, ids: list[str]) -> Outcome:
        """``choco uninstall``."""
        async with self._machine.installing():
            for package_id in ids:
                await self._each(self._uninstall(package_id))
        self._outcome.lines.append(f"Chocolatey uninstalled {self._outcome.changed}/{len(ids)} packages.")
        return self._outcome

    async def _each(self, work: Any) -> None:  # noqa: ANN401 - a coroutine without a result
        try:
            await work
        except _PackageFailed as error:
            self._outcome.lines.append(error.line)
            self._outcome.rc = self._outcome.rc or error.rc

    async def _install(self, package_id: str) -> None:
        there = self._machine.state.packages.get(package_id)
        if there is not None and not self._order.force:
            self._outcome.lines.append(f"{package_id} v{there.version} already installed.")
            return
        package = await self._find(package_id, self._order.version)
        if not self._order.what_if:
            await self._place(package, (), asked_for=True)
        self._outcome.changed += 1

    async def _upgrade(self, package_id: str) -> None:
        there = self._machine.state.packages.get(package_id)
        package = await self._find(package_id, self._order.version)
        if there is not None and not self._order.force:
            if version_key(package.version) == version_key(there.version):
                self._outcome.lines.append(f"{package_id} v{there.version} is the latest version available.")
                return
            if version_key(package.version) < version_key(there.version) and not self._order.allow_downgrade:
                raise _PackageFailed(
                    _FAILED,
                    f"A newer version of {package_id} (v{there.version}) is already installed. Use --allow-downgrade "
                    "or --force to attempt to install older versions.",
                )
        if not self._order.what_if:
            await self._place(package, (), asked_for=True)
        self._outcome.changed += 1

    async def _find(self, package_id: str, version: str) -> FeedPackage:
        """Metadata of a package from the source that was named."""
        source = self._order.source
        try:
            served = await self._machine.around.network.fetch(f"{source.rstrip('/')}/packages/{package_id}.json")
            versions = [package_from_json(v) for v in json.loads(served)["versions"]]
        except Unreachable as error:
            if "(404)" not in str(error):
                raise _PackageFailed(_FAILED, f"Unable to connect to source '{source}': {error}") from error
            versions = []
        wanted = [p for p in versions if not version or version_key(p.version) == version_key(version)]
        if not wanted:
            raise _PackageFailed(
                _FAILED,
                f"{package_id} not installed. The package was not found with the source(s) listed.\r\n"
                f' Version: "{version}"; Source(s): "{source}"',
            )
        return max(wanted, key=lambda p: version_key(p.version))

    async def _place(self, package: FeedPackage, parents: tuple[str, ...], *, asked_for: bool) -> None:
        """Install a package after what it needs."""
        if not self._order.ignore_dependencies:
            for dependency, wanted in package.dependencies:
                await self._place_dependency(dependency, wanted, (*parents, package.id))
        state = self._machine.state
        before = state.packages.get(package.id)
        if package.products:
            action = "install" if before is None else "upgrade"
            run = InstallerRun(package.id, package.version, action, package.minutes, parents)
            await self._run(run, f"The install of {package.id} was NOT successful.")
        for key in before.keys if before else ():
            state.registry.delete_key(key)
        state.packages[package.id] = InstalledPackage(
            id=package.id,
            version=package.version,
            dependencies=tuple(i for i, _ in package.dependencies),
            asked_for=asked_for or (before is not None and before.asked_for),
            keys=tuple(state.write_product(p) for p in package.products),
        )
        self._machine.save()
        self._outcome.lines.append(f"The install of {package.id} was successful.")

    async def _place_dependency(self, package_id: str, wanted: str, parents: tuple[str, ...]) -> None:
        exact = _EXACT.fullmatch(wanted)
        version = exact["version"] if exact else wanted
        there = self._machine.state.packages.get(package_id)
        if there is not None:
            have, want = version_key(there.version), version_key(version)
            if have == want or (exact is None and have > want):
                return
        package = await self._find(package_id, version)
        await self._place(package, parents, asked_for=False)

    async def _run(self, run: InstallerRun, refusal: str) -> None:
        """Run an installer.

        Raises:
            _PackageFailed: Its exit code is none that Chocolatey takes for success.
        """
        code = await run_installer(self._machine, run)
        if code not in SUCCESS_CODES:
            raise _PackageFailed(code, f"{refusal} Exit code was '{code}'. See log for details.")
        if code != SUCCESS:
            self._outcome.rc = self._outcome.rc or code

    async def _uninstall(self, package_id: str) -> None:
        state = self._machine.state
        there = state.packages.get(package_id)
        if there is None:
            raise _PackageFailed(_FAILED, f"{package_id} is not installed. Cannot uninstall a non-existent package.")
        needed_by = sorted(p.id for p in state.packages.values() if package_id in p.dependencies)
        if needed_by and not self._order.force:
            raise _PackageFailed(
                _FAILED, f"Unable to uninstall '{package_id}': it is needed by {', '.join(needed_by)}."
            )
        if self._order.what_if:
            self._outcome.changed += 1
            return
        if there.keys:
            run = InstallerRun(there.id, there.version, "uninstall", _REMOVAL_MINUTES)
            await self._run(run, f"{package_id} not uninstalled.")
        for key in there.keys:
            state.registry.delete_key(key)
        del state.packages[package_id]
        self._machine.save()
        self._outcome.changed += 1
        self._outcome.lines.append(f"{package_id} has been successfully uninstalled.")
        if self._order.remove_dependencies:
            for dependency in there.dependencies:
                still_needed = any(dependency in p.dependencies for p in state.packages.values())
                if dependency in state.packages and not still_needed:
                    await self._uninstall(dependency)
