r"""PowerShell as far as Ansible uses it: its bootstrap script with a payload on standard input, and a few of its own.

There is no PowerShell here. A script is recognised or refused, never interpreted: modules by their name in the payload,
Ansible's helper scripts (make a directory, put a file, expand ``~``) by their file name.
"""

import base64
import hashlib
import itertools
import json
import re
from collections.abc import Awaitable, Callable, Sequence

from orchestrator.virtual_lab.console import Console
from orchestrator.virtual_lab.machine import Machine
from orchestrator.virtual_lab.powershell.module_run import run_module
from orchestrator.virtual_lab.powershell.paths import expanded
from orchestrator.virtual_lab.powershell.payload import (
    ModulePayload,
    ScriptPayload,
    UndecodablePayload,
    decode_command,
    decode_payload,
    reads_standard_input,
)

_ENCODED_SWITCH = re.compile(r"[-/]e(?:nc|ncodedcommand|c)?", re.IGNORECASE)
_REMOVE = re.compile(r"^Remove-Item '(?P<path>[^']+)'", re.MULTILINE)


async def run_powershell(machine: Machine, arguments: Sequence[str], console: Console) -> int:
    """Run ``powershell.exe`` with those arguments; gives its exit code."""
    await machine.around.latency.process_start()
    try:
        script = decode_command(_encoded_command(arguments))
        if not reads_standard_input(script):
            return _run_plain(machine, script, console)
        payload = decode_payload(await console.read_input())
    except UndecodablePayload as error:
        return _refuse(console, str(error))
    if isinstance(payload, ModulePayload):
        result = await run_module(machine, payload)
        _print(console, json.dumps(result))
        return 1 if result.get("failed") else 0
    helper = _HELPERS.get(payload.name)
    if helper is None:
        return _refuse(console, f"Ansible's script {payload.name} is not simulated")
    _print(console, await helper(machine, payload))
    return 0


def _encoded_command(arguments: Sequence[str]) -> str:
    for switch, value in itertools.pairwise(arguments):
        if _ENCODED_SWITCH.fullmatch(switch):
            return value
    raise UndecodablePayload("only PowerShell with -EncodedCommand is simulated")


def _run_plain(machine: Machine, script: str, console: Console) -> int:
    """Scripts that come without a payload: Ansible tidies up its temporary directory with one."""
    removal = _REMOVE.search(script)
    if removal is None:
        return _refuse(console, "a PowerShell script of this kind is not simulated")
    below = removal["path"].casefold()
    for path in [p for p in machine.temporary_files if p == below or p.startswith(f"{below}\\")]:
        del machine.temporary_files[path]
    return 0


def _refuse(console: Console, reason: str) -> int:
    console.write("stderr", f"virtual lab: {reason}\r\n".encode())
    return 1


def _print(console: Console, text: str) -> None:
    console.write("stdout", f"{text}\r\n".encode())


async def _make_directory(machine: Machine, payload: ScriptPayload) -> str:
    del machine
    return f"{expanded(payload.parameters['Directory'])}\\{payload.parameters['Name']}"


async def _expand_user(machine: Machine, payload: ScriptPayload) -> str:
    del machine
    return expanded(payload.parameters["Path"])


async def _put_file(machine: Machine, payload: ScriptPayload) -> str:
    content = b"".join(base64.b64decode(line) for line in payload.input.split(b"\r\n") if line.strip())
    machine.temporary_files[str(payload.parameters["Path"]).casefold()] = content
    return json.dumps({"sha1": hashlib.sha1(content, usedforsecurity=False).hexdigest()})


_Helper = Callable[[Machine, ScriptPayload], Awaitable[str]]
_HELPERS: dict[str, _Helper] = {
    "powershell_mkdtemp.ps1": _make_directory,
    "powershell_expand_user.ps1": _expand_user,
    "winrm_put_file.ps1": _put_file,
}
