"""``ansible.windows.win_package`` for MSI files and for products that the registry knows.

Real: the order of the module's script (3.3 of the collection): look by product id, download over verified TLS, look by
the file's product code, compare the checksum (default ``sha1``), run, judge the exit code, tell ``reboot_required``.
Not there: msix, msp, executables, ``creates_*`` options, files on the machine or on a share, unverified TLS.
"""

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from orchestrator.virtual_lab import registry as reg
from orchestrator.virtual_lab import windows_installer
from orchestrator.virtual_lab.installers import RESTART_REQUIRED
from orchestrator.virtual_lab.machine import Machine
from orchestrator.virtual_lab.modules.call import ModuleCall, ModuleFailed
from orchestrator.virtual_lab.network import Unreachable
from orchestrator.virtual_lab.shelf import InstallerFile, read_installer

_NOT_SIMULATED = ("creates_path", "creates_version", "creates_service")
_PROVIDERS = {"auto", "msi", "registry"}


@dataclass(frozen=True, slots=True)
class _Status:
    """Whether the product is there, who says so, and under which id."""

    id: str
    installed: bool
    provider: str


async def run(machine: Machine, call: ModuleCall) -> dict[str, Any]:
    """Install or remove one package."""
    params = call.params
    unusual = [option for option in _NOT_SIMULATED if params[option] is not None]
    if params["provider"] not in _PROVIDERS:
        unusual.append(f"provider={params['provider']}")
    if unusual:
        raise ModuleFailed(f"the virtual lab does not simulate {', '.join(unusual)} of win_package")
    await machine.around.latency.process_start()
    path, product_id, wanted = params["path"] or "", params["product_id"] or "", params["state"] == "present"
    is_url = path.casefold().startswith("http")
    result: dict[str, Any] = {"reboot_required": False}
    if path and not is_url:
        raise ModuleFailed(f"the file at the path '{path}' cannot be reached", result)

    status = _by_id(machine, product_id) if not is_url or (product_id and wanted) else None
    content = b""
    file: InstallerFile | None = None
    if is_url and (status is None or not status.installed):
        content = await _download(machine, path, result)
        file = read_installer(content)
        if file is None:
            raise ModuleFailed("the virtual lab installs only files of its own shelf", result)
        status = _by_id(machine, file.product_code)
    if status is None:  # a removal without a path was looked up above, so this is for the type checker
        status = _by_id(machine, product_id)

    changed = wanted != status.installed
    result["rc"] = 0
    if changed and not call.check_mode:
        if wanted:
            _verify(params, path, content, result)
        _judge(await _act(machine, file, status), params, result)
    if not wanted and not product_id and is_url:
        raise ModuleFailed(
            "Unable to find Product ID from the URL path. Please specify product_id when using state=absent", result
        )
    result["changed"] = changed
    return result


def _by_id(machine: Machine, product_id: str) -> _Status:
    if product_id.upper() in machine.state.msi:
        return _Status(product_id, installed=True, provider="msi")
    paths = (f"{root}\\{product_id}" for root in (reg.UNINSTALL_64, reg.UNINSTALL_32))
    if product_id and any(machine.registry.key(path) for path in paths):
        return _Status(product_id, installed=True, provider="registry")
    return _Status(product_id, installed=False, provider="msi")


async def _download(machine: Machine, url: str, result: dict[str, Any]) -> bytes:
    try:
        return await machine.around.network.fetch(url)
    except Unreachable as error:
        raise ModuleFailed(f"Error requesting '{url}'. {error}", result) from error


def _verify(params: Any, url: str, content: bytes, result: dict[str, Any]) -> None:  # noqa: ANN401 - a mapping of any
    algorithm = str(params["checksum_algorithm"]).casefold()
    found = hashlib.new(algorithm, content, usedforsecurity=False).hexdigest().upper()
    result["checksum"] = found
    wanted = params["checksum"]
    if wanted and str(wanted).upper() != found:
        name = urlsplit(url).path.rpartition("/")[2]
        raise ModuleFailed(f"The checksum for {name} did not match '{wanted}', it was '{found}'", result)


async def _act(machine: Machine, file: InstallerFile | None, status: _Status) -> int:
    if not status.installed and file is not None:
        return await windows_installer.install(machine, file)
    if status.provider == "msi":
        return await windows_installer.remove(machine, status.id)
    raise ModuleFailed("the virtual lab does not simulate uninstallers that are not Windows Installer's")


def _judge(code: int, params: Any, result: dict[str, Any]) -> None:  # noqa: ANN401 - a mapping of any
    result["rc"] = code
    if code not in params["expected_return_code"]:
        raise ModuleFailed(
            r"unexpected rc from 'C:\Windows\System32\msiexec.exe': see rc, stdout, and stderr for more details",
            {**result, "stdout": "", "stderr": ""},
        )
    # Ansible takes any other exit code than 0 for a failure unless the module says otherwise.
    result["failed"] = False
    if code == RESTART_REQUIRED:
        result["reboot_required"] = True
