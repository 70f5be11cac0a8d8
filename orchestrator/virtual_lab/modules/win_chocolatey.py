"""``chocolatey.chocolatey.win_chocolatey``: decides what choco shall do, from state, version and what is installed.

Real: the decisions of the module's script (version 1.5 of the collection): which states install, upgrade, remove; that
``present`` fails on another version; that a check run passes ``--what-if``, so that an upgrade is not announced as a
change; the fields of the result. Not there: ``pinned``, ``allow_multiple``, and ``all`` in place of names.
"""

from typing import Any
from urllib.parse import urlsplit

from orchestrator.virtual_lab.chocolatey import SUCCESS_CODES, Chocolatey, Order, Outcome, version_key
from orchestrator.virtual_lab.machine import Machine
from orchestrator.virtual_lab.modules.call import ModuleCall, ModuleFailed
from orchestrator.virtual_lab.network import Unreachable
from orchestrator.virtual_lab.specs import DEFAULT_CHOCOLATEY

# From -vv on the module shows what choco printed.
_VERBOSE = 2


async def run(machine: Machine, call: ModuleCall) -> dict[str, Any]:
    """Bring the packages into the wanted state."""
    return await _Run(machine, call).result()


class _Run:
    def __init__(self, machine: Machine, call: ModuleCall) -> None:
        self._machine = machine
        self._call = call
        self._params = call.params
        self._names = list(dict.fromkeys(str(n).casefold() for n in self._params["name"]))
        self._result: dict[str, Any] = {"rc": 0}

    async def result(self) -> dict[str, Any]:
        """Do it."""
        for option in ("pinned", "allow_multiple"):
            if self._params[option]:
                raise ModuleFailed(f"the virtual lab does not simulate the option '{option}' of win_chocolatey")
        if "all" in self._names:
            raise ModuleFailed("the virtual lab does not simulate 'all' as a name of win_chocolatey")
        if self._machine.state.chocolatey is None:
            await self._bootstrap()
            if self._machine.state.chocolatey is None:  # a check run installs nothing
                message = "Skipped check mode run on win_chocolatey as choco.exe cannot be found on the system"
                return {**self._result, "skipped": True, "msg": message}
        self._result["choco_cli_version"] = self._machine.state.chocolatey
        await self._machine.around.latency.process_start()
        state, version = self._params["state"], self._params["version"] or ""
        installed = {n: p.version if (p := self._machine.state.packages.get(n)) else None for n in self._names}
        if state in {"absent", "reinstalled"}:
            await self._remove(installed, version)
        if state != "absent":
            await self._bring(installed, state, version)
        return self._result

    async def _remove(self, installed: dict[str, str | None], version: str) -> None:
        present = [name for name, have in installed.items() if have is not None]
        for name in present:
            if not version or version_key(installed[name] or "") == version_key(version):
                self._take(await self._choco(version).uninstall([name]), f"Error uninstalling package(s) '{name}'")
                self._result["changed"] = True
            installed[name] = None

    async def _bring(self, installed: dict[str, str | None], state: str, version: str) -> None:
        forced = state == "present" and self._params["force"]
        missing = [name for name, have in installed.items() if have is None or forced]
        if state == "present" and version and not forced:
            for name, have in installed.items():
                if have is not None and have != version:
                    raise ModuleFailed(
                        f"Chocolatey package '{name}' is already installed with version(s) '{have}' but was expecting "
                        f"'{version}'. Either change the expected version, set state=latest or state=upgrade, set "
                        "allow_multiple=yes, or set force=yes to continue",
                        self._result,
                    )
        choco = self._choco(version, allow_downgrade=state == "downgrade")
        if missing:
            self._take(await choco.install(missing), f"Error installing package(s) '{', '.join(missing)}'")
            self._result["changed"] = True
        present = [name for name, have in installed.items() if have is not None]
        if present and (state in {"latest", "upgrade"} or (state == "downgrade" and version)):
            outcome = await self._choco(version, allow_downgrade=state == "downgrade").upgrade(present)
            self._take(outcome, f"Error updating package(s) '{', '.join(present)}'")
            if outcome.changed and not self._call.check_mode:
                self._result["changed"] = True

    def _choco(self, version: str, *, allow_downgrade: bool = False) -> Chocolatey:
        order = Order(
            source=self._params["source"] or "",
            version=version,
            force=self._params["force"],
            allow_downgrade=allow_downgrade,
            ignore_dependencies=self._params["ignore_dependencies"],
            remove_dependencies=self._params["remove_dependencies"],
            what_if=self._call.check_mode,
        )
        return Chocolatey(self._machine, order)

    def _take(self, outcome: Outcome, failure: str) -> None:
        self._result["rc"] = outcome.rc
        if outcome.rc not in SUCCESS_CODES:
            raise ModuleFailed(failure, {**self._result, "stdout": outcome.stdout, "stderr": ""})
        # Ansible takes any other exit code than 0 for a failure unless the module says otherwise.
        self._result["failed"] = False
        if self._call.verbosity >= _VERBOSE:
            self._result["stdout"] = outcome.stdout

    async def _bootstrap(self) -> None:
        """Install Chocolatey itself with the script of the source's server, as the module does unasked."""
        source = urlsplit(self._params["source"] or "")
        url = self._params["bootstrap_script"] or f"{source.scheme}://{source.netloc}/install.ps1"
        if not self._params["bootstrap_script"] and not source.netloc:
            raise ModuleFailed(
                "Failed to download Chocolatey script from the community feed; the lab's machines cannot reach it",
                self._result,
            )
        try:
            await self._machine.around.network.fetch(url)
        except Unreachable as error:
            raise ModuleFailed(f"Failed to download Chocolatey script from '{url}'; {error}", self._result) from error
        self._result["changed"] = True
        if self._call.check_mode:
            return
        self._result["warnings"] = [
            "Chocolatey was missing from this system, so it was installed during this task run."
        ]
        wanted = self._params["version"] if "chocolatey" in self._names else None
        self._machine.state.chocolatey = wanted or DEFAULT_CHOCOLATEY
        self._machine.save()
